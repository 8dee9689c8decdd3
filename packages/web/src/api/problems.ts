import type { FaultScope } from "@saldovakt/domain";
import type { ContentfulStatusCode } from "hono/utils/http-status";

export interface Kind {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  /** What to do, for the caller's developer. */
  readonly detail: string;
}

/** What the API itself refuses, by code. */
export const REFUSALS = {
  REQUEST_INVALID: {
    status: 400,
    title: "The request is not understood",
    detail: "Its path or its `Host` is none that can be: a path has no backslash, a host is a name or an address, with a port at most.",
  },
  QUERY_INVALID: { status: 400, title: "The query is not understood", detail: "Compare the query parameters with the documentation." },
  BODY_INVALID: { status: 400, title: "The body is not understood", detail: "Each of `errors` names a field and what to write there." },
  KEY_MISSING: { status: 401, title: "A key is needed", detail: "Send the header `Authorization: Bearer <key>`." },
  KEY_INVALID: { status: 401, title: "The key opens nothing", detail: "The key is unknown or has been revoked. Ask for a new one." },
  TOKEN_EXPIRED: { status: 401, title: "The token's time is over", detail: "Fetch a new one from Maskinporten." },
  TOKEN_REFUSED: {
    status: 401,
    title: "The token is not taken",
    detail: "It is not of the issuer, the audience or the time that is asked for here. `WWW-Authenticate` says more.",
  },
  SCOPE_MISSING: { status: 403, title: "The key lacks a scope", detail: "Ask for a key with the scope named in `WWW-Authenticate`." },
  SYSTEM_USER_REQUIRED: {
    status: 403,
    title: "The token names no system user",
    detail: "Ask Maskinporten for the token of a system user that the organisation has given you in Altinn.",
  },
  ACCESS_REFUSED: { status: 403, title: "Altinn does not permit this", detail: "The organisation has to give the system user the right." },
  KEY_LIMITED: {
    status: 403,
    title: "The key is limited to some accounts",
    detail: "This concerns all accounts. Ask for a key that was made without a list of accounts.",
  },
  ROLE_MISSING: {
    status: 403,
    title: "Your role does not include this",
    detail: "An owner can give you another role under `PATCH /v1/users/{userId}`.",
  },
  ACTION_REFUSED: { status: 403, title: "This is not done in this way", detail: "Use a key that was made for it, or sign in." },
  ACCOUNT_UNKNOWN: {
    status: 404,
    title: "No such account",
    detail: "No account of this id is watched, or the key does not open it. `GET /v1/accounts` lists those it opens.",
  },
  NOT_READ_YET: {
    status: 404,
    title: "The account has not been read yet",
    detail: "There is nothing to show before the first reading. Ask for `forecast?fresh=true`, or wait for the next pass.",
  },
  NOT_OFFERED_BY_SOURCE: {
    status: 404,
    title: "The authority does not offer this",
    detail: "The account's authority has no such operation. The forecast is offered for every account.",
  },
  NOTHING_TO_PAY: {
    status: 404,
    title: "There is nothing to pay then",
    detail: "The forecast advises no payment for this due date, or for any. `forecast` lists the due dates and their payments.",
  },
  PAYMENT_UNKNOWN: {
    status: 404,
    title: "No such payment",
    detail: "The account has no registered payment of this id. `GET …/payments` lists them.",
  },
  ALERT_UNKNOWN: { status: 404, title: "No such alert", detail: "The account has no alert of this id. `GET …/alerts` lists them." },
  CALENDAR_UNKNOWN: {
    status: 404,
    title: "No such calendar",
    detail: "The address or its id is wrong, or it has been revoked. `POST …/calendar` makes a new one.",
  },
  RECIPIENT_UNKNOWN: {
    status: 404,
    title: "No such recipient",
    detail: "There is no recipient of this key, or it is not for you to see. `GET /v1/recipients` lists those there are.",
  },
  DELIVERY_UNKNOWN: {
    status: 404,
    title: "No such delivery",
    detail: "The recipient has no delivery of this id. `GET …/deliveries` lists them.",
  },
  USER_UNKNOWN: { status: 404, title: "No such user", detail: "There is no user of this id. `GET /v1/users` lists those there are." },
  GROUP_UNKNOWN: { status: 404, title: "No such group", detail: "There is no group of this id. `GET /v1/groups` lists those there are." },
  INVITATION_UNKNOWN: {
    status: 404,
    title: "No such invitation",
    detail: "There is none of this id, or it was used. `GET /v1/invitations` lists those that were not.",
  },
  ROUTE_UNKNOWN: {
    status: 404,
    title: "No such address",
    detail: "The addresses there are stand in `/openapi.json` and, readable, at `/docs`.",
  },
  METHOD_NOT_ALLOWED: { status: 405, title: "The method is not allowed here", detail: "Use one of the methods named in `Allow`." },
  LIST_TOO_LONG: {
    status: 409,
    title: "Too many accounts to ask Altinn about at once",
    detail: "More accounts are watched here than a list can be made of for a token. Ask for each by its id, or use a key.",
  },
  LAST_OWNER: {
    status: 409,
    title: "Nobody would be left who may let others in",
    detail: "Make somebody else an owner first.",
  },
  USER_DISABLED: { status: 409, title: "The user may not sign in", detail: "Let them in again first, with `disabled: false`." },
  PAY_FROM_MISSING: {
    status: 409,
    title: "The account to pay from is not known",
    detail: "Give its IBAN and BIC with `PATCH /v1/accounts/{id}`, `payFrom`, or in the configuration; then ask again.",
  },
  PAYEE_UNKNOWN: {
    status: 409,
    title: "The authority has not said where to pay",
    detail:
      "A payment names no account, or one whose number cannot be right, or has a reference that a file cannot hold as it stands, and a file without it would look complete. Ask for the others one by one with `dueDate` and `payment`.",
  },
  REFERENCE_MISSING: {
    status: 409,
    title: "The payment's reference number is not known",
    detail: "The authority gave none, and a payment without it goes astray. Fetch it in the authority's own service.",
  },
  QR_NOT_OFFERED: {
    status: 409,
    title: "There is no code for this payment",
    detail: "The format knows payments to a bankgiro in SEK only. `forecast` says where to pay, and with which reference.",
  },
  NOT_READ_FROM_AUTHORITY: {
    status: 409,
    title: "The account is known from statements only",
    detail: "No authority is read for it. `POST …/statement` brings in a newer statement.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    title: "The key belongs to another payment",
    detail: "`Idempotency-Key` was sent before with another amount or other days. Take a new key for a new payment.",
  },
  ACCOUNT_CONFIGURED: {
    status: 409,
    title: "The account stands in the configuration",
    detail: "Take it out of the configuration's `accounts`; it would come back otherwise.",
  },
  RECIPIENT_CONFIGURED: {
    status: 409,
    title: "The recipient stands in the configuration",
    detail: "Change it in the configuration's `recipients`.",
  },
  RECIPIENT_NOT_TOLD: {
    status: 409,
    title: "The recipient is told of nothing",
    detail:
      "Whoever added it is gone, or has lost its accounts: its `untold` says which. Add it again with a key that stands; `saldovakt keys revoke ID --keep-recipients` hands over what a revoked key added.",
  },
  RECIPIENT_SWITCHED_OFF: {
    status: 409,
    title: "The recipient is switched off",
    detail: "It ended the messages, or answered 410. `POST …/enable` lets it be told again, once its owner wants that.",
  },
  CHANNEL_NOT_OFFERED: {
    status: 409,
    title: "The channel is not set up here",
    detail: "The operator has to set it up in the configuration before anybody can be told over it.",
  },
  STATEMENT_NOT_OFFERED: {
    status: 409,
    title: "No statements are taken here",
    detail: "Statements can be imported for Swedish tax accounts only.",
  },
  ACCOUNT_NOT_READ_YET: {
    status: 409,
    title: "The account has not been read yet",
    detail: "It is read at the authority: once that has been done, a statement adds what came before.",
  },
  OMBUD_NOT_NEEDED: {
    status: 409,
    title: "Nobody's permission is needed",
    detail: "No client's permission opens this account. Refused on your own, look at the certificate with `saldovakt doctor`.",
  },
  OMBUD_ON_PAPER: {
    status: 409,
    title: "This client appoints you on paper",
    detail: "The e-service does not take estates of the deceased; the letter says how it is done.",
  },
  OMBUD_LINKS_NOT_OFFERED: {
    status: 409,
    title: "No links are made for single clients here",
    detail:
      "The operator has to set up `skatteverket.ombud.api` in the configuration; until then the e-service's own address serves every client.",
  },
  ALERT_OVER: { status: 409, title: "The alert's matter is over", detail: "There is nothing left to do, and nothing to remind of." },
  ALERT_NOT_KEPT: {
    status: 409,
    title: "What the delivery carried is not kept",
    detail: "Only alerts of an account can be sent again, while they are kept. A test can be sent anew.",
  },
  NO_SECRET: { status: 409, title: "This recipient has no secret", detail: "Only webhooks are signed." },
  BODY_TOO_LARGE: {
    status: 413,
    title: "The request's body is too large",
    detail: "At most 64 kB are read, of a statement 2 MB. Send no body with a question.",
  },
  URL_TOO_LONG: { status: 414, title: "The address is too long", detail: "Shorten the path or the query." },
  BODY_TYPE: {
    status: 415,
    title: "The body's type is not taken here",
    detail: "Send `Content-Type: application/json`, and for a statement `text/csv`.",
  },
  HOST_REFUSED: {
    status: 421,
    title: "This server does not go by that name",
    detail: "Call it by `localhost` or `127.0.0.1`, or set `publicUrl` in the configuration to the address it is reached by.",
  },
  AUTHORISATION_UNAVAILABLE: {
    status: 503,
    title: "Whether you may be let in cannot be found out",
    detail: "Maskinporten or Altinn does not answer now. Try again after the time in `Retry-After`.",
  },
  RATE_LIMITED: {
    status: 429,
    title: "Too many requests with this key",
    detail: "Try again after the seconds in `Retry-After`, and ask more slowly.",
  },
} as const satisfies Record<string, Kind>;

export type RefusalCode = keyof typeof REFUSALS;

/**
 * How a fault below the API is answered. Only its code is passed on: the code is stable and public, whereas nobody has promised what a message or a
 * remedy holds. Those are for the operator, who finds them in the log and in `saldovakt doctor`.
 */
export const FAULTS: Readonly<Record<FaultScope, Kind & { readonly name: string }>> = {
  input: {
    name: "value-refused",
    status: 400,
    title: "A value of the request is not taken",
    detail: "Compare the request with the documentation; `code` names what was refused.",
  },
  account: {
    name: "account-not-readable",
    status: 409,
    title: "This account cannot be read as it stands",
    detail: "The authority or the record refuses this account for the reason in `code`, until something is changed about it.",
  },
  installation: {
    name: "source-not-usable",
    status: 502,
    title: "The service cannot use its source",
    detail: "Every account is concerned until the operator has mended what `code` names. Trying again does not help.",
  },
  transient: {
    name: "not-available-now",
    status: 503,
    title: "Not available for the moment",
    detail: "The authority or the record does not answer now, for the reason in `code`. Try again after the time in `Retry-After`.",
  },
  internal: {
    name: "internal",
    status: 500,
    title: "A fault in the program",
    detail: "Report it with the value of the header `X-Request-Id`.",
  },
};
