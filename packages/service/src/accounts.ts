import {
  type Account,
  type AccountId,
  type Appointing,
  type AskedPermission,
  accountId,
  bicValid,
  ibanValid,
  inputError,
  maskIdentity,
  oneLine,
  type PayFrom,
  type Policy,
  type PolicyOverrides,
  parseIdentity,
  type Revision,
  type SaldovaktError,
  type SourceName,
} from "@saldovakt/domain";
import type { RandomBytes } from "./link.ts";
import type { Clock, WatchedAccount } from "./ports.ts";

/** The accounts watched, as the store keeps them. */
export interface AccountBook {
  addAccount(account: Account): Promise<{ readonly account: Account; readonly added: boolean }>;
  updateAccount(id: AccountId, change: AccountBookChange): Promise<boolean>;
  account(id: AccountId): Promise<WatchedAccount | null>;
  findAccount(source: SourceName, identity: string): Promise<Account | null>;
  eraseAccount(id: AccountId): Promise<boolean>;
}

export interface AccountBookChange {
  readonly name?: string;
  readonly policy?: PolicyOverrides | null;
  readonly payFrom?: PayFrom | null;
  readonly reading?: "statement" | "interactive" | null;
  readonly ombud?: AskedPermission | null;
  readonly appointing?: Appointing | null;
  readonly revision?: Revision;
}

export interface AccountPorts {
  readonly book: Pick<AccountBook, "addAccount" | "updateAccount">;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** The authorities that can be read here; Skatteverket alone unless given. */
  readonly offered?: readonly SourceName[];
}

export interface NewAccount {
  /** Twelve digits for Sweden, nine for Norway. */
  readonly identity: string;
  /** Unless given, the number's last two digits. */
  readonly name?: string;
  /** Unless given, what the number's length says. */
  readonly source?: SourceName;
  readonly policy?: PolicyOverrides;
  readonly payFrom?: PayFrom;
  /** `statement`: nobody reads it, statements are brought. `authority`: also where it was known by statements alone until now. */
  readonly reading?: "statement" | "authority";
}

export interface AddedAccount {
  readonly account: Account;
  readonly added: boolean;
  /** It was known by statements alone, and is read at its authority from now on. */
  readonly nowRead?: true;
}

/**
 * Watches an account from now on. One that is watched already is left as it is and given back; but one that was known by statements alone is read from now
 * on where `reading` says `authority`. Throws what `parseIdentity` throws, `SOURCE_MISMATCH`,
 * `SOURCE_NOT_AVAILABLE`, `STATEMENT_NOT_OFFERED`, `NAME_INVALID` and `PAY_FROM_INVALID` (input).
 */
export async function addWatchedAccount(wanted: NewAccount, ports: AccountPorts): Promise<AddedAccount> {
  const identity = parseIdentity(wanted.identity);
  const source = identity.country === "SE" ? "skatteverket" : "skatteetaten";
  if (wanted.source !== undefined && wanted.source !== source) {
    throw inputError(
      "SOURCE_MISMATCH",
      "the number is one of another country than the authority",
      "twelve digits mean skatteverket, nine skatteetaten",
    );
  }
  const { policy, payFrom, reading } = wanted;
  if (reading === "statement" && source !== "skatteverket") {
    throw inputError("STATEMENT_NOT_OFFERED", "statements can be imported for Swedish tax accounts only", "leave `reading` out");
  }
  if (reading !== "statement" && !(ports.offered ?? ["skatteverket"]).includes(source)) {
    throw inputError("SOURCE_NOT_AVAILABLE", "accounts at this authority cannot be read here", "add its section to the configuration");
  }
  const outcome = await ports.book.addAccount({
    id: accountId(ports.random(20)),
    source,
    identity: identity.number,
    name: wanted.name === undefined ? maskIdentity(identity) : readableName(wanted.name),
    origin: "command",
    addedAt: ports.clock.now(),
    ...(policy && Object.keys(policy).length > 0 && { policy }),
    ...(payFrom && { payFrom: checkedPayFrom(payFrom) }),
    ...(reading === "statement" && { reading }),
  });
  if (outcome.added || reading !== "authority" || outcome.account.reading !== "statement") return outcome;
  await ports.book.updateAccount(outcome.account.id, { reading: null });
  const { reading: _, ...account } = outcome.account;
  return { account, added: false, nowRead: true };
}

/** What to change; what is absent stays, what is null goes back to the installation's. */
export interface AccountChange {
  readonly name?: string;
  readonly policy?: { readonly [Field in keyof Policy]?: Policy[Field] | null | undefined } | null;
  readonly payFrom?: PayFrom | null;
}

/**
 * Changes an account; its policy field by field. Resolves to the account as it now stands. Throws `NAME_INVALID`, `PAY_FROM_INVALID`, `ACCOUNT_UNKNOWN` and, for the name
 * of an account that the configuration lists, `ACCOUNT_CONFIGURED` (input).
 */
export async function changeAccount(account: Account, change: AccountChange, book: Pick<AccountBook, "updateAccount">): Promise<Account> {
  const { name, policy, payFrom } = change;
  if (name !== undefined && name !== account.name && account.origin === "configuration") throw configured("change its name there");
  const fields: AccountBookChange = {
    ...(name === undefined ? {} : { name: readableName(name) }),
    ...(policy === undefined ? {} : { policy: policy === null ? null : merged(account.policy ?? {}, policy) }),
    ...(payFrom === undefined ? {} : { payFrom: payFrom && checkedPayFrom(payFrom) }),
  };
  if (!(await book.updateAccount(account.id, fields))) {
    throw inputError("ACCOUNT_UNKNOWN", "the account is not watched", "list the accounts to see which are");
  }
  const changed = Object.entries({ ...account, ...fields }).filter(([, value]) => value !== null);
  return Object.fromEntries(changed) as unknown as Account;
}

/** Fields over fields; null takes one away. Null when nothing is left. */
function merged(before: PolicyOverrides, change: NonNullable<AccountChange["policy"]>): PolicyOverrides | null {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const fields = Object.entries({ ...before, ...Object.fromEntries(given) }).filter(([, value]) => value !== null);
  return fields.length === 0 ? null : (Object.fromEntries(fields) as PolicyOverrides);
}

/**
 * Erases an account and everything kept of it. False when it has gone already. Throws `ACCOUNT_CONFIGURED` (input) for one that the configuration lists, which would
 * be watched again.
 */
export async function removeAccount(account: Account, book: Pick<AccountBook, "eraseAccount">): Promise<boolean> {
  if (account.origin === "configuration") throw configured("take it out of it, and then run `saldovakt accounts remove`");
  return book.eraseAccount(account.id);
}

const configured = (remedy: string): SaldovaktError => inputError("ACCOUNT_CONFIGURED", "the configuration lists the account", remedy);

const LONGEST_NAME = 200;

/** A name of one line. Throws `NAME_INVALID`. */
export function readableName(text: string): string {
  const name = oneLine(text);
  if (name === "" || name.length > LONGEST_NAME)
    throw inputError("NAME_INVALID", "the name is empty or too long", "give 1 to 200 characters");
  return name;
}

/** A bank account as payment files want it, without spaces. Throws `PAY_FROM_INVALID`, which repeats nothing of it. */
export function checkedPayFrom({ iban, bic }: PayFrom): PayFrom {
  const checked = { iban: iban.replace(/\s/g, "").toUpperCase(), bic: bic.replace(/\s/g, "").toUpperCase() };
  const remedy = "compare it with the bank's statement";
  if (!ibanValid(checked.iban))
    throw inputError("PAY_FROM_INVALID", "the bank account is not an IBAN, or its check digits are wrong", remedy);
  if (!bicValid(checked.bic)) throw inputError("PAY_FROM_INVALID", "the bank's BIC is not one of 8 or 11 letters and digits", remedy);
  return checked;
}
