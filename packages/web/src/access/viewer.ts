import type { AccountId, Instant } from "@saldovakt/domain";
import type { ApiKey } from "../ports.ts";

/** Who looks at a page. */
export type Viewer =
  /** Whoever reaches a server that is open: people on this machine. */
  | { readonly kind: "open" }
  /** Somebody who signed in with a key, and may what the key may. */
  | { readonly kind: "key"; readonly key: ApiKey }
  /** Somebody who followed a signed link: reads that account until it expires, and nothing else. */
  | { readonly kind: "link"; readonly account: AccountId; readonly expiresAt: Instant };

/** Scopes that let their holder read; each of the others includes `read`. A calendar's key opens calendar addresses alone. */
const READING = ["read", "read:fresh", "write"];

export const mayReadWith = (key: ApiKey): boolean => key.scopes.some((scope) => READING.includes(scope));

const opens = (key: ApiKey, id: AccountId): boolean => key.accounts === null || key.accounts.includes(id);

export function mayRead(viewer: Viewer, id: AccountId): boolean {
  if (viewer.kind === "link") return viewer.account === id;
  return viewer.kind === "open" || (mayReadWith(viewer.key) && opens(viewer.key, id));
}

export const mayWrite = (viewer: Viewer, id: AccountId): boolean =>
  viewer.kind === "open" || (viewer.kind === "key" && viewer.key.scopes.includes("write") && opens(viewer.key, id));

/** Whether there may be any account the viewer may change. */
export const mayWriteAny = (viewer: Viewer): boolean =>
  viewer.kind === "open" || (viewer.kind === "key" && viewer.key.scopes.includes("write"));

/** Whether the viewer may have further accounts watched: a key that is limited to some accounts cannot. */
export const mayAddAccounts = (viewer: Viewer): boolean =>
  viewer.kind === "open" || (viewer.kind === "key" && viewer.key.scopes.includes("write") && viewer.key.accounts === null);

/** Whether the viewer may see the list of accounts: those they may read of it. */
export const maySeeList = (viewer: Viewer): boolean => viewer.kind !== "link";
