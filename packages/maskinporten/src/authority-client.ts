import { SaldovaktError } from "@saldovakt/domain";
import type { createHttpClient, HttpClient } from "@saldovakt/http";

/**
 * An answer that is too large is none of an authority's. As with a web page in its place, it passes or the address is wrong: no customer can do anything
 * about it.
 */
function noAnswerOfTheirs(error: unknown): unknown {
  if (!(error instanceof SaldovaktError) || error.code !== "HTTP_TOO_LARGE") return error;
  const remedy = "try again later; if it stays so, check the configured address and the network";
  return new SaldovaktError(error.message, { code: error.code, scope: "transient", remedy });
}

/** The HTTP client for calls to Maskinporten and Altinn. `ca`: PEM certificates trusted beside the built-in roots. */
export function authorityClient(createClient: typeof createHttpClient, ca: string | undefined): HttpClient {
  const http = createClient({ tls: ca === undefined ? {} : { ca: [ca] } });
  return {
    send: (request) =>
      http.send(request).catch((error: unknown) => {
        throw noAnswerOfTheirs(error);
      }),
    close: () => http.close(),
  };
}
