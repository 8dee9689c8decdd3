import type { Minor } from "./money.ts";
import { ZERO } from "./money.ts";

export type Language = "sv" | "nb" | "en";

/** How one account, or all of them, are watched. Field names are the configuration's. */
export interface Policy {
  /** Kept on the account at all times, ≥ 0. */
  readonly reserve: Minor;
  /** Bank days between paying and the due date. */
  readonly payDaysBefore: number;
  /** Calendar days before a due date on which an open shortfall is said again. */
  readonly remindDaysBefore: readonly number[];
  readonly horizonDays: number;
  readonly language: Language;
  /** Bank days after which a source's stamp counts as old. */
  readonly staleAfterBankDays: number;
  /** Opt-in: remind of covered due dates too. */
  readonly remindCovered: boolean;
  /** Texts without figures, for channels that others read. */
  readonly discreet: boolean;
  /** Whether charges that history says will come stand in the forecast beside the decided ones, marked as estimated. */
  readonly estimates: boolean;
}

/** What one account's policy says otherwise than the installation's. */
export type PolicyOverrides = Partial<Policy>;

/** The policy of one account. */
export const policyOf = (base: Policy, account: { readonly policy?: PolicyOverrides }): Policy =>
  account.policy ? { ...base, ...account.policy } : base;

export const DEFAULT_POLICY: Policy = {
  reserve: ZERO,
  payDaysBefore: 3,
  remindDaysBefore: [10, 5, 2, 1, 0],
  horizonDays: 60,
  language: "sv",
  staleAfterBankDays: 2,
  remindCovered: false,
  discreet: false,
  estimates: true,
};
