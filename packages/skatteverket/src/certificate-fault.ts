import { type Instant, SaldovaktError } from "@saldovakt/domain";
import { certificateFault, describeCertificate, type HttpClient, type TlsMaterial } from "@saldovakt/http";
import { fault } from "./faults.ts";
import type { SkatteverketSecret } from "./secret.ts";

/**
 * The client, speaking of a certificate the server turned down in the connection as `SKV_CERTIFICATE_REFUSED`. Faults of our own files (unreadable,
 * key of another certificate) keep the codes they have. `remedy` is given where no certificate is shown although there is one.
 */
export function showingCertificate(client: HttpClient, secret: SkatteverketSecret, remedy?: string): HttpClient {
  const none = secret.certificate === undefined;
  const wanted = none ? "add `certificate` to the secret, or use the token endpoint for keys alone" : remedy;
  return {
    send: (request) =>
      client.send(request).catch((error: unknown) => {
        if (!(error instanceof SaldovaktError) || error.code !== "HTTP_CLIENT_CERTIFICATE_REFUSED") throw error;
        const message = "Skatteverket asks for the organisation certificate, which is not shown there";
        throw fault("SKV_CERTIFICATE_REFUSED", { cause: error, ...(wanted !== undefined && { message, remedy: wanted }) });
      }),
    close: () => client.close(),
  };
}

/** What servers answer to a certificate they do not take. Some just cut the connection. */
const MAYBE_CERTIFICATE: ReadonlySet<string> = new Set([
  "SKV_CREDENTIALS_REFUSED",
  "SKV_CERTIFICATE_REFUSED",
  "HTTP_CUT",
  "HTTP_UNREACHABLE",
]);

/**
 * The refusal of a client, told by what is wrong with its certificate where that can be seen from here: `CERTIFICATE_EXPIRED` or
 * `CERTIFICATE_NOT_YET_VALID` with the refusal as cause. The token endpoint says `invalid_client` for that as for everything else.
 */
export async function explainedByCertificate(error: unknown, material: TlsMaterial, now: Instant): Promise<unknown> {
  if (!(error instanceof SaldovaktError)) return error;
  if (!MAYBE_CERTIFICATE.has(error.code)) return error;
  if (material.cert === undefined && material.pfx === undefined) return error;
  const description = await describeCertificate(material).catch(() => null);
  return (description && certificateFault(description, now, error)) ?? error;
}
