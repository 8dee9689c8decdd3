import {
  type Account,
  type AccountId,
  type Alert,
  addDays,
  daysBetween,
  epochMs,
  type Forecast,
  forecast,
  type Judgement,
  judge,
  judgeFailed,
  NOT_AUTHORISED,
  type Observation,
  type PlainDate,
  payoutMatters,
  permissionGiven,
  permissionRefused,
  READ_BY_SIGN_IN,
  type ReadPermission,
  type RegisteredPayment,
  type Remembered,
  readAgain,
  recognisePayments,
  SaldovaktError,
  toSaldovaktError,
  ZONE_OF,
} from "@saldovakt/domain";
import { handOver, type OutboxPorts, referenceOf } from "./outbox.ts";
import type { Clock, Journal, JudgementRecord, PolicyFor, Records, Source, Sources } from "./ports.ts";
import { isBrought, withOlderHistory } from "./statement-history.ts";
import { summaryOf } from "./summary.ts";

export interface WatchPorts extends OutboxPorts {
  readonly records: Records;
  readonly sources: Sources;
  readonly policyFor: PolicyFor;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Somebody asked for this reading: nothing kept from an earlier one may stand in for it. */
  readonly fresh?: boolean;
  /** Reads with the sign-in that stands for the account. Where it is left out, what is read by sign-in alone is not read. */
  readonly signedIn?: (account: AccountId) => Source;
}

export type WatchOutcome =
  | { readonly kind: "read"; readonly account: Account; readonly forecast: Forecast; readonly alerts: readonly Alert[] }
  | {
      readonly kind: "failed";
      readonly account: Account;
      readonly fault: SaldovaktError;
      readonly alerts: readonly Alert[];
      /** From the last observation, where there is one. */
      readonly forecast: Forecast | null;
    }
  /** Erased since it was planned. */
  | { readonly kind: "gone" }
  /** Read only while somebody is signed in at the authority, and nobody asked: judged by the last reading, null before the first. */
  | { readonly kind: "waiting"; readonly account: Account; readonly alerts: readonly Alert[]; readonly forecast: Forecast | null }
  /** Nobody reads it: the forecast is that of the statements brought, null before the first. */
  | { readonly kind: "statement"; readonly account: Account; readonly alerts: readonly []; readonly forecast: Forecast | null };

/**
 * Days for which payout account and blocks, once read, are taken to stand. They change a few times in a company's life, and asking every day
 * would double the calls of most accounts.
 */
const PAYOUT_SETTINGS_DAYS = 7;

/** How often a judgement is made anew when another worker writes the same account's record in between. */
const CONTENTION_LIMIT = 5;

/**
 * The main job for one account: read, forecast, judge, record, queue. Safe to repeat at every step: the alerts of a judgement are written
 * in the same item as what is remembered of it, and queued from there under ids that stay the same.
 *
 * A fault of the account or a passing one is returned, after the last observation has been judged against the new day, so that a reminder is
 * not lost because the source is closed. A fault of the installation is thrown: it is the same for every account.
 *
 * An account that is known by statements alone is neither read nor judged; its summary is made anew for the day. One that is read by sign-in alone is read
 * when somebody asks, and judged by its last reading otherwise.
 */
export async function watchAccount(id: AccountId, ports: WatchPorts): Promise<WatchOutcome> {
  const { records, clock } = ports;
  const [listed, record] = await Promise.all([records.account(id), records.record(id)]);
  if (!listed) return { kind: "gone" };
  const { account } = listed;
  const today = clock.today(ZONE_OF[account.source]);
  const standing = await handOver(ports, referenceOf(account), record);
  if (account.reading === "statement") {
    const observation = await records.observation(id);
    return { kind: "statement", account, alerts: [], forecast: observation && (await renewSummary(account, observation, ports)) };
  }

  const source = sourceOf(account, ports);
  if (!source) return watchWaiting(account, standing, today, ports);
  const answer = await read(account, source, today, standing.remembered, ports);
  if (answer instanceof SaldovaktError) return watchFailed(account, answer, standing, today, ports);
  const reading = await withOlderHistory(saying(account, answer, today), account.id, standing.remembered, ports.records);

  const takenIn = (remembered: Remembered): Remembered => ({
    ...readAgain(remembered, today),
    ...(reading.payout ? { payout: reading.payout } : {}),
  });
  const kept = records.putObservation(id, reading);
  const permitted = account.reading === "interactive" ? undefined : keepPermission(account, permissionGiven(account, clock.now()), records);
  const [{ forecast: made, alerts }] = await Promise.all([conclude(account, today, reading, standing, ports, takenIn), kept, permitted]);
  const ageSeconds = Math.max(0, Math.round((epochMs(clock.now()) - epochMs(reading.asOf)) / 1000));
  ports.journal.accountRead({ id, ageSeconds, shortfall: made.shortfall > 0, alerts: alerts.length });
  return { kind: "read", account, forecast: made, alerts };
}

/** Forecasts an observation for today and keeps the summary, judging nothing. */
export async function renewSummary(
  account: Account,
  observation: Observation,
  ports: Pick<WatchPorts, "records" | "clock" | "policyFor">,
): Promise<Forecast> {
  const today = ports.clock.today(ZONE_OF[account.source]);
  const payments = await paymentsUnderWay(account.id, observation, today, ports);
  const made = forecast(observation, ports.policyFor(account), today, payments);
  await ports.records.putSummary(account.id, summaryOf(made));
  return made;
}

/**
 * The same from the last observation, so that the list of accounts agrees with the account at once when a payment is registered or a policy changed.
 * Nothing is done before the first reading.
 */
export async function renewAccount(account: Account, ports: Pick<WatchPorts, "records" | "clock" | "policyFor">): Promise<void> {
  const observation = await ports.records.observation(account.id);
  if (observation) await renewSummary(account, observation, ports);
}

/** Null where nobody is there to sign in. */
function sourceOf(account: Account, { sources, fresh, signedIn }: WatchPorts): Source | null {
  if (account.reading !== "interactive") return sources(account.source);
  return fresh && signedIn ? signedIn(account.id) : null;
}

/** What is read by sign-in says when it was: nobody reads it again by himself. */
const saying = (account: Account, observation: Observation, today: PlainDate): Observation =>
  account.reading === "interactive"
    ? { ...observation, warnings: [{ code: READ_BY_SIGN_IN, date: today }, ...observation.warnings] }
    : observation;

async function watchWaiting(account: Account, record: JudgementRecord, today: PlainDate, ports: WatchPorts): Promise<WatchOutcome> {
  const last = await ports.records.observation(account.id);
  const concluded = last && !isBrought(last) ? await conclude(account, today, last, record, ports) : { alerts: [], forecast: null };
  return { kind: "waiting", account, ...concluded };
}

async function watchFailed(
  account: Account,
  fault: SaldovaktError,
  record: JudgementRecord,
  today: PlainDate,
  ports: WatchPorts,
): Promise<WatchOutcome> {
  ports.journal.accountFailed({ id: account.id, code: fault.code, scope: fault.scope });
  if (fault.scope === "installation") throw fault;
  const deny = (remembered: Remembered): Judgement =>
    account.reading === "interactive"
      ? { alerts: [], remembered }
      : judgeFailed(account.source, fault, remembered, today, ports.clock.now());
  const previous = await ports.records.observation(account.id);
  const readBefore = previous !== null && !isBrought(previous);
  // What the authority refuses a person says nothing of what it would let us read.
  if (fault.code === NOT_AUTHORISED && account.reading !== "interactive") {
    // What somebody read by signing in was not read by our permission.
    const permitted = readBefore && !previous.warnings.some(({ code }) => code === READ_BY_SIGN_IN);
    await keepPermission(account, permissionRefused(account.permission, permitted, ports.clock.now()), ports.records);
  }
  if (readBefore) {
    const { forecast: made, alerts } = await conclude(account, today, previous, record, ports, undefined, deny);
    return { kind: "failed", account, fault, alerts, forecast: made };
  }
  const alerts = await settle(account, record, ports, deny);
  return { kind: "failed", account, fault, alerts, forecast: previous && (await renewSummary(account, previous, ports)) };
}

/** Written only where it changes, which it does a few times in an account's life. */
async function keepPermission(
  account: Account,
  permission: ReadPermission | undefined,
  records: Pick<Records, "updateAccount">,
): Promise<void> {
  if (permission && permission !== account.permission) await records.updateAccount(account.id, { permission });
}

/** A refund follows a credit's decision, so with one coming the settings are asked for anew; so they are where somebody asks for a fresh reading. */
function stillStand(readOn: PlainDate, observation: Observation, today: PlainDate, { fresh }: WatchPorts): boolean {
  const age = daysBetween(readOn, today);
  return !fresh && age >= 0 && age < PAYOUT_SETTINGS_DAYS && !observation.charges.some((charge) => charge.amount > 0);
}

/** One observation, with the payout settings where they decide something. Faults come back as values. */
async function read(
  account: Account,
  source: Source,
  today: PlainDate,
  { payout: previous }: Remembered,
  ports: WatchPorts,
): Promise<Observation | SaldovaktError> {
  try {
    const observation = await source.read(account.identity);
    const horizon = addDays(today, ports.policyFor(account).horizonDays);
    if (!source.readPayout || !payoutMatters(observation, today, horizon)) return observation;
    if (previous?.readOn && stillStand(previous.readOn, observation, today, ports)) return { ...observation, payout: previous };
    try {
      return { ...observation, payout: { ...(await source.readPayout(account.identity)), readOn: today } };
    } catch (thrown) {
      const fault = toSaldovaktError(thrown);
      if (fault.scope === "installation" || fault.scope === "internal") throw fault;
      // The forecast does not depend on it; the last known settings keep an open alert from flickering.
      return previous ? { ...observation, payout: previous } : observation;
    }
  } catch (thrown) {
    return toSaldovaktError(thrown);
  }
}

/**
 * Forecasts and judges an observation, records it and hands the alerts over. Observation, summary and record are items of their own and may
 * be written in any order: each is made anew from the source at the next run, and only the record decides what is told.
 */
async function conclude(
  account: Account,
  today: PlainDate,
  observation: Observation,
  record: JudgementRecord,
  ports: WatchPorts,
  before: (remembered: Remembered) => Remembered = (remembered) => remembered,
  after: (remembered: Remembered) => Judgement = (remembered) => ({ alerts: [], remembered }),
): Promise<{ forecast: Forecast; alerts: readonly Alert[] }> {
  const policy = ports.policyFor(account);
  const payments = await paymentsUnderWay(account.id, observation, today, ports);
  const made = forecast(observation, policy, today, payments);
  const judged = settle(account, record, ports, (remembered) => {
    const first = judge(made, before(remembered), policy, ports.clock.now());
    const second = after(first.remembered);
    return { alerts: [...first.alerts, ...second.alerts], remembered: second.remembered };
  });
  const [alerts] = await Promise.all([judged, ports.records.putSummary(account.id, summaryOf(made))]);
  return { forecast: made, alerts };
}

/** Judges on what is remembered; writes conditionally, and starts over on what stands now when another worker was quicker. */
async function settle(
  account: Account,
  record: JudgementRecord,
  ports: WatchPorts,
  judgement: (remembered: Remembered) => Judgement,
): Promise<readonly Alert[]> {
  let standing = record;
  for (let attempt = 0; attempt < CONTENTION_LIMIT; attempt++) {
    const { alerts, remembered } = judgement(standing.remembered);
    if (alerts.length === 0 && JSON.stringify(remembered) === JSON.stringify(standing.remembered)) return alerts;
    if (await ports.records.putRecord(account.id, standing.version, { remembered, outbox: alerts })) {
      await handOver(ports, referenceOf(account), { version: standing.version + 1, remembered, outbox: alerts });
      return alerts;
    }
    if (!(await ports.records.account(account.id))) return []; // Erased meanwhile: there is nobody left to tell.
    standing = await handOver(ports, referenceOf(account), await ports.records.record(account.id));
  }
  throw new SaldovaktError("an account's record is written by too many at once", { code: "RECORD_CONTENDED", scope: "transient" });
}

async function paymentsUnderWay(
  id: AccountId,
  observation: Observation,
  today: PlainDate,
  ports: Pick<WatchPorts, "records">,
): Promise<readonly RegisteredPayment[]> {
  const known = await ports.records.payments(id);
  if (known.length === 0) return known;
  const recognised = recognisePayments(known, observation.history, today);
  await Promise.all(
    recognised.filter((payment, index) => payment !== known[index]).map((payment) => ports.records.putPayment(id, payment)),
  );
  return recognised;
}
