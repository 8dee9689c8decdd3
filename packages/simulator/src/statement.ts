import { type PlainDate, yearOf } from "@saldovakt/domain";
import type { Standing } from "./entry.ts";
import type { SimulatedCompany } from "./types.ts";

const NEWLINE = "\r\n";
const BYTE_ORDER_MARK = "\ufeff";

const kronor = (amount: number): string => `${amount < 0 ? "-" : ""}${String(Math.abs(amount)).replace(/\B(?=(\d{3})+$)/g, " ")}`;

/** Ten digits with a hyphen, or a plus from the year in which a person becomes a hundred. */
function shortNumber(identity: string, to: PlainDate): string {
  const person = !identity.startsWith("16");
  const mark = person && yearOf(to) - Number(identity.slice(0, 4)) >= 100 ? "+" : "-";
  return `${identity.slice(2, 8)}${mark}${identity.slice(8)}`;
}

/** The rows booked from one day to another as the e-service exports them (kontoutdrag): every cell in quotes, a byte order mark before them. */
export function statementCsv(company: SimulatedCompany, standing: Standing, from: PlainDate, to: PlainDate): string {
  const moved = (counts: (day: PlainDate) => boolean): number =>
    standing.booked.reduce((sum, { bookedOn, amount = 0 }) => (counts(bookedOn) ? sum + amount : sum), 0);
  const closing = standing.balance - moved((day) => day > to);
  const opening = closing - moved((day) => day >= from && day <= to);
  const lines = [
    [company.name, shortNumber(company.identity, to), ""],
    ["", "", ""],
    ["", `Ingående saldo ${from}`, kronor(opening)],
    ...standing.booked
      .filter(({ bookedOn, amount }) => amount !== undefined && bookedOn >= from && bookedOn <= to)
      .map(({ bookedOn, text, amount = 0 }) => [bookedOn, text, kronor(amount)]),
    ["", `Utgående saldo ${to}`, kronor(closing)],
  ];
  return BYTE_ORDER_MARK + lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(";") + NEWLINE).join("");
}
