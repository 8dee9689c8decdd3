import type { GrantedToken } from "./token-grant.ts";

export interface Token {
  readonly value: string;
  readonly issuedAt: number;
  /** Epoch ms from which on it is not used any more. */
  readonly expiresAt: number;
  /** Whether it was fetched because another was refused. */
  readonly replacement: boolean;
}

export interface TokenHolder {
  /** The token all callers share, fetched when there is none. However many ask at once, one is fetched. */
  get(): Promise<Token>;
  /** The token in hand, if it is still good. */
  current(): Token | undefined;
  /** Notes that the API took the token. */
  accept(token: Token): void;
  /**
   * Notes that the API refused the token. True when another try with `get` makes sense: another caller has renewed it already, or it is now
   * dropped. False when it is itself a fresh replacement that was never once accepted: then the fault is not the token's, and fetching more
   * would be a loop.
   */
  refuse(token: Token): boolean;
}

/** A token is let go this long before it ends, so that none ends on its way; a short-lived one a tenth of its life before. */
const MARGIN_MS = 30_000;
/** At most one replacement in this time while the API refuses every one. */
const REPLACEMENT_PAUSE_MS = 60_000;

/** Keeps one token for its whole life: Skatteverket explicitly does not want a new one for every call. */
export function tokenHolder(fetch: () => Promise<GrantedToken>, now: () => number): TokenHolder {
  let held: Token | undefined;
  let underWay: Promise<Token> | undefined;
  let replacing = false;
  let accepted: Token | undefined;

  const current = (): Token | undefined => (held && now() < held.expiresAt ? held : undefined);

  const renew = async (): Promise<Token> => {
    const issuedAt = now(); // before the request: its time on the way counts against its life
    const { value, lifetimeMs } = await fetch();
    held = { value, issuedAt, expiresAt: issuedAt + lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 10), replacement: replacing };
    replacing = false;
    return held;
  };

  return {
    current,
    async get() {
      const token = current();
      if (token) return token;
      underWay ??= renew().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    accept(token) {
      accepted = token;
    },
    refuse(token) {
      if (token !== held) return true;
      if (token.replacement && token !== accepted && now() - token.issuedAt < REPLACEMENT_PAUSE_MS) return false;
      held = undefined;
      replacing = true;
      return true;
    },
  };
}
