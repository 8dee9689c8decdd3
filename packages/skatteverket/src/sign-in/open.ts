import type { Instant } from "@saldovakt/domain";
import type { SlotStore, Timer } from "@saldovakt/http";
import { createLimiter } from "@saldovakt/http";
import type { EnvironmentName } from "../environments.ts";
import type { SecretProvider } from "../sessions.ts";
import type { SkatteverketSettings } from "../settings.ts";
import type { Skatteverket } from "../skatteverket.ts";
import type { DataKeys } from "./data-keys.ts";
import { createInteractiveSkatteverket } from "./interactive.ts";
import { keptSignIns, type SignInKeeper } from "./kept.ts";
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

/** Everything an installation needs where people sign in themselves. */
export interface SignInHouse extends Pick<SignIns, "state"> {
  /** Where to send the browser, and what its cookie holds until then. */
  begin(account: string, returnTo: string): Promise<{ readonly url: string; readonly handle: string; readonly expiresAt: Instant }>;
  /** `query`: as the browser brought it, without the question mark. Resolves to the account it was for, the page to show, and how to put back what stood before. */
  finish(query: string, handle: string): Promise<{ readonly account: string; readonly returnTo: string; undo(): Promise<void> }>;
  disconnect(account: string): Promise<void>;
  /** Runs the work with what the account's sign-in reads, and closes it. */
  reading<T>(account: string, work: (skatteverket: Skatteverket) => Promise<T>): Promise<T>;
}

function settingsOf({ environment, redirectUri, ...given }: SignInHouseSettings): SignInSettings {
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
  return {
    async begin(account, returnTo) {
      const { url, handle, pending } = await signIns.begin({ redirectUri, purpose: { account, returnTo } });
      return { url, handle, expiresAt: pending.expiresAt };
    },
    async finish(query, handle) {
      const { purpose, undo } = await signIns.finish({ url: query === "" ? redirectUri : `${redirectUri}?${query}`, handle });
      return { ...purpose, undo };
    },
    state: signIns.state,
    async disconnect(account) {
      await signIns.disconnect(account);
    },
    async reading(account, work) {
      const skatteverket = createInteractiveSkatteverket({
        ...{ settings: api, signIn: settings, account, records, vault, secret, limiter, timer, random, correlationId, now },
      });
      try {
        return await work(skatteverket);
      } finally {
        await skatteverket.close();
      }
    },
  };
}
