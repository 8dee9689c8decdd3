import { parsePolicy } from "@saldovakt/configuration";
import {
  type Account,
  type AccountAccess,
  checkedAccess,
  formatDecimal,
  inputError,
  type PayFrom,
  type PolicyOverrides,
} from "@saldovakt/domain";
import { type AccountChange, checkedPayFrom } from "@saldovakt/service";

/** What `accounts add` and `accounts set` take of an account's own, as typed. `default` gives a field back to the configuration. */
export interface AccountOptions {
  readonly name?: string;
  readonly reserve?: string;
  readonly payDaysBefore?: string;
  readonly remindDaysBefore?: string;
  readonly horizonDays?: string;
  readonly language?: string;
  readonly remindCovered?: string;
  readonly discreet?: string;
  readonly estimates?: string;
  /** `IBAN,BIC`, or `none`. */
  readonly payFrom?: string;
  /** Norwegian accounts: on whose behalf they are asked for. `none` goes back to the organisation's own system user. */
  readonly systemUserOrg?: string;
  readonly externalRef?: string;
  readonly consumerOrg?: string;
}

const TAKEN_AWAY = "default";

const number = (text: string): unknown => (/^\d{1,6}$/.test(text) ? Number(text) : text);
const yesOrNo = (text: string): unknown => ({ yes: true, no: false })[text] ?? text;

/** How each field's text becomes what the configuration would hold; what it makes no sense of is refused by the configuration's own rules. */
const READ = {
  reserve: (text: string): unknown => text,
  payDaysBefore: number,
  remindDaysBefore: (text: string): unknown => (text === "" ? [] : text.split(",").map((day) => number(day.trim()))),
  horizonDays: number,
  language: (text: string): unknown => text,
  remindCovered: yesOrNo,
  discreet: yesOrNo,
  estimates: yesOrNo,
} as const;

/** The change the options ask for. Throws `CONFIGURATION_INVALID`, naming the field, and `PAY_FROM_INVALID`. */
export function fieldsOf({
  name,
  payFrom,
  systemUserOrg: _,
  externalRef: __,
  consumerOrg: ___,
  ...options
}: AccountOptions): AccountChange {
  const given = Object.entries(READ).flatMap(([field, read]) => {
    const text = options[field as keyof typeof READ];
    return text === undefined ? [] : [[field, text === TAKEN_AWAY ? null : read(text)] as const];
  });
  const said = parsePolicy(Object.fromEntries(given.filter(([, value]) => value !== null)));
  const gone = Object.fromEntries(given.filter(([, value]) => value === null));
  return {
    ...(name === undefined ? {} : { name }),
    ...(given.length === 0 ? {} : { policy: { ...said, ...gone } }),
    ...(payFrom === undefined ? {} : { payFrom: payFrom === "none" ? null : payFromOf(payFrom) }),
  };
}

const NOBODY_ELSE = "none";

/** The access the options ask for: undefined where they say nothing, null where nobody else's is used any more. Throws `ACCESS_INVALID` and `IDENTITY_…`. */
export function accessOf({ systemUserOrg, externalRef, consumerOrg }: AccountOptions): AccountAccess | null | undefined {
  if (systemUserOrg === NOBODY_ELSE || consumerOrg === NOBODY_ELSE) return null;
  if (externalRef !== undefined && systemUserOrg === undefined) {
    throw inputError(
      "ACCESS_INVALID",
      "the reference of a system user says nothing alone",
      "name its organisation with --system-user-org too",
    );
  }
  const systemUser =
    systemUserOrg === undefined ? {} : { systemUser: { org: systemUserOrg, ...(externalRef === undefined ? {} : { externalRef }) } };
  return checkedAccess({ ...systemUser, ...(consumerOrg === undefined ? {} : { consumerOrg }) });
}

/** Throws `ACCESS_INVALID` for an account to which nobody gives access in this way. */
export function requireNorwegian({ source }: Pick<Account, "source">): void {
  if (source === "skatteetaten") return;
  throw inputError("ACCESS_INVALID", "system users and delegations are for Norwegian accounts alone", "leave the option out");
}

function payFromOf(text: string): PayFrom {
  const [iban = "", bic = "", more] = text.split(",");
  if (bic === "" || more !== undefined)
    throw inputError("PAY_FROM_INVALID", "the bank account is not an IBAN and a BIC", "write it as IBAN,BIC");
  return checkedPayFrom({ iban, bic });
}

/** A change as the policy of an account that has none yet. */
export const kept = (policy: NonNullable<AccountChange["policy"]>): PolicyOverrides =>
  Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== null)) as PolicyOverrides;

/** An account's own policy as the configuration would write it. */
export function policyDocument({ policy = {} }: Pick<Account, "policy">) {
  const { reserve, ...rest } = policy;
  return { ...(reserve === undefined ? {} : { reserve: formatDecimal(reserve) }), ...rest };
}

/** The bank account as far as its owner needs it to know it by. */
export const payFromDocument = ({ payFrom }: Pick<Account, "payFrom">): PayFrom | null =>
  payFrom ? { iban: `${payFrom.iban.slice(0, 4)} … ${payFrom.iban.slice(-4)}`, bic: payFrom.bic } : null;
