import type { Instant, SaldovaktError } from "@saldovakt/domain";
import { type HttpClient, type HttpRequest, type HttpResponse, jsonObject } from "@saldovakt/http";
import * as oauth from "oauth4webapi";
import { infrastructureFault } from "./answer.ts";
import { fault } from "./faults.ts";
import { DEADLINE_MS } from "./request.ts";
import { grantOf, type SkatteverketSecret } from "./secret.ts";
import type { SkatteverketSettings } from "./settings.ts";

export interface GrantedToken {
  readonly value: string;
  /** How long it is good for, in milliseconds. */
  readonly lifetimeMs: number;
}

/** What the token endpoint promises in every example; a wrong guess is put right by the renewal after a 401. */
const DOCUMENTED_LIFETIME_S = 3600;

/** In the order Skatteverket writes them; those in the middle belong to Authorization Code and its renewal. */
const FORM_FIELDS = [
  ...["grant_type", "code", "redirect_uri", "code_verifier", "refresh_token"],
  ...["client_id", "client_secret", "scope", "token"],
];

/** The library's request as ours: the documented form and no header beyond what a form needs. */
function tokenRequest(url: string, form: URLSearchParams): HttpRequest {
  const ordered = new URLSearchParams();
  for (const name of FORM_FIELDS) {
    const value = form.get(name);
    if (value !== null) ordered.set(name, value);
  }
  return {
    method: "POST",
    url,
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: ordered.toString(),
    deadlineMs: DEADLINE_MS,
  };
}

/**
 * A refusal of the token endpoint (RFC 6749 5.2). The library is passed over here: it reads no body beside a `WWW-Authenticate` header, and
 * only the body tells a scope from a client.
 */
function refusal(response: HttpResponse): SaldovaktError {
  const { status } = response;
  const { error, error_description: description } = jsonObject(response.body) ?? {};
  if (error === "invalid_scope") return fault("SKV_SCOPE_REFUSED");
  if (/certifi/i.test(`${error} ${description}`)) return fault("SKV_CERTIFICATE_REFUSED");
  if (status === 401 || status === 403 || error === "invalid_client" || error === "unauthorized_client")
    return fault("SKV_CREDENTIALS_REFUSED");
  const message = `Skatteverket's token endpoint refuses the request for a reason it does not give (HTTP ${status})`;
  return fault("SKV_REFUSED", {
    scope: "installation",
    message,
    remedy: "check `tokenUrl` in the configuration, and that it belongs to the kind of grant",
  });
}

const notAToken = (): SaldovaktError =>
  fault("SKV_ANSWER_UNEXPECTED", {
    scope: "installation",
    message: "the token endpoint's answer holds no token of a kind known here",
    remedy: "check `tokenUrl` in the configuration",
  });

/** The library's judgement of one kind of grant's answer. */
type Process = (as: oauth.AuthorizationServer, client: oauth.Client, response: Response) => Promise<oauth.TokenEndpointResponse>;

/** A token with whatever else the answer granted. */
export interface Granted extends GrantedToken {
  readonly refreshToken?: string;
  readonly scope?: string;
}

/**
 * Everything a good answer grants, by whatever grant it was asked for; whatever else came is thrown as its own coded error. No cause: the library's evidence
 * holds the token.
 */
export async function judgeGrant(
  as: oauth.AuthorizationServer,
  client: oauth.Client,
  response: HttpResponse,
  now: Instant,
  process: Process,
): Promise<Granted> {
  const infrastructure = infrastructureFault(response, now);
  if (infrastructure) throw infrastructure;
  if (response.status >= 400) throw refusal(response);
  if (response.status !== 200) throw notAToken();
  const { access_token, token_type, expires_in, refresh_token, scope } = await processed(as, client, response, process);
  // What is sent in a header must fit there.
  if (token_type !== "bearer" || !/^[\x21-\x7e]+$/.test(access_token)) throw notAToken();
  return {
    value: access_token,
    lifetimeMs: (expires_in ?? DOCUMENTED_LIFETIME_S) * 1000,
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    ...(scope !== undefined && { scope }),
  };
}

async function processed(
  as: oauth.AuthorizationServer,
  client: oauth.Client,
  response: HttpResponse,
  process: Process,
): Promise<oauth.TokenEndpointResponse> {
  try {
    const headers = { "content-type": response.headers["content-type"] ?? "" };
    return await process(as, client, new Response(response.body, { status: response.status, headers }));
  } catch (error) {
    const code = error instanceof oauth.OperationProcessingError ? error.code : undefined;
    throw code === oauth.PARSE_ERROR || code === oauth.RESPONSE_IS_NOT_JSON ? fault("SKV_MALFORMED") : notAToken();
  }
}

/** By mutual TLS the certificate stands in place of the secret and only `client_id` is sent (RFC 8705 2); else the secret goes into the form. */
export const clientAuthentication = (secret: SkatteverketSecret): oauth.ClientAuth => {
  const { clientSecret } = secret.oauth2;
  return grantOf(secret) === "designated" || clientSecret === undefined ? oauth.TlsClientAuth() : oauth.ClientSecretPost(clientSecret);
};

interface RequestOptions {
  readonly [oauth.customFetch]: (url: string, options: oauth.CustomFetchOptions<"POST", URLSearchParams>) => Promise<Response>;
  readonly [oauth.allowInsecureRequests]: true;
}

/** Sends what the library makes of a request, by our own client, and gives the answer as it came. */
export async function exchanged(http: HttpClient, request: (options: RequestOptions) => Promise<unknown>): Promise<HttpResponse> {
  let answer: HttpResponse | undefined;
  const send: RequestOptions[typeof oauth.customFetch] = async (url, { body }) => {
    answer = await http.send(tokenRequest(url, body));
    return new Response(null); // the library only hands it back; the answer itself is judged by whoever asked
  };
  // Which addresses may be called is for the HTTP client to say: it takes plain http on the loopback alone.
  await request({ [oauth.customFetch]: send, [oauth.allowInsecureRequests]: true });
  if (!answer) throw notAToken();
  return answer;
}

/** Fetches one token by Client Credentials. Throws every fault of the token endpoint by its own code, and the HTTP client's own. */
export async function fetchToken(
  http: HttpClient,
  settings: Pick<SkatteverketSettings, "tokenUrl" | "scope">,
  secret: SkatteverketSecret,
  now: () => Instant,
): Promise<GrantedToken> {
  const as: oauth.AuthorizationServer = { issuer: settings.tokenUrl, token_endpoint: settings.tokenUrl };
  const client: oauth.Client = { client_id: secret.oauth2.clientId };
  const answer = await exchanged(http, (options) =>
    oauth.clientCredentialsGrantRequest(as, client, clientAuthentication(secret), { scope: settings.scope }, options),
  );
  const { value, lifetimeMs } = await judgeGrant(as, client, answer, now(), oauth.processClientCredentialsResponse);
  return { value, lifetimeMs };
}
