import {
  type AlertDocument,
  type AmountDocument,
  CURRENCY_OF,
  type PlainDate,
  printedNumber,
  type Severity,
  type SourceName,
} from "@saldovakt/domain";
import { documentFigure } from "../figures.ts";
import type { Output, Style } from "../output.ts";
import { table } from "../table.ts";

/** One account of a list. */
export interface AccountRow {
  readonly name: string;
  readonly source: SourceName;
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

/** Each row's currency, where the table has more than one: kronor and kroner look alike and are not. */
function currencyColumn(sources: readonly SourceName[]): {
  readonly title: readonly { title: string }[];
  of(source: SourceName): readonly string[];
} {
  const mixed = new Set(sources).size > 1;
  return { title: mixed ? [{ title: "" }] : [], of: (source) => (mixed ? [CURRENCY_OF[source]] : []) };
}

/** Claims that are paid one by one meet in no balance. */
const balanceOf = ({ source, balance }: AccountRow): string => (source === "skatteetaten" ? "–" : documentFigure(balance));

/** Accounts in a table of at most 100 columns; their ids lead where the reader will want them for another command. */
export function accountTable(rows: readonly AccountRow[], out: Output, { withIds = false } = {}): readonly string[] {
  const currency = currencyColumn(rows.map(({ source }) => source));
  const columns = [
    ...(withIds ? [{ title: "Id" }] : []),
    { title: "Company", flexible: true },
    { title: "Balance", align: "right" },
    { title: "Next due" },
    { title: "Missing", align: "right" },
    ...currency.title,
    { title: "Pay by" },
    { title: "State", flexible: true },
  ] as const;
  const cells = rows.map((row) => [
    ...(withIds ? [row.id] : []),
    row.name,
    balanceOf(row),
    row.nextDueDate ?? "–",
    nothing(row.shortfall) ? "–" : documentFigure(row.shortfall),
    ...currency.of(row.source),
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

/**
 * Alerts in a table: every payment an alert asks for on a line, or the amount it is about. Each country has a table of its own, so that no column holds two
 * currencies. A KID may have 25 digits: it stands on a line below, with the account it goes to.
 */
export function alertTable(alerts: readonly AlertDocument[], out: Output): readonly string[] {
  const swedish = alerts.filter(({ data }) => data.account.source === "skatteverket");
  const norwegian = alerts.filter(({ data }) => data.account.source === "skatteetaten");
  const both = swedish.length > 0 && norwegian.length > 0;
  return [
    ...(swedish.length > 0 || norwegian.length === 0 ? swedishAlerts(swedish, both ? "SEK" : "Amount", out) : []),
    ...(both ? [""] : []),
    ...(norwegian.length > 0 ? norwegianAlerts(norwegian, both ? "NOK" : "Amount", out) : []),
  ];
}

type Payments = AlertDocument["data"]["payments"];

/** One line for every payment of every alert; the alert itself stands on its first. */
function lineOfEach<T>(
  alerts: readonly AlertDocument[],
  line: (alert: AlertDocument | null, payment: Payments[number] | undefined) => T,
): T[] {
  return alerts.flatMap((alert) => {
    const [first, ...others] = alert.data.payments;
    return [line(alert, first), ...others.map((other) => line(null, other))];
  });
}

const alertColumns = (amount: string) =>
  [
    { title: "Alert" },
    { title: "Company", flexible: true },
    { title: "Due" },
    { title: amount, align: "right" },
    { title: "Pay by" },
  ] as const;

/** The amount is what the payment is, or what the alert is about. */
const alertCells = (alert: AlertDocument | null, payment: Payments[number] | undefined): string[] => [
  ...(alert ? [alert.type, alert.data.account.name, alert.data.dueDate ?? "–"] : ["", "", ""]),
  documentFigure(payment?.amount ?? alert?.data.payoutAtRisk ?? alert?.data.enforcementBalance ?? null),
  payment?.payBy ?? "–",
];

function swedishAlerts(alerts: readonly AlertDocument[], amount: string, out: Output): readonly string[] {
  const columns = [...alertColumns(amount), { title: "Pay to" }, { title: "Reference" }];
  const rows = lineOfEach(alerts, (alert, payment) => [
    ...alertCells(alert, payment),
    payment?.payTo.number ?? "–",
    payment?.payTo.reference ?? "–",
  ]);
  const [header = "", ...lines] = table(columns, rows);
  return [out.style("bold", header), ...lines];
}

function norwegianAlerts(alerts: readonly AlertDocument[], amount: string, out: Output): readonly string[] {
  const rows = lineOfEach(alerts, alertCells);
  const [header = "", ...lines] = table(alertColumns(amount), rows);
  const notes = lineOfEach(alerts, (_, payment) => (payment ? `  ${destination(payment)}` : null));
  if (lines.length !== rows.length) return [header, ...lines, ...notes.flatMap((note) => note ?? [])];
  return [out.style("bold", header), ...lines.flatMap((line, index) => [line, ...(notes[index] ? [out.style("dim", notes[index])] : [])])];
}

function destination({ payTo }: Payments[number]): string {
  const account = printedNumber(payTo) ?? "an account that only Skatteetaten can tell";
  return `to ${account}, ${payTo.reference === null ? "KID to be asked of Skatteetaten" : `KID ${payTo.reference}`}`;
}
