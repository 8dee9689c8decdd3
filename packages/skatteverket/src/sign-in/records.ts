import type { Instant } from "@saldovakt/domain";
import type { PendingSignIn } from "./begin.ts";
import type { SignInState } from "./tokens.ts";

/** Keeps sign-ins under way, for some minutes. What runs out may be swept away. */
export interface PendingSignIns {
  put(pending: PendingSignIn): Promise<void>;
  /** Gives and removes it in one step: of several who ask at once, one gets it and the others null. */
  take(id: string): Promise<PendingSignIn | null>;
}

/** One account's sign-in, as it is kept. */
export interface SignInRecord extends SignInState {
  /** Random, and the sign-in's own, whatever is written of it. */
  readonly id: string;
  /** Random, and new with every write: what is written rests on what was read. */
  readonly version: string;
  /** The tokens, sealed by the vault for this account. */
  readonly sealed: string;
  /** While somebody renews the tokens: until then everybody else waits. */
  readonly leasedUntil?: Instant;
  /** What stood before, until this one has been seen to read the account: it stands again where this one may not. It has none of its own. */
  readonly earlier?: SignInRecord;
}

/** The record as it can stand behind another. */
export const alone = ({ earlier: _, ...record }: SignInRecord): SignInRecord => record;

/** Keeps at most one sign-in for each account. */
export interface SignInRecords {
  /** As last written, by whomever: a read that lags behind would renew a used token. */
  get(account: string): Promise<SignInRecord | null>;
  /** Writes if what is there still has that version (null: if nothing is there); false otherwise. */
  replace(account: string, version: string | null, record: SignInRecord): Promise<boolean>;
  /** Removes if what is there still has that version, or whatever is there when none is given. */
  remove(account: string, version?: string): Promise<void>;
}

/** Both in memory, for one process that forgets its sign-ins when it ends. */
export function memorySignIns(): { readonly pendings: PendingSignIns; readonly records: SignInRecords } {
  const pendings = new Map<string, PendingSignIn>();
  const records = new Map<string, SignInRecord>();
  return {
    pendings: {
      async put(pending) {
        pendings.set(pending.id, pending);
      },
      async take(id) {
        const pending = pendings.get(id);
        pendings.delete(id);
        return pending ?? null;
      },
    },
    records: {
      get: async (account) => records.get(account) ?? null,
      async replace(account, version, record) {
        if ((records.get(account)?.version ?? null) !== version) return false;
        records.set(account, record);
        return true;
      },
      async remove(account, version) {
        if (version === undefined || records.get(account)?.version === version) records.delete(account);
      },
    },
  };
}
