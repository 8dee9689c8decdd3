import type { Instant, PlainDate, Zone } from "./dates.ts";
import type { Currency, Minor } from "./money.ts";

export type SourceName = "skatteverket" | "skatteetaten";

export const ZONE_OF: Readonly<Record<SourceName, Zone>> = { skatteverket: "Europe/Stockholm", skatteetaten: "Europe/Oslo" };
export const COUNTRY_OF = { skatteverket: "SE", skatteetaten: "NO" } as const satisfies Record<SourceName, "SE" | "NO">;
/** What accounts at each are reckoned in. */
export const CURRENCY_OF = { skatteverket: "SEK", skatteetaten: "NOK" } as const satisfies Record<SourceName, Currency>;

/** Where money goes, and with which reference. */
export interface Payee {
  readonly scheme: "bankgiro" | "bban";
  /** A bankgiro as people write it, `5050-1055`; an account number as the authority gives it, without blanks, an IBAN where it has no other. Null when it gave none. */
  readonly number: string | null;
  readonly name: string;
  /** Null when the authority gave none. */
  readonly reference: string | null;
  readonly referenceType: "OCR" | "KID";
  /** For payments from abroad. */
  readonly iban?: string;
  readonly bic?: string;
}

/** What a charge is for, as far as its text tells. Only preliminary tax changes what the rules do (a refund does not wait for it). */
export type ChargeKind = "preliminary-tax" | "employer-tax" | "vat" | "final-tax" | "interest" | "other";

/** What an estimate was made from. */
export interface EstimateBasis {
  readonly every: "month" | "quarter" | "year";
  /** The months, `YYYY-MM`, whose charges were looked at, oldest first. */
  readonly months: readonly string[];
  /** The same month of the year before stood out, and the estimate follows it. */
  readonly seasonal: boolean;
}

/** A row that has not been booked yet: decided, or estimated by us. */
export interface Charge {
  /** The day it counts: its due date, or the day it will be booked when it has none. */
  readonly dueDate: PlainDate;
  /** Negative = to pay, positive = a credit to come. Never zero on account of a missing amount: such rows are left out. */
  readonly amount: Minor;
  readonly text: string;
  readonly kind: ChargeKind;
  readonly decidedOn?: PlainDate;
  /** True when this is our estimate and no decision of the authority's. Such a charge never counts in a certain figure. */
  readonly estimated: boolean;
  /** Of an estimate: four of five such charges are expected from `low` to `high`, signed like `amount`; `low` is the most to pay. */
  readonly low?: Minor;
  readonly high?: Minor;
  /** Of an estimate: what it was made from. */
  readonly basis?: EstimateBasis;
  /** Set when this charge is paid by itself (Norway). */
  readonly payTo?: Payee;
}

/** A row booked on the account. */
export interface BookedRow {
  readonly date: PlainDate;
  readonly text: string;
  readonly amount: Minor;
  /** What the row moved at the enforcement authority, kept apart. */
  readonly enforcementAmount?: Minor;
  readonly interestDate?: PlainDate;
  /** The authority's own number of the row, where it gives one. */
  readonly rowId?: string;
  /** What the row was for, as far as its text tells; absent in observations kept from before it was asked for. */
  readonly kind?: ChargeKind;
}

/** A payout block the account's owner has asked for. */
export interface PayoutBlock {
  readonly id: string;
  readonly from: PlainDate;
  readonly to?: PlainDate;
  /** Absent on a total block. */
  readonly amount?: Minor;
  readonly total: boolean;
}

/** What decides whether a surplus would be paid out. Read only when it matters. */
export interface PayoutSettings {
  /** Null: no account is registered, so nothing is paid out. */
  readonly payoutAccount: string | null;
  readonly blocks: readonly PayoutBlock[];
  /** The day they were read, where they are carried over from an earlier reading. */
  readonly readOn?: PlainDate;
}

/** Something the reader should know beside the figures. */
export interface Warning {
  readonly code: string;
  /** For codes whose text the source wrote itself (`INFORMATION`). */
  readonly text?: string;
  /** The amount the warning speaks of, if any. */
  readonly amount?: Minor;
  readonly date?: PlainDate;
}

/** What a source said of one account at one moment. Neutral: no field of it is Swedish or Norwegian. */
export interface Observation {
  readonly source: SourceName;
  readonly currency: Currency;
  /** `account`: everything meets in one balance (Sweden). `charge`: every charge is paid by itself and credits cover nothing (Norway). */
  readonly settlement: "account" | "charge";
  readonly balance: Minor;
  /** At the enforcement authority (Kronofogden), never netted with `balance`. Negative = debt. */
  readonly enforcementBalance: Minor;
  /** Interest so far, not yet booked. Negative = to pay. */
  readonly accruedInterest: Minor;
  readonly nextReconciliation: PlainDate | null;
  /** The source's own stamp. */
  readonly asOf: Instant;
  readonly readAt: Instant;
  /** Decided rows to come, in any order; the overdue ones still listed among them too. Identical rows are all real. */
  readonly charges: readonly Charge[];
  /** For the whole account (Sweden), and for charges that do not say their own. */
  readonly payTo: Payee;
  /** Booked rows since `historyFrom`, in any order. */
  readonly history: readonly BookedRow[];
  readonly historyFrom: PlainDate;
  readonly payout?: PayoutSettings;
  readonly warnings: readonly Warning[];
}
