import { SaldovaktError } from "@saldovakt/domain";
import type { TlsMaterial } from "@saldovakt/http";
import * as z from "zod/mini";

export type PemCertificate = { readonly cert: string; readonly key: string; readonly passphrase?: string | undefined };
export type Pkcs12Certificate = { readonly pkcs12: string; readonly passphrase: string };

/** The two key pairs and, for the grants with a certificate, the certificate. */
export interface SkatteverketSecret {
  /** For the token endpoint. */
  readonly oauth2: { readonly clientId: string; readonly clientSecret?: string | undefined };
  /** For the gateway: the headers `client_id` and `client_secret`. */
  readonly apigw: { readonly clientId: string; readonly clientSecret: string };
  readonly certificate?: PemCertificate | Pkcs12Certificate | undefined;
}

/**
 * How the client proves itself to the token endpoint. `designated` (utpekat): a certificate named in the agreement, in place of the secret;
 * `free` (valfritt): any organisation certificate, and the secret; `keys`: the secret alone.
 */
export type Grant = "designated" | "free" | "keys";

export function grantOf(secret: SkatteverketSecret): Grant {
  if (!secret.certificate) return "keys";
  return secret.oauth2.clientSecret === undefined ? "designated" : "free";
}

/** The certificate as the connections take it, and whom to trust. Whether it can be read shows when it is used. */
export function tlsMaterial(secret: SkatteverketSecret, ca?: string): TlsMaterial {
  const trust = ca === undefined ? {} : { ca: [ca] };
  const { certificate } = secret;
  if (!certificate) return trust;
  if ("pkcs12" in certificate) {
    return { ...trust, pfx: Buffer.from(certificate.pkcs12, "base64"), passphrase: certificate.passphrase };
  }
  const { cert, key, passphrase } = certificate;
  return { ...trust, cert, key, ...(passphrase !== undefined && { passphrase }) };
}

/** Keys go into headers and forms: printable, and without the line break that copying so easily adds. */
const key = z.string().check(z.regex(/^[\x21-\x7e]+$/));
const pem = (kind: string) => z.string().check(z.regex(new RegExp(`-----BEGIN ${kind}-----`)));

const SHAPE = z.strictObject({
  oauth2: z.strictObject({ clientId: key, clientSecret: z.optional(key) }),
  apigw: z.strictObject({ clientId: key, clientSecret: key }),
  certificate: z.optional(z.looseObject({})),
});
const PEM_CERTIFICATE = z.strictObject({
  cert: pem("CERTIFICATE"),
  key: pem("([A-Z]+ )*PRIVATE KEY"),
  passphrase: z.optional(z.string()),
});
const PKCS12_CERTIFICATE = z.strictObject({
  pkcs12: z.string().check(z.regex(/^\s*[A-Za-z0-9+/][A-Za-z0-9+/\s]*={0,2}\s*$/)),
  passphrase: z.string(),
});

const KEY_REMEDY = "give it as a text of printable characters, without spaces or line breaks";

/** What to do about each field. Fields are told by name; what stands in them is never repeated. */
const REMEDIES: Readonly<Record<string, string>> = {
  oauth2: "give `oauth2` with `clientId` and, unless the certificate is a designated one, `clientSecret`; nothing else belongs there",
  "oauth2.clientId": KEY_REMEDY,
  "oauth2.clientSecret": `${KEY_REMEDY}, or leave it out when the certificate is a designated one`,
  apigw: "give `apigw` with `clientId` and `clientSecret`; nothing else belongs there",
  "apigw.clientId": KEY_REMEDY,
  "apigw.clientSecret": KEY_REMEDY,
  certificate: "give `cert` and `key` as PEM, or `pkcs12` and `passphrase`; nothing else belongs there",
  "certificate.cert": "give the certificate and its chain as PEM, beginning with -----BEGIN CERTIFICATE-----",
  "certificate.key": "give the private key as PEM, beginning with -----BEGIN PRIVATE KEY-----",
  "certificate.pkcs12": "give the PKCS#12 file in base64, as `base64 < file.p12` prints it",
  "certificate.passphrase": "give the passphrase as a text",
};

const invalid = (what: string, remedy: string): SaldovaktError =>
  new SaldovaktError(`Skatteverket's secret is not usable: ${what}`, { code: "SECRET_INVALID", scope: "installation", remedy });

const TOP_REMEDY = "give a JSON object with `oauth2`, `apigw` and, unless keys alone are used, `certificate`; nothing else belongs there";

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly code?: string | undefined;
}

function firstFault(issues: readonly Issue[], prefix: string): SaldovaktError {
  const [issue] = issues;
  const path = [...(prefix ? [prefix] : []), ...(issue?.path ?? []).map(String)].join(".");
  const remedy = REMEDIES[path] ?? TOP_REMEDY;
  // An unknown field is often a misspelt one, and a key pasted in the wrong place may be its name: only where it stands is told.
  if (issue?.code === "unrecognized_keys") return invalid(`an unknown field stands in ${path ? `\`${path}\`` : "it"}`, remedy);
  return invalid(path ? `\`${path}\` is missing or malformed` : "it is not a JSON object", remedy);
}

/**
 * Reads the secret of the outward contract. Throws `SECRET_INVALID`, which names the field at fault and what to do, and never shows any of
 * what stands in the text. Whether certificate and key can be read, and fit, is not looked at here.
 */
export function parseSecret(json: string): SkatteverketSecret {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // No cause: the parser's message quotes the text.
    throw invalid("it is not JSON", TOP_REMEDY);
  }
  const shape = SHAPE.safeParse(value);
  if (!shape.success) throw firstFault(shape.error.issues, "");
  const { oauth2, apigw, certificate } = shape.data;
  if (certificate === undefined) {
    if (oauth2.clientSecret === undefined) {
      throw invalid("it has neither `oauth2.clientSecret` nor `certificate`", "give the one, the other or both, as the agreement says");
    }
    return { oauth2, apigw };
  }
  const parsed = ("pkcs12" in certificate ? PKCS12_CERTIFICATE : PEM_CERTIFICATE).safeParse(certificate);
  if (!parsed.success) throw firstFault(parsed.error.issues, "certificate");
  return { oauth2, apigw, certificate: parsed.data };
}
