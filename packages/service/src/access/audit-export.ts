import { type AuditRecord, epochMs, type Instant, inputError, instant } from "@saldovakt/domain";
import type { AuditLog, AuditPeriod } from "./ports.ts";

const AT_ONCE = 500;
const DAY_MS = 86_400_000;
/** Further back than any log goes: DynamoDB is asked month by month. */
const LONGEST_DAYS = 1_500;

/** The period within which there can be lines. Throws `PERIOD_INVALID` (input) for one that ends before it begins. */
export function auditPeriod(from: Instant | undefined, to: Instant | undefined, now: Instant): { from: Instant; to: Instant } {
  if (from !== undefined && to !== undefined && from > to) {
    throw inputError("PERIOD_INVALID", "the period ends before it begins", "give the earlier day first");
  }
  // A clock that was a little ahead may have written the newest.
  const end = instant(Math.min(to === undefined ? Number.MAX_SAFE_INTEGER : epochMs(to), epochMs(now) + DAY_MS));
  const begin = instant(Math.max(from === undefined ? 0 : epochMs(from), epochMs(now) - LONGEST_DAYS * DAY_MS));
  return { from: begin, to: end };
}

/** Every line of the period, newest first, a page at a time. */
export async function* auditLines(log: Pick<AuditLog, "audit">, period: AuditPeriod): AsyncIterable<AuditRecord> {
  for (let before: { at: Instant; id: string } | undefined; ; ) {
    const page = await log.audit({ ...period, limit: AT_ONCE, ...(before ? { before } : {}) });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < AT_ONCE) return;
    before = { at: last.at, id: last.id };
  }
}

const COLUMNS = ["at", "kind", "by", "onBehalfOf", "action", "account", "about", "outcome", "reason", "requestId", "changes"];

/** The first line of a CSV file (RFC 4180). */
export const AUDIT_CSV_HEAD = `${COLUMNS.join(",")}\r\n`;

/** One line of it. Everything in the log is an opaque id or a code; what is not is quoted, and begins no formula. */
export function auditCsv(line: AuditRecord): string {
  const { at, principal, onBehalfOf, action, account, about, outcome, reason, requestId, changes = [] } = line;
  const values = [at, principal.kind, principal.id, onBehalfOf, action, account, about, outcome, reason, requestId, changes.join(" ")];
  return `${values.map((value) => cell(value ?? "")).join(",")}\r\n`;
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of a file of JSON lines. */
export const auditJson = (line: AuditRecord): string => `${JSON.stringify(line)}\n`;
