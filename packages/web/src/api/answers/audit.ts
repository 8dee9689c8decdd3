import { type AuditRecord, addDays, type Instant, isAccountId, type PlainDate, SaldovaktError } from "@saldovakt/domain";
import { AUDIT_CSV_HEAD, type AuditPeriod, auditCsv, auditJson, auditLines, auditPeriod } from "@saldovakt/service";
import type { Context } from "hono";
import { conditionalJson } from "../conditional.ts";
import { cursorOf, invalid, pageOf, readCount, readCursor, readDay, readQuery } from "../query.ts";
import type { RouteName } from "../route.ts";
import { textStream } from "../text-stream.ts";
import type { Answer, Asking } from "./asking.ts";

const USUAL = 100;
const MOST = 500;
const PERIOD = ["from", "to", "account", "by"] as const;
/** Of users, keys and system users. */
const OPAQUE = /^[\w:.-]{1,100}$/;

const startOf = (day: PlainDate): Instant => `${day}T00:00:00.000Z` as Instant;

/** The moments of a period of days, of UTC as the lines' moments are. Throws `PERIOD_INVALID` where it ends before it begins. */
export const periodOfDays = (from: PlainDate | undefined, to: PlainDate | undefined, now: Instant): Pick<AuditPeriod, "from" | "to"> =>
  auditPeriod(from && startOf(from), to && startOf(addDays(to, 1)), now);

/** Who did what: read, and taken out for a period. */
export const auditAnswers = (asking: Asking) => {
  const { log, now } = asking.ports;

  function periodOf(c: Context, query: Partial<Readonly<Record<(typeof PERIOD)[number], string>>>): AuditPeriod {
    const [from, to] = [readDay(c, "from", query.from), readDay(c, "to", query.to)];
    const { account, by } = query;
    if (account !== undefined && !isAccountId(account)) throw invalid(c, "`account` is an account's id.");
    if (by !== undefined && !OPAQUE.test(by)) throw invalid(c, "`by` is the id of a user or a key.");
    try {
      const period = periodOfDays(from, to, now());
      return { ...period, ...(account === undefined ? {} : { account }), ...(by === undefined ? {} : { by }) };
    } catch (thrown) {
      if (thrown instanceof SaldovaktError && thrown.code === "PERIOD_INVALID") throw invalid(c, "`from` is no later than `to`.");
      throw thrown;
    }
  }

  async function file(c: Context, route: RouteName, head: string, write: (line: AuditRecord) => string, type: string, name: string) {
    await asking.enter(c, route);
    const period = periodOf(c, readQuery(c, PERIOD));
    const body = await textStream(head, auditLines(log, period), write);
    return c.body(body, 200, { "content-type": type, "content-disposition": `attachment; filename="${name}"` });
  }

  return {
    async audit(c) {
      await asking.enter(c, "audit");
      const { limit: count, before: cursor, ...query } = readQuery(c, [...PERIOD, "limit", "before"]);
      const limit = readCount(c, "limit", count, USUAL, MOST);
      const before = readCursor(c, "before", cursor);
      const found = await log.audit({ ...periodOf(c, query), limit: limit + 1, ...(before ? { before } : {}) });
      const { page, next } = pageOf(found, limit, cursorOf);
      return conditionalJson(c, { lines: page, ...next });
    },
    auditCsv: (c) => file(c, "auditCsv", AUDIT_CSV_HEAD, auditCsv, "text/csv; charset=utf-8", "audit.csv"),
    auditLines: (c) => file(c, "auditLines", "", auditJson, "application/jsonl", "audit.jsonl"),
  } satisfies Record<string, Answer>;
};
