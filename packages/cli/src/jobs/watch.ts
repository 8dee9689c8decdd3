import { SaldovaktError, ZONE_OF } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http";
import { forecastUrlOf, INSTALLATION, installationRecords, type PassReport, runPass, watchCertificate } from "@saldovakt/service";
import { KEPT_DAYS } from "@saldovakt/store";
import { keptSince } from "../clock.ts";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { EXIT, exitStatus } from "../fault.ts";
import { counted } from "../figures.ts";
import { accountTable, alertTable } from "../report/accounts.ts";
import { byAccountAndEpisode, byUrgency, type PassDocument, type PassLog, passDocument, passLog } from "../report/pass.ts";
import { letter } from "../table.ts";
import { tell } from "../tell.ts";
import { deliverAndLinger } from "../wiring/delivering.ts";
import { deliverPorts, type Opened, watchPorts } from "../wiring/ports.ts";
import { openRecipients } from "../wiring/recipients.ts";
import { openSkatteverket, readAccess, readCertificate, requireSection, requireValid } from "../wiring/source.ts";
import { sharedSlots, watchedAccounts, withLocalState } from "../wiring/state.ts";
import { NOBODY } from "./accounts.ts";

/** Accounts read at once. The call rate, not this, sets the pace; it covers answers that take a second or two. */
const READERS = 8;

/** Rows of the table for people; the document holds all. */
const ROWS_SHOWN = 50;

/** One pass of the main job. Resolves to the exit status; throws faults of the configuration, of what it refers to, and of the state. */
export async function watchOnce(context: Context, json: boolean): Promise<number> {
  return withLocalState(context, async (store, loaded) => {
    requireSection(loaded);
    const { stdout, stderr } = context;
    const recipients = await openRecipients(context, loaded, (text) => (json ? stderr : stdout).lines(...letter(text), ""), store);
    const opened: Opened = { loaded, store, recipients };
    const startedAt = context.clock.now();
    const log = passLog((account) => forecastUrlOf(loaded.configuration.publicUrl, account));
    try {
      const report = await readAll(context, opened, log);
      stderr.passing(null);
      if (!json) stdout.lines(...passTables(context, log));
      const deliveries = await deliverAndLinger(store, deliverPorts(context, opened), systemTimer);
      for (const { key, channel } of recipients.recipients) {
        if (await store.isRecipientDisabled(key)) stderr.lines(switchedOff(channel));
      }
      await store.prune(keptSince(KEPT_DAYS, context.clock, context.real));
      const today = context.clock.today(ZONE_OF.skatteverket);
      const document = passDocument(report, log, { today, startedAt, finishedAt: context.clock.now(), deliveries });
      if (json) printJson(context, document);
      else stdout.lines(summary(document));
      return conclude(context, report, log);
    } finally {
      await recipients.close();
    }
  });
}

const switchedOff = (channel: string): string =>
  channel === "email"
    ? "note: an e-mail recipient has asked for no more mail and is told nothing more; take it out of the configuration"
    : `note: a ${channel} recipient answered 410 and is told nothing more; give it another URL`;

/** Reads every account. A fault that is everyone's, found before the first call or by one, ends it and is reported as what stopped it. */
async function readAll(context: Context, opened: Opened, log: PassLog): Promise<PassReport> {
  try {
    const access = await readAccess(context, opened.loaded);
    const certificate = await readCertificate(access);
    const skatteverket = openSkatteverket(access, sharedSlots(opened.store), context.clock);
    try {
      const ports = watchPorts(context, opened, skatteverket);
      if (certificate) {
        const alerts = await watchCertificate("skatteverket", certificate.validTo, {
          ...ports,
          records: installationRecords(opened.store),
        });
        log.told(alerts, INSTALLATION);
      }
      requireValid(certificate, context.real);
      return await runPass(ports, {
        concurrency: READERS,
        onOutcome(outcome, done, planned) {
          log.outcome(outcome);
          context.stderr.passing(`reading accounts: ${done} of ${planned}`);
        },
      });
    } finally {
      await skatteverket.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof SaldovaktError) || thrown.scope !== "installation") throw thrown;
    let planned = 0;
    for await (const _ of watchedAccounts(opened.store, opened.loaded.configuration).accounts()) planned++;
    return { planned, read: 0, failed: 0, stopped: thrown };
  }
}

/** The pass for people: the accounts, or of many those that want attention, and the alerts. */
function passTables({ stdout }: Context, log: PassLog): readonly string[] {
  const rows = [...log.accounts].sort(byUrgency);
  const shown =
    rows.length > ROWS_SHOWN ? rows.filter((row) => row.severity !== "ok" || row.status === "failed").slice(0, ROWS_SHOWN) : rows;
  const left = rows.length - shown.length;
  const alerts = [...log.alerts].sort(byAccountAndEpisode);
  return [
    ...(shown.length === 0 ? [] : [...accountTable(shown, stdout), ""]),
    ...(left === 0 ? [] : [stdout.style("dim", `… and ${left} more; --json tells of all`), ""]),
    ...(alerts.length === 0 ? [] : [...alertTable(alerts, stdout), ""]),
  ];
}

function summary({ planned, read, failed, accounts, alerts, deliveries }: PassDocument): string {
  if (planned === 0) return NOBODY;
  const { delivered, failed: lost, waiting, next } = deliveries;
  const brought = accounts.filter(({ status }) => status === "statement").length;
  const parts = [
    `${read} of ${counted(planned - brought, "account")} read${failed > 0 ? `, ${failed} failed` : ""}`,
    ...(brought === 0 ? [] : [`${brought} known by statement`]),
    counted(alerts.length, "alert"),
    ...(delivered + lost + waiting === 0 ? [] : [`${delivered} delivered${lost > 0 ? `, ${lost} given up` : ""}`]),
    ...(waiting === 0 ? [] : [`${waiting} waiting${next ? ` until ${next}` : ""}`]),
  ];
  return `${parts.join("; ")}.`;
}

/** Tells each fault once, however many accounts met it, and gives the exit status. */
function conclude(context: Context, { failed, stopped }: PassReport, log: PassLog): number {
  for (const { fault, count } of log.faults.values()) {
    const what = `${counted(count, "account")} could not be read: ${fault.message}`;
    const { code, scope, remedy, cause } = fault;
    tell(new SaldovaktError(what, { code, scope, cause, ...(remedy === undefined ? {} : { remedy }) }), context);
  }
  if (stopped) {
    tell(stopped, context);
    return exitStatus(stopped);
  }
  return failed > 0 ? EXIT.someFailed : EXIT.ok;
}
