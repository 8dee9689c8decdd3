import { createPrivateKey, X509Certificate } from "node:crypto";
import forge from "node-forge";

const { asn1, pki, pkcs12, util } = forge;
const { create, Class, Type } = asn1;
type Tree = forge.asn1.Asn1;

const universal = (type: forge.asn1.Type, value: string | Tree[]): Tree =>
  create(Class.UNIVERSAL, type, Array.isArray(value), value as string);
const sequence = (...parts: Tree[]): Tree => universal(Type.SEQUENCE, parts);
const oid = (dotted: string): Tree => universal(Type.OID, asn1.oidToDer(dotted).getBytes());
const octets = (bytes: string): Tree => universal(Type.OCTETSTRING, bytes);
const integer = (value: number): Tree => universal(Type.INTEGER, asn1.integerToDer(value).getBytes());
const tagged = (...parts: Tree[]): Tree => create(Class.CONTEXT_SPECIFIC, 0 as forge.asn1.Type, true, parts);
const der = (tree: Tree): string => asn1.toDer(tree).getBytes();

const ROUNDS = 2_048;
const RC2_40 = "1.2.840.113549.1.12.1.6";
/** What a derived value of PKCS#12 is for (RFC 7292 B.3). */
const [FOR_KEY, FOR_IV, FOR_MAC] = [1, 2, 3] as const;

const derived = (passphrase: string, salt: string, purpose: 1 | 2 | 3, length: number): forge.util.ByteStringBuffer =>
  pkcs12.generateKey(passphrase, util.createBuffer(salt), purpose, ROUNDS, length);

interface Rc2 {
  createEncryptionCipher(key: forge.util.ByteStringBuffer, bits: number): forge.cipher.BlockCipher;
}

function encryptedByRc2(content: string, passphrase: string): Tree {
  const salt = forge.random.getBytesSync(8);
  const { rc2 } = forge as unknown as { readonly rc2: Rc2 };
  const cipher = rc2.createEncryptionCipher(derived(passphrase, salt, FOR_KEY, 5), 40);
  cipher.start(derived(passphrase, salt, FOR_IV, 8) as never);
  cipher.update(util.createBuffer(content));
  cipher.finish();
  const bytes = create(Class.CONTEXT_SPECIFIC, 0 as forge.asn1.Type, false, cipher.output.getBytes());
  const algorithm = sequence(oid(RC2_40), sequence(octets(salt), integer(ROUNDS)));
  return sequence(
    oid(pki.oids.encryptedData as string),
    tagged(sequence(integer(0), sequence(oid(pki.oids.data as string), algorithm, bytes))),
  );
}

const plain = (content: string): Tree => sequence(oid(pki.oids.data as string), tagged(octets(content)));

const certificateBag = (pem: string): Tree => {
  const bytes = new X509Certificate(pem).raw.toString("latin1");
  return sequence(oid(pki.oids.certBag as string), tagged(sequence(oid(pki.oids.x509Certificate as string), tagged(octets(bytes)))));
};

const keyBag = (pem: string, passphrase: string, algorithm: "3des" | "aes256"): Tree => {
  const info = asn1.fromDer(createPrivateKey(pem).export({ type: "pkcs8", format: "der" }).toString("latin1"));
  return sequence(oid(pki.oids.pkcs8ShroudedKeyBag as string), tagged(pki.encryptPrivateKeyInfo(info, passphrase, { algorithm })));
};

function mac(content: string, passphrase: string): Tree {
  const salt = forge.random.getBytesSync(8);
  const hmac = forge.hmac.create();
  hmac.start("sha1", derived(passphrase, salt, FOR_MAC, 20));
  hmac.update(content);
  const digest = sequence(sequence(oid(pki.oids.sha1 as string), universal(Type.NULL, "")), octets(hmac.digest().getBytes()));
  return sequence(digest, octets(salt), integer(ROUNDS));
}

export interface Pkcs12Wish {
  /** PEM, of any kind of key. */
  readonly keys: readonly string[];
  readonly certificates: readonly string[];
  readonly passphrase: string;
  /** `legacy`: certificates under 40-bit RC2 and keys under triple DES, as issuers still deliver them. */
  readonly encryption?: "legacy" | "modern";
  /** How the encryption spells the passphrase: node-forge's own way is Latin-1, OpenSSL's UTF-8. */
  readonly spelling?: "latin1" | "utf8";
}

/** A PKCS#12 file, made piece by piece: node-forge itself packs RSA keys only, and no legacy encryption. */
export function pkcs12Of({ keys, certificates, passphrase, encryption = "modern", spelling = "latin1" }: Pkcs12Wish): Buffer {
  const spelt = Buffer.from(passphrase, spelling).toString("latin1");
  const keyBags = der(sequence(...keys.map((key) => keyBag(key, spelt, encryption === "legacy" ? "3des" : "aes256"))));
  const certificateBags = der(sequence(...certificates.map(certificateBag)));
  const safes = der(
    sequence(encryption === "legacy" ? encryptedByRc2(certificateBags, passphrase) : plain(certificateBags), plain(keyBags)),
  );
  return Buffer.from(der(sequence(integer(3), plain(safes), mac(safes, passphrase))), "latin1");
}
