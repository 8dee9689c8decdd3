import { generateKeyPair, type KeyObject, X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import { luhnDigit } from "@saldovakt/domain";
import { type Authority, authority, type Organisation, type Period } from "./authority.ts";
import { pkcs12 } from "./pkcs12.ts";

export interface KeyedCertificate {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS#8. */
  readonly key: string;
}

/**
 * `good`: the designated one. `other`: as good, but another organisation's. `stranger`: issued by somebody else. `mismatchedKey`: the good
 * one with a key that is not its own.
 */
export type CertificateKind = "good" | "other" | "expired" | "notYetValid" | "stranger" | "mismatchedKey";

const DAY_MS = 86_400_000;
/** As long as organisation certificates are issued for. */
const VALID_MS = 730 * DAY_MS;

const identity = (nine: string): string => `16${nine}${luhnDigit(nine)}`;
const OURS: Organisation = { name: "Saldovakts Provbyrå AB", identity: identity("579000001") };
const OTHER: Organisation = { name: "Någon Annans Byrå AB", identity: identity("579000002") };

const makeKeyPair = promisify(generateKeyPair);

interface MadeKey {
  /** PEM, PKCS#8. */
  readonly key: string;
  /** DER. */
  readonly publicKey: Buffer;
}

const made = ({ privateKey, publicKey }: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }): MadeKey => ({
  key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  publicKey: publicKey.export({ type: "spki", format: "der" }),
});

/** For servers, and whoever else needs no RSA. */
export const ellipticKey = async (): Promise<MadeKey> => made(await makeKeyPair("ec", { namedCurve: "P-256" }));
/** The only kind node-forge can pack. */
const rsaKey = async (): Promise<MadeKey> => made(await makeKeyPair("rsa", { modulusLength: 2048 }));

/** Every certificate the simulator and its callers need. */
export interface Certificates {
  /** PEM. */
  readonly ca: string;
  readonly server: KeyedCertificate;
  readonly good: KeyedCertificate;
  for(kind: CertificateKind): Promise<KeyedCertificate>;
  /** The designated organisation's certificate with an RSA key of its own, as base64 of PKCS#12. */
  pkcs12(passphrase: string): Promise<string>;
  /** Whether a certificate is the designated organisation's, by SHA-256 fingerprint. */
  isDesignated(fingerprint: string): boolean;
}

const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;

/** Makes an authority and the first certificates. They are valid at every one of the moments given, and two years beyond the last. */
export async function makeCertificates(moments: readonly number[]): Promise<Certificates> {
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const valid: Period = { from: first - DAY_MS, to: last + VALID_MS };
  const past: Period = { from: first - VALID_MS, to: first - DAY_MS };
  const future: Period = { from: last + 30 * DAY_MS, to: last + VALID_MS };
  const ours = await authority("Provutfärdaren", valid);
  const designated = new Set<string>();
  const client = async (by: Authority, whose: Organisation, period: Period): Promise<KeyedCertificate> => {
    const { key, publicKey } = await ellipticKey();
    return { cert: await by.client(whose, period, publicKey), key };
  };
  const [serverKey, good] = await Promise.all([ellipticKey(), client(ours, OURS, valid)]);
  designated.add(fingerprintOf(good.cert));

  let keptRsa: Promise<{ readonly key: string; readonly cert: string }> | undefined;
  async function rsaCertificate(): Promise<{ readonly key: string; readonly cert: string }> {
    const { key, publicKey } = await rsaKey();
    const cert = await ours.client(OURS, valid, publicKey);
    designated.add(fingerprintOf(cert));
    return { key, cert };
  }

  const kinds: Readonly<Record<CertificateKind, () => Promise<KeyedCertificate>>> = {
    good: async () => good,
    other: () => client(ours, OTHER, valid),
    expired: () => client(ours, OURS, past),
    notYetValid: () => client(ours, OURS, future),
    stranger: async () => client(await authority("Okänd utfärdare", valid), OURS, valid),
    mismatchedKey: async () => ({ cert: good.cert, key: (await ellipticKey()).key }),
  };
  return {
    ca: ours.ca,
    server: { cert: await ours.server(serverKey.publicKey), key: serverKey.key },
    good,
    for: (kind) => kinds[kind](),
    async pkcs12(passphrase) {
      keptRsa ??= rsaCertificate();
      const { key, cert } = await keptRsa;
      return pkcs12(key, cert, passphrase);
    },
    isDesignated: (fingerprint) => designated.has(fingerprint),
  };
}
