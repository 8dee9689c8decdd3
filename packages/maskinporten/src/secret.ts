import { SaldovaktError } from "@saldovakt/domain";
import * as z from "zod/mini";

/** Maskinporten takes these three and no other. */
export const ALGORITHMS = ["RS256", "RS384", "RS512"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

interface Common {
  readonly clientId: string;
  /** RSA, PEM. */
  readonly key: string;
  /** Opens `key` when it is encrypted. */
  readonly passphrase?: string | undefined;
  /** RS256 unless given. */
  readonly algorithm?: Algorithm | undefined;
}

/** A client that signs with a key registered on it. */
export interface KeySecret extends Common {
  readonly kid: string;
  /** The day the registered key ends, a year at most after it was registered. Nothing in the key tells; without it no warning can be given. */
  readonly keyValidTo?: string | undefined;
}

/** A client that signs with its organisation's enterprise certificate (virksomhetssertifikat). */
export interface CertificateSecret extends Common {
  /** PEM: the own certificate and its chain. */
  readonly cert: string;
}

export type MaskinportenSecret = KeySecret | CertificateSecret;

/** Gives the secret; with `fresh` it passes over whatever it keeps in memory. */
export type SecretProvider = (options?: { readonly fresh?: boolean }) => Promise<MaskinportenSecret>;

/** Without the line break that copying so easily adds. */
const name = z.string().check(z.regex(/^[\x21-\x7e]+$/));
const pem = (kind: string) => z.string().check(z.regex(new RegExp(`-----BEGIN ${kind}-----`)));
/** A day that exists. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

const COMMON = {
  clientId: name,
  key: pem("([A-Z]+ )*PRIVATE KEY"),
  passphrase: z.optional(z.string()),
  algorithm: z.optional(z.enum(ALGORITHMS)),
};
const KEY = z.strictObject({ ...COMMON, kid: name, keyValidTo: z.optional(z.string().check(z.refine(isDay))) });
const CERTIFICATE = z.strictObject({ ...COMMON, cert: pem("CERTIFICATE") });

const PRINTABLE = "give it as a text of printable characters, without spaces or line breaks";

/** What to do about each field. Fields are told by name; what stands in them is never repeated. */
const REMEDIES: Readonly<Record<string, string>> = {
  clientId: PRINTABLE,
  kid: PRINTABLE,
  key: "give the private key as PEM, beginning with -----BEGIN PRIVATE KEY-----",
  cert: "give the enterprise certificate and its chain as PEM, beginning with -----BEGIN CERTIFICATE-----",
  passphrase: "give the passphrase as a text",
  algorithm: `give one of ${ALGORITHMS.join(", ")}, or leave it out`,
  keyValidTo: "give the day the key ends as YYYY-MM-DD, or leave it out",
};

const TOP_REMEDY = "give a JSON object with `clientId`, `kid` and `key`, or with `clientId`, `cert` and `key`; nothing else belongs there";

const invalid = (what: string, remedy: string): SaldovaktError =>
  new SaldovaktError(`Maskinporten's secret is not usable: ${what}`, { code: "SECRET_INVALID", scope: "installation", remedy });

/**
 * Reads the secret of the outward contract. Throws `SECRET_INVALID`, which names the field at fault and what to do, and never shows any of
 * what stands in the text. Whether key and certificate can be read, and fit, is not looked at here.
 */
export function parseSecret(json: string): MaskinportenSecret {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // No cause: the parser's message quotes the text.
    throw invalid("it is not JSON", TOP_REMEDY);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid("it is not a JSON object", TOP_REMEDY);
  if ("kid" in value && "cert" in value) {
    throw invalid("it has both `kid` and `cert`", "give `kid` for a key registered on the client, or `cert` for an enterprise certificate");
  }
  if (!("kid" in value) && !("cert" in value)) throw invalid("it has neither `kid` nor `cert`", TOP_REMEDY);
  const parsed = "kid" in value ? KEY.safeParse(value) : CERTIFICATE.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  // An unknown field may be a key pasted in the wrong place: its name is not told.
  if (!issue || issue.code === "unrecognized_keys") throw invalid("an unknown field stands in it", TOP_REMEDY);
  const field = String(issue.path[0]);
  throw invalid(`\`${field}\` is missing or malformed`, REMEDIES[field] ?? TOP_REMEDY);
}
