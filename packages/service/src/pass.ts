import { type AccountId, type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import { accountsByUrgency } from "./plan.ts";
import type { AccountList } from "./ports.ts";
import { type WatchOutcome, type WatchPorts, watchAccount } from "./watch.ts";

export interface PassReport {
  readonly planned: number;
  readonly read: number;
  readonly failed: number;
  /** Why the pass stopped before its end: a fault that is the same for every account. */
  readonly stopped: SaldovaktError | null;
}

export interface PassOptions {
  /** Accounts read at once; the rate limiter, not this, keeps to the source's limit. */
  readonly concurrency: number;
  readonly onOutcome?: (outcome: WatchOutcome, done: number, planned: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * One pass over all accounts in this process, the most urgent first. One account's fault never stops another's; a fault of the installation
 * stops the pass at once and is reported once.
 */
export async function runPass(ports: WatchPorts & { readonly accounts: AccountList }, options: PassOptions): Promise<PassReport> {
  const ids = await accountsByUrgency(ports.accounts);
  let next = 0;
  let read = 0;
  let failed = 0;
  let stopped: SaldovaktError | null = null;

  const one = async (id: AccountId): Promise<void> => {
    try {
      const outcome = await watchAccount(id, ports);
      if (outcome.kind === "read") read++;
      if (outcome.kind === "failed") failed++;
      options.onOutcome?.(outcome, read + failed, ids.length);
    } catch (thrown) {
      const fault = toSaldovaktError(thrown);
      // Faults of the store or of the program itself are everyone's as well: going on would only repeat them.
      if (fault.scope === "transient") failed++;
      else stopped ??= fault;
    }
  };
  const worker = async (): Promise<void> => {
    while (next < ids.length && !stopped && !options.signal?.aborted) await one(ids[next++] as AccountId);
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, worker));
  return { planned: ids.length, read, failed, stopped };
}
