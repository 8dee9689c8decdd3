import { randomUUID } from "node:crypto";
import type { MaskinportenSection, SkatteetatenSection } from "@saldovakt/configuration";
import { type AccountAccess, inputError } from "@saldovakt/domain";
import { certificateFault, systemTimer } from "@saldovakt/http";
import {
  clockFault,
  createMaskinporten,
  describeCredentials,
  type Maskinporten,
  type MaskinportenSecret,
  type MaskinportenSettings,
  organisationTokens,
  ENVIRONMENTS as PORTS,
  parseSecret,
  requestFor,
  type TokenRequest,
} from "@saldovakt/maskinporten";
import { createSkatteetaten, ENVIRONMENTS, type SkatteetatenSettings } from "@saldovakt/skatteetaten";
import type { Context } from "../context.ts";
import { type Loaded, resolveReference } from "../load.ts";
import type { AccessOf, Authority } from "./authority.ts";

/** Everything Krav og betalinger is called with, read from the configuration and what it refers to. */
export interface NorwegianAccess {
  readonly maskinporten: MaskinportenSettings;
  readonly skatteetaten: SkatteetatenSettings;
  readonly scope: string;
  readonly secret: MaskinportenSecret;
  /** Reads the secret anew: a file that was replaced while the program runs is noticed. */
  readonly readSecret: () => Promise<MaskinportenSecret>;
}

export interface NorwegianSections {
  readonly maskinporten: MaskinportenSection;
  readonly skatteetaten: SkatteetatenSection;
}

/** Throws `SKATTEETATEN_MISSING` (input) where the configuration lacks either section. */
export function requireNorway({ configuration: { maskinporten, skatteetaten } }: Pick<Loaded, "configuration">): NorwegianSections {
  if (maskinporten && skatteetaten) return { maskinporten, skatteetaten };
  throw inputError(
    "SKATTEETATEN_MISSING",
    "the configuration has no section skatteetaten, so no Norwegian account can be read",
    'add "maskinporten": { "environment": …, "secret": "file:maskinporten.secret.json" } and "skatteetaten": { "environment": … }',
  );
}

/** Reads the secret, unless it is at hand, and the extra trust. Throws `SKATTEETATEN_MISSING`, `REFERENCE_UNREADABLE` and `SECRET_INVALID`. */
export async function readNorwegianAccess(context: Context, loaded: Loaded, given?: MaskinportenSecret): Promise<NorwegianAccess> {
  const { maskinporten, skatteetaten } = requireNorway(loaded);
  const readSecret = async (): Promise<MaskinportenSecret> =>
    parseSecret(await resolveReference(context, loaded, "maskinporten.secret", maskinporten.secret));
  const trust = async (field: string, ca: string | undefined): Promise<string | undefined> =>
    ca === undefined ? undefined : resolveReference(context, loaded, field, ca);
  const [secret, portCa, ca] = [
    given ?? (await readSecret()),
    await trust("maskinporten.ca", maskinporten.ca),
    await trust("skatteetaten.ca", skatteetaten.ca),
  ];
  return {
    maskinporten: {
      issuer: maskinporten.issuer ?? PORTS[maskinporten.environment].issuer,
      ...(portCa === undefined ? {} : { ca: portCa }),
    },
    skatteetaten: {
      apiUrl: skatteetaten.apiUrl ?? ENVIRONMENTS[skatteetaten.environment].apiUrl,
      package: skatteetaten.package,
      ...(ca === undefined ? {} : { tls: { ca: [ca] } }),
    },
    scope: skatteetaten.scope,
    secret,
    readSecret,
  };
}

/** Grants go by the real clock, whatever day the program is told. */
export const openMaskinporten = ({ maskinporten, secret, readSecret }: NorwegianAccess): Maskinporten =>
  createMaskinporten({
    settings: maskinporten,
    secret: async (options) => (options?.fresh ? readSecret() : secret),
    timer: systemTimer,
    random: Math.random,
    jti: randomUUID,
  });

/** What a token for an account's figures is asked for with. */
export const tokenRequest = (
  access: Pick<NorwegianAccess, "scope" | "skatteetaten">,
  identity: string,
  of: AccountAccess | undefined,
): TokenRequest => requestFor(tokenTerms(access), identity, of);

/** An accounting system reads by a system user always, the company's own where nothing else is said. */
const tokenTerms = ({ scope, skatteetaten }: Pick<NorwegianAccess, "scope" | "skatteetaten">) => ({
  scope,
  bySystemUser: skatteetaten.package === "regnskapssystem",
});

/** Maskinporten refuses grants of a clock that is ten seconds off. */
const CLOCK_TOLD_MS = 5_000;

/** Krav og betalinger behind Maskinporten, ready to be called: nothing is called yet. */
export async function skatteetatenAuthority(
  access: NorwegianAccess,
  accessOf: AccessOf,
  { clock, real }: Pick<Context, "clock" | "real">,
): Promise<Authority & { readonly maskinporten: Maskinporten }> {
  const { validTo, certificate } = await describeCredentials(access.secret);
  const maskinporten = openMaskinporten(access);
  const skatteetaten = createSkatteetaten({
    settings: access.skatteetaten,
    tokens: organisationTokens(maskinporten, { ...tokenTerms(access), accessOf }),
    timer: systemTimer,
    random: Math.random,
    correlationId: randomUUID,
    now: () => clock.now(),
  });
  return {
    name: "skatteetaten",
    source: skatteetaten,
    operations: { transactions: (identity, from) => skatteetaten.transactions(identity, from) },
    validTo,
    // Of a registered key only Maskinporten knows for certain when it ends, so it is asked.
    fault: certificate ? certificateFault(certificate, real.now()) : null,
    idKey: access.secret.key,
    maskinporten,
    clockFault: () => {
      const reading = maskinporten.clock();
      return Math.abs(reading?.offsetMs ?? 0) < CLOCK_TOLD_MS ? null : clockFault(reading);
    },
    close: async () => {
      await Promise.all([skatteetaten.close(), maskinporten.close()]);
    },
  };
}
