/** What stands in place of what nobody may read in a log. */
export const MASK = "[masked]";

/** Names of fields whose value is never logged, whatever it is. */
const SECRETIVE =
  /secret|token|passw|passphrase|pkcs12|authorization|cookie|private|credential|signature|identity|^(?:key|cert|ca|pfx|reference|ocr|kid|name|body|phone\w*)$/i;

/** Ids we make ourselves, and those of AWS's requests and messages: opaque, and the one thing a log needs. */
const OPAQUE =
  /(?<![0-9a-z])(?:acc_[0-9a-z]{20}|msg_(?:[0-9a-f]{32}|[a-z2-7]{26})|key_[0-9a-z]{16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-z])/;

const SECRETS = [
  /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g,
  /\b(?:Bearer|Basic)\s+[^\s"',;]+/gi,
  /\b(?:whsec|whsk|svk)_[\w+/=-]+/g,
  // A JSON Web Token.
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  // A field of a form or of quoted JSON, its name kept.
  /(?<=\b(?:client_secret|client_id|access_token|refresh_token|id_token|assertion|password|passphrase)\\?["']?\s*[=:]\s*\\?["']?)[^&\s"'\\,}]+/gi,
];

/** An identity, an OCR number, a KID, a bank account, a telephone number: nine digits or more, or six to eight and four with a sign between. */
const NUMBERS = /\d{6,8}[-+]\d{4}(?!\d)|\d{9,}/;
/** Larger numbers may be an identity. No figure that is logged is as large. */
const LARGEST = 99_999_999;

const OPAQUE_OR_NUMBER = new RegExp(`(${OPAQUE.source})|${NUMBERS.source}`, "g");

/** The text with everything masked that may be an identity, a reference number, a key, a token or a secret. */
export function redactText(text: string): string {
  const secretless = SECRETS.reduce((rest, secret) => rest.replace(secret, MASK), text);
  return secretless.replace(OPAQUE_OR_NUMBER, (_found, opaque?: string) => opaque ?? MASK);
}

/** For `JSON.stringify`: the net below a log that holds only opaque ids and codes by intention. */
export function redact(key: string, value: unknown): unknown {
  if (value === null || typeof value === "boolean" || value === undefined) return value;
  if (SECRETIVE.test(key)) return MASK;
  if (typeof value === "string") return redactText(value);
  if (typeof value === "number") return Math.abs(value) > LARGEST ? MASK : value;
  if (typeof value === "bigint") return redactText(String(value));
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Error) ? withRedactedNames(value) : value;
}

function withRedactedNames(value: object): object {
  const entries = Object.entries(value);
  if (entries.every(([name]) => redactText(name) === name)) return value;
  return Object.fromEntries(entries.map(([name, each]) => [redactText(name), each]));
}
