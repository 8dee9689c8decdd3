import type { PlainDate } from "@saldovakt/domain";
import type { ClaimPayment, ClaimsBook } from "./claims.ts";

/** One company as a caller may know it. */
export interface NorwegianCompany {
  /** Nine digits. */
  readonly org: string;
  readonly name: string;
  /** What the company is an example of; `stated` for one given as a specification. */
  readonly profile: string;
}

/** How one company's answers are written, where the documentation leaves room. */
export interface ClaimsHabits {
  /** The data are withheld (`skjermet`). */
  readonly shielded: boolean;
  /** Arrays without elements, and interest of nothing, are left out instead of sent. */
  readonly omitsEmpty: boolean;
  /** The sign of money that came in: both are seen. */
  readonly paymentSign: 1 | -1;
  /** Fields added to every answer, or `undefined` for one left out. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Replaces figures of `totalOversikt`. */
  readonly totals: Readonly<Record<string, unknown>>;
}

/** What the authority holds about one company. */
export interface ClaimsAccount {
  readonly company: NorwegianCompany;
  /** False: the authority knows no such organisation. */
  readonly registered: boolean;
  readonly habits: ClaimsHabits;
  /** Its claims and payments as far as they can be known on a day, payments made by hand not among them. */
  book(today: PlainDate): ClaimsBook;
  /** A payment made by hand, the n-th. */
  payment(n: number, on: PlainDate, amount: ClaimPayment["amount"], kid: string | null): ClaimPayment;
}
