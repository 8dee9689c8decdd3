import { timingSafeEqual } from "node:crypto";
import { type Account, type AccountId, isAccountId } from "@saldovakt/domain";
import type { Context } from "hono";
import { hashKey } from "../keys.ts";
import type { ApiKey, Keys, WebPorts } from "../ports.ts";
import { refuse } from "./problem.ts";

export type Scope = "read" | "read:fresh" | "write";

/** Longer than any key we give, short enough to hash without thought. */
const LONGEST_KEY = 512;

const CHALLENGE = 'Bearer realm="saldovakt"';

/** The key of a request. Throws the 401s `KEY_MISSING` and `KEY_INVALID`; revoked and unknown keys look alike. */
export async function requireKey(c: Context, keys: Keys): Promise<ApiKey> {
  const header = c.req.header("authorization");
  if (header === undefined) throw refuse(c, "KEY_MISSING", { headers: { "www-authenticate": CHALLENGE } });
  const [, text = ""] = /^Bearer +([\x21-\x7e]+)$/i.exec(header.trim()) ?? [];
  const key = await findKey(text, keys);
  if (key) return key;
  throw refuse(c, "KEY_INVALID", { headers: { "www-authenticate": `${CHALLENGE}, error="invalid_token"` } });
}

/** What stands of a key: null for one that is unknown or revoked. One that another key made opens nothing that its maker has lost. */
export async function findKey(text: string, keys: Keys): Promise<ApiKey | null> {
  if (text === "" || text.length > LONGEST_KEY) return null;
  const hash = hashKey(text);
  const record = await keys.keyByHash(hash);
  if (!record || record.revokedAt !== null || !sameHash(record.hash, hash)) return null;
  if (record.parent === undefined) return record;
  const parent = await keys.keyById(record.parent);
  if (!parent || parent.revokedAt !== null) return null;
  return { ...record, accounts: both(record.accounts, parent.accounts) };
}

const both = (own: ApiKey["accounts"], parents: ApiKey["accounts"]): ApiKey["accounts"] =>
  own && parents ? own.filter((id) => parents.includes(id)) : (own ?? parents);

/** The hash stood in for the key in the look-up, so its time tells nothing of the key; this only guards against a careless store. */
function sameHash(kept: string, given: string): boolean {
  const [a, b] = [Buffer.from(kept), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What opens a scope beside itself: a fresh reading tells no less than the record, and nobody shall change what he cannot see. */
const OPENED_BY: Readonly<Record<Scope, readonly string[]>> = {
  read: ["read", "read:fresh", "write"],
  "read:fresh": ["read:fresh"],
  write: ["write"],
};

/** Throws the 403 `SCOPE_MISSING`. */
export function requireScope(c: Context, key: ApiKey, scope: Scope): void {
  if (OPENED_BY[scope].some((each) => key.scopes.includes(each))) return;
  const challenge = `${CHALLENGE}, error="insufficient_scope", scope="${scope}"`;
  throw refuse(c, "SCOPE_MISSING", { headers: { "www-authenticate": challenge } });
}

export const opens = (key: ApiKey, id: AccountId): boolean => key.accounts === null || key.accounts.includes(id);

/** Whether the key opens everything that the list, null for all accounts, speaks of. A list of no account is nobody's own. */
export const opensAll = (key: ApiKey, ids: readonly AccountId[] | null): boolean =>
  key.accounts === null || (ids !== null && ids.length > 0 && ids.every((id) => opens(key, id)));

/**
 * The account in the path. Throws one and the same 404 `ACCOUNT_UNKNOWN` for an id that is none, an account that is not there and one the key
 * does not open; the last is decided before anything is looked up, so that the time taken tells nothing either.
 */
export async function requireAccount(c: Context, key: ApiKey, ports: WebPorts): Promise<Account> {
  const id = c.req.param("id") ?? "";
  const listed = isAccountId(id) && opens(key, id) ? await ports.watch.records.account(id) : null;
  if (!listed) throw refuse(c, "ACCOUNT_UNKNOWN");
  return listed.account;
}
