import {
  addDays,
  type BookedRow,
  dateIn,
  fromWhole,
  type Instant,
  type Minor,
  type PlainDate,
  parseStamp,
  plainDate,
  ZERO,
} from "@saldovakt/domain";
import { fieldPath } from "@saldovakt/http";
import { unexpected } from "./faults.ts";
import { kindOf } from "./kind.ts";
import type { AnswerStamp, BalanceAnswer, PayoutAccountAnswer, TransactionsAnswer, UpcomingRow } from "./results.ts";
import type { WireBalance, WireBookedRow, WireCommon, WirePayoutAccount, WireTransactions, WireUpcomingRow } from "./wire.ts";

const ZONE = "Europe/Stockholm";
/** How far back rows are given when nobody says (service description 4.1.3). */
const DEFAULT_DAYS = 555;

/** Where a value stood, for the error; made into text only then. */
export type Place = readonly [answer: string, ...path: PropertyKey[]];

/** Runs a domain reader, speaking of the field in place of the value when it refuses. */
function at<T>([answer, ...path]: Place, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw unexpected(answer, fieldPath(path), cause);
  }
}

type Maybe<T> = T | null | undefined;

/** Null, absent and empty are one. */
export const filled = (text: Maybe<string>): string | undefined => text?.trim() || undefined;

/** Rows share few days, and to check a day anew costs more than all else about a row. Holds valid days only, so never many. */
const knownDays = new Map<string, PlainDate>();

export function optionalDate(text: Maybe<string>, place: Place): PlainDate | undefined {
  const day = filled(text);
  if (day === undefined) return undefined;
  let known = knownDays.get(day);
  if (known === undefined) {
    known = at(place, () => plainDate(day));
    knownDays.set(day, known);
  }
  return known;
}

export function requiredDate(text: Maybe<string>, place: Place): PlainDate {
  const day = optionalDate(text, place);
  if (day === undefined) throw unexpected(place[0], fieldPath(place.slice(1)));
  return day;
}

/** Whole kronor as öre; a missing amount has nothing to add. Throws `MONEY_OVERFLOW` and `MONEY_NOT_WHOLE`. */
const amountOrZero = (kronor: Maybe<number>): Minor => (kronor == null ? ZERO : fromWhole(kronor));

/** A value under its name, or nothing where there is none. */
const maybe = <K extends string, V>(name: K, value: V | null | undefined): { [P in K]?: V } =>
  (value == null ? {} : { [name]: value }) as { [P in K]?: V };

const texts = (information: unknown): string[] =>
  (Array.isArray(information) ? information : [information]).flatMap((text) => (typeof text === "string" && filled(text)) || []);

export function stampOf(answer: string, wire: WireCommon): AnswerStamp {
  return {
    asOf: at([answer, "senastUppdaterad"], () => parseStamp(wire.senastUppdaterad, ZONE)),
    nextReconciliation: optionalDate(wire.nastaAvstamningsdatum, [answer, "nastaAvstamningsdatum"]) ?? null,
    information: texts(wire.informationstext),
  };
}

export function balanceAnswer(wire: WireBalance): BalanceAnswer {
  return {
    ...stampOf("saldo", wire),
    balance: fromWhole(wire.saldoSkatteverket),
    enforcementBalance: amountOrZero(wire.saldoKronofogden),
    accruedInterest: amountOrZero(wire.rantaSkatteverket),
    enforcementInterest: amountOrZero(wire.rantaKronofogden),
    reference: filled(wire.ocrNummer) ?? null,
  };
}

/** A row that cannot be understood fails the whole answer: a forecast without it would be wrong and look right. */
function bookedRow(wire: WireBookedRow, index: number): BookedRow {
  const place = (field: string): Place => ["transaktioner", "tidigareTransaktioner", index, field];
  const text = filled(wire.transaktionstext) ?? "";
  return {
    date: requiredDate(wire.transaktionsdatum, place("transaktionsdatum")),
    text,
    amount: amountOrZero(wire.beloppSkatteverket),
    kind: kindOf(text),
    ...(wire.beloppKronofogden != null && { enforcementAmount: fromWhole(wire.beloppKronofogden) }),
    ...maybe("interestDate", optionalDate(wire.ranteberakningsdatum, place("ranteberakningsdatum"))),
    ...(wire.transaktionsidentitet != null && { rowId: String(wire.transaktionsidentitet) }),
  };
}

function upcomingRow(wire: WireUpcomingRow, index: number): UpcomingRow {
  const place = (field: string): Place => ["transaktioner", "kommandeTransaktioner", index, field];
  const dueDate = optionalDate(wire.forfallodatum, place("forfallodatum"));
  const text = filled(wire.transaktionstext) ?? "";
  return {
    date: dueDate ?? requiredDate(wire.transaktionsdatum, place("transaktionsdatum")),
    ...maybe("dueDate", dueDate),
    text,
    kind: kindOf(text),
    ...(wire.beloppSkatteverket != null && { amount: fromWhole(wire.beloppSkatteverket) }),
    ...(wire.beloppKronofogden != null && { enforcementAmount: fromWhole(wire.beloppKronofogden) }),
    ...maybe("decidedOn", optionalDate(wire.beslutsdatum, place("beslutsdatum"))),
    ...maybe("interestDate", optionalDate(wire.ranteberakningsdatum, place("ranteberakningsdatum"))),
    ...(wire.transaktionsidentitet != null && { rowId: String(wire.transaktionsidentitet) }),
  };
}

/** `asked` stands in for an echo the authority left out. */
export function transactionsAnswer(wire: WireTransactions, asked?: PlainDate): TransactionsAnswer {
  const stamp = stampOf("transaktioner", wire);
  const echoed = optionalDate(wire.datumFrom, ["transaktioner", "datumFrom"]);
  return {
    ...stamp,
    from: echoed ?? asked ?? daysBefore(stamp.asOf),
    reference: filled(wire.ocrNummer) ?? null,
    booked: (wire.tidigareTransaktioner ?? []).map(bookedRow),
    upcoming: (wire.kommandeTransaktioner ?? []).map(upcomingRow),
  };
}

const daysBefore = (moment: Instant): PlainDate => addDays(dateIn(moment, ZONE), -DEFAULT_DAYS);

export const payoutAccountAnswer = (wire: WirePayoutAccount): PayoutAccountAnswer => ({
  ...stampOf("utbetalningskonto", wire),
  payoutAccount: filled(wire.utbetalningskonto) ?? null,
});
