import type { AccountId, Instant } from "@saldovakt/domain";
import type { Source } from "@saldovakt/service";

export interface FinishedSourceSignIn {
  readonly account: string;
  readonly returnTo: string;
  /** Reads with this sign-in. One that may not read the account is let go by its reading, and the one that stood before stands again. */
  readonly reader: Source;
  /** Takes it back unused. */
  undo(): Promise<void>;
}

/** People who sign in at the authority themselves, so that an account can be read that nobody has let us read. */
export interface SourceSignIns {
  /** With e-legitimation, or with an organisation's certificate. */
  readonly kind: "per" | "org";
  /** Where to send the browser, with a `state` in the address that comes back with it, and what its cookie holds until then. */
  begin(account: AccountId, returnTo: string): Promise<{ readonly url: string; readonly handle: string; readonly expiresAt: Instant }>;
  /** `query`: as the browser brought it, without the question mark. Throws faults of scope input where the person should begin anew. */
  finish(query: string, handle: string): Promise<FinishedSourceSignIn>;
  /** Null when nobody is signed in any more. */
  state(account: AccountId): Promise<{ readonly signedInAt: Instant; readonly readableUntil: Instant } | null>;
  /** Deletes what the sign-in left. */
  disconnect(account: AccountId): Promise<void>;
}
