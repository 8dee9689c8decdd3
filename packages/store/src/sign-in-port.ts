import type { AccountId, Instant } from "@saldovakt/domain";

/** A sign-in at an authority that has begun and not come back yet. What it needs to be finished is opaque to the store. */
export interface PendingSignInRecord {
  readonly id: string;
  readonly expiresAt: Instant;
  readonly body: string;
}

/** What one account's sign-in left: sealed tokens. Opaque to the store. */
export interface SignInRecord {
  /** New with every write. */
  readonly version: string;
  readonly body: string;
}

/** Sign-ins at authorities. */
export interface SignInStore {
  /** Kept until it is taken or over. */
  putPendingSignIn(record: PendingSignInRecord): Promise<void>;
  /** Gives and removes it in one step: of several at once one gets it. Also one that is over and not swept yet; the caller looks. */
  takePendingSignIn(id: string): Promise<PendingSignInRecord | null>;
  signIn(account: AccountId): Promise<SignInRecord | null>;
  /** Writes if what stands has the version `expected` (null: if nothing stands); false otherwise, and when the account is gone. */
  putSignIn(account: AccountId, expected: string | null, record: SignInRecord): Promise<boolean>;
  /** Removes it if it has that version, or whatever stands when none is given. */
  removeSignIn(account: AccountId, version?: string): Promise<void>;
}
