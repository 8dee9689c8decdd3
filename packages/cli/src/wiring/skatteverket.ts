import { randomUUID } from "node:crypto";
import type { SkatteverketSection } from "@saldovakt/configuration";
import { inputError } from "@saldovakt/domain";
import {
  type CertificateDescription,
  certificateFault,
  createLimiter,
  describeCertificate,
  type SlotStore,
  systemTimer,
} from "@saldovakt/http";
import type { Clock } from "@saldovakt/service";
import {
  createSkatteverket,
  ENVIRONMENTS,
  grantOf,
  parseSecret,
  type Skatteverket,
  type SkatteverketSecret,
  type SkatteverketSettings,
  tlsMaterial,
} from "@saldovakt/skatteverket";
import type { Context } from "../context.ts";
import { type Loaded, resolveReference } from "../load.ts";
import type { Authority } from "./authority.ts";

/** Everything Skatteverket is called with, read from the configuration and what it refers to. */
export interface Access {
  readonly settings: SkatteverketSettings;
  readonly secret: SkatteverketSecret;
  /** Reads the secret anew: a file that was replaced while the program runs is noticed. */
  readonly readSecret: () => Promise<SkatteverketSecret>;
}

/** Throws `SKATTEVERKET_MISSING` (input) where the configuration has no such section. */
export function requireSection({ configuration }: Loaded): SkatteverketSection {
  if (configuration.skatteverket) return configuration.skatteverket;
  const remedy = 'add "skatteverket": { "environment": …, "secret": "file:skatteverket.secret.json" }, as the README shows';
  throw inputError("SKATTEVERKET_MISSING", "the configuration has no section skatteverket, so nothing can be read", remedy);
}

/** Reads the secret and the extra trust. Throws `SKATTEVERKET_MISSING`, `REFERENCE_UNREADABLE` and `SECRET_INVALID`. */
export async function readAccess(context: Context, loaded: Loaded): Promise<Access> {
  const section = requireSection(loaded);
  const readSecret = async (): Promise<SkatteverketSecret> =>
    parseSecret(await resolveReference(context, loaded, "skatteverket.secret", section.secret));
  const secret = await readSecret();
  const ca = section.ca === undefined ? undefined : await resolveReference(context, loaded, "skatteverket.ca", section.ca);
  return { secret, readSecret, settings: settingsOf(section, secret, ca) };
}

/** The section with the addresses of its environment where none are given; the token endpoint's follows from what the secret holds. */
export function settingsOf(section: SkatteverketSection, secret: SkatteverketSecret, ca: string | undefined): SkatteverketSettings {
  const environment = ENVIRONMENTS[section.environment];
  const { scope, correlationHeader, requestsPerSecond, mutualTlsOnApi, paths } = section;
  return {
    apiUrl: section.apiUrl ?? environment.apiUrl,
    tokenUrl: section.tokenUrl ?? environment.tokenUrl[grantOf(secret)],
    ...{ scope, correlationHeader, requestsPerSecond, mutualTlsOnApi },
    ...(ca === undefined ? {} : { ca }),
    ...(paths === undefined ? {} : { paths }),
  };
}

/**
 * The certificate as it is, found readable and together with its key; null where keys alone are used. Throws `HTTP_CERTIFICATE_UNREADABLE` and
 * `HTTP_KEY_MISMATCH`.
 */
export async function readCertificate({ secret, settings }: Access): Promise<CertificateDescription | null> {
  return secret.certificate ? describeCertificate(tlsMaterial(secret, settings.ca)) : null;
}

/** Refuses a certificate that no server will take: `CERTIFICATE_EXPIRED` or `CERTIFICATE_NOT_YET_VALID`, at the clock's moment. */
export function requireValid(certificate: CertificateDescription | null, clock: Clock): void {
  const fault = certificate && certificateFault(certificate, clock.now());
  if (fault) throw fault;
}

/** How Skatteverket is called, whichever of its services: with these keys, and all together at one rate by the real clock. */
export const callingOf = (access: Access, { requestsPerSecond: perSecond }: { readonly requestsPerSecond: number }, slots: SlotStore) => ({
  secret: async (options?: { readonly fresh?: boolean }) => (options?.fresh ? access.readSecret() : access.secret),
  limiter: createLimiter({ perSecond, slots, timer: systemTimer }),
  timer: systemTimer,
  random: Math.random,
  correlationId: randomUUID,
});

/** The authority, called at the configured rate. `now` stamps readings; tokens and the rate go by the real clock. */
export function openSkatteverket(access: Access, slots: SlotStore, clock: Clock): Skatteverket {
  const { settings } = access;
  return createSkatteverket({ settings, ...callingOf(access, settings, slots), now: () => clock.now() });
}

/** Skatteverket, ready to be called: nothing is called yet. */
export async function skatteverketAuthority(
  access: Access,
  slots: SlotStore,
  { clock, real }: Pick<Context, "clock" | "real">,
): Promise<Authority> {
  const certificate = await readCertificate(access);
  const skatteverket = openSkatteverket(access, slots, clock);
  return {
    name: "skatteverket",
    source: skatteverket,
    operations: skatteverket,
    validTo: certificate?.validTo ?? null,
    fault: certificate && certificateFault(certificate, real.now()),
    idKey: access.secret.apigw.clientSecret,
    close: () => skatteverket.close(),
  };
}
