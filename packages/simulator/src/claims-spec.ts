import type { PlainDate } from "@saldovakt/domain";

/** A due date of a claim stated for a test. Amounts are kroner with at most two decimals; positive = to pay, negative = a credit. */
export interface ClaimDueSpec {
  readonly dueDate: PlainDate;
  readonly amount: number;
  /** Null leaves it out. Default: one of its own with a right check digit. */
  readonly kid?: string | null;
  /** Null leaves it out. Default: the authority's. Fields stated replace those. */
  readonly account?: { readonly number?: string; readonly iban?: string; readonly bic?: string; readonly owner?: string } | null;
  readonly paidOutOn?: PlainDate;
  /** Fields no documentation knows, or `undefined` for one of those left out. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface ClaimSpec {
  readonly dues: readonly ClaimDueSpec[];
  readonly type?: string;
  readonly group?: string;
  readonly text?: string;
  /** Whose it is. Default: the organisation's. */
  readonly party?: string;
  /** Default: long before the first due date. */
  readonly createdOn?: PlainDate;
  /** `stipulerteRenter` in kroner. Default: reckoned. */
  readonly interest?: number;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface ClaimPaymentSpec {
  readonly on: PlainDate;
  readonly amount: number;
  readonly kid?: string;
}

/** A company stated exactly. Everything but the organisation number has a quiet default. */
export interface NorwegianCompanySpec {
  /** Nine digits. */
  readonly org: string;
  readonly name?: string;
  readonly claims?: readonly ClaimSpec[];
  readonly payments?: readonly ClaimPaymentSpec[];
  readonly shielded?: boolean;
  /** False: the authority knows no such organisation (KB-009). */
  readonly registered?: boolean;
  /** Whether arrays without elements are sent as `[]` (the default) or left out. */
  readonly emptyArrays?: "sent" | "omitted";
  /** The sign of money that came in, default negative as in production. */
  readonly paymentSign?: 1 | -1;
  /** Replaces figures of `totalOversikt`. */
  readonly totals?: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
}
