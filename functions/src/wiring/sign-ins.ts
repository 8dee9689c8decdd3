import { randomUUID } from "node:crypto";
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { SignInSection, SkatteverketSection } from "@saldovakt/configuration";
import { systemTimer } from "@saldovakt/http";
import { parseSecret } from "@saldovakt/skatteverket";
import { type KmsLike, kmsDataKeys, openSignIns, type SignInHouse } from "@saldovakt/skatteverket/sign-in";
import type { Store } from "@saldovakt/store";
import type { SecretCache } from "../secret-cache.ts";
import { CLIENT } from "./aws.ts";
import { systemClock } from "./clock.ts";
import { readSecretOf, settingsOf, slotsOf } from "./skatteverket.ts";

export function openKms(): KmsLike {
  const client = new KMSClient(CLIENT);
  return {
    generateDataKey: (input) => client.send(new GenerateDataKeyCommand(input)),
    decrypt: (input) => client.send(new DecryptCommand(input)),
  };
}

/** The part of the wiring that only somebody who signs in needs; `ways-in.ts` loads it with the first. */
export async function open(
  section: SkatteverketSection,
  { key, secret: reference, ...given }: SignInSection,
  store: Store,
  secrets: SecretCache,
): Promise<SignInHouse> {
  const secret = async (options?: { readonly fresh?: boolean }) =>
    reference === undefined ? readSecretOf(section, secrets, options) : parseSecret(await secrets(reference, options));
  const ca = section.ca === undefined ? undefined : await secrets(section.ca);
  return openSignIns({
    signIn: { environment: section.environment, scope: section.scope, ...given, ...(ca === undefined ? {} : { ca }) },
    api: settingsOf(section, await secret(), ca),
    secret,
    store,
    keys: kmsDataKeys(openKms(), key),
    slots: slotsOf(store),
    requestsPerSecond: section.requestsPerSecond,
    timer: systemTimer,
    random: Math.random,
    correlationId: randomUUID,
    now: systemClock.now,
  });
}
