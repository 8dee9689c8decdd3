import type { X509Certificate } from "node:crypto";
import { duplexPair } from "node:stream";
import { connect, TLSSocket } from "node:tls";
import { epochMs, type Instant, instant, SaldovaktError } from "@saldovakt/domain";
import { openMaterial, type TlsMaterial, unreadable } from "./tls.ts";

export interface CertificateDescription {
  /** Names in the certificate, `CN=…, O=…`. Serial numbers of subjects and other identities are left out. */
  readonly subject: string;
  readonly issuer: string;
  /** Whether the subject carries an organisation number, as an organisation certificate must. */
  readonly organisationNumberPresent: boolean;
  readonly validFrom: Instant;
  readonly validTo: Instant;
  /** SHA-256, in hexadecimal pairs. */
  readonly fingerprint: string;
  /** The own certificate and its issuers, as far as they are shown to servers: 1 is the own certificate alone, its issuer missing. */
  readonly chain: number;
  /** How many are shown besides that belong to no chain of it. */
  readonly strays: number;
}

/**
 * Describes the own certificate of PEM or PKCS#12 material, after proving in a handshake that its private key belongs to it. Whether it
 * is valid today is for `certificateFault` to say. Throws `HTTP_CERTIFICATE_UNREADABLE` and `HTTP_KEY_MISMATCH`.
 */
export async function describeCertificate(material: TlsMaterial): Promise<CertificateDescription> {
  if (material.cert === undefined && material.pfx === undefined) {
    throw unreadable("no certificate is configured", "give `cert` and `key`, or a PKCS#12 file");
  }
  const [own, ...others] = await presented(material);
  if (!own) throw unreadable("the certificate is malformed", "export it anew together with its private key");
  return {
    subject: names(own.subject),
    issuer: names(own.issuer),
    organisationNumberPresent: ORGANISATION.test(own.subject),
    validFrom: instant(Date.parse(own.validFrom)),
    validTo: instant(Date.parse(own.validTo)),
    fingerprint: own.fingerprint256,
    ...chainOf(own, others),
  };
}

/** In whatever order the others stand: servers put them in order themselves. */
function chainOf(own: X509Certificate, others: readonly X509Certificate[]): Pick<CertificateDescription, "chain" | "strays"> {
  const left = new Set(others);
  let last = own;
  for (;;) {
    const issuer = [...left].find((other) => last.checkIssued(other) && last.verify(other.publicKey));
    if (!issuer) return { chain: 1 + others.length - left.size, strays: left.size };
    left.delete(issuer);
    last = issuer;
  }
}

/** Whose an organisation certificate is. */
export interface CertificateHolder {
  /** Twelve digits, Swedish; null where the subject says none. For operators' eyes: it stands in no description. */
  readonly organisation: string | null;
  readonly name: string | null;
}

/** The organisation that the own certificate was issued to. Throws `HTTP_CERTIFICATE_UNREADABLE`. */
export async function certificateHolder(material: TlsMaterial): Promise<CertificateHolder> {
  const [own] = await presented(material);
  const [, number = ""] = SWEDISH_ORGANISATION.exec(own?.subject ?? "") ?? [];
  const [, name = ""] = /^O=(.+)$/m.exec(own?.subject ?? "") ?? [];
  return { organisation: number === "" ? null : `16${number.replace("-", "")}`, name: name.replace(IDENTITY, "").trim() || null };
}

/**
 * The chain another side sees. node:crypto cannot open PKCS#12, but a TLS connection can show what it holds: so the material plays the
 * server in a connection that never leaves memory.
 */
async function presented(material: TlsMaterial): Promise<X509Certificate[]> {
  const [near, far] = duplexPair();
  const server = new TLSSocket(near, { isServer: true, secureContext: openMaterial(material) });
  // Nothing is trusted on the strength of this connection; it is only looked at.
  const client = connect({ socket: far, rejectUnauthorized: false });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once("secureConnect", resolve);
      for (const side of [client, server]) side.on("error", reject);
    });
    const chain: X509Certificate[] = [];
    const seen = new Set<string>();
    let next = client.getPeerX509Certificate();
    while (next && !seen.has(next.fingerprint256)) {
      seen.add(next.fingerprint256);
      chain.push(next);
      next = next.issuerCertificate;
    }
    return chain;
  } catch (cause) {
    throw unreadable(
      "the certificate and key cannot make a TLS connection",
      "export both anew from where the certificate was ordered",
      cause,
    );
  } finally {
    client.destroy();
    server.destroy();
  }
}

/** Fields that carry an identity: X.520 serialNumber and organizationIdentifier. */
const IDENTITY_FIELD = /^(serialNumber|organizationIdentifier|2\.5\.4\.97|UID)=/;
const IDENTITY = /\d{6,8}[-+]?\d{4}|\d{9,}/g;

const names = (distinguished: string): string =>
  distinguished
    .split("\n")
    .filter((field) => !IDENTITY_FIELD.test(field))
    .map((field) => field.replace(IDENTITY, "…"))
    .reverse()
    .join(", ");

const SWEDISH_ORGANISATION =
  /^(?:serialNumber|organizationIdentifier|2\.5\.4\.97)=(?:NTRSE-|[A-Z]{2}:)?(?:16)?(\d{2}[2-9]\d{3}-?\d{4})(?!\d)/m;

/** Swedish: ten digits, the third at least 2, `16` before them at most. Norwegian: nine digits beginning with 8, 9, or 2 or 3 in tests. */
const ORGANISATION =
  /^(?:serialNumber|organizationIdentifier|2\.5\.4\.97)=(?:NTRSE-|NTRNO-|[A-Z]{2}:)?(?:(?:16)?\d{2}[2-9]\d{3}-?\d{4}|[2389]\d{8})(?!\d)/m;

/**
 * What is wrong with the certificate at that moment: `CERTIFICATE_EXPIRED`, `CERTIFICATE_NOT_YET_VALID`, or nothing. `cause`: the refusal that is explained
 * by it.
 */
export function certificateFault(description: CertificateDescription, now: Instant, cause?: unknown): SaldovaktError | null {
  const at = epochMs(now);
  const details = { scope: "installation", cause } as const;
  if (at > epochMs(description.validTo)) {
    return new SaldovaktError(`the certificate expired on ${day(description.validTo)}`, {
      code: "CERTIFICATE_EXPIRED",
      remedy: "order a new certificate and configure it",
      ...details,
    });
  }
  if (at < epochMs(description.validFrom)) {
    return new SaldovaktError(`the certificate is not valid before ${day(description.validFrom)}`, {
      code: "CERTIFICATE_NOT_YET_VALID",
      remedy: "keep the former certificate until then, and check this machine's clock",
      ...details,
    });
  }
  return null;
}

const day = (moment: Instant): string => moment.slice(0, 10);
