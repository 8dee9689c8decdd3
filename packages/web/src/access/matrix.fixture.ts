import type { PrincipalKind } from "@saldovakt/domain";

// What is expected of every route, by what it does and who asks: written apart from the table that decides, so that neither is made of the other.

/**
 * `on`: what it is done to. `x`: may, as far as their reach goes; `.`: may not, ever. An action `on all` is for those alone who reach every account.
 *
 * Of keys the columns are scopes; `system` is a program that an authority vouches for, `open` whoever reaches pages without sign-in.
 */
const TABLE = `
action              on      reader adviser owner  read fresh write admin calendar  system link open
service.read        nothing x      x       x      x    x     x     x     x         x      x    x
session.begin       nothing x      x       x      x    x     x     x     x         x      x    x
session.end         nothing x      x       x      x    x     x     x     x         x      x    x
notices.stop        nothing x      x       x      x    x     x     x     x         x      x    x
appointment.read    nothing x      x       x      x    x     x     x     x         x      x    x
accounts.list       own     x      x       x      x    x     x     .     .         x      .    x
account.read        account x      x       x      x    x     x     .     .         x      x    x
account.ask         account x      x       x      x    x     x     .     .         x      .    x
account.refresh     account .      x       x      .    x     .     .     .         .      .    x
signin.connect      account .      x       x      .    x     .     .     .         .      .    x
signin.disconnect   account .      x       x      .    x     .     .     .         .      .    x
account.change      account .      x       x      .    .     x     .     .         .      .    x
account.add         all     .      .       x      .    .     x     .     .         .      .    x
account.remove      account .      .       x      .    .     x     .     .         .      .    x
statement.form      own     .      x       x      .    .     x     .     .         .      .    x
statement.import    account .      x       x      .    .     x     .     .         .      .    x
payment.register    account .      x       x      .    .     x     .     .         .      .    x
payment.withdraw    account .      x       x      .    .     x     .     .         .      .    x
alert.acknowledge   account .      x       x      .    .     x     .     .         .      .    x
calendar.make       account .      x       x      .    .     x     .     .         .      .    x
calendar.read       own     .      .       .      .    .     .     .     x         .      .    .
recipients.read     own     .      x       x      x    x     x     .     .         .      .    x
recipients.change   own     .      x       x      .    .     x     .     .         .      .    x
users.read          all     .      .       x      .    .     .     x     .         .      .    .
users.change        all     .      .       x      .    .     .     x     .         .      .    .
groups.read         all     .      .       x      .    .     .     x     .         .      .    .
groups.change       all     .      .       x      .    .     .     x     .         .      .    .
invitations.read    all     .      .       x      .    .     .     x     .         .      .    .
invitations.change  all     .      .       x      .    .     .     x     .         .      .    .
audit.read          all     .      .       x      .    .     .     x     .         .      .    .
keys.change         all     .      .       .      .    .     .     .     .         .      .    .
norway.change       all     .      .       .      .    .     .     .     .         .      .    .
`;

const [head = [], ...rows] = TABLE.trim()
  .split("\n")
  .map((line) => line.split(/ +/));
export const COLUMNS = head.slice(2);
export const EXPECTED = new Map(rows.map(([action = "", on = "", ...cells]) => [action, { on, cells }]));

export interface Who {
  readonly kind: PrincipalKind | "nobody";
  readonly column: (typeof COLUMNS)[number];
  readonly reach: "own" | "all" | "none";
  /** For a user of one account: whether by name or by a group that holds it. */
  readonly by?: "name" | "group";
  /** Where they can come at all: a link opens pages, a token the API. */
  readonly api: boolean;
  readonly pages: boolean;
}

const key = (column: string, reach: "own" | "all", pages = true): Who => ({ kind: "key", column, reach, api: true, pages });
const user = (column: string, reach: "own" | "all", by: "name" | "group" = "name"): Who => ({
  ...{ kind: "user", column, reach, by, api: true, pages: true },
});

/** Every kind of principal and every role or scope, reaching one account or all; a user's one account by name or by a group. */
export const EVERYBODY: Readonly<Record<string, Who>> = {
  "reader of one account": user("reader", "own"),
  "reader by a group": user("reader", "own", "group"),
  "reader of all accounts": user("reader", "all"),
  "adviser of one account": user("adviser", "own"),
  "adviser by a group": user("adviser", "own", "group"),
  "adviser of all accounts": user("adviser", "all"),
  owner: user("owner", "all"),
  "read key": key("read", "all"),
  "read key of one account": key("read", "own"),
  "fresh key of one account": key("fresh", "own"),
  "write key": key("write", "all"),
  "write key of one account": key("write", "own"),
  "admin key": key("admin", "all", false),
  "admin key of one account": key("admin", "own", false),
  "calendar key": key("calendar", "own", false),
  "system user": { kind: "system-user", column: "system", reach: "own", api: true, pages: false },
  "link to one account": { kind: "link", column: "link", reach: "own", api: false, pages: true },
  "open pages": { kind: "open", column: "open", reach: "all", api: false, pages: true },
  nobody: { kind: "nobody", column: "", reach: "none", api: false, pages: false },
  "somebody shut out": { kind: "nobody", column: "", reach: "none", api: false, pages: false },
  "a key revoked": { kind: "nobody", column: "", reach: "none", api: false, pages: false },
};

/** What each route does: the API's as OpenAPI writes them, then the pages'. A route that is missing here, or does another thing than is said here, fails. */
export const DOES: Readonly<Record<string, readonly string[]>> = {
  "service.read": ["GET /health", "GET /openapi.json", "GET /docs", "GET /style.css", "GET /app.js", "GET /icon.svg"],
  "accounts.list": ["GET /v1/accounts", "GET /"],
  "account.add": ["POST /v1/accounts"],
  "account.read": [
    "GET /v1/accounts/{id}",
    "GET /v1/accounts/{id}/forecast",
    "GET /v1/accounts/{id}/forecast.csv",
    "GET /v1/accounts/{id}/chart.svg",
    "GET /v1/accounts/{id}/payment.xml",
    "GET /v1/accounts/{id}/payment.svg",
    "GET /v1/accounts/{id}/payments",
    "GET /v1/accounts/{id}/alerts",
    "GET /v1/accounts/{id}/calendar.ics",
    "GET /v1/accounts/{id}/calendars",
    "GET /v1/accounts/{id}/appointment",
    "GET /accounts/:id",
    "GET /accounts/:id/forecast.csv",
    "GET /accounts/:id/payment.xml",
    "GET /accounts/:id/payment.svg",
  ],
  "account.change": [
    "PATCH /v1/accounts/{id}",
    "POST /v1/accounts/{id}/appointment",
    "POST /v1/accounts/{id}/appointment/link",
    "POST /accounts/:id/appointment",
    "POST /accounts/:id/appointment/link",
  ],
  "account.remove": ["DELETE /v1/accounts/{id}"],
  "account.ask": [
    "GET /v1/accounts/{id}/balance",
    "GET /v1/accounts/{id}/transactions",
    "GET /v1/accounts/{id}/payout-account",
    "GET /v1/accounts/{id}/payout-blocks",
  ],
  "payment.register": ["POST /v1/accounts/{id}/payments", "POST /accounts/:id/payments"],
  "payment.withdraw": ["DELETE /v1/accounts/{id}/payments/{paymentId}", "POST /accounts/:id/payments/:payment/withdraw"],
  "alert.acknowledge": ["POST /v1/accounts/{id}/alerts/{alertId}/acknowledge", "POST /accounts/:id/alerts/:alert/acknowledge"],
  "calendar.make": ["POST /v1/accounts/{id}/calendar", "DELETE /v1/accounts/{id}/calendars/{calendarId}", "POST /accounts/:id/calendar"],
  "statement.import": ["POST /v1/accounts/{id}/statement", "POST /import"],
  "calendar.read": ["GET /calendar/{key}.ics"],
  "recipients.read": ["GET /v1/recipients", "GET /v1/recipients/{key}", "GET /v1/recipients/{key}/deliveries"],
  "recipients.change": [
    "POST /v1/recipients",
    "PATCH /v1/recipients/{key}",
    "DELETE /v1/recipients/{key}",
    "POST /v1/recipients/{key}/secret",
    "POST /v1/recipients/{key}/test",
    "POST /v1/recipients/{key}/enable",
    "POST /v1/recipients/{key}/deliveries/{deliveryId}/replay",
  ],
  "users.read": ["GET /v1/users", "GET /v1/users/{userId}", "GET /v1/users/{userId}/export", "GET /people", "GET /people/users/:user"],
  "users.change": [
    "PATCH /v1/users/{userId}",
    "DELETE /v1/users/{userId}",
    "POST /people/users/:user",
    "POST /people/users/:user/shut-out",
    "POST /people/users/:user/let-in",
    "POST /people/users/:user/erase",
  ],
  "invitations.change": [
    "POST /v1/users/{userId}/sign-in",
    "POST /v1/invitations",
    "DELETE /v1/invitations/{invitationId}",
    "POST /people/invitations",
    "POST /people/invitations/:invitation/withdraw",
    "POST /people/users/:user/link",
  ],
  "groups.read": ["GET /v1/groups", "GET /v1/groups/{groupId}", "GET /people/groups/:group"],
  "groups.change": [
    "POST /v1/groups",
    "PATCH /v1/groups/{groupId}",
    "DELETE /v1/groups/{groupId}",
    "POST /people/groups",
    "POST /people/groups/:group",
    "POST /people/groups/:group/remove",
  ],
  "invitations.read": ["GET /v1/invitations"],
  "audit.read": ["GET /v1/audit", "GET /v1/audit.csv", "GET /v1/audit.jsonl", "GET /audit", "GET /audit.csv"],
  "account.refresh": ["POST /accounts/:id/read"],
  "signin.connect": ["GET /connect/skatteverket", "GET /connect/skatteverket/callback"],
  "signin.disconnect": ["POST /accounts/:id/disconnect"],
  "statement.form": ["GET /import"],
  "session.begin": ["GET /sign-in", "POST /sign-in", "GET /link/:token", "GET /join/:token", "POST /join/:token"],
  "session.end": ["POST /sign-out"],
  "appointment.read": ["GET /appoint/:token"],
  "notices.stop": ["GET /unsubscribe/:token", "POST /unsubscribe/:token"],
};
