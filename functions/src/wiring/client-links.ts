import { randomUUID } from "node:crypto";
import type { OmbudApiSection, SkatteverketSection } from "@saldovakt/configuration";
import { createLimiter, systemTimer } from "@saldovakt/http";
import { createOmbudHandling, type OmbudHandling, ombudSettings } from "@saldovakt/skatteverket/ombud";
import type { Store } from "@saldovakt/store";
import type { SecretCache } from "../secret-cache.ts";
import { systemClock } from "./clock.ts";
import { readSecretOf, settingsOf, slotsOf } from "./skatteverket.ts";

/** Ombudshantering, called with Skattekonto's keys and at the rate that all workers share; loaded with the first link that is wanted. */
export async function open(
  section: SkatteverketSection,
  api: OmbudApiSection,
  store: Pick<Store, "reserveSlots">,
  secrets: SecretCache,
): Promise<OmbudHandling> {
  const secret = (options?: { readonly fresh?: boolean }) => readSecretOf(section, secrets, options);
  const ca = section.ca === undefined ? undefined : await secrets(section.ca);
  const settings = ombudSettings(api, section.environment, settingsOf(section, await secret(), ca));
  return createOmbudHandling({
    settings,
    secret,
    limiter: createLimiter({ perSecond: settings.requestsPerSecond, slots: slotsOf(store), timer: systemTimer }),
    timer: systemTimer,
    random: Math.random,
    correlationId: randomUUID,
    now: systemClock.now,
  });
}
