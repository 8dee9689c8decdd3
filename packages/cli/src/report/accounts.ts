import type { AlertDocument, AmountDocument, PlainDate, Severity } from "@saldovakt/domain";
import { documentFigure } from "../figures.ts";
import type { Output, Style } from "../output.ts";
import { table } from "../table.ts";

/** One account of a list. */
export interface AccountRow {
  readonly name: string;
  readonly balance: AmountDocument | null;
  readonly nextDueDate: PlainDate | null;
  readonly shortfall: AmountDocument | null;
  readonly payBy: PlainDate | null;
  readonly severity: Severity | "unread";
  /** Set when the last reading failed. */
  readonly code?: string;
  readonly id: string;
}

const STATES: Readonly<Record<AccountRow["severity"], string>> = {
  critical: "act now",
  warning: "act soon",
  notice: "look",
  ok: "covered",
  unread: "not read",
};
const COLOURS: Readonly<Partial<Record<AccountRow["severity"], Style>>> = {
  critical: "red",
  warning: "yellow",
  notice: "cyan",
  ok: "green",
};

const nothing = (amount: AmountDocument | null): boolean => amount !== null && Number(amount.amount) === 0;

/** Accounts in a table of at most 100 columns; their ids lead where the reader will want them for another command. */
export function accountTable(rows: readonly AccountRow[], out: Output, { withIds = false } = {}): readonly string[] {
  const columns = [
    ...(withIds ? [{ title: "Id" }] : []),
    { title: "Company", flexible: true },
    { title: "Balance", align: "right" },
    { title: "Next due" },
    { title: "Missing", align: "right" },
    { title: "Pay by" },
    { title: "State", flexible: true },
  ] as const;
  const cells = rows.map((row) => [
    ...(withIds ? [row.id] : []),
    row.name,
    documentFigure(row.balance),
    row.nextDueDate ?? "–",
    nothing(row.shortfall) ? "–" : documentFigure(row.shortfall),
    row.payBy ?? "–",
    row.code ?? STATES[row.severity],
  ]);
  const [header = "", ...lines] = table(columns, cells);
  if (lines.length !== rows.length) return [header, ...lines]; // Blocks: too wide for a table.
  return [out.style("bold", header), ...lines.map((line, index) => coloured(line, rows[index], out))];
}

/** Only the state at the end of the line is coloured: a coloured name would say that the company is to blame. */
function coloured(line: string, row: AccountRow | undefined, out: Output): string {
  const state = row?.code ?? (row ? STATES[row.severity] : "");
  const colour = row?.code ? "red" : row && COLOURS[row.severity];
  return colour && line.endsWith(state) ? line.slice(0, -state.length) + out.style(colour, state) : line;
}

/** Alerts in a table: every payment an alert asks for on a line, or the amount it is about. */
export function alertTable(alerts: readonly AlertDocument[], out: Output): readonly string[] {
  const columns = [
    { title: "Alert" },
    { title: "Company", flexible: true },
    { title: "Due" },
    { title: "Amount", align: "right" },
    { title: "Pay by" },
    { title: "Pay to" },
    { title: "Reference" },
  ] as const;
  const rows = alerts.flatMap(({ type, data }) => {
    const [first, ...others] = data.payments;
    const amount = documentFigure(data.payoutAtRisk ?? data.enforcementBalance ?? null);
    const payment = (each: typeof first): string[] =>
      each ? [documentFigure(each.amount), each.payBy, each.payTo?.number ?? "–", each.payTo?.reference ?? "–"] : [amount, "–", "–", "–"];
    return [[type, data.account.name, data.dueDate ?? "–", ...payment(first)], ...others.map((other) => ["", "", "", ...payment(other)])];
  });
  const [header = "", ...lines] = table(columns, rows);
  return [out.style("bold", header), ...lines];
}
