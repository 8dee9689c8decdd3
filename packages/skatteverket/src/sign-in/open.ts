import { type Instant, NOT_AUTHORISED, toSaldovaktError } from "@saldovakt/domain";
import type { SlotStore, Timer } from "@saldovakt/http";
import { createLimiter } from "@saldovakt/http";
import type { EnvironmentName } from "../environments.ts";
import type { SecretProvider } from "../sessions.ts";
import type { SkatteverketSettings } from "../settings.ts";
import type { Skatteverket } from "../skatteverket.ts";
import type { DataKeys } from "./data-keys.ts";
import { createInteractiveSkatteverket } from "./interactive.ts";
import { keptSignIns, type SignInKeeper } from "./kept.ts";
import type { SignInRecord } from "./records.ts";
import { type SignInKind, type SignInSettings, signInAddresses } from "./settings.ts";
import { createSignIns, type SignIns } from "./sign-ins.ts";
import { tokenVault } from "./vault.ts";

/** The section `signIn` of a configuration, with the scope and trust of the section it stands in. */
export interface SignInHouseSettings {
  readonly environment: EnvironmentName;
  readonly kind: SignInKind;
  readonly redirectUri: string;
  readonly scope: string;
  readonly authorizeUrl?: string;
  readonly tokenUrl?: string;
  readonly issuer?: string;
  readonly revocationUrl?: string;
  readonly ca?: string;
}

export interface SignInHouseOptions {
  readonly signIn: SignInHouseSettings;
  /** Of the API. */
  readonly api: Omit<SkatteverketSettings, "tokenUrl" | "scope">;
  readonly secret: SecretProvider;
  readonly store: SignInKeeper;
  readonly keys: DataKeys;
  /** The agreed call rate, shared with everybody else who calls. */
  readonly slots: SlotStore;
  readonly requestsPerSecond: number;
  readonly timer: Timer;
  readonly random: () => number;
  readonly correlationId: () => string;
  readonly now: () => Instant;
}

/** What a sign-in reads. */
export type SignInReader = Pick<Skatteverket, "read" | "readPayout">;

/** Everything an installation needs where people sign in themselves. */
export interface SignInHouse extends Pick<SignIns, "state"> {
  /** Where to send the browser, and what its cookie holds until then. */
  begin(account: string, returnTo: string): Promise<{ readonly url: string; readonly handle: string; readonly expiresAt: Instant }>;
  /** `query`: as the browser brought it, without the question mark. */
  finish(query: string, handle: string): Promise<FinishedInHouse>;
  disconnect(account: string): Promise<void>;
  /** Reads with the account's sign-in. Where a new one may not read that has not read yet, it gives way and the one before it reads. */
  reader(account: string): SignInReader;
}

export interface FinishedInHouse {
  readonly account: string;
  /** The page to show. */
  readonly returnTo: string;
  /** Reads with this sign-in; where it may not, it gives way all the same, and that is told. */
  readonly reader: SignInReader;
  /** Takes it back unused. */
  undo(): Promise<void>;
}

export function settingsOf({ environment, redirectUri, ...given }: SignInHouseSettings): SignInSettings {
  return { ...signInAddresses(environment, given.kind), ...given, redirectUris: [redirectUri] };
}

/** Nothing is called yet. Faults of the settings are thrown by what needs them. */
export function openSignIns(options: SignInHouseOptions): SignInHouse {
  const { api, secret, slots, requestsPerSecond, timer, random, correlationId, now } = options;
  const { redirectUri } = options.signIn;
  const settings = settingsOf(options.signIn);
  const { pendings, records } = keptSignIns(options.store);
  const vault = tokenVault(options.keys);
  const limiter = createLimiter({ perSecond: requestsPerSecond, slots, timer });
  const signIns = createSignIns({ settings, secret, pendings, records, vault, timer, now });

  async function reading<T>(account: string, work: (by: SignInReader) => Promise<T>, used: (record: SignInRecord) => void): Promise<T> {
    const skatteverket = createInteractiveSkatteverket({
      ...{ settings: api, signIn: settings, account, records, vault, used, secret, limiter, timer, random, correlationId, now },
    });
    try {
      return await work(skatteverket);
    } finally {
      await skatteverket.close();
    }
  }

  /** Reads the account, and so decides over the sign-in that did. Where that cannot be written down, the next reading decides. */
  async function deciding<T>(account: string, work: (by: SignInReader) => Promise<T>, mayFallBack: boolean): Promise<T> {
    let by: SignInRecord | undefined;
    try {
      const done = await reading(account, work, (record) => {
        by = record;
      });
      if (by?.earlier) await signIns.proven(account, by.id).catch(() => {});
      return done;
    } catch (thrown) {
      if (!by || toSaldovaktError(thrown).code !== NOT_AUTHORISED) throw thrown;
      await signIns.giveWay(account, by.id).catch(() => {});
      if (!mayFallBack || !by.earlier) throw thrown;
    }
    return deciding(account, work, false);
  }

  const reader = (account: string, mayFallBack: boolean): SignInReader => ({
    read: (identity) => deciding(account, (by) => by.read(identity), mayFallBack),
    readPayout: (identity) =>
      reading(
        account,
        (by) => by.readPayout(identity),
        () => {},
      ),
  });

  return {
    async begin(account, returnTo) {
      const { url, handle, pending } = await signIns.begin({ redirectUri, purpose: { account, returnTo } });
      return { url, handle, expiresAt: pending.expiresAt };
    },
    async finish(query, handle) {
      const { id, purpose } = await signIns.finish({ url: query === "" ? redirectUri : `${redirectUri}?${query}`, handle });
      const { account } = purpose;
      return { ...purpose, reader: reader(account, false), undo: () => signIns.giveWay(account, id) };
    },
    state: signIns.state,
    async disconnect(account) {
      await signIns.disconnect(account);
    },
    reader: (account) => reader(account, true),
  };
}
