import { SaldovaktError } from "@saldovakt/domain";

/** What a fault is told about the call: the host may be named, a path or query never. */
export interface Peer {
  readonly host: string;
  /** Whether this side has a certificate to show. */
  readonly ownCertificate: boolean;
}

/** TLS alerts with which a server turns this side's certificate down (RFC 8446, 6.2; names as OpenSSL writes them). */
const CERTIFICATE_ALERT =
  /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|CERTIFICATE_REQUIRED|NO_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE)$/;

export const codeOf = (error: unknown): string => {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === "string" ? code : "";
};

const inBrackets = (error: unknown): string => (codeOf(error) ? ` (${codeOf(error)})` : "");

/** A connection that never came to be. */
export function unreachable(cause: unknown, peer: Peer): SaldovaktError {
  if (cause instanceof SaldovaktError) return cause;
  return (
    clientCertificateRefused(cause, peer) ??
    transient("HTTP_UNREACHABLE", `${peer.host} cannot be reached${inBrackets(cause)}`, peer, cause)
  );
}

/** A connection that broke while an answer was awaited or read. */
export function cut(cause: unknown, peer: Peer): SaldovaktError {
  if (cause instanceof SaldovaktError) return cause;
  const code = codeOf(cause);
  if (code === "UND_ERR_HEADERS_OVERFLOW") return tooLarge(peer);
  if (code === "UND_ERR_INVALID_ARG") return headerInvalid(cause);
  // In TLS 1.3 the server judges this side's certificate only after the handshake, so its refusal arrives in place of the answer.
  return (
    clientCertificateRefused(cause, peer) ??
    transient("HTTP_CUT", `${peer.host} cut the connection before its answer was complete`, peer, cause)
  );
}

export function timedOut(peer: Peer, deadlineMs: number): SaldovaktError {
  return new SaldovaktError(`${peer.host} did not answer within ${deadlineMs / 1000} s`, {
    code: "HTTP_TIMEOUT",
    scope: "transient",
    remedy: "try again later",
  });
}

export function tooLarge(peer: Peer): SaldovaktError {
  return new SaldovaktError(`the answer of ${peer.host} is larger than allowed`, {
    code: "HTTP_TOO_LARGE",
    scope: "account",
    remedy: "check that the address is the right one",
  });
}

export function serverUntrusted(cause: unknown, peer: Peer): SaldovaktError {
  return new SaldovaktError(`the certificate of ${peer.host} is not trusted${inBrackets(cause)}`, {
    code: "HTTP_SERVER_UNTRUSTED",
    scope: "installation",
    remedy: serverRemedy(codeOf(cause)),
    cause,
  });
}

function serverRemedy(code: string): string {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return "check the configured address: the certificate, even one under `ca`, is for another name";
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") {
    return "check this machine's clock; otherwise the server needs a new certificate, and adding to `ca` does not help";
  }
  return "if the server's certificate comes from a test or private authority, add that authority's certificate to `ca`";
}

function clientCertificateRefused(cause: unknown, peer: Peer): SaldovaktError | null {
  const alert = CERTIFICATE_ALERT.exec(codeOf(cause))?.[1];
  if (alert === undefined) return null;
  const name = alert.toLowerCase().replaceAll("_", " ");
  const message = peer.ownCertificate
    ? `${peer.host} refused the client certificate (TLS alert: ${name})`
    : `${peer.host} asks for a client certificate and none is configured (TLS alert: ${name})`;
  const remedy = peer.ownCertificate
    ? "check with `saldovakt doctor` that the certificate is valid, issued for this environment and complete with its chain"
    : "configure the organisation certificate, or use an address that needs none";
  return new SaldovaktError(message, { code: "HTTP_CLIENT_CERTIFICATE_REFUSED", scope: "installation", remedy, cause });
}

/** undici's message names the header, never its value. */
function headerInvalid(cause: unknown): SaldovaktError {
  const name = /invalid ([\w-]+) header/.exec(cause instanceof Error ? cause.message : "")?.[1];
  return new SaldovaktError(name === undefined ? "the request cannot be sent" : `the header ${name} holds characters that cannot be sent`, {
    code: "HTTP_HEADER_INVALID",
    scope: "installation",
    remedy: "remove line breaks and characters beyond Latin-1 from the key or secret it carries",
    cause,
  });
}

function transient(code: string, message: string, peer: Peer, cause: unknown): SaldovaktError {
  // Some servers drop the connection, without any alert, when they dislike the client's certificate.
  const remedy = peer.ownCertificate
    ? "try again later; if it stays so, check the client certificate with `saldovakt doctor`"
    : "try again later; if it stays so, check the address and the network";
  return new SaldovaktError(message, { code, scope: "transient", remedy, cause });
}
