import { randomBytes } from "node:crypto";
import { instant, SaldovaktError } from "@saldovakt/domain";
import type { SkatteverketSecret } from "../secret.ts";
import type { SecretProvider } from "../sessions.ts";
import { type BegunSignIn, beginSignIn, pendingId, type SignInPurpose } from "./begin.ts";
import { type Exchange, revokeToken } from "./exchange.ts";
import { signInFault } from "./faults.ts";
import { type BrowserCallback, exchanging, type FinishOptions, finishSignIn } from "./finish.ts";
import type { PendingSignIns, SignInRecord, SignInRecords } from "./records.ts";
import { secretFor } from "./settings.ts";
import { newVersion } from "./token-source.ts";
import { type SignInState, stateOf, type UserTokens } from "./tokens.ts";
import type { TokenVault } from "./vault.ts";

export interface SignInsOptions extends Omit<FinishOptions, "secret"> {
  readonly secret: SecretProvider;
  readonly pendings: PendingSignIns;
  readonly records: SignInRecords;
  readonly vault: TokenVault;
  /** Unguessable bytes. */
  readonly randomBytes?: (bytes: number) => Uint8Array;
}

/** A sign-in that has taken the place of the one before it. */
export interface TakenSignIn {
  readonly purpose: SignInPurpose;
  readonly state: SignInState;
  /** Puts back what stood before, or nothing, where the sign-in turns out to be of no use; one that came after it stays. */
  undo(): Promise<void>;
}

/** Signing in and out at Skatteverket, for accounts by their opaque ids. Whether the caller may act for the account is decided before. */
export interface SignIns {
  /** Keeps the sign-in and gives where to send the browser, and the handle for its cookie. Throws what `beginSignIn` throws, and `SKV_SIGN_IN_SECRET`. */
  begin(request: { readonly redirectUri: string; readonly purpose: SignInPurpose }): Promise<BegunSignIn>;
  /** Takes the kept sign-in, whatever comes of it, and keeps the tokens. Throws what `finishSignIn` throws. */
  finish(callback: BrowserCallback): Promise<TakenSignIn>;
  /** Who is signed in, without opening anything; null when nobody is any more. */
  state(account: string): Promise<SignInState | null>;
  /**
   * Deletes the account's tokens, and revokes them where the authority offers it. They are deleted in any case: `revoked` says whether they are also dead
   * at the authority before their time (false too when there was nothing).
   */
  disconnect(account: string): Promise<{ readonly revoked: boolean }>;
}

/** Somebody who signs in twice at once ends up with either sign-in. */
const WRITES = 5;

export function createSignIns(options: SignInsOptions): SignIns {
  const { settings, pendings, records, vault, timer, randomBytes: random = randomBytes } = options;

  /** Runs the work, and once more with the keys read anew when they were refused: they are exchanged while the program runs. */
  async function withSecret<T>(work: (secret: SkatteverketSecret) => Promise<T>): Promise<T> {
    const secret = await options.secret();
    try {
      return await work(secret);
    } catch (error) {
      const refused = error instanceof SaldovaktError && error.code === "SKV_CREDENTIALS_REFUSED";
      const fresh = refused ? await options.secret({ fresh: true }).catch(() => secret) : secret;
      if (JSON.stringify(fresh) === JSON.stringify(secret)) throw error;
      return work(fresh);
    }
  }

  async function keep(account: string, tokens: UserTokens, seal: (tokens: UserTokens) => string): Promise<Omit<TakenSignIn, "purpose">> {
    const state = stateOf(tokens);
    const record: SignInRecord = { ...state, version: newVersion(random), sealed: seal(tokens) };
    for (let write = 0; write < WRITES; write++) {
      const present = await records.get(account);
      if (await records.replace(account, present?.version ?? null, record)) return { state, undo: () => putBack(account, record, present) };
    }
    throw signInFault("SKV_SIGN_IN_BUSY");
  }

  async function putBack(account: string, record: SignInRecord, before: SignInRecord | null): Promise<void> {
    if (before) await records.replace(account, record.version, before);
    else await records.remove(account, record.version);
    if (settings.revocationUrl !== undefined) await revoke(account, record.sealed).catch(() => false);
  }

  async function revoke(account: string, sealed: string): Promise<boolean> {
    const { accessToken, renewal } = await vault.open(account, sealed);
    const revokeBoth = async (exchange: Exchange): Promise<boolean> => {
      // The refresh token first: it is good for more.
      const renewalDead = renewal === null || (await revokeToken(exchange, settings, renewal.token));
      return (await revokeToken(exchange, settings, accessToken)) && renewalDead;
    };
    return withSecret((secret) => exchanging({ ...options, secret }, revokeBoth));
  }

  return {
    async begin({ redirectUri, purpose }) {
      const secret = secretFor(settings.kind, await options.secret());
      const { clientId } = secret.oauth2;
      const begun = await beginSignIn(settings, { clientId, redirectUri, purpose, now: instant(timer.now()), random });
      await pendings.put(begun.pending);
      return begun;
    },
    async finish(callback) {
      const pending = await pendings.take(pendingId(callback.handle));
      if (!pending) throw signInFault("SKV_SIGN_IN_STALE");
      const { account } = pending.purpose;
      const seal = await vault.sealer(account); // so that what is asked for can be kept
      const { tokens, purpose } = await withSecret((secret) => finishSignIn(pending, callback, { ...options, secret }));
      return { purpose, ...(await keep(account, tokens, seal)) };
    },
    async state(account) {
      const record = await records.get(account);
      if (!record || timer.now() >= Date.parse(record.readableUntil)) return null;
      const { kind, signedInAt, readableUntil } = record;
      return { kind, signedInAt, readableUntil };
    },
    async disconnect(account) {
      const record = await records.get(account);
      await records.remove(account);
      if (!record || settings.revocationUrl === undefined) return { revoked: false };
      return { revoked: await revoke(account, record.sealed).catch(() => false) };
    },
  };
}
