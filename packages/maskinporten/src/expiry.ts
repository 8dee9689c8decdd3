import { epochMs, type Instant, instant } from "@saldovakt/domain";
import { type CertificateDescription, describeCertificate } from "@saldovakt/http";
import { hasIssuer, orderedChain } from "./chain.ts";
import type { MaskinportenSecret } from "./secret.ts";
import { openKey } from "./signer.ts";

/** What a secret holds, for people; nothing secret in it. */
export interface CredentialDescription {
  readonly kind: "key" | "certificate";
  readonly algorithm: string;
  readonly keyBits: number;
  /** The first moment something of it ends: a certificate of the chain, or the registered key on its last day. Null: not known. */
  readonly validTo: Instant | null;
  /** The enterprise certificate. */
  readonly certificate?: CertificateDescription;
  /** Whether the certificate comes with its issuer's, as Maskinporten asks. */
  readonly chainComplete?: boolean;
}

/**
 * Describes key or certificate, after proving that they belong together. Throws what opening the secret throws, and
 * `HTTP_CERTIFICATE_UNREADABLE`. Whether it is valid today is for `expiryNotice` to say.
 */
export async function describeCredentials(secret: MaskinportenSecret): Promise<CredentialDescription> {
  const key = openKey(secret);
  const common = { algorithm: secret.algorithm ?? "RS256", keyBits: key.asymmetricKeyDetails?.modulusLength ?? 0 };
  if ("kid" in secret) {
    const validTo = secret.keyValidTo === undefined ? null : instant(Date.parse(`${secret.keyValidTo}T00:00:00Z`));
    return { kind: "key", ...common, validTo };
  }
  const chain = orderedChain(secret.cert, key);
  const { passphrase } = secret;
  const certificate = await describeCertificate({
    cert: chain.map(String).join("\n"),
    key: secret.key,
    ...(passphrase !== undefined && { passphrase }),
  });
  const validTo = instant(Math.min(...chain.map((each) => Date.parse(each.validTo))));
  return { kind: "certificate", ...common, validTo, certificate, chainComplete: hasIssuer(chain) };
}

/** Days before the end on which a warning is due, the nearest end first. */
const EXPIRY_WARNINGS = [7, 30, 60] as const;

export interface ExpiryNotice {
  /** Whole days left, the last begun day not counted; below 0 once it has ended. */
  readonly daysLeft: number;
  /** The warning reached: the last 60, 30 or 7 days, or `expired`; null while there is time. */
  readonly warning: (typeof EXPIRY_WARNINGS)[number] | "expired" | null;
}

const DAY_MS = 86_400_000;

/** How long it is until the end. */
export function expiryNotice(validTo: Instant, now: Instant): ExpiryNotice {
  const leftMs = epochMs(validTo) - epochMs(now);
  const daysLeft = Math.floor(leftMs / DAY_MS);
  if (leftMs <= 0) return { daysLeft, warning: "expired" };
  return { daysLeft, warning: EXPIRY_WARNINGS.find((days) => leftMs <= days * DAY_MS) ?? null };
}
