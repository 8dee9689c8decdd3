import { type AccountId, type Action, type Instant, may, type Principal, type User } from "@saldovakt/domain";
import type { ApiKey } from "../ports.ts";

/** Who looks at a page; what they may is said by `principal` alone. */
export type Viewer = { readonly principal: Principal } & (
  | /** Whoever reaches a server that is open: people on this machine. */
  { readonly kind: "open" }
  /** Somebody who signed in with a key, and may what the key may. */
  | { readonly kind: "key"; readonly key: ApiKey }
  /** A user, as they stand now. */
  | { readonly kind: "user"; readonly user: User }
  /** Somebody who followed a signed link: reads that account until it expires, and nothing else. */
  | { readonly kind: "link"; readonly account: AccountId; readonly expiresAt: Instant }
);

/** Whether something is offered to them. What they then ask for is decided anew, and written down. */
export const offered = ({ principal }: Viewer, action: Action, account: AccountId | null = null): boolean =>
  may(principal, action, account).permitted;

export const mayRead = (viewer: Viewer, id: AccountId): boolean => offered(viewer, "account.read", id);

/** Whether the account's page offers what is changed there. */
export const mayWrite = (viewer: Viewer, id: AccountId): boolean => offered(viewer, "payment.register", id);

export const mayImport = (viewer: Viewer, id: AccountId): boolean => offered(viewer, "statement.import", id);

/** Whether there may be any account the viewer may change. */
export const mayWriteAny = (viewer: Viewer): boolean => offered(viewer, "statement.form");

/** Whether the viewer may have further accounts watched: whoever reaches some accounts only cannot. */
export const mayAddAccounts = (viewer: Viewer): boolean => offered(viewer, "account.add");

/** Whether the viewer may see the list of accounts: those they may read of it. */
export const maySeeList = (viewer: Viewer): boolean => offered(viewer, "accounts.list");

/** Who does something, as it is kept beside it: an opaque id, which names nobody. */
export const byOf = ({ principal }: Viewer): { readonly by?: string } =>
  principal.kind === "key" || principal.kind === "user" ? { by: principal.id } : {};
