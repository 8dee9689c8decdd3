import { type Instant, SaldovaktError } from "@saldovakt/domain";
import type { PendingSignIn } from "./begin.ts";
import type { PendingSignIns, SignInRecord, SignInRecords } from "./records.ts";

/** As much of a store as sign-ins are kept in. What it keeps is opaque to it. */
export interface SignInKeeper {
  putPendingSignIn(record: { readonly id: string; readonly expiresAt: Instant; readonly body: string }): Promise<void>;
  takePendingSignIn(id: string): Promise<{ readonly body: string } | null>;
  signIn(account: string): Promise<{ readonly version: string; readonly body: string } | null>;
  putSignIn(account: string, expected: string | null, record: { readonly version: string; readonly body: string }): Promise<boolean>;
  removeSignIn(account: string, version?: string): Promise<void>;
}

/** No error of the parser gets out: it would quote what is secret. */
function parsed<T>(body: string): T {
  try {
    return JSON.parse(body) as T;
  } catch {
    throw new SaldovaktError("what is kept of a sign-in cannot be read", {
      code: "STORE_ITEM_UNREADABLE",
      scope: "account",
      remedy: "disconnect, and sign in again",
    });
  }
}

/** Sign-ins in a store, by its conditional writes. */
export function keptSignIns(store: SignInKeeper): { readonly pendings: PendingSignIns; readonly records: SignInRecords } {
  return {
    pendings: {
      put: ({ id, expiresAt, ...pending }) =>
        store.putPendingSignIn({ id, expiresAt, body: JSON.stringify({ id, expiresAt, ...pending }) }),
      async take(id) {
        const kept = await store.takePendingSignIn(id);
        return kept && parsed<PendingSignIn>(kept.body);
      },
    },
    records: {
      async get(account) {
        const kept = await store.signIn(account);
        return kept && { ...parsed<SignInRecord>(kept.body), version: kept.version };
      },
      replace: (account, version, record) => store.putSignIn(account, version, { version: record.version, body: JSON.stringify(record) }),
      remove: (account, version) => store.removeSignIn(account, version),
    },
  };
}
