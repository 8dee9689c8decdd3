import { type AccountId, instant } from "@saldovakt/domain";
import { createLimiter } from "@saldovakt/http";
import { plan, type WatchMessage } from "@saldovakt/service";
import { type AccountClass, type Accounts, accounts } from "./accounts.ts";
import { type AuthorityFigures, authority, type Trouble } from "./authority.ts";
import { chance } from "./chance.ts";
import { at, DAY, lateTimer } from "./clock.ts";
import { instance, SQS_MS } from "./instance.ts";
import { queue, type Received } from "./queue.ts";
import { modelReader, type Reader, type ReaderParts } from "./reader.ts";
import { PASS_AT, SETTINGS, type Settings, workersFor } from "./settings.ts";
import { tableFacts, tableSlots } from "./table.ts";

export interface DayOptions {
  readonly accounts: number | Accounts;
  readonly troubles?: readonly Trouble[];
  /** Calls a second; the ordinary rate unless given. */
  readonly perSecond?: number;
  /** What accounts are read with; the model unless given. */
  readonly reader?: (parts: ReaderParts) => Reader;
  /** When the simulation stops, whatever is left; a day after the pass began unless given. */
  readonly until?: number;
}

/** An account that was done with: read, or refused for good. */
export interface Reading {
  readonly id: AccountId;
  readonly class: AccountClass;
  readonly at: number;
  readonly receipts: number;
}

export interface DayResult {
  readonly settings: Settings;
  readonly planned: number;
  /** In the order in which they were done with. */
  readonly readings: readonly Reading[];
  /** Messages among the dead letters, and those still waiting. */
  readonly dead: number;
  readonly left: number;
  readonly startedAt: number;
  /** When the last account was done with. */
  readonly endedAt: number;
  readonly authority: Readonly<AuthorityFigures>;
  /** Runs of `watch`, and how long all of them took together. */
  readonly runs: number;
  readonly runSeconds: number;
  readonly mostReceipts: number;
  readonly mostInFlight: number;
}

/** Listing the accounts takes this long before the first message is sent: a page of the table holds some two thousand. */
const LIST_MS = 5_000;
/** Messages on their way to SQS at once, as the sender of `plan` has it: eight batches of ten. */
const SENT_AT_ONCE = 80;
const DAY_MS = 86_400_000;

/**
 * One day's pass on a virtual clock. `plan`, the limiter, the settling of a batch and its waits are the system's own; the accounts, the queue and
 * the answers of the table and the authority are played. Always alike.
 */
export async function simulateDay(options: DayOptions): Promise<DayResult> {
  const perSecond = options.perSecond ?? SETTINGS.perSecond;
  const settings = { ...SETTINGS, perSecond, workers: workersFor(perSecond) };
  const startedAt = at(PASS_AT);
  const until = options.until ?? startedAt + DAY_MS;
  const timer = lateTimer(startedAt);
  const list = typeof options.accounts === "number" ? accounts(options.accounts) : options.accounts;
  const source = authority(timer, options.troubles ?? []);
  const messages = queue({ now: timer.now, visibilityMs: settings.visibilitySeconds * 1000, receives: settings.receives });
  const slots = tableSlots(timer);
  const facts = tableFacts(timer);
  const readings: Reading[] = [];
  let planning = true;
  let runs = 0;
  let runMs = 0;

  const planDay = async (): Promise<number> => {
    await timer.pause(LIST_MS);
    const send = async (batch: readonly WatchMessage[]): Promise<void> => {
      const from = timer.now();
      const bodies = batch.map((message) => JSON.stringify(message));
      messages.send(bodies, (index) => from + Math.ceil((index + 1) / SENT_AT_ONCE) * SQS_MS);
    };
    const clock = { now: () => instant(timer.now()), today: () => DAY };
    const { planned } = await plan({ accounts: { accounts: list.list }, queue: { send }, clock });
    planning = false;
    return planned;
  };

  const onDone = ({ body, receipts }: Received, moment: number): void => {
    const { accountId } = JSON.parse(body) as { accountId: AccountId };
    const account = list.byId.get(accountId);
    if (account) readings.push({ id: accountId, class: account.class, at: moment, receipts });
  };

  const work = (number: number): Promise<void> => {
    const random = chance(100 + number);
    // An instance keeps its limiter from run to run; what they share is the slots.
    const limiter = createLimiter({ perSecond: settings.perSecond, slots, timer });
    const read = (options.reader ?? modelReader)({ accounts: list.byId, authority: source, limiter, timer, random });
    const over = (): boolean => timer.now() >= until || (!planning && messages.waiting() === 0);
    const onRun = (ms: number): void => {
      runs++;
      runMs += ms;
    };
    return instance({ queue: messages, read, facts, timer, random, settings, over, onDone, onRun });
  };

  const workers = Array.from({ length: settings.workers }, (_, number) => work(number));
  const [planned] = await Promise.all([planDay(), ...workers]);
  return {
    settings,
    planned,
    readings,
    dead: messages.dead(),
    left: messages.waiting(),
    startedAt,
    endedAt: readings.at(-1)?.at ?? startedAt,
    authority: source.figures,
    runs,
    runSeconds: runMs / 1000,
    mostReceipts: messages.mostReceipts(),
    mostInFlight: messages.mostInFlight(),
  };
}
