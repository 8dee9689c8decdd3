import type { BookedRow, Instant, Minor, PlainDate } from "@saldovakt/domain";

export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** An unpaid due date of a claim. */
export interface UpcomingClaim {
  readonly date: PlainDate;
  readonly dueDate: PlainDate;
  readonly decidedOn?: PlainDate;
  readonly text: string;
  /** Negative = to pay. */
  readonly amount: Minor;
}

/** Claims made and payments in both directions over a period, and what is unpaid. The source has no stamp of its own: the moment of reading is its. */
export interface TransactionsAnswer {
  readonly asOf: Instant;
  readonly nextReconciliation: null;
  readonly information: readonly string[];
  readonly from: PlainDate;
  readonly booked: readonly BookedRow[];
  readonly upcoming: readonly UpcomingClaim[];
}
