import { parseWebhookSecrets } from "@saldovakt/delivery";
import { epochMs, type Instant, toSaldovaktError } from "@saldovakt/domain";
import { type CertificateDescription, describeCertificate } from "@saldovakt/http";
import { describeCredentials, type MaskinportenSecret, parseSecret as parseMaskinportenSecret } from "@saldovakt/maskinporten";
import { type Grant, grantOf, parseSecret, type SkatteverketSecret, tlsMaterial } from "@saldovakt/skatteverket";
import { chatAddress } from "../wiring/chat-address.ts";

/** What may be told of a stored secret: no key, and of the ids their ends. */
export type Content =
  | {
      readonly kind: "skatteverket";
      readonly grant: Grant;
      readonly oauth2ClientId: string;
      readonly apigwClientId: string;
      readonly certificate: CertificateDescription | null;
    }
  | {
      readonly kind: "maskinporten";
      readonly clientId: string;
      readonly signs: "key" | "certificate";
      /** The first end of what signs; null where nothing tells. */
      readonly validTo: Instant | null;
      readonly subject: string | null;
    }
  | { readonly kind: "webhook"; readonly secrets: number }
  /** A chat room's address: of it nothing may be told but where it is. */
  | { readonly kind: "chat"; readonly host: string }
  | { readonly kind: "unreadable"; readonly code: string };

/** The end of an id, by which its owner knows it again; nothing of one so short that the end says much. */
export const masked = (id: string): string => (id.length >= 12 ? `…${id.slice(-4)}` : "…");

/** Throws what is wrong with the certificate: `HTTP_CERTIFICATE_UNREADABLE` and `HTTP_KEY_MISMATCH`. */
export async function describeSecret(secret: SkatteverketSecret): Promise<Extract<Content, { kind: "skatteverket" }>> {
  const { oauth2, apigw, certificate } = secret;
  return {
    kind: "skatteverket",
    grant: grantOf(secret),
    oauth2ClientId: masked(oauth2.clientId),
    apigwClientId: masked(apigw.clientId),
    certificate: certificate ? await describeCertificate(tlsMaterial(secret)) : null,
  };
}

/** Throws what keeps key or certificate from being used. */
export async function describeMaskinporten(secret: MaskinportenSecret): Promise<Extract<Content, { kind: "maskinporten" }>> {
  const { kind: signs, validTo, certificate } = await describeCredentials(secret);
  return { kind: "maskinporten", clientId: masked(secret.clientId), signs, validTo, subject: certificate?.subject ?? null };
}

export type SecretKind = "skatteverket" | "maskinporten" | "webhook" | "chat";

/** A stored text is a webhook's, a chat room's, Maskinporten's or Skatteverket's; which, shows in how it begins, and in whose client it names. */
export function kindOf(text: string): SecretKind {
  if (/^\s*(\[|whsec_)/.test(text)) return "webhook";
  if (/^\s*https:/.test(text)) return "chat";
  try {
    const { clientId } = JSON.parse(text) as { readonly clientId?: unknown };
    if (typeof clientId === "string") return "maskinporten";
  } catch {
    // Told by whoever reads it, without the parser's message: that quotes the text.
  }
  return "skatteverket";
}

/** The same of a stored text, whatever it holds. */
export async function contentOf(text: string): Promise<Content> {
  try {
    const kind = kindOf(text);
    if (kind === "webhook") return { kind, secrets: parseWebhookSecrets(text).length };
    if (kind === "chat") return { kind, host: new URL(chatAddress(text, "the stored secret")).host };
    if (kind === "maskinporten") return await describeMaskinporten(parseMaskinportenSecret(text));
    return await describeSecret(parseSecret(text));
  } catch (thrown) {
    return { kind: "unreadable", code: toSaldovaktError(thrown).code };
  }
}

const GRANTS: Readonly<Record<Grant, string>> = {
  designated: "a designated certificate in place of the client secret",
  free: "a client secret and a certificate",
  keys: "keys alone, without certificate",
};

const DAY_MS = 86_400_000;

function daysLeft(validTo: Instant, now: Instant): string {
  const days = Math.floor((epochMs(validTo) - epochMs(now)) / DAY_MS);
  return days < 0 ? "over" : `${days} days left`;
}

/** The content in lines for people. */
export function contentLines(content: Content, now: Instant): readonly string[] {
  if (content.kind === "unreadable") return [`not readable (${content.code})`];
  if (content.kind === "webhook") return [content.secrets === 1 ? "one webhook secret" : "two webhook secrets, the newest first"];
  if (content.kind === "chat") return [`the address of a chat room at ${content.host}`];
  if (content.kind === "maskinporten") {
    const { clientId, signs, validTo, subject } = content;
    const end = validTo === null ? [] : [`valid to ${validTo.slice(0, 10)} (${daysLeft(validTo, now)})`];
    return [`client id ${clientId}, signs with ${signs === "key" ? "a registered key" : `the certificate of ${subject}`}`, ...end];
  }
  const { certificate, grant, oauth2ClientId, apigwClientId } = content;
  const lines = [`${GRANTS[grant]}; client ids: OAuth2 ${oauth2ClientId}, APIgw ${apigwClientId}`];
  if (!certificate) return lines;
  const left = daysLeft(certificate.validTo, now);
  return [
    ...lines,
    `certificate: ${certificate.subject}; issued by ${certificate.issuer}`,
    `valid ${certificate.validFrom.slice(0, 10)} to ${certificate.validTo.slice(0, 10)} (${left}), chain of ${certificate.chain}`,
    `SHA-256 fingerprint: ${certificate.fingerprint}`,
  ];
}

/** What is not wrong and yet worth a thought. */
export function contentNotes(content: Content): readonly string[] {
  if (content.kind !== "skatteverket" || !content.certificate) return [];
  const { chain, organisationNumberPresent } = content.certificate;
  return [
    ...(chain === 1 ? ["note: the certificate stands alone; add its issuer's to it if Skatteverket refuses it"] : []),
    ...(organisationNumberPresent ? [] : ["note: the certificate carries no organisation number, as an organisation certificate does"]),
  ];
}
