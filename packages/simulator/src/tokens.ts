import { randomBytes } from "node:crypto";

export interface Token {
  readonly scope: string;
  readonly expiresAt: number;
  /** 1 for the first issued. */
  readonly generation: number;
  revoked: boolean;
  /** Whose accounts it opens, where a person or an organisation has signed in; else those we are ombud for. */
  readonly opens?: (identity: string) => boolean;
}

/** The bearer tokens handed out. */
export interface Tokens {
  issue(scope: string, now: number, opens?: Token["opens"]): string;
  find(token: string): Token | undefined;
  revokeAll(): void;
  readonly lifetimeSeconds: number;
}

/** More tokens than this nobody keeps in use; the oldest are forgotten and become unknown. */
const KEPT = 1_000;

export function tokenBook(lifetimeSeconds: number): Tokens {
  const issued = new Map<string, Token>();
  let generation = 0;
  return {
    lifetimeSeconds,
    issue(scope, now, opens) {
      const oldest = issued.size >= KEPT ? issued.keys().next().value : undefined;
      if (oldest !== undefined) issued.delete(oldest);
      const token = randomBytes(30).toString("base64url");
      const expiresAt = now + lifetimeSeconds * 1_000;
      issued.set(token, { scope, expiresAt, generation: ++generation, revoked: false, ...(opens && { opens }) });
      return token;
    },
    find: (token) => issued.get(token),
    revokeAll() {
      for (const token of issued.values()) token.revoked = true;
    },
  };
}
