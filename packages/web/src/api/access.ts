import { timingSafeEqual } from "node:crypto";
import type { Refusal } from "@saldovakt/domain";
import { type Makers, reachOfMaker, within } from "@saldovakt/service";
import type { Context } from "hono";
import type { HTTPException } from "hono/http-exception";
import { hashKey } from "../keys.ts";
import type { ApiKey, WebPorts } from "../ports.ts";
import { refuse } from "./problem.ts";

/** Longer than any key we give, short enough to hash without thought. */
const LONGEST_KEY = 512;

type KeyPorts = Pick<WebPorts, "keys" | "people">;

/** Where it is looked up what those reach who made keys and recipients. */
export const makersOf = ({ keys, people }: KeyPorts): Makers => ({ keyById: keys.keyById, user: people.user, groups: people.groups });

const CHALLENGE = 'Bearer realm="saldovakt"';

/** The key of a request. Throws the 401s `KEY_MISSING` and `KEY_INVALID`; revoked and unknown keys look alike. */
export async function requireKey(c: Context, ports: KeyPorts): Promise<ApiKey> {
  const header = c.req.header("authorization");
  if (header === undefined) throw refuse(c, "KEY_MISSING", { headers: { "www-authenticate": CHALLENGE } });
  const [, text = ""] = /^Bearer +([\x21-\x7e]+)$/i.exec(header.trim()) ?? [];
  const key = await findKey(text, ports);
  if (key) return key;
  throw refuse(c, "KEY_INVALID", { headers: { "www-authenticate": `${CHALLENGE}, error="invalid_token"` } });
}

/** What stands of a key: null for one that is unknown or revoked. One that another key made opens nothing that its maker has lost. */
export async function findKey(text: string, ports: KeyPorts): Promise<ApiKey | null> {
  if (text === "" || text.length > LONGEST_KEY) return null;
  const hash = hashKey(text);
  const record = await ports.keys.keyByHash(hash);
  if (!record || record.revokedAt !== null || !sameHash(record.hash, hash)) return null;
  if (record.parent === undefined) return record;
  const reach = await reachOfMaker(record.parent, makersOf(ports));
  return reach && { ...record, accounts: within(record.accounts, reach) };
}

/** The hash stood in for the key in the look-up, so its time tells nothing of the key; this only guards against a careless store. */
function sameHash(kept: string, given: string): boolean {
  const [a, b] = [Buffer.from(kept), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Throws what stands in the way: the 403s `SCOPE_MISSING`, `ROLE_MISSING`, `KEY_LIMITED` and `ACTION_REFUSED`, the 404 `ACCOUNT_UNKNOWN`. */
export function refused(c: Context, { code, scope }: Refusal): HTTPException {
  if (code === "SCOPE_MISSING") {
    const challenge = `${CHALLENGE}, error="insufficient_scope", scope="${scope}"`;
    return refuse(c, "SCOPE_MISSING", { headers: { "www-authenticate": challenge } });
  }
  return refuse(c, ANSWERED[code]);
}

const ANSWERED = {
  ROLE_MISSING: "ROLE_MISSING",
  REACH_LIMITED: "KEY_LIMITED",
  ACCOUNT_UNKNOWN: "ACCOUNT_UNKNOWN",
  NOT_OFFERED: "ACTION_REFUSED",
} as const;
