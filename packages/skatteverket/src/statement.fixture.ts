import { add, addDays, type BookedRow, formatDecimal, type Minor, type PlainDate, plainDate } from "@saldovakt/domain";
import { kindOf } from "./kind.ts";
import { PAYEE } from "./observation.ts";
import type { Statement } from "./statement.ts";

/** A writer of statements in every dress they come in. */

export interface Writing {
  readonly bom: boolean;
  readonly newline: string;
  readonly quoted: boolean;
  /** Between thousands. */
  readonly space: string;
  readonly minus: string;
  readonly runningBalance: boolean;
  readonly newestFirst: boolean;
}

export interface PlannedRow {
  /** Days from the opening. */
  readonly day: number;
  readonly text: string;
  readonly amount: Minor;
}

const OPENED = plainDate("2024-09-01");

function amountText(amount: Minor, { space, minus }: Writing): string {
  const [whole = "", fraction = ""] = formatDecimal(Math.abs(amount) as Minor).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, space);
  return `${amount < 0 ? minus : ""}${grouped}${fraction === "00" ? "" : `,${fraction}`}`;
}

export function writeStatement(
  planned: readonly PlannedRow[],
  { opening, identity, name }: { readonly opening: Minor; readonly identity: string; readonly name: string },
  writing: Writing,
): { readonly file: string; readonly statement: Statement } {
  const rows: BookedRow[] = planned
    .map(({ day, text, amount }) => ({ date: addDays(OPENED, day), text, amount, kind: kindOf(text) }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const closed: PlainDate = addDays(OPENED, 700);
  let balance = opening;
  const cells: string[][] = rows.map(({ date, text, amount }) => {
    balance = add(balance, amount);
    return [date, text, amountText(amount, writing), ...(writing.runningBalance ? [amountText(balance, writing)] : [])];
  });
  const marker = (word: string, day: PlainDate, amount: Minor): string[] => [
    "",
    `${word} saldo ${day}`,
    ...(writing.runningBalance ? [""] : []),
    amountText(amount, writing),
  ];
  const all = [marker("Ingående", OPENED, opening), ...cells, marker("Utgående", closed, balance)];
  if (writing.newestFirst) all.reverse();
  const heading = [name, `${identity.slice(2, 8)}-${identity.slice(8)}`, ...(writing.runningBalance ? ["", ""] : [""])];
  const quote = (cell: string): string => (writing.quoted || /[";]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = [heading, heading.map(() => ""), ...all].map((line) => line.map(quote).join(";"));
  return {
    file: `${writing.bom ? "\ufeff" : ""}${lines.join(writing.newline)}${writing.newline}`,
    statement: {
      name,
      identity,
      opening: { date: OPENED, balance: opening },
      closing: { date: closed, balance },
      rows,
      payTo: PAYEE,
    },
  };
}
