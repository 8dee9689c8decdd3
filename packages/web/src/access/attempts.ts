import { isIPv6 } from "node:net";
import type { Context } from "hono";

/** So many keys that open nothing may be tried in a row, and then one in so long. */
const BURST = 10;
const SPACING_MS = 30_000;
/** Callers remembered; beyond them the longest silent is forgotten. */
const REMEMBERED = 10_000;

export interface Attempts {
  /** Milliseconds until the caller may try again; 0 = now. */
  wait(caller: string, now: number): number;
  /** Counts a key that opened nothing. */
  failed(caller: string, now: number): void;
}

/**
 * Counts failed sign-ins per caller in this process's memory (GCRA). Keys are far beyond guessing; this keeps whoever tries all the same from making work,
 * and touches nobody who calls from elsewhere or has signed in already.
 */
export function attempts(): Attempts {
  /** When the caller will have a clean record again. */
  const clean = new Map<string, number>();
  return {
    wait: (caller, now) => Math.max(0, (clean.get(caller) ?? 0) - now - (BURST - 1) * SPACING_MS),
    failed(caller, now) {
      const from = Math.max(now, clean.get(caller) ?? 0);
      clean.delete(caller);
      clean.set(caller, from + SPACING_MS);
      if (clean.size > REMEMBERED) clean.delete(clean.keys().next().value as string);
    },
  };
}

interface Bindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
  readonly requestContext?: { readonly http?: { readonly sourceIp?: string }; readonly identity?: { readonly sourceIp?: string } };
}

const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/;

/**
 * Where a request comes from, as far as those know who took it in; never by what the caller claims. A connection from this machine is a proxy's, and the last
 * address of `X-Forwarded-For` is the one the proxy saw. Of IPv6 a whole network counts as one caller.
 */
export function callerOf(c: Context): string {
  const env = (c.env ?? {}) as Bindings;
  const { http, identity } = env.requestContext ?? {};
  const peer = http?.sourceIp ?? identity?.sourceIp ?? env.incoming?.socket?.remoteAddress ?? "unknown";
  const seen = LOOPBACK.test(peer) ? (c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() ?? peer) : peer;
  return isIPv6(seen) ? networkOf(seen) : seen.slice(0, 64);
}

/** The first 64 bits. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  return [...groups, ...Array.from({ length: zeros }, () => "0"), ...rest]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
