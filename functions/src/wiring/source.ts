import type { SkatteverketSection } from "@saldovakt/configuration";
import { SaldovaktError } from "@saldovakt/domain";
import type { Source, Sources } from "@saldovakt/service";
import type { Skatteverket, SkatteverketSecret } from "@saldovakt/skatteverket";
import type { Store } from "@saldovakt/store";
import type { SourceOperations, WebPorts } from "@saldovakt/web/api";
import type { SecretCache } from "../secret-cache.ts";
import { onceReady } from "./once.ts";

export interface OpenSource {
  /** The secret, for those who look at the certificate; `fresh`: as it stands at this moment. */
  secret(options?: { readonly fresh?: boolean }): Promise<SkatteverketSecret>;
  /** The client, opened at the first call. */
  open(): Promise<Skatteverket>;
}

/**
 * Skatteverket for all workers together: its secret from Secrets Manager, its call rate shared through the store. The client, and what it calls by, is
 * loaded with the first reading: most requests of the HTTP API need none.
 */
export function openSkatteverket(section: SkatteverketSection, store: Pick<Store, "reserveSlots">, secrets: SecretCache): OpenSource {
  const loaded = onceReady(() => import("./skatteverket.ts"));
  const secret: OpenSource["secret"] = async (options) => (await loaded()).readSecretOf(section, secrets, options);
  return { secret, open: onceReady(async () => (await loaded()).open(section, store, secrets)) };
}

const NOT_CONFIGURED: Source = {
  read: async () => {
    throw new SaldovaktError("the account's authority is not configured", {
      code: "SOURCE_NOT_CONFIGURED",
      scope: "account",
      remedy: "add the authority's section to the configuration, or remove the account",
    });
  },
};

/** The sources as the use cases want them. An account whose authority is not configured fails by itself; the others are read. */
export function sourcesOf(skatteverket: OpenSource | null): Sources {
  const opened: Source | null = skatteverket && {
    read: async (identity) => (await skatteverket.open()).read(identity),
    readPayout: async (identity) => (await skatteverket.open()).readPayout(identity),
  };
  return (source) => (source === "skatteverket" ? opened : null) ?? NOT_CONFIGURED;
}

/** The authority's own operations, for the HTTP API. */
export function operationsOf(skatteverket: OpenSource | null): WebPorts["operations"] {
  const offered: SourceOperations = skatteverket
    ? {
        balance: async (identity) => (await skatteverket.open()).balance(identity),
        transactions: async (identity, from) => (await skatteverket.open()).transactions(identity, from),
        payoutAccount: async (identity) => (await skatteverket.open()).payoutAccount(identity),
        payoutBlocks: async (identity) => (await skatteverket.open()).payoutBlocks(identity),
      }
    : {};
  return (source) => (source === "skatteverket" ? offered : {});
}
