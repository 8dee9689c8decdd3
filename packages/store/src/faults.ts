import { SaldovaktError } from "@saldovakt/domain";

/** The store did not answer in time or asked to be left alone for a while; the same call may succeed later. */
export const unreachable = (message: string, cause?: unknown): SaldovaktError =>
  new SaldovaktError(message, { code: "STORE_UNREACHABLE", scope: "transient", remedy: "try again in a moment", cause });

/** Nothing can be read from the store, for any account, until somebody does what `remedy` says. */
export const unreadable = (message: string, remedy: string, cause?: unknown): SaldovaktError =>
  new SaldovaktError(message, { code: "STORE_UNREADABLE", scope: "installation", remedy, cause });

/** What was stored of one account cannot be understood; every other account is unharmed. */
export const itemUnreadable = (what: string, cause?: unknown): SaldovaktError =>
  new SaldovaktError(`the stored ${what} cannot be read`, {
    code: "STORE_ITEM_UNREADABLE",
    scope: "account",
    remedy: "restore the state from a backup, or remove the account and add it again",
    cause,
  });

/** One account's item is larger than the store can hold. */
export const itemTooLarge = (what: string): SaldovaktError =>
  new SaldovaktError(`the ${what} is larger than the store can hold`, {
    code: "STORE_ITEM_TOO_LARGE",
    scope: "account",
    remedy: "report the account's number of rows to the maintainers; every other account goes on",
  });

/** An account was to be added under an id that stands for another identity: a fault in whoever makes the ids. */
export const idTaken = (): SaldovaktError =>
  new SaldovaktError("an account was to be added under the id of another", { code: "ACCOUNT_ID_TAKEN", scope: "internal" });
