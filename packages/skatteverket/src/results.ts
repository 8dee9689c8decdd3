import type { BookedRow, ChargeKind, Instant, Minor, PayoutBlock, PlainDate } from "@saldovakt/domain";

/** What every answer carries. Amounts are in öre. */
export interface AnswerStamp {
  /** `senastUppdaterad`: the source's own stamp; transactions are in up to then. */
  readonly asOf: Instant;
  /** `nastaAvstamningsdatum`. */
  readonly nextReconciliation: PlainDate | null;
  /** `informationstext`: announcements, in Swedish. */
  readonly information: readonly string[];
}

/** Hämta aktuellt dagssaldo. Negative = debt, or interest to pay. */
export interface BalanceAnswer extends AnswerStamp {
  readonly balance: Minor;
  readonly enforcementBalance: Minor;
  readonly accruedInterest: Minor;
  readonly enforcementInterest: Minor;
  /** The OCR number to pay with; null when the authority gave none. Contains the identity. */
  readonly reference: string | null;
}

/** A decided row to come. */
export interface UpcomingRow {
  /** The day it counts: its due date, or the day it will be booked when it has none. */
  readonly date: PlainDate;
  readonly dueDate?: PlainDate;
  readonly text: string;
  readonly kind: ChargeKind;
  /** Absent when the row's money lies at Kronofogden. */
  readonly amount?: Minor;
  readonly enforcementAmount?: Minor;
  readonly decidedOn?: PlainDate;
  readonly interestDate?: PlainDate;
  readonly rowId?: string;
}

/** Hämta tidigare och kommande transaktioner. Rows stand as the authority gave them: identical ones are all real. */
export interface TransactionsAnswer extends AnswerStamp {
  /** The first day covered, as the authority settled it: 555 days back unless asked for, 915 at most. */
  readonly from: PlainDate;
  readonly reference: string | null;
  readonly booked: readonly BookedRow[];
  readonly upcoming: readonly UpcomingRow[];
}

/** Hämta anmält utbetalningskonto. */
export interface PayoutAccountAnswer extends AnswerStamp {
  /** Null: none is registered. */
  readonly payoutAccount: string | null;
}

/** Hämta utbetalningsspärrar på egen begäran. */
export interface PayoutBlocksAnswer extends AnswerStamp {
  readonly blocks: readonly PayoutBlock[];
}
