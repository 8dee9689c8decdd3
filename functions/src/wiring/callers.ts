import { randomUUID } from "node:crypto";
import type { ApiSection } from "@saldovakt/configuration";
import { systemTimer } from "@saldovakt/http";
import { parseSecret } from "@saldovakt/maskinporten";
import { type CallersGate, openCallersGate } from "@saldovakt/maskinporten/provider";
import type { SecretCache } from "../secret-cache.ts";
import { meter } from "./invocation.ts";
import { faultFields, log } from "./log.ts";

/** The part of the wiring that only a caller with a token needs; `ways-in.ts` loads it with the first. */
export async function open({ maskinporten, altinn }: ApiSection, secrets: SecretCache): Promise<CallersGate> {
  const [ca, altinnCa] = await Promise.all([maskinporten.ca, altinn.ca].map((each) => each && secrets(each)));
  return openCallersGate({
    maskinporten: { ...maskinporten, ...(ca ? { ca } : {}) },
    altinn: { ...altinn, subscriptionKey: (await secrets(altinn.subscriptionKey)).trim(), ...(altinnCa ? { ca: altinnCa } : {}) },
    secret: async (options) => parseSecret(await secrets(altinn.secret, options)),
    alarm(fault) {
      meter().count("CallersShutOut", 1);
      log().error("callers cannot be judged", faultFields(fault));
    },
    audit: (record) => log().info("caller judged", { ...record }),
    timer: systemTimer,
    random: Math.random,
    jti: randomUUID,
  });
}
