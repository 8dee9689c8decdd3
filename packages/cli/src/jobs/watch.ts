import { SaldovaktError, type SourceName, ZONE_OF } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http";
import {
  type AccountList,
  accountsOf,
  byUrgency,
  forecastUrlOf,
  INSTALLATION,
  installationRecords,
  type PassReport,
  type Recipient,
  runPass,
  watchCertificate,
} from "@saldovakt/service";
import { factsOf, KEPT_DAYS } from "@saldovakt/store";
import { keptSince } from "../clock.ts";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { EXIT, exitStatus } from "../fault.ts";
import { counted } from "../figures.ts";
import type { Loaded } from "../load.ts";
import { accountTable, alertTable } from "../report/accounts.ts";
import { byAccountAndEpisode, type PassDocument, type PassLog, passDocument, passLog } from "../report/pass.ts";
import { letter } from "../table.ts";
import { tell } from "../tell.ts";
import { configured, openAuthority } from "../wiring/authorities.ts";
import { byName } from "../wiring/authority.ts";
import { deliverAndLinger } from "../wiring/delivering.ts";
import { deliverPorts, type Opened, watchPorts } from "../wiring/ports.ts";
import { openRecipients } from "../wiring/recipients.ts";
import { requireSection } from "../wiring/skatteverket.ts";
import { watchedAccounts, withLocalState } from "../wiring/state.ts";
import { NOBODY } from "./accounts.ts";

/** In the order in which their faults are told. */
const SOURCES: readonly SourceName[] = ["skatteverket", "skatteetaten"];

/** Accounts read at once. The call rate, not this, sets the pace; it covers answers that take a second or two. */
const READERS = 8;

/** Rows of the table for people; the document holds all. */
const ROWS_SHOWN = 50;

/** One pass of the main job. Resolves to the exit status; throws faults of the configuration, of what it refers to, and of the state. */
export async function watchOnce(context: Context, json: boolean): Promise<number> {
  return withLocalState(context, async (store, loaded) => {
    requireAuthority(loaded);
    const { stdout, stderr } = context;
    const recipients = await openRecipients(context, loaded, (text) => (json ? stderr : stdout).lines(...letter(text), ""), store);
    const opened: Opened = { loaded, store, recipients };
    const startedAt = context.clock.now();
    const log = passLog((account) => forecastUrlOf(loaded.configuration.publicUrl, account));
    try {
      const { report, stops } = await readAll(context, opened, log);
      stderr.passing(null);
      if (!json) stdout.lines(...passTables(context, log));
      const deliveries = await deliverAndLinger(store, deliverPorts(context, opened), systemTimer);
      for (const recipient of recipients.recipients) {
        if (await store.isRecipientDisabled(recipient.key)) stderr.lines(switchedOff(recipient));
      }
      await store.prune(keptSince(KEPT_DAYS, context.clock, context.real));
      const today = context.clock.today(ZONE_OF.skatteverket);
      const document = passDocument(report, log, { today, startedAt, finishedAt: context.clock.now(), deliveries });
      if (json) printJson(context, document);
      else stdout.lines(summary(document, log.unread()));
      return conclude(context, report, stops, log);
    } finally {
      await recipients.close();
    }
  });
}

const switchedOff = ({ key, channel }: Recipient): string => {
  const why = channel === "email" ? "an e-mail recipient has asked for no more mail" : `a ${channel} recipient answered 410`;
  return `note: ${why} and is told nothing; take it out of the configuration, or \`saldovakt recipients enable ${key}\` once its owner wants that`;
};

/** Throws `SKATTEVERKET_MISSING` (input) for a configuration without any authority. */
function requireAuthority(loaded: Loaded): void {
  if (configured(loaded.configuration).length === 0) requireSection(loaded);
}

/** Every account's authority, side by side: what keeps one from being read is no other's. */
async function readAll(
  context: Context,
  opened: Opened,
  log: PassLog,
): Promise<{ readonly report: PassReport; readonly stops: readonly SaldovaktError[] }> {
  const progress = new Map<SourceName, readonly [done: number, planned: number]>();
  const onRead = (source: SourceName, done: number, planned: number): void => {
    progress.set(source, [done, planned]);
    const [read, all] = [...progress.values()].reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    context.stderr.passing(`reading accounts: ${read} of ${all}`);
  };
  const reports = await Promise.all(SOURCES.map((source) => readFrom(source, context, opened, log, onRead)));
  const total = (field: "planned" | "read" | "failed"): number => reports.reduce((sum, report) => sum + report[field], 0);
  const stops = reports.flatMap(({ stopped }) => stopped ?? []);
  return { report: { planned: total("planned"), read: total("read"), failed: total("failed"), stopped: stops[0] ?? null }, stops };
}

/** Reads the accounts of one authority. A fault that is everyone's, found before the first call or by one, ends it and is reported as what stopped it. */
async function readFrom(
  source: SourceName,
  context: Context,
  opened: Opened,
  log: PassLog,
  onRead: (source: SourceName, done: number, planned: number) => void,
): Promise<PassReport> {
  const accounts = accountsOf(source, watchedAccounts(opened.store, opened.loaded.configuration));
  const report = await readThose(source, accounts, context, opened, log, onRead);
  if (report.stopped) for await (const { account, summary } of accounts.accounts()) log.left(account, summary);
  return report;
}

async function readThose(
  source: SourceName,
  accounts: AccountList,
  context: Context,
  opened: Opened,
  log: PassLog,
  onRead: (source: SourceName, done: number, planned: number) => void,
): Promise<PassReport> {
  const { store, loaded } = opened;
  const options = {
    concurrency: READERS,
    onOutcome(outcome: Parameters<PassLog["outcome"]>[0], done: number, planned: number) {
      log.outcome(outcome);
      onRead(source, done, planned);
    },
  };
  if (!configured(loaded.configuration).includes(source)) {
    return runPass({ ...watchPorts(context, opened, byName([])), accounts }, options);
  }
  try {
    const authority = await openAuthority(source, context, loaded, store);
    try {
      const ports = { ...watchPorts(context, opened, byName([authority])), accounts };
      if (authority.validTo !== null) {
        const records = installationRecords(source === "skatteverket" ? store : factsOf(store, source));
        log.told(await watchCertificate(source, authority.validTo, { ...ports, records }), { ...INSTALLATION, source });
      }
      if (authority.fault) throw authority.fault;
      const report = await runPass(ports, options);
      const clock = authority.clockFault?.() ?? null;
      if (clock !== null) context.stderr.lines(`note: ${clock}: let it be set by NTP`);
      return report;
    } finally {
      await authority.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof SaldovaktError) || thrown.scope !== "installation") throw thrown;
    let planned = 0;
    for await (const _ of accounts.accounts()) planned++;
    return { planned, read: 0, failed: 0, stopped: thrown };
  }
}

/** The pass for people: the accounts, or of many those that want attention, and the alerts. */
function passTables({ stdout }: Context, log: PassLog): readonly string[] {
  const rows = log.rows().toSorted(byUrgency);
  const shown =
    rows.length > ROWS_SHOWN ? rows.filter((row) => row.severity !== "ok" || row.code !== undefined).slice(0, ROWS_SHOWN) : rows;
  const left = rows.length - shown.length;
  const alerts = [...log.alerts].sort(byAccountAndEpisode);
  return [
    ...(shown.length === 0 ? [] : [...accountTable(shown, stdout), ""]),
    ...(left === 0 ? [] : [stdout.style("dim", `… and ${left} more; --json tells of all`), ""]),
    ...(alerts.length === 0 ? [] : [...alertTable(alerts, stdout), ""]),
  ];
}

function summary({ planned, read, failed, accounts, alerts, deliveries }: PassDocument, left: number): string {
  if (planned === 0) return NOBODY;
  const { delivered, failed: lost, waiting, next } = deliveries;
  const [brought, unread] = (["statement", "waiting"] as const).map((kind) => accounts.filter(({ status }) => status === kind).length);
  const parts = [
    `${read} of ${counted(planned - (brought ?? 0) - (unread ?? 0), "account")} read${failed > 0 ? `, ${failed} failed` : ""}${left > 0 ? `, ${left} not read` : ""}`,
    ...(brought ? [`${brought} known by statement`] : []),
    ...(unread ? [`${unread} read only when somebody signs in`] : []),
    counted(alerts.length, "alert"),
    ...(delivered + lost + waiting === 0 ? [] : [`${delivered} delivered${lost > 0 ? `, ${lost} given up` : ""}`]),
    ...(waiting === 0 ? [] : [`${waiting} waiting${next ? ` until ${next}` : ""}`]),
  ];
  return `${parts.join("; ")}.`;
}

/** Tells each fault once, however many accounts met it, and gives the exit status. */
function conclude(context: Context, { failed }: PassReport, stops: readonly SaldovaktError[], log: PassLog): number {
  for (const { fault, count } of log.faults.values()) {
    const what = `${counted(count, "account")} could not be read: ${fault.message}`;
    const { code, scope, remedy, cause } = fault;
    tell(new SaldovaktError(what, { code, scope, cause, ...(remedy === undefined ? {} : { remedy }) }), context);
  }
  // A fault of the state stops every pass alike, and is told once.
  const told = stops.filter(({ code }, index) => stops.findIndex((other) => other.code === code) === index);
  for (const fault of told) tell(fault, context);
  const [first] = told;
  if (first) return exitStatus(first);
  return failed > 0 ? EXIT.someFailed : EXIT.ok;
}
