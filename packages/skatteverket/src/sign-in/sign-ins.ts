import { randomBytes } from "node:crypto";
import { instant, SaldovaktError } from "@saldovakt/domain";
import type { SkatteverketSecret } from "../secret.ts";
import type { SecretProvider } from "../sessions.ts";
import { type BegunSignIn, beginSignIn, pendingId, type SignInPurpose } from "./begin.ts";
import { type Exchange, revokeToken } from "./exchange.ts";
import { signInFault } from "./faults.ts";
import { type BrowserCallback, exchanging, type FinishOptions, finishSignIn } from "./finish.ts";
import { alone, type PendingSignIns, type SignInRecord, type SignInRecords } from "./records.ts";
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

/** A sign-in that stands before the one that stood until now, which is kept until this one has been seen to read the account. */
export interface TakenSignIn {
  readonly id: string;
  readonly purpose: SignInPurpose;
  readonly state: SignInState;
}

/** Signing in and out at Skatteverket, for accounts by their opaque ids. Whether the caller may act for the account is decided before. */
export interface SignIns {
  /** Keeps the sign-in and gives where to send the browser, and the handle for its cookie. Throws what `beginSignIn` throws, and `SKV_SIGN_IN_SECRET`. */
  begin(request: { readonly redirectUri: string; readonly purpose: SignInPurpose }): Promise<BegunSignIn>;
  /** Takes the kept sign-in, whatever comes of it, and keeps the tokens. Throws what `finishSignIn` throws. */
  finish(callback: BrowserCallback): Promise<TakenSignIn>;
  /** The sign-in has been seen to read the account: what stood before it is let go. */
  proven(account: string, id: string): Promise<void>;
  /** The sign-in is of no use: what stood before it stands again, if anything does. One that came after it stays. */
  giveWay(account: string, id: string): Promise<void>;
  /** Who is signed in, without opening anything; null when nobody is any more: what such a sign-in left is deleted. */
  state(account: string): Promise<SignInState | null>;
  /**
   * Deletes the account's tokens, and revokes them where the authority offers it. They are deleted in any case: `revoked` says whether they are also dead
   * at the authority before their time (false too when there was nothing).
   */
  disconnect(account: string): Promise<{ readonly revoked: boolean }>;
}

/** Tries of a write that others come before. Somebody who signs in twice at once ends up with either sign-in. */
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

  const isReadable = ({ readableUntil }: SignInRecord): boolean => timer.now() < Date.parse(readableUntil);

  async function keep(account: string, tokens: UserTokens, seal: (tokens: UserTokens) => string): Promise<Omit<TakenSignIn, "purpose">> {
    const state = stateOf(tokens);
    const id = newVersion(random);
    const made: SignInRecord = { ...state, id, version: newVersion(random), sealed: seal(tokens) };
    for (let write = 0; write < WRITES; write++) {
      const present = await records.get(account);
      // One that has read is worth more than one that has not yet.
      const earlier = [present?.earlier, present].find((record) => record && isReadable(record));
      const record = earlier ? { ...made, earlier: alone(earlier) } : made;
      if (await records.replace(account, present?.version ?? null, record)) return { id, state };
    }
    throw signInFault("SKV_SIGN_IN_BUSY");
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
    async proven(account, id) {
      for (let write = 0; write < WRITES; write++) {
        const present = await records.get(account);
        if (present?.id !== id || !present.earlier) return;
        if (await records.replace(account, present.version, { ...alone(present), version: newVersion(random) })) return;
      }
    },
    async giveWay(account, id) {
      for (let write = 0; write < WRITES; write++) {
        const present = await records.get(account);
        if (present?.id !== id) return;
        if (!present.earlier) await records.remove(account, present.version);
        else if (!(await records.replace(account, present.version, present.earlier))) continue;
        if (settings.revocationUrl !== undefined) await revoke(account, present.sealed).catch(() => false);
      }
    },
    async state(account) {
      const record = await records.get(account);
      if (!record) return null;
      if (!isReadable(record)) {
        // Over, and of use to nobody: unless somebody is renewing it just now.
        const used = [record, record.earlier].some(
          (each) => each && (isReadable(each) || timer.now() < Date.parse(each.leasedUntil ?? "")),
        );
        if (!used) await records.remove(account, record.version).catch(() => {});
        return null;
      }
      const { kind, signedInAt, readableUntil } = record;
      return { kind, signedInAt, readableUntil };
    },
    async disconnect(account) {
      const record = await records.get(account);
      await records.remove(account);
      if (!record || settings.revocationUrl === undefined) return { revoked: false };
      const both = [record, ...(record.earlier ? [record.earlier] : [])];
      const revoked = await Promise.all(both.map(({ sealed }) => revoke(account, sealed).catch(() => false)));
      return { revoked: revoked.every(Boolean) };
    },
  };
}
