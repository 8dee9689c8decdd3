import type { Minor } from "./money.ts";
import { ZERO } from "./money.ts";
import type { SourceName } from "./observation.ts";

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

/** What holds for every account of an installation. What it leaves open is for the account's country to say. */
export type InstallationPolicy = Omit<Policy, ByCountry> & Pick<PolicyOverrides, ByCountry>;

type ByCountry = "payDaysBefore" | "language";

/**
 * Bank days between paying and the due date where nobody has said otherwise. A payment to a Swedish tax account counts when it is booked, two or three bank
 * days after it was made; Norwegian banks settle a payment on the same or the next one.
 */
export const PAY_DAYS_BEFORE: Readonly<Record<SourceName, number>> = { skatteverket: 3, skatteetaten: 1 };

/** What people are told in where nobody has said otherwise. */
const LANGUAGE: Readonly<Record<SourceName, Language>> = { skatteverket: "sv", skatteetaten: "nb" };

/** The policy of one account: what its country says, over it what the installation states, over that what the account states. */
export const policyOf = (
  stated: InstallationPolicy,
  account: { readonly source: SourceName; readonly policy?: PolicyOverrides },
): Policy => ({
  payDaysBefore: PAY_DAYS_BEFORE[account.source],
  language: LANGUAGE[account.source],
  ...stated,
  ...account.policy,
});

/** The language of what concerns no single account: the one stated, else Norwegian where Norway alone is configured, else Swedish. */
export const installationLanguage = ({ policy, skatteverket, skatteetaten }: Installation): Language =>
  policy.language ?? LANGUAGE[skatteetaten && !skatteverket ? "skatteetaten" : "skatteverket"];

/** As far as it matters here. */
interface Installation {
  readonly policy: Pick<InstallationPolicy, "language">;
  readonly skatteverket?: object;
  readonly skatteetaten?: object;
}

/** The policy of an installation that states nothing. */
export const UNSTATED_POLICY: InstallationPolicy = {
  reserve: ZERO,
  remindDaysBefore: [10, 5, 2, 1, 0],
  horizonDays: 60,
  staleAfterBankDays: 2,
  remindCovered: false,
  discreet: false,
  estimates: true,
};

/** The same for a Swedish account. Marked as pure, so that bundles without it hold nothing of it. */
export const DEFAULT_POLICY: Policy = /* @__PURE__ */ policyOf(UNSTATED_POLICY, { source: "skatteverket" });
