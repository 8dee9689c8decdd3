import {
  type Account,
  type AccountReference,
  type Alert,
  type AlertDocument,
  type AmountDocument,
  alertDocument,
  type Instant,
  type PlainDate,
  type SaldovaktError,
  type Severity,
  type SourceName,
} from "@saldovakt/domain";
import { byUrgency, type PassReport, referenceOf, type Summary, summaryOf, type WatchOutcome } from "@saldovakt/service";
import type { DeliveryReport } from "../wiring/delivering.ts";
import type { AccountRow } from "./accounts.ts";

/** One account of a pass, as the document tells it. */
export interface PassAccount {
  readonly id: string;
  readonly name: string;
  readonly source: SourceName;
  readonly status: "read" | "failed" | "statement" | "waiting";
  readonly code?: string;
  /** Of a failed account by its last reading; null where there was none. */
  readonly shortfall: AmountDocument | null;
  readonly payBy: PlainDate | null;
  readonly severity: Severity | "unread";
}

/** The document of `saldovakt watch --json`. */
export interface PassDocument {
  readonly today: PlainDate;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly planned: number;
  readonly read: number;
  readonly failed: number;
  readonly stopped: { readonly code: string; readonly what: string } | null;
  readonly accounts: readonly PassAccount[];
  readonly alerts: readonly AlertDocument[];
  readonly deliveries: DeliveryReport;
}

/** What a pass brings, collected while it runs. */
export interface PassLog {
  readonly accounts: (PassAccount & AccountRow)[];
  readonly alerts: AlertDocument[];
  /** The faults of accounts by their code, with how many met each. */
  readonly faults: Map<string, { readonly fault: SaldovaktError; count: number }>;
  outcome(outcome: WatchOutcome): void;
  /** The pass stopped before this account was read, unless it has been told of: it is shown by its last reading. */
  left(account: Account, summary: Summary | null): void;
  readonly unread: () => number;
  /** All accounts of the pass, read or not. */
  readonly rows: () => readonly AccountRow[];
  told(alerts: readonly Alert[], account: AccountReference): void;
}

const NEVER_READ = { shortfall: null, payBy: null, severity: "unread", balance: null, nextDueDate: null } as const;

export function passLog(forecastUrl: (account: AccountReference) => string | null): PassLog {
  const unread: AccountRow[] = [];
  const log: PassLog = {
    accounts: [],
    unread: () => unread.length,
    rows: () => [...log.accounts, ...unread],
    left({ id, name, source }, summary) {
      if (log.accounts.some((row) => row.id === id)) return;
      unread.push({ id, name, source, code: "not read", ...(summary ?? NEVER_READ) });
    },
    alerts: [],
    faults: new Map(),
    told: (alerts, account) => log.alerts.push(...alerts.map((alert) => alertDocument(alert, account, forecastUrl(account)))),
    outcome(outcome) {
      if (outcome.kind === "gone") return;
      const account = referenceOf(outcome.account);
      log.told(outcome.alerts, account);
      log.accounts.push(accountOf(account, outcome));
      if (outcome.kind === "failed") {
        const { fault } = outcome;
        log.faults.set(fault.code, { fault, count: (log.faults.get(fault.code)?.count ?? 0) + 1 });
      }
    },
  };
  return log;
}

function accountOf(account: AccountReference, outcome: Exclude<WatchOutcome, { readonly kind: "gone" }>): PassAccount & AccountRow {
  const summary = outcome.forecast ? summaryOf(outcome.forecast) : null;
  return {
    id: account.id,
    name: account.name,
    source: account.source,
    status: outcome.kind,
    ...(outcome.kind === "failed" ? { code: outcome.fault.code } : {}),
    shortfall: summary?.shortfall ?? null,
    payBy: summary?.payBy ?? null,
    severity: summary?.severity ?? "unread",
    balance: summary?.balance ?? null,
    nextDueDate: summary?.nextDueDate ?? null,
  };
}

/** The pass as one document, its accounts and alerts in a fixed order. */
export function passDocument(
  report: PassReport,
  log: PassLog,
  around: Pick<PassDocument, "today" | "startedAt" | "finishedAt" | "deliveries">,
): PassDocument {
  const { planned, read, failed, stopped } = report;
  const { today, startedAt, finishedAt, deliveries } = around;
  return {
    ...{ today, startedAt, finishedAt, planned, read, failed },
    stopped: stopped && { code: stopped.code, what: stopped.message },
    accounts: [...log.accounts].sort(byUrgency).map(({ balance: _balance, nextDueDate: _next, ...account }) => account),
    alerts: [...log.alerts].sort(byAccountAndEpisode),
    deliveries,
  };
}

/** An account's alerts together, accounts by name. */
export const byAccountAndEpisode = (a: AlertDocument, b: AlertDocument): number =>
  a.data.account.name.localeCompare(b.data.account.name, "sv") ||
  a.data.episode.localeCompare(b.data.episode) ||
  a.type.localeCompare(b.type);
