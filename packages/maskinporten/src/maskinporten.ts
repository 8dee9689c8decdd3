import { instant, SaldovaktError } from "@saldovakt/domain";
import {
  certificateFault,
  createHttpClient,
  type HttpResponse,
  type RetryOptions,
  retrying,
  THREE_TRIES,
  type Timer,
} from "@saldovakt/http";
import { type GrantedToken, judgeTokenAnswer, tokenRequest } from "./answer.ts";
import { authorityClient } from "./authority-client.ts";
import { type ClockReading, clockFault, serverClock } from "./clock.ts";
import { credentials, curedBySecret } from "./credentials.ts";
import { describeCredentials } from "./expiry.ts";
import { fault } from "./faults.ts";
import { grantClaims, normalised, type TokenRequest } from "./grant.ts";
import { createHold } from "./hold.ts";
import { type Metadata, metadataSource } from "./metadata.ts";
import type { SecretProvider } from "./secret.ts";
import { type MaskinportenSettings, requireIssuer } from "./settings.ts";
import type { Signer } from "./signer.ts";
import { callWithToken, type HeldToken, tokenBook } from "./token-book.ts";

export interface MaskinportenOptions {
  readonly settings: MaskinportenSettings;
  /** Called at the first need; again with `fresh` when key or certificate is refused. */
  readonly secret: SecretProvider;
  /** The real clock: grants, the tokens' lives and the waits go by it. */
  readonly timer: Timer;
  /** Uniform in [0, 1), for the waits between tries. */
  readonly random: () => number;
  /** A new id for every grant: a UUID. */
  readonly jti: () => string;
  readonly createClient?: typeof createHttpClient;
}

/**
 * Maskinporten, as its consumer sees it. Errors are SaldovaktErrors: the codes of `faults.ts`, those of opening the secret, and the HTTP client's.
 * `account` means that the customer must act, `installation` that key, certificate or configuration is wrong, `transient` that it passes.
 */
export interface Maskinporten {
  /** A token for the request: the one in hand while it is good, else a new one. Callers who ask for the same at once share one grant. */
  token(request: TokenRequest): Promise<string>;
  /**
   * Makes one call with a token. Answered with 401, it is made once more with a new one, unless that cannot help. Resolves to the last answer,
   * whatever it is.
   */
  withToken(request: TokenRequest, call: (token: string) => Promise<HttpResponse>): Promise<HttpResponse>;
  /**
   * For whoever makes his calls himself: notes that an API answered a token with 401. The next one for the same request is another, unless this one
   * had just taken a refused one's place: then the fault is not the token's.
   */
  refuse(request: TokenRequest, token: string): Promise<void>;
  /** What Maskinporten says of itself; the keys its tokens are signed with are found there. */
  metadata(): Promise<Metadata>;
  /** How this machine's clock differs from Maskinporten's, by the latest answer; null before the first. */
  clock(): ClockReading | null;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/** Nothing is read, loaded or opened before the first call. Throws `MP_ISSUER_INVALID`. */
export function createMaskinporten(options: MaskinportenOptions): Maskinporten {
  const { settings, secret, timer, random, jti, createClient = createHttpClient } = options;
  requireIssuer(settings);
  const { issuer, ca } = settings;
  const retry: RetryOptions = { ...THREE_TRIES, timer, random };
  const http = authorityClient(createClient, ca);
  const signers = credentials(secret, timer.now);
  const published = metadataSource(http, issuer, timer.now);
  const clock = serverClock(timer.now);
  const hold = createHold(timer.now);
  const book = tokenBook(timer.now);
  let closed = false;

  /** One grant and its answer. */
  async function attempt(signer: Signer, request: TokenRequest): Promise<GrantedToken> {
    const { clientId } = signer.secret;
    hold.require(clientId);
    const { tokenEndpoint } = await published.get();
    const claims = grantClaims(request, { issuer, clientId }, clock.now(), jti());
    const assertion = await signer.sign(claims);
    const sentAt = timer.now();
    const response = await http.send(tokenRequest(tokenEndpoint, assertion));
    clock.note(response.headers.date, sentAt, timer.now());
    try {
      return judgeTokenAnswer(response, request, timer.now());
    } catch (error) {
      hold.note(clientId, error);
      throw refusedForItsTime(error) ?? (await explainedByCertificate(error, signer));
    }
  }

  /** The next try goes by the server's clock; should that fail too, the reader is told how far off this machine's is. */
  function refusedForItsTime(error: unknown): SaldovaktError | null {
    if (!(error instanceof SaldovaktError) || error.code !== "MP_CLOCK") return null;
    clock.follow();
    const difference = clockFault(clock.reading());
    return difference === null ? error : fault("MP_CLOCK", { message: `${error.message}: ${difference}` });
  }

  /** Maskinporten says of an expired certificate what it says of any other it dislikes. */
  async function explainedByCertificate(error: unknown, signer: Signer): Promise<unknown> {
    if (!curedBySecret(error) || "kid" in signer.secret) return error;
    const described = await describeCredentials(signer.secret).catch(() => null);
    return (described?.certificate && certificateFault(described.certificate, instant(timer.now()), error)) ?? error;
  }

  /** Everything the token depends on. Not in the token itself: `externalRef`. */
  const keyOf = (signer: Signer, { scopes, resource, consumerOrg, systemUser }: TokenRequest): string =>
    JSON.stringify([
      issuer,
      signer.secret.clientId,
      signer.keyName,
      scopes,
      resource ?? null,
      consumerOrg ?? null,
      systemUser ? [systemUser.org, systemUser.externalRef ?? null] : null,
    ]);

  async function held(wanted: TokenRequest): Promise<HeldToken> {
    const request = normalised(wanted);
    for (let renewed = false; ; renewed = true) {
      if (closed) throw new SaldovaktError("the client of Maskinporten is closed", { code: "MP_CLIENT_CLOSED", scope: "internal" });
      const signer = await signers.current();
      const key = keyOf(signer, request);
      try {
        return { key, token: await book.get(key, () => retrying(() => attempt(signer, request), retry)) };
      } catch (error) {
        if (renewed || !curedBySecret(error) || !(await signers.renew(signer))) throw error;
      }
    }
  }

  return {
    async token(request) {
      return (await held(request)).token.value;
    },
    withToken: (request, call) => callWithToken(book, () => held(request), call),
    async refuse(request, token) {
      book.refuse(keyOf(await signers.current(), normalised(request)), token);
    },
    metadata: () => retrying(() => published.get(), retry),
    clock: () => clock.reading(),
    async close() {
      closed = true;
      await published.settled();
      await http.close();
    },
  };
}
