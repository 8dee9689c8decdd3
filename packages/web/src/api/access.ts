import { timingSafeEqual } from "node:crypto";
import { type Account, type AccountId, isAccountId } from "@saldovakt/domain";
import type { Context } from "hono";
import { hashKey } from "../keys.ts";
import type { ApiKey, WebPorts } from "../ports.ts";
import { refuse } from "./problem.ts";
import { withoutIds } from "./route.ts";

export type Scope = "read" | "read:fresh";

/** Longer than any key we give, short enough to hash without thought. */
const LONGEST_KEY = 512;

const CHALLENGE = 'Bearer realm="saldovakt"';

/** The key of a request. Throws the 401s `KEY_MISSING` and `KEY_INVALID`; revoked and unknown keys look alike. */
export async function requireKey(c: Context, keys: WebPorts["keys"]): Promise<ApiKey> {
  const instance = withoutIds(c.req.path);
  const header = c.req.header("authorization");
  if (header === undefined) throw refuse("KEY_MISSING", instance, { headers: { "www-authenticate": CHALLENGE } });
  const [, key = ""] = /^Bearer +([\x21-\x7e]+)$/i.exec(header.trim()) ?? [];
  if (key !== "" && key.length <= LONGEST_KEY) {
    const hash = hashKey(key);
    const record = await keys.keyByHash(hash);
    if (record && record.revokedAt === null && sameHash(record.hash, hash)) return record;
  }
  throw refuse("KEY_INVALID", instance, { headers: { "www-authenticate": `${CHALLENGE}, error="invalid_token"` } });
}

/** The hash stood in for the key in the look-up, so its time tells nothing of the key; this only guards against a careless store. */
function sameHash(kept: string, given: string): boolean {
  const [a, b] = [Buffer.from(kept), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `read:fresh` includes `read`: a fresh reading tells no less. */
const includes = (key: ApiKey, scope: Scope): boolean =>
  key.scopes.includes(scope) || (scope === "read" && key.scopes.includes("read:fresh"));

/** Throws the 403 `SCOPE_MISSING`. */
export function requireScope(c: Context, key: ApiKey, scope: Scope): void {
  if (includes(key, scope)) return;
  const challenge = `${CHALLENGE}, error="insufficient_scope", scope="${scope}"`;
  throw refuse("SCOPE_MISSING", withoutIds(c.req.path), { headers: { "www-authenticate": challenge } });
}

export const opens = (key: ApiKey, id: AccountId): boolean => key.accounts === null || key.accounts.includes(id);

/**
 * The account in the path. Throws one and the same 404 `ACCOUNT_UNKNOWN` for an id that is none, an account that is not there and one the key
 * does not open; the last is decided before anything is looked up, so that the time taken tells nothing either.
 */
export async function requireAccount(c: Context, key: ApiKey, ports: WebPorts): Promise<Account> {
  const id = c.req.param("id") ?? "";
  const listed = isAccountId(id) && opens(key, id) ? await ports.watch.records.account(id) : null;
  if (!listed) throw refuse("ACCOUNT_UNKNOWN", withoutIds(c.req.path));
  return listed.account;
}
