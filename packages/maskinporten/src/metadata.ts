import { SaldovaktError } from "@saldovakt/domain";
import { type HttpClient, type HttpResponse, jsonObject } from "@saldovakt/http";
import { fault } from "./faults.ts";
import { JWT_BEARER } from "./grant.ts";
import { infrastructureFault } from "./infrastructure.ts";
import { metadataUrl } from "./settings.ts";
import { DEADLINE_MS, isHttpUrl, MAX_BYTES } from "./wire.ts";

/** What Maskinporten says of itself (RFC 8414), as far as it is needed here. */
export interface Metadata {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
}

export interface MetadataSource {
  /**
   * The metadata, discovered on the first call. What is known is answered at once, however old: when it is due for renewal that happens beside
   * the call, and when the renewal fails what was known stays in use.
   */
  get(): Promise<Metadata>;
  /** Resolves when no renewal is under way. Tells what the last one failed with, null when it did not. */
  settled(): Promise<SaldovaktError | null>;
}

/** How often Maskinporten is asked whether anything has changed, and how soon again when it could not be asked. */
const RENEW_AFTER_MS = 3_600_000;
const RETRY_AFTER_MS = 60_000;

/** The metadata of an answer; whatever else came is thrown as its own coded error. */
export function judgeMetadata(response: HttpResponse, issuer: string, now: number): Metadata {
  const { status, body } = response;
  const infrastructure = infrastructureFault(response, now);
  if (infrastructure) throw infrastructure;
  if (status !== 200) throw fault("MP_METADATA_UNUSABLE", { message: `there is no metadata under the issuer (HTTP ${status})` });
  const json = jsonObject(body);
  if (!json) throw fault("MP_MALFORMED");
  // RFC 8414, 3.3: anything but the very same text is not to be used.
  if (json.issuer !== issuer) throw fault("MP_ISSUER_MISMATCH");
  const { token_endpoint: tokenEndpoint, jwks_uri: jwksUri, grant_types_supported: grants } = json;
  if (!isHttpUrl(tokenEndpoint) || !isHttpUrl(jwksUri)) throw fault("MP_METADATA_UNUSABLE");
  if (Array.isArray(grants) && !grants.includes(JWT_BEARER)) {
    throw fault("MP_METADATA_UNUSABLE", { message: "the issuer takes no grants of Maskinporten's kind" });
  }
  return { issuer, tokenEndpoint, jwksUri };
}

export function metadataSource(http: HttpClient, issuer: string, now: () => number): MetadataSource {
  let known: Metadata | undefined;
  let dueAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<Metadata> | undefined;
  let failure: SaldovaktError | null = null;

  async function discover(): Promise<Metadata> {
    const request = { method: "GET", url: metadataUrl(issuer), headers: { Accept: "application/json" } } as const;
    const response = await http.send({ ...request, deadlineMs: DEADLINE_MS, maxBytes: MAX_BYTES });
    return judgeMetadata(response, issuer, now());
  }

  function renew(): Promise<Metadata> {
    underWay ??= discover()
      .then(
        (metadata) => {
          dueAt = now() + RENEW_AFTER_MS;
          failure = null;
          known = metadata;
          return metadata;
        },
        (error: unknown) => {
          dueAt = now() + RETRY_AFTER_MS;
          failure = error instanceof SaldovaktError ? error : null;
          throw error;
        },
      )
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  }

  return {
    async get() {
      if (!known) return renew();
      if (now() >= dueAt) renew().catch(() => {}); // told by `settled`
      return known;
    },
    async settled() {
      await underWay?.catch(() => {});
      return failure;
    },
  };
}
