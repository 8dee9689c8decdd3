import { type KeyObject, X509Certificate } from "node:crypto";
import { SaldovaktError } from "@saldovakt/domain";

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

function unreadable(cause?: unknown): SaldovaktError {
  const remedy = "give the enterprise certificate and its chain as PEM, exported anew from where it was ordered";
  return new SaldovaktError("the enterprise certificate is malformed", {
    code: "MP_CERTIFICATE_UNREADABLE",
    scope: "installation",
    remedy,
    cause,
  });
}

function parse(text: string): X509Certificate[] {
  const blocks = text.match(PEM_CERTIFICATE) ?? [];
  if (blocks.length === 0) throw unreadable();
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw unreadable(cause);
  }
}

/**
 * The certificates in the order of a chain, that of the key first and each followed by its issuer (RFC 7517, 4.7), whatever order they stand in.
 * Those that belong to no chain of the key's are left out. Throws `MP_CERTIFICATE_UNREADABLE` or `MP_KEY_MISMATCH`.
 */
export function orderedChain(text: string, key: KeyObject): X509Certificate[] {
  const all = parse(text);
  const own = all.find((certificate) => certificate.checkPrivateKey(key));
  if (!own) {
    throw new SaldovaktError("the private key belongs to none of the certificates", {
      code: "MP_KEY_MISMATCH",
      scope: "installation",
      remedy: "take `cert` and `key` from the same delivery",
    });
  }
  const chain = [own];
  for (let last = own; !isRoot(last); ) {
    const next = all.find((other) => !chain.includes(other) && last.checkIssued(other) && last.verify(other.publicKey));
    if (!next) break;
    chain.push(next);
    last = next;
  }
  return chain;
}

const isRoot = (certificate: X509Certificate): boolean => certificate.checkIssued(certificate);

/** Whether the own certificate comes with at least the one that issued it: Maskinporten asks for the full chain. */
export const hasIssuer = (chain: readonly X509Certificate[]): boolean => chain.length > 1 || (chain[0] !== undefined && isRoot(chain[0]));
