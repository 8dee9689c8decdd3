import { type AuditRecord, addDays, type Instant, inputError, isAccountId, plainDate } from "@saldovakt/domain";
import { AUDIT_CSV_HEAD, auditCsv, auditLines, auditPeriod } from "@saldovakt/service";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { table } from "../table.ts";
import { withState } from "../wiring/state.ts";

/** What fits on a few screens; files hold everything. */
const SHOWN = 100;

export interface TypedPeriod {
  readonly from?: string;
  readonly to?: string;
  readonly account?: string;
  readonly by?: string;
  readonly csv?: boolean;
}

const startOf = (day: string): Instant => `${day}T00:00:00.000Z` as Instant;

/** Who did what in a period of whole days of UTC. Throws `DATE_…`, `PERIOD_INVALID` and `ID_INVALID`. */
export async function printAudit(context: Context, typed: TypedPeriod, json: boolean): Promise<undefined> {
  const { from, to, account, by, csv } = typed;
  if (account !== undefined && !isAccountId(account)) throw inputError("ID_INVALID", "accounts are named by their ids", "write acc_…");
  const bounds = auditPeriod(
    from === undefined ? undefined : startOf(plainDate(from)),
    to === undefined ? undefined : startOf(addDays(plainDate(to), 1)),
    context.real.now(),
  );
  const period = { ...bounds, ...(account === undefined ? {} : { account }), ...(by === undefined ? {} : { by }) };
  await withState(context, async (store) => {
    if (csv) {
      context.stdout.lines(AUDIT_CSV_HEAD.trimEnd());
      for await (const line of auditLines(store, period)) context.stdout.lines(auditCsv(line).trimEnd());
      return;
    }
    const found: AuditRecord[] = [];
    for await (const line of auditLines(store, period)) {
      found.push(line);
      if (!json && found.length > SHOWN) break;
    }
    if (json) return printJson(context, { lines: found });
    if (found.length === 0) return context.stderr.lines("Nothing is written down for that time.");
    const row = ({ at, principal, action, changes = [], account: of, about, outcome, reason }: AuditRecord): string[] => [
      ...[at.slice(0, 19).replace("T", " "), `${principal.kind} ${principal.id}`, [action, ...changes].join(" "), of ?? about ?? ""],
      [outcome, reason ?? ""].join(" ").trim(),
    ];
    const columns = [{ title: "UTC" }, { title: "Who" }, { title: "What" }, { title: "To what" }, { title: "Outcome", flexible: true }];
    context.stdout.lines(...table(columns, found.slice(0, SHOWN).map(row)));
    if (found.length > SHOWN) context.stderr.lines(`Only the newest ${SHOWN}: --csv and --json give all of them.`);
  });
}
