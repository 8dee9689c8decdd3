import type { PlainDate } from "@saldovakt/domain";

/** A row of an account stated for a test. Amounts are whole kronor, negative for what is owed; both may be missing. */
export interface RowSpec {
  readonly text: string;
  /** `transaktionsdatum`: of a booked row the day it was booked, of an upcoming one the day it will be (default: its due date). */
  readonly date?: PlainDate;
  /** `forfallodatum`; upcoming rows only. */
  readonly dueDate?: PlainDate;
  readonly amount?: number;
  readonly enforcement?: number;
  /** `beslutsdatum`; upcoming rows only. */
  readonly decidedOn?: PlainDate;
  /** `ranteberakningsdatum`, default `date`. */
  readonly interestDate?: PlainDate;
  /** The day an upcoming row becomes history. Default: its due date, but never before the day after the start. */
  readonly bookedOn?: PlainDate;
  /** `transaktionsidentitet` of a booked row; `null` leaves it out. Default: a number of its own. */
  readonly id?: number | null;
  /** Fields no documentation knows. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface BlockSpec {
  readonly id: number;
  readonly from: PlainDate;
  readonly to?: PlainDate;
  readonly amount?: number;
  readonly total?: boolean;
}

/** A company stated exactly. Everything but the identity has a quiet default. */
export interface CompanySpec {
  /** Twelve digits. */
  readonly identity: string;
  readonly name?: string;
  /** `saldoSkatteverket` on the start day, whole kronor. Default 0. */
  readonly balance?: number;
  readonly enforcementBalance?: number;
  readonly interest?: number;
  readonly enforcementInterest?: number;
  readonly history?: readonly RowSpec[];
  readonly upcoming?: readonly RowSpec[];
  /** Absent: none registered. */
  readonly payoutAccount?: string;
  readonly blocks?: readonly BlockSpec[];
  /** `senastUppdaterad` word for word. Default: today at 05:12:37 without a zone. */
  readonly stamp?: string;
  /** `nastaAvstamningsdatum`. Default: the first weekend of next month. */
  readonly nextReconciliation?: PlainDate;
  readonly information?: readonly string[];
  /** `ocrNummer` word for word. Default: the identity and its check digit. */
  readonly reference?: string;
  /** False: felkod 6. */
  readonly ombud?: boolean;
  /** False: felkod 3. */
  readonly registered?: boolean;
  /** Whether arrays without rows are sent as `[]` (the default) or left out. */
  readonly emptyArrays?: "sent" | "omitted";
  /** The name of the array of payout blocks, which no documentation gives. Default `utbetalningssparrar`. */
  readonly blocksKey?: string;
  /** Fields no documentation knows, added to every answer. */
  readonly extra?: Readonly<Record<string, unknown>>;
}
