import { randomUUID } from "node:crypto";
import type { MaskinportenSection, SkatteetatenSection } from "@saldovakt/configuration";
import { type AccountAccess, epochMs } from "@saldovakt/domain";
import { certificateFault, createHttpClient, type HttpClientOptions, systemTimer } from "@saldovakt/http";
import {
  createMaskinporten,
  describeCredentials,
  ENVIRONMENTS as GATES,
  type MaskinportenSecret,
  organisationTokens,
  parseSecret,
} from "@saldovakt/maskinporten";
import { type CertificatePorts, watchCertificate } from "@saldovakt/service";
import { createSkatteetaten, ENVIRONMENTS, type Skatteetaten } from "@saldovakt/skatteetaten";
import type { Store } from "@saldovakt/store";
import type { SecretCache } from "../secret-cache.ts";
import type { Turn } from "../shared-turn.ts";
import { systemClock } from "./clock.ts";
import type { Meter } from "./metrics.ts";

/** The part of the wiring that only a Norwegian reading needs; `source.ts` loads it with the first. */

export interface NorwegianSections {
  readonly maskinporten: MaskinportenSection;
  readonly skatteetaten: SkatteetatenSection;
}

/**
 * Skatteetaten takes five calls at once from all of us together. The infrastructure starts four workers at most, and each has one call under way; the fifth is
 * for somebody who asks the HTTP API for a fresh reading. Of those processes there are as many as are asked, so they take turns.
 */
const CALLS_AT_ONCE = 1;

/** How long it is believed whose access opens an account: every call asks. */
const ACCESS_LIFETIME_MS = 5 * 60_000;
/** So many are remembered; then all are asked for anew. */
const ACCESS_KEPT = 5_000;

const DAY_MS = 86_400_000;

/** `fresh`: as the secret stands at this moment. */
const readSecret = async (
  { maskinporten }: NorwegianSections,
  secrets: SecretCache,
  options?: { readonly fresh?: boolean },
): Promise<MaskinportenSecret> => parseSecret(await secrets(maskinporten.secret, options));

/** Whose access opens an account, by what the store keeps of it. */
function rememberedAccess(store: Pick<Store, "findAccount">): (org: string) => Promise<AccountAccess | undefined> {
  const kept = new Map<string, { readonly access: AccountAccess | undefined; readonly until: number }>();
  return async (org) => {
    const found = kept.get(org);
    if (found && systemTimer.now() < found.until) return found.access;
    const access = (await store.findAccount("skatteetaten", org))?.access;
    if (kept.size >= ACCESS_KEPT) kept.clear();
    kept.set(org, { access, until: systemTimer.now() + ACCESS_LIFETIME_MS });
    return access;
  };
}

/** A client whose every call waits for its turn; calls of nobody else's are then under way. */
const inTurn = (turn: Turn) => (options?: HttpClientOptions) => {
  const client = createHttpClient(options);
  return { ...client, send: (request: Parameters<typeof client.send>[0]) => turn(() => client.send(request)) };
};

/** `turn`: for processes of which the infrastructure starts as many as it likes. */
export async function open(
  sections: NorwegianSections,
  store: Pick<Store, "findAccount">,
  secrets: SecretCache,
  turn?: Turn,
): Promise<Skatteetaten> {
  const { maskinporten, skatteetaten } = sections;
  const [gateCa, ca] = await Promise.all([maskinporten.ca, skatteetaten.ca].map((each) => each && secrets(each)));
  const gate = createMaskinporten({
    settings: { issuer: maskinporten.issuer ?? GATES[maskinporten.environment].issuer, ...(gateCa ? { ca: gateCa } : {}) },
    secret: (options) => readSecret(sections, secrets, options),
    timer: systemTimer,
    random: Math.random,
    jti: randomUUID,
  });
  return createSkatteetaten({
    settings: {
      apiUrl: skatteetaten.apiUrl ?? ENVIRONMENTS[skatteetaten.environment].apiUrl,
      package: skatteetaten.package,
      callsAtOnce: CALLS_AT_ONCE,
      ...(ca ? { tls: { ca: [ca] } } : {}),
    },
    tokens: organisationTokens(gate, {
      scope: skatteetaten.scope,
      bySystemUser: skatteetaten.package === "regnskapssystem",
      accessOf: rememberedAccess(store),
    }),
    timer: systemTimer,
    random: Math.random,
    correlationId: randomUUID,
    now: systemClock.now,
    ...(turn ? { createClient: inTurn(turn) } : {}),
  });
}

/**
 * Looks at what signs grants: measures the days it has left, where that is known, and tells on the days before its end. Throws when it cannot be opened, and when a
 * certificate is not valid today; of a registered key only Maskinporten knows for certain.
 */
export async function checkCredentials(
  sections: NorwegianSections,
  secrets: SecretCache,
  ports: CertificatePorts,
  meter: Meter,
): Promise<void> {
  const { validTo, certificate } = await describeCredentials(await readSecret(sections, secrets, { fresh: true }));
  const now = ports.clock.now();
  if (validTo !== null) {
    meter.gauge("CertificateDaysLeft", Math.floor((epochMs(validTo) - epochMs(now)) / DAY_MS));
    await watchCertificate("skatteetaten", validTo, ports);
  }
  const fault = certificate && certificateFault(certificate, now);
  if (fault) throw fault;
}
