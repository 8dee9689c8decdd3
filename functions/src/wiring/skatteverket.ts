import { randomUUID } from "node:crypto";
import type { SkatteverketSection } from "@saldovakt/configuration";
import { createLimiter, type SlotStore, systemTimer } from "@saldovakt/http";
import {
  createSkatteverket,
  ENVIRONMENTS,
  grantOf,
  parseSecret,
  type Skatteverket,
  type SkatteverketSecret,
  type SkatteverketSettings,
} from "@saldovakt/skatteverket";
import type { Store } from "@saldovakt/store";
import type { SecretCache } from "../secret-cache.ts";
import { systemClock } from "./clock.ts";

/** The part of the wiring that only a reading needs; `source.ts` loads it with the first. */

export function settingsOf(section: SkatteverketSection, secret: SkatteverketSecret, ca: string | undefined): SkatteverketSettings {
  const environment = ENVIRONMENTS[section.environment];
  return {
    apiUrl: section.apiUrl ?? environment.apiUrl,
    tokenUrl: section.tokenUrl ?? environment.tokenUrl[grantOf(secret)],
    scope: section.scope,
    correlationHeader: section.correlationHeader,
    requestsPerSecond: section.requestsPerSecond,
    mutualTlsOnApi: section.mutualTlsOnApi,
    ...(ca === undefined ? {} : { ca }),
    ...(section.paths ? { paths: section.paths } : {}),
  };
}

/** `fresh`: as the secret stands at this moment. */
export async function readSecretOf(
  section: SkatteverketSection,
  secrets: SecretCache,
  options?: { readonly fresh?: boolean },
): Promise<SkatteverketSecret> {
  return parseSecret(await secrets(section.secret, options));
}

/** Its call rate, which all workers share whatever they call. */
export const slotsOf = (store: Pick<Store, "reserveSlots">): SlotStore => ({
  reserve: (count, spacingMs, notBefore) => store.reserveSlots("skatteverket", count, spacingMs, notBefore),
});

export async function open(section: SkatteverketSection, store: Pick<Store, "reserveSlots">, secrets: SecretCache): Promise<Skatteverket> {
  const secret = (options?: { readonly fresh?: boolean }) => readSecretOf(section, secrets, options);
  const ca = section.ca === undefined ? undefined : await secrets(section.ca);
  return createSkatteverket({
    settings: settingsOf(section, await secret(), ca),
    secret,
    limiter: createLimiter({ perSecond: section.requestsPerSecond, slots: slotsOf(store), timer: systemTimer }),
    timer: systemTimer,
    random: Math.random,
    correlationId: randomUUID,
    now: systemClock.now,
  });
}
