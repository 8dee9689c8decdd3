import type { SkatteverketSection } from "@saldovakt/configuration";
import { SaldovaktError, type SourceName } from "@saldovakt/domain";
import type { CertificatePorts, Source, Sources } from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import type { SourceOperations, WebPorts } from "@saldovakt/web/api";
import type { SecretCache } from "../secret-cache.ts";
import type { Turn } from "../shared-turn.ts";
import type { Meter } from "./metrics.ts";
import { onceReady } from "./once.ts";
import type { NorwegianSections } from "./skatteetaten.ts";

/** An authority that the configuration names. Nothing is loaded, read or opened before it is asked. */
export interface OpenSource {
  readonly name: SourceName;
  readonly source: Source;
  readonly operations: SourceOperations;
  /** Looks at its key or certificate as it is at this moment, and tells on the days before its end. */
  readonly checkCertificate: (ports: CertificatePorts, meter: Meter) => Promise<void>;
}

/**
 * Skatteverket for all workers together: its secret from Secrets Manager, its call rate shared through the store. The client, and what it calls by, is
 * loaded with the first reading: most requests of the HTTP API need none.
 */
export function openSkatteverket(section: SkatteverketSection, store: Pick<Store, "reserveSlots">, secrets: SecretCache): OpenSource {
  const loaded = onceReady(() => import("./skatteverket.ts"));
  const open = onceReady(async () => (await loaded()).open(section, store, secrets));
  return {
    name: "skatteverket",
    source: {
      read: async (identity) => (await open()).read(identity),
      readPayout: async (identity) => (await open()).readPayout(identity),
    },
    operations: {
      balance: async (identity) => (await open()).balance(identity),
      transactions: async (identity, from) => (await open()).transactions(identity, from),
      payoutAccount: async (identity) => (await open()).payoutAccount(identity),
      payoutBlocks: async (identity) => (await open()).payoutBlocks(identity),
    },
    checkCertificate: async (ports, meter) => {
      const { checkCertificate } = await import("./certificate.ts");
      await checkCertificate(await (await loaded()).readSecretOf(section, secrets, { fresh: true }), ports, meter);
    },
  };
}

/** Skatteetaten, behind Maskinporten, in the same way. Each worker has its share of the calls that may be under way at once; with `turn`, one is shared. */
export function openSkatteetaten(
  sections: NorwegianSections,
  store: Pick<Store, "findAccount">,
  secrets: SecretCache,
  turn?: Turn,
): OpenSource {
  const loaded = onceReady(() => import("./skatteetaten.ts"));
  const open = onceReady(async () => (await loaded()).open(sections, store, secrets, turn));
  return {
    name: "skatteetaten",
    source: { read: async (identity) => (await open()).read(identity) },
    operations: { transactions: async (identity, from) => (await open()).transactions(identity, from) },
    checkCertificate: async (ports, meter) => (await loaded()).checkCredentials(sections, secrets, ports, meter),
  };
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
export const sourcesOf =
  (opened: readonly OpenSource[]): Sources =>
  (name) =>
    opened.find((each) => each.name === name)?.source ?? NOT_CONFIGURED;

/** The authorities' own operations, for the HTTP API. */
export const operationsOf =
  (opened: readonly OpenSource[]): WebPorts["operations"] =>
  (name) =>
    opened.find((each) => each.name === name)?.operations ?? {};
