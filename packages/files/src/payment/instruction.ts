import { createHash } from "node:crypto";
import {
  bankDaysAfter,
  COUNTRY_OF,
  type Currency,
  type DueDate,
  type Forecast,
  formatDecimal,
  inputError,
  later,
  type Minor,
  type Payee,
  type PlainDate,
} from "@saldovakt/domain";

/** One payment of a file. */
export interface Instruction {
  /** Names the payment to the bank, the same in whichever file it stands; tells nothing of payer, payee or reference. */
  readonly id: string;
  readonly amount: Minor;
  /** A bank day, today at the earliest. */
  readonly payOn: PlainDate;
  readonly payTo: Payee;
}

/** RFC 4648's base 32: letters and digits are what banks take in ids. */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ID_CHARACTERS = 30;

/** At most 35 characters, the same for the same parts; two lists of parts that differ agree by chance once in 2^150. */
export function hashedId(prefix: string, parts: readonly string[]): string {
  const digest = createHash("sha256").update(JSON.stringify(parts)).digest();
  return `${prefix}${Array.from(digest.subarray(0, ID_CHARACTERS), (byte) => BASE32[byte % 32]).join("")}`;
}

/**
 * Which payment it is, whatever day it is asked for: a file made again tomorrow holds the same one. What was due before today has no day of its
 * own any more, so there the month says which.
 */
function paymentParts(entry: DueDate, amount: Minor, payTo: Payee, currency: Currency, iban: string): string[] {
  const due = entry.overdue ? `overdue ${entry.dueDate.slice(0, 7)}` : entry.dueDate;
  return [iban, due, currency, formatDecimal(amount), payTo.scheme, payTo.number.replace(/\D/g, ""), payTo.reference ?? ""];
}

const NO_PAYEE = "fetch the account number from the authority, and choose for the file the due dates whose payments name one";

/**
 * The payments that a forecast advises, of all its due dates or of those named, in the forecast's order. Throws `DUE_DATE_UNKNOWN`,
 * `NOTHING_TO_PAY`, or `PAYEE_UNKNOWN` where one of them does not say where to pay: a file without it would look complete.
 */
export function instructionsOf(forecast: Forecast, dueDates: readonly PlainDate[] | "all", iban: string): Instruction[] {
  const { source, currency, today } = forecast;
  const days = dueDates === "all" ? null : new Set(dueDates);
  for (const day of days ?? []) {
    if (!forecast.dueDates.some((entry) => entry.dueDate === day)) {
      throw inputError("DUE_DATE_UNKNOWN", "the forecast has no such due date", "choose one of the forecast's due dates");
    }
  }
  const seen = new Map<string, number>();
  const instructions = forecast.dueDates
    .filter((entry) => days === null || days.has(entry.dueDate))
    .flatMap((entry) =>
      entry.payments.map(({ amount, payBy, payTo }) => {
        if (payTo === null || !/\d/.test(payTo.number)) {
          throw inputError("PAYEE_UNKNOWN", "a payment does not say to which account", NO_PAYEE);
        }
        const parts = paymentParts(entry, amount, payTo, currency, iban);
        const key = parts.join("|");
        const copy = seen.get(key) ?? 0; // claims alike in everything are all real
        seen.set(key, copy + 1);
        const id = hashedId("SVE", copy === 0 ? parts : [...parts, String(copy)]);
        return { id, amount, payTo, payOn: bankDaysAfter(COUNTRY_OF[source], later(today, payBy), 0) };
      }),
    );
  if (instructions.length === 0) {
    throw inputError("NOTHING_TO_PAY", "there is nothing to pay", "ask for a payment file when the forecast advises a payment");
  }
  return instructions;
}

/** The payments by the day they are made, the first day first. */
export function byDay(instructions: readonly Instruction[]): [PlainDate, Instruction[]][] {
  const days = new Map<PlainDate, Instruction[]>();
  for (const instruction of instructions) {
    const day = days.get(instruction.payOn);
    if (day) day.push(instruction);
    else days.set(instruction.payOn, [instruction]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1));
}
