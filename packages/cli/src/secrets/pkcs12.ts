import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { inputError, type SaldovaktError } from "@saldovakt/domain";
import type forge from "node-forge";

type Forge = typeof forge;

export interface Pkcs12Content {
  readonly keys: readonly KeyObject[];
  readonly certificates: readonly X509Certificate[];
}

/**
 * The keys and certificates of a PKCS#12 file, whatever it is encrypted with. Node can use such a file but not take it apart, and refuses
 * the RC2 and triple DES that issuers still deliver; so node-forge does it, loaded for this alone. Throws `CERTIFICATE_PASSPHRASE_WRONG` and
 * `CERTIFICATE_UNREADABLE`.
 */
export async function openPkcs12(file: Uint8Array, passphrase: string): Promise<Pkcs12Content> {
  const { default: library } = await import("node-forge");
  const bags = safeBags(library, file, passphrase);
  try {
    const keys = bags.filter(({ type }) => isKey(library, type)).map((bag) => createPrivateKey(keyDer(library, bag)));
    const certificates = bags
      .filter(({ type }) => type === library.pki.oids.certBag)
      .map((bag) => new X509Certificate(certificateDer(library, bag)));
    return { keys, certificates };
  } catch {
    throw unreadable();
  }
}

type Bag = forge.pkcs12.Bag;

function safeBags(library: Forge, file: Uint8Array, passphrase: string): readonly Bag[] {
  const parsed = (): forge.asn1.Asn1 => library.asn1.fromDer(Buffer.from(file).toString("latin1"));
  try {
    parsed();
  } catch {
    throw unreadable();
  }
  // What is wrong shows in the library's words alone. They are not passed on.
  let words = "";
  for (const open of [
    () => library.pkcs12.pkcs12FromAsn1(parsed(), true, passphrase),
    () => library.pkcs12.pkcs12FromAsn1(withoutMac(parsed()), true, Buffer.from(passphrase, "utf8").toString("latin1")),
  ]) {
    try {
      return open().safeContents.flatMap(({ safeBags: bags }) => bags);
    } catch (thrown) {
      words = thrown instanceof Error ? thrown.message : "";
      if (WRONG_MAC.test(words)) break;
    }
  }
  if (!WRONG_MAC.test(words) && !/wrong password|decrypt/i.test(words)) throw unreadable();
  const remedy = "type it again; it belongs to this very file, and case counts";
  throw inputError("CERTIFICATE_PASSPHRASE_WRONG", "the passphrase does not open the PKCS#12 file", remedy);
}

const WRONG_MAC = /MAC could not be verified/i;

/**
 * The file's outer parts without its check value. Of a passphrase beyond ASCII the check value is made in one spelling (UTF-16) and present-day
 * encryption in another (UTF-8), and the library takes one for both: so once the check is passed, the content is opened by itself.
 */
function withoutMac(pfx: forge.asn1.Asn1): forge.asn1.Asn1 {
  return Array.isArray(pfx.value) ? { ...pfx, value: pfx.value.slice(0, 2) } : pfx;
}

const isKey = ({ pki }: Forge, type: string): boolean => type === pki.oids.keyBag || type === pki.oids.pkcs8ShroudedKeyBag;

const der = ({ asn1 }: Forge, tree: forge.asn1.Asn1): Buffer => Buffer.from(asn1.toDer(tree).getBytes(), "latin1");

/** The library reads RSA keys, and hands others over as they are. */
const keyDer = (library: Forge, { key, asn1 }: Bag) =>
  key
    ? ({ key: der(library, library.pki.privateKeyToAsn1(key)), format: "der", type: "pkcs1" } as const)
    : ({ key: der(library, asn1), format: "der", type: "pkcs8" } as const);

/**
 * The certificate, octet for octet. The library would write one with an RSA key anew as if its issuer had signed with RSA too; so it is put together
 * from the signed part as it came, the algorithm named therein, and the signature.
 */
function certificateDer(library: Forge, { cert, asn1: tree }: Bag): Buffer {
  if (!cert) return der(library, tree);
  const { create, Class, Type } = library.asn1;
  const signed = cert.tbsCertificate;
  const fields = signed.value as forge.asn1.Asn1[];
  // Version, serial number, algorithm. A certificate of version 1 names no version.
  const algorithm = fields[fields[0]?.tagClass === Class.CONTEXT_SPECIFIC ? 2 : 1] as forge.asn1.Asn1;
  const signature = create(Class.UNIVERSAL, Type.BITSTRING, false, `\0${cert.signature}`);
  return der(library, create(Class.UNIVERSAL, Type.SEQUENCE, true, [signed, algorithm, signature]));
}

const unreadable = (): SaldovaktError =>
  inputError(
    "CERTIFICATE_UNREADABLE",
    "the PKCS#12 file is damaged, or protected in a way this program cannot undo",
    "check that it is complete; else turn it into PEM (openssl pkcs12 -legacy -in FILE -out FILE.pem) and give that with --cert and --key",
  );
