import type { AccountId } from "@saldovakt/domain";

/** A list of accounts without one of them; null where it did not stand there. */
export function without<T extends { readonly accounts: readonly AccountId[] | null }>(record: T, id: AccountId): T | null {
  if (!record.accounts?.includes(id)) return null;
  return { ...record, accounts: record.accounts.filter((each) => each !== id) };
}

/** Days for which an invitation that is over can still be seen. */
export const INVITATION_DAYS = 30;

/** The name of the shared rate that counts an asker's requests. */
export const rateOf = (asker: string): string => `api:${asker}`;
