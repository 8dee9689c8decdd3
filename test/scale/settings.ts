/**
 * What the simulated day takes over from the functions and the infrastructure. `settings.test.ts` compares each figure with the file that decides it.
 */
export interface Settings {
  /** Messages handed to one run of `watch`. */
  readonly batchSize: number;
  /** Runs of `watch` at once. */
  readonly workers: number;
  /** Accounts one run reads at once. */
  readonly atOnce: number;
  /** Time-out of `watch`. */
  readonly timeoutSeconds: number;
  readonly visibilitySeconds: number;
  /** How often a message is given out before it is put among the dead letters. */
  readonly receives: number;
  /** Calls a second that all workers share. */
  readonly perSecond: number;
  /** Megabytes of `watch`. */
  readonly megabytes: number;
}

/** As many runs as keep the rate busy twice over, two at least. */
export function workersFor(perSecond: number): number {
  return Math.max(2, Math.ceil(perSecond / 2));
}

export const SETTINGS: Settings = {
  batchSize: 10,
  workers: workersFor(4),
  atOnce: 4,
  timeoutSeconds: 180,
  visibilitySeconds: 6 * 180,
  receives: 12,
  perSecond: 4,
  megabytes: 512,
};

/** When the pass begins, in Stockholm, unless a deployment says otherwise. */
export const PASS_AT = "05:30";
