import { inputError, parseIdentity } from "@saldovakt/domain";

/** The system user of a customer, made in Altinn for our system. */
export interface SystemUserRequest {
  /** Nine digits: the organisation that owns the system user. */
  readonly org: string;
  /** Only when the system user was asked for with one. */
  readonly externalRef?: string | undefined;
}

/** What a token is wanted for. */
export interface TokenRequest {
  /** One at least. Their order does not matter. */
  readonly scopes: readonly string[];
  /** The API the token is for, where the API wants that. */
  readonly resource?: string | undefined;
  /** Nine digits: the organisation that has delegated the scopes to the client's. */
  readonly consumerOrg?: string | undefined;
  readonly systemUser?: SystemUserRequest | undefined;
}

/** An organisation as Maskinporten writes it: ISO 6523, 0192 standing for Norway's register of entities. */
export interface OrganisationClaim {
  readonly authority: "iso6523-actorid-upis";
  readonly ID: string;
}

/** The claims a grant may hold. Any other is refused, `sub` and `nbf` too (Digdir, "JWT grant"). */
export interface GrantClaims {
  readonly aud: string;
  readonly iss: string;
  readonly scope: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly resource?: readonly string[];
  readonly consumer_org?: string;
  readonly authorization_details?: readonly [
    { readonly type: "urn:altinn:systemuser"; readonly systemuser_org: OrganisationClaim; readonly externalRef?: string },
  ];
}

/** The kind of grant, as RFC 7523 names it. */
export const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** Half of what is allowed: an answer comes within 30 s, and whoever gets hold of a grant shall not have it for long. */
const LIFETIME_S = 60;

/** RFC 6749, 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

const invalid = (what: string, remedy: string): Error =>
  inputError("MP_REQUEST_INVALID", `the request for a token is wrong: ${what}`, remedy);

function organisation(number: string): string {
  const identity = parseIdentity(number);
  if (identity.country === "NO") return identity.number;
  throw invalid("an organisation is not a Norwegian one", "write its nine digits");
}

/** Callers in plain JavaScript send whatever they have; Maskinporten's refusal would name another field. */
function requireText(what: string, value: unknown): void {
  if (value === "") throw invalid(`the ${what} is empty`, "leave it out");
  if (value !== undefined && typeof value !== "string") throw invalid(`the ${what} is no text`, "write one text, or leave it out");
}

/**
 * The request in the one form all of its spellings share: scopes in order and once each. Throws `MP_REQUEST_INVALID`, or what `parseIdentity`
 * throws for an organisation number.
 */
export function normalised(request: TokenRequest): TokenRequest {
  const { resource, consumerOrg, systemUser } = request;
  // A text is a list too, of its letters.
  if (!Array.isArray(request.scopes)) throw invalid("its scopes are no list", 'write them as ["prefix:name"]');
  const scopes = [...new Set(request.scopes)].sort();
  if (scopes.length === 0) throw invalid("it names no scope", "name one at least");
  if (!scopes.every((scope) => typeof scope === "string" && SCOPE.test(scope)))
    throw invalid("a scope has a form none has", "write scopes as prefix:name, one by one");
  requireText("resource", resource);
  requireText("external reference", systemUser?.externalRef);
  return {
    scopes,
    ...(resource !== undefined && { resource }),
    ...(consumerOrg !== undefined && { consumerOrg: organisation(consumerOrg) }),
    ...(systemUser && {
      systemUser: {
        org: organisation(systemUser.org),
        ...(systemUser.externalRef !== undefined && { externalRef: systemUser.externalRef }),
      },
    }),
  };
}

/** The claims of one grant. `now` is in epoch milliseconds by the server's clock; `jti` must never have been used before. */
export function grantClaims(
  { scopes, resource, consumerOrg, systemUser }: TokenRequest,
  by: { readonly issuer: string; readonly clientId: string },
  now: number,
  jti: string,
): GrantClaims {
  const iat = Math.floor(now / 1000);
  return {
    aud: by.issuer,
    iss: by.clientId,
    scope: scopes.join(" "),
    iat,
    exp: iat + LIFETIME_S,
    jti,
    // "Currently only array supported" (Digdir, "JWT grant").
    ...(resource !== undefined && { resource: [resource] }),
    ...(consumerOrg !== undefined && { consumer_org: consumerOrg }),
    ...(systemUser && {
      authorization_details: [
        {
          type: "urn:altinn:systemuser",
          systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${systemUser.org}` },
          ...(systemUser.externalRef !== undefined && { externalRef: systemUser.externalRef }),
        },
      ],
    }),
  };
}
