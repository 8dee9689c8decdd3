import type { AlertType, CollectionStep, Language, Severity } from "@saldovakt/domain";
import { ENGLISH } from "./en.ts";
import { NORWEGIAN } from "./nb.ts";
import { SWEDISH } from "./sv.ts";
import type { ToolTexts } from "./tools.ts";

/** Everything the pages say, but for the figures. Amounts and days come written out. */
export interface PageTexts extends ToolTexts {
  readonly tagline: string;
  readonly skip: string;
  readonly navigation: string;
  readonly accounts: string;
  readonly apiDocs: string;
  /** `later`: a notice that something is to be paid, and not soon. `statement`: nothing decided is known, for nobody is asked. */
  readonly severity: Readonly<Record<Severity | "unread" | "later" | "statement", string>>;
  readonly column: {
    readonly status: string;
    readonly account: string;
    /** Of the small curve. */
    readonly ahead: string;
    readonly balance: string;
    readonly missing: string;
    readonly payBy: string;
    readonly nextDue: string;
  };
  readonly none: string;
  /** From today: 0, 1, 5, −2. */
  inDays(days: number): string;
  readonly filter: { readonly label: string; readonly submit: string; readonly clear: string; readonly namesOnly: string };
  found(count: number, of: number): string;
  readonly noAccounts: string;
  readonly howToAdd: string;
  readonly nothingFound: string;
  readonly totals: {
    readonly heading: string;
    readonly balance: string;
    readonly missing: string;
    readonly toPay: string;
    accounts(count: number, of: number): string;
    readonly first: string;
  };
  readonly pages: { readonly label: string; readonly previous: string; readonly next: string; position(page: number, of: number): string };
  readonly allAccounts: string;
  readonly stamp: {
    asOf(authority: string, moment: string): string;
    readAt(moment: string): string;
    readonly stale: string;
    statement(day: string): string;
  };
  readonly notRead: { readonly heading: string; readonly text: string };
  readonly verdict: {
    missing(amount: string): string;
    toPay(amount: string): string;
    /** `when` is one of the next two but one. */
    payFirst(amount: string, when: string): string;
    pay(when: string): string;
    by(day: string): string;
    readonly today: string;
    readonly covered: string;
    coveredUntil(day: string): string;
    nothingToPayUntil(day: string): string;
    /** Nothing is missing by the figures, and claims are known that stand in none of them. */
    readonly incomplete: string;
    readonly moreToPay: string;
    /** Of an account known by statements alone, where nothing is missing. */
    readonly nothingDecided: string;
    bookedUntil(day: string): string;
  };
  readonly figure: {
    readonly heading: string;
    readonly balance: string;
    readonly enforcement: string;
    readonly interest: string;
    readonly reserve: string;
    readonly lowest: string;
    readonly reconciliation: string;
  };
  readonly pay: {
    readonly heading: string;
    readonly hint: string;
    readonly account: Readonly<Record<"bankgiro" | "bban", string>>;
    readonly reference: Readonly<Record<"OCR" | "KID", string>>;
    readonly noReference: string;
    readonly to: string;
    readonly amount: string;
    readonly payBy: string;
    forDue(day: string): string;
    readonly abroad: string;
    noDetails(authority: string): string;
  };
  readonly chart: {
    readonly heading: string;
    readonly headingClaims: string;
    readonly legendBalance: string;
    readonly legendClaims: string;
    readonly legendMissing: string;
  };
  readonly due: {
    readonly heading: string;
    readonly charge: string;
    readonly change: string;
    readonly after: string;
    /** Where claims are paid one by one. */
    readonly inAll: string;
    readonly missing: string;
    readonly overdue: string;
    readonly estimated: string;
    readonly underWayText: string;
    readonly alreadyMissing: string;
    decided(day: string): string;
    noneUntil(day: string): string;
  };
  readonly warnings: string;
  readonly deficit: {
    since(amount: string, day: string): string;
    /** Instead of `since`, where the balance is not below zero: what has fallen due is not booked yet. */
    overdue(fallen: string, missing: string): string;
    interest(soFar: string | null, perDay: string | null): string;
    readonly step: Readonly<Record<CollectionStep, (day: string | null) => string>>;
  };
  readonly alerts: {
    readonly heading: string;
    readonly none: string;
    readonly type: Readonly<Record<AlertType, string>>;
    due(day: string): string;
    wasDue(day: string): string;
    /** Of money that may be paid out: the tax it is needed for. */
    taxDue(day: string): string;
  };
  readonly history: {
    readonly heading: string;
    readonly date: string;
    readonly text: string;
    readonly amount: string;
    readonly after: string;
    enforcement(amount: string): string;
    none(day: string): string;
    latest(count: number): string;
  };
  readonly notFound: { readonly heading: string; readonly text: string };
  readonly fault: { readonly heading: string; readonly text: string };
}

export const PAGE_TEXTS: Readonly<Record<Language, PageTexts>> = { sv: SWEDISH, nb: NORWEGIAN, en: ENGLISH };
