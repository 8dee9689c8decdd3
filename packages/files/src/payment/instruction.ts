import { createHash } from "node:crypto";
import {
  type AdvisedPayment,
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
import { type CreditorAccount, creditorAccount, referenceHolds } from "./creditor.ts";

/** One payment of a file. */
export interface Instruction {
  /** Names the payment to the bank, the same in whichever file it stands; tells nothing of payer, payee or reference. */
  readonly id: string;
  readonly amount: Minor;
  /** A bank day, today at the earliest. */
  readonly payOn: PlainDate;
  readonly payTo: Payee;
  readonly account: CreditorAccount;
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
function paymentParts(entry: DueDate, payment: AdvisedPayment, currency: Currency, iban: string): string[] {
  const { amount, payTo } = payment;
  const due = entry.overdue ? `overdue ${entry.dueDate.slice(0, 7)}` : entry.dueDate;
  const payee = creditorAccount(payTo, false)?.number ?? "";
  return [iban, due, currency, formatDecimal(amount), payTo.scheme, payee, payTo.reference ?? ""];
}

/** The payments of one due date with their ids. Claims alike in everything are all real, so the second of them has an id of its own. */
function withIds(entry: DueDate, currency: Currency, iban: string): { readonly id: string; readonly payment: AdvisedPayment }[] {
  const seen = new Map<string, number>();
  return entry.payments.map((payment) => {
    const parts = paymentParts(entry, payment, currency, iban);
    const key = parts.join("|");
    const copy = seen.get(key) ?? 0;
    seen.set(key, copy + 1);
    return { id: hashedId("SVE", copy === 0 ? parts : [...parts, String(copy)]), payment };
  });
}

const NO_PAYEE =
  "fetch account number and reference from the authority, or compare them there; until then, ask for the other payments one by one";

/** What to pay. */
export interface Wanted {
  /** The due dates to pay for. */
  readonly dueDates: readonly PlainDate[] | "all";
  /** One of their payments, counted from 1 in the forecast's order; all where none is named. */
  readonly payment?: number;
}

/**
 * The payments that a forecast advises, of all its due dates or of those named, in the forecast's order. Throws `DUE_DATE_UNKNOWN`,
 * `NOTHING_TO_PAY`, or `PAYEE_UNKNOWN` where one of them does not say where to pay, or names an account that cannot be or a reference that no file can hold: a file without it would look complete.
 */
export function instructionsOf(forecast: Forecast, { dueDates, payment: one }: Wanted, iban: string): Instruction[] {
  const { source, currency, today } = forecast;
  const country = COUNTRY_OF[source];
  const days = dueDates === "all" ? null : new Set(dueDates);
  for (const day of days ?? []) {
    if (!forecast.dueDates.some((entry) => entry.dueDate === day)) {
      throw inputError("DUE_DATE_UNKNOWN", "the forecast has no such due date", "choose one of the forecast's due dates");
    }
  }
  const instructions = forecast.dueDates
    .filter((entry) => days === null || days.has(entry.dueDate))
    .flatMap((entry) => withIds(entry, currency, iban))
    .filter((_, index) => one === undefined || index === one - 1)
    .map(({ id, payment: { amount, payBy, payTo } }): Instruction => {
      // From an account abroad no bankgiro and no domestic account number is reached, only an IBAN.
      const account = creditorAccount(payTo, !iban.startsWith(country));
      if (account === null) {
        throw inputError("PAYEE_UNKNOWN", "a payment names no account that a payment file can hold", NO_PAYEE);
      }
      if (!referenceHolds(payTo)) {
        throw inputError("PAYEE_UNKNOWN", "a payment has a reference that a payment file cannot hold as it stands", NO_PAYEE);
      }
      return { id, amount, payTo, account, payOn: bankDaysAfter(country, later(today, payBy), 0) };
    });
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
