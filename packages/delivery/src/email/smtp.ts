import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import type { Outcome } from "../channel.ts";
import type { MailCredentials } from "./credentials.ts";
import type { Mailer } from "./mailer.ts";

export interface SmtpSettings {
  /** `smtp://HOST:PORT`, which turns to TLS before anything is said, or `smtps://HOST:PORT`, which begins with it. */
  readonly server: string;
  readonly credentials?: MailCredentials | undefined;
  /** PEM of authorities trusted in place of the system's own. */
  readonly ca?: string | undefined;
  /** For the whole exchange; 15 s unless given. */
  readonly deadlineMs?: number;
}

/** As long as a webhook may take. */
const DEADLINE_MS = 15_000;

/** Ports of RFC 6409 and 8314. */
const SUBMISSION = 587;
const SUBMISSIONS = 465;

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

interface SmtpError extends Error {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
}

/** nodemailer's own codes of a server that cannot be spoken to. */
const UNREACHABLE = new Set([
  "ECONNECTION",
  "ESOCKET",
  "EDNS",
  "EPROXY",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "EPIPE",
]);

const isUntrusted = (error: SmtpError): boolean =>
  /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ALTNAME/.test(`${String(error.code)} ${String((error.cause as SmtpError | undefined)?.code)}`) ||
  /certificate|altnames/i.test(error.message);

/** What the server's or the network's refusal means. Only codes pass on: the server's words may hold an address. */
function judgeFault(thrown: unknown): Outcome {
  if (!(thrown instanceof Error)) throw thrown;
  const error: SmtpError = thrown;
  const { code, responseCode } = error;
  // A password that was changed is put right within a day or two.
  if (code === "EAUTH") return { kind: "retry", fault: "SMTP_NOT_AUTHORIZED" };
  if (typeof responseCode === "number") return { kind: responseCode >= 500 ? "failed" : "retry", fault: `SMTP_STATUS_${responseCode}` };
  if (code === "ETIMEDOUT") return { kind: "retry", fault: "SMTP_TIMEOUT" };
  if (isUntrusted(error)) return { kind: "retry", fault: "SMTP_SERVER_UNTRUSTED" };
  if (code === "ETLS") return { kind: "retry", fault: "SMTP_TLS" };
  if (typeof code === "string" && UNREACHABLE.has(code)) return { kind: "retry", fault: "SMTP_UNREACHABLE" };
  if (code === "EPROTOCOL" || code === "EMESSAGE" || code === "ESTREAM") return { kind: "retry", fault: "SMTP_CUT" };
  throw thrown;
}

/**
 * Sends by SMTP, a connection a mail: alerts are few. TLS is required, its certificate checked; on loopback alone a server that has none is spoken to as
 * it is. Faults: `SMTP_STATUS_<status>` (4xx retry, 5xx failed), `SMTP_NOT_AUTHORIZED`, `SMTP_UNREACHABLE`, `SMTP_TIMEOUT`, `SMTP_TLS`,
 * `SMTP_SERVER_UNTRUSTED`, `SMTP_CUT` (retry).
 */
export function createSmtpMailer({ server, credentials, ca, deadlineMs = DEADLINE_MS }: SmtpSettings): Mailer {
  const url = new URL(server);
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const local = isLoopback(host);
  const open = () =>
    createTransport({
      host,
      port: url.port === "" ? (secure ? SUBMISSIONS : SUBMISSION) : Number(url.port),
      secure,
      requireTLS: !secure && !local,
      ...(credentials === undefined ? {} : { auth: { type: "LOGIN" as const, user: credentials.user, pass: credentials.pass } }),
      tls: { minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) },
      connectionTimeout: deadlineMs,
      greetingTimeout: deadlineMs,
      socketTimeout: deadlineMs,
      logger: false,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  return {
    async send({ from, to, raw }) {
      const transport = open();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<Outcome>((resolve) => {
        timer = setTimeout(() => resolve({ kind: "retry", fault: "SMTP_TIMEOUT" }), deadlineMs);
      });
      const sent = transport
        .sendMail({ envelope: { from, to: [to] }, raw: Buffer.from(raw) })
        .then((): Outcome => ({ kind: "delivered" }), judgeFault);
      try {
        return await Promise.race([sent, late]);
      } finally {
        clearTimeout(timer);
        transport.close();
      }
    },
  };
}
