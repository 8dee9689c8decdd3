import type { HttpResponse } from "@saldovakt/http";
import type { GrantedToken } from "./answer.ts";

export interface Token {
  readonly value: string;
  /** Epoch ms of the moment it was asked for. */
  readonly issuedAt: number;
  /** Epoch ms from which on it is not used any more. */
  readonly expiresAt: number;
}

/** Keeps tokens, each under a key that holds everything the token depends on. */
export interface TokenBook {
  /** The token of the key, fetched when there is none. However many ask at once, one is fetched. */
  get(key: string, fetch: () => Promise<GrantedToken>): Promise<Token>;
  /** Notes that the API took the token. */
  accept(key: string, value: string): void;
  /**
   * Notes that the API refused the token. True when another try with `get` makes sense: another caller has renewed it already, or it is now
   * dropped. False when it is itself a fresh replacement that was never once accepted: then the fault is not the token's, and fetching more
   * would be a loop.
   */
  refuse(key: string, value: string): boolean;
}

/** A token is let go this long before it ends, so that none ends on its way; one that lives for seconds only, a tenth of its life before. */
const MARGIN_MS = 10_000;
/** At most one replacement in this time while the API refuses every one. */
const REPLACEMENT_PAUSE_MS = 60_000;
/** Every customer has a token of his own. Beyond this many the longest unused is forgotten. */
const KEPT = 10_000;

interface Entry {
  held?: Token | undefined;
  underWay?: Promise<Token> | undefined;
  /** The token at hand took the place of a refused one. */
  replacement: boolean;
  accepted: boolean;
}

export function tokenBook(now: () => number, kept = KEPT): TokenBook {
  const entries = new Map<string, Entry>();

  /** The entry, moved to the end of the line. */
  function entryOf(key: string): Entry {
    const entry = entries.get(key) ?? { replacement: false, accepted: false };
    entries.delete(key);
    entries.set(key, entry);
    for (const [oldest, { underWay }] of entries) {
      if (entries.size <= kept) break;
      if (!underWay) entries.delete(oldest);
    }
    return entry;
  }

  async function renew(entry: Entry, fetch: () => Promise<GrantedToken>): Promise<Token> {
    const issuedAt = now(); // before the request: its time on the way counts against its life
    const { value, lifetimeMs } = await fetch();
    entry.held = { value, issuedAt, expiresAt: issuedAt + lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 10) };
    entry.accepted = false;
    return entry.held;
  }

  return {
    async get(key, fetch) {
      const entry = entryOf(key);
      if (entry.held && now() < entry.held.expiresAt) return entry.held;
      if (entry.held) entry.replacement = false; // it ended of itself
      entry.underWay ??= renew(entry, fetch).finally(() => {
        entry.underWay = undefined;
      });
      return entry.underWay;
    },
    accept(key, value) {
      const entry = entries.get(key);
      if (entry?.held?.value === value) entry.accepted = true;
    },
    refuse(key, value) {
      const entry = entries.get(key);
      if (entry?.held?.value !== value) return true;
      if (entry.replacement && !entry.accepted && now() - entry.held.issuedAt < REPLACEMENT_PAUSE_MS) return false;
      entry.held = undefined;
      entry.replacement = true;
      return true;
    },
  };
}

/** A token out of a book, and where it stands there. */
export interface HeldToken {
  readonly key: string;
  readonly token: Token;
}

/**
 * Makes one call with a token; answered with 401, once more with a new one, unless that cannot help. Resolves to the last answer, whatever it is.
 */
export async function callWithToken(
  book: TokenBook,
  held: () => Promise<HeldToken>,
  call: (token: string) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  for (let renewed = false; ; renewed = true) {
    const { key, token } = await held();
    const response = await call(token.value);
    if (response.status !== 401) book.accept(key, token.value);
    if (response.status !== 401 || renewed || !book.refuse(key, token.value)) return response;
  }
}
