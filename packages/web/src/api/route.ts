import type { Action, ChangeCode } from "@saldovakt/domain";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Route {
  readonly method: Method;
  /** As OpenAPI writes it. */
  readonly path: string;
  /** What is done by it: who may is decided by this and nothing else. */
  readonly action: Action;
  /** Which of the things its action stands for; `as asked`: what the request carries says it, so that it is let in when that was read. */
  readonly changes?: readonly ChangeCode[] | "as asked";
}

const get = (path: string, action: Action): Route => ({ method: "GET", path, action });
const post = (path: string, action: Action, ...changes: readonly ChangeCode[]): Route => ({
  ...{ method: "POST", path, action },
  ...(changes.length === 0 ? {} : { changes }),
});
const patch = (path: string, action: Action): Route => ({ method: "PATCH", path, action, changes: "as asked" });
const remove = (path: string, action: Action, ...changes: readonly ChangeCode[]): Route => ({
  ...post(path, action, ...changes),
  method: "DELETE",
});

const ACCOUNT = "/v1/accounts/{id}";
const RECIPIENT = "/v1/recipients/{key}";
const USER = "/v1/users/{userId}";
const GROUP = "/v1/groups/{groupId}";

/** Every route of the API, by the name under which the OpenAPI document describes it. */
export const ROUTES = {
  health: get("/health", "service.read"),
  listAccounts: get("/v1/accounts", "accounts.list"),
  addAccount: post("/v1/accounts", "account.add"),
  account: get(ACCOUNT, "account.read"),
  changeAccount: patch(ACCOUNT, "account.change"),
  removeAccount: remove(ACCOUNT, "account.remove"),
  forecast: get(`${ACCOUNT}/forecast`, "account.read"),
  forecastCsv: get(`${ACCOUNT}/forecast.csv`, "account.read"),
  chart: get(`${ACCOUNT}/chart.svg`, "account.read"),
  balance: get(`${ACCOUNT}/balance`, "account.ask"),
  transactions: get(`${ACCOUNT}/transactions`, "account.ask"),
  payoutAccount: get(`${ACCOUNT}/payout-account`, "account.ask"),
  payoutBlocks: get(`${ACCOUNT}/payout-blocks`, "account.ask"),
  paymentFile: get(`${ACCOUNT}/payment.xml`, "account.read"),
  paymentCode: get(`${ACCOUNT}/payment.svg`, "account.read"),
  listPayments: get(`${ACCOUNT}/payments`, "account.read"),
  registerPayment: post(`${ACCOUNT}/payments`, "payment.register"),
  removePayment: remove(`${ACCOUNT}/payments/{paymentId}`, "payment.withdraw"),
  alerts: get(`${ACCOUNT}/alerts`, "account.read"),
  acknowledge: post(`${ACCOUNT}/alerts/{alertId}/acknowledge`, "alert.acknowledge"),
  calendar: get(`${ACCOUNT}/calendar.ics`, "account.read"),
  addCalendar: post(`${ACCOUNT}/calendar`, "calendar.make", "added"),
  listCalendars: get(`${ACCOUNT}/calendars`, "account.read"),
  removeCalendar: remove(`${ACCOUNT}/calendars/{calendarId}`, "calendar.make", "revoked"),
  importStatement: post(`${ACCOUNT}/statement`, "statement.import"),
  appointment: get(`${ACCOUNT}/appointment`, "account.read"),
  askForAppointment: post(`${ACCOUNT}/appointment`, "account.change", "permission-asked"),
  makeAppointmentLink: post(`${ACCOUNT}/appointment/link`, "account.change", "link-made"),
  subscribedCalendar: get("/calendar/{key}.ics", "calendar.read"),
  listRecipients: get("/v1/recipients", "recipients.read"),
  addRecipient: post("/v1/recipients", "recipients.change", "added"),
  recipient: get(RECIPIENT, "recipients.read"),
  changeRecipient: patch(RECIPIENT, "recipients.change"),
  removeRecipient: remove(RECIPIENT, "recipients.change", "removed"),
  rotateSecret: post(`${RECIPIENT}/secret`, "recipients.change", "secret-rotated"),
  testRecipient: post(`${RECIPIENT}/test`, "recipients.change", "tested"),
  enableRecipient: post(`${RECIPIENT}/enable`, "recipients.change", "enabled"),
  deliveries: get(`${RECIPIENT}/deliveries`, "recipients.read"),
  replay: post(`${RECIPIENT}/deliveries/{deliveryId}/replay`, "recipients.change", "replayed"),
  listUsers: get("/v1/users", "users.read"),
  user: get(USER, "users.read"),
  changeUser: patch(USER, "users.change"),
  eraseUser: remove(USER, "users.change", "erased"),
  exportUser: get(`${USER}/export`, "users.read"),
  addSignInLink: post(`${USER}/sign-in`, "invitations.change", "sign-in-link"),
  listGroups: get("/v1/groups", "groups.read"),
  addGroup: post("/v1/groups", "groups.change", "added"),
  group: get(GROUP, "groups.read"),
  changeGroup: patch(GROUP, "groups.change"),
  removeGroup: remove(GROUP, "groups.change", "removed"),
  listInvitations: get("/v1/invitations", "invitations.read"),
  addInvitation: post("/v1/invitations", "invitations.change", "invited"),
  removeInvitation: remove("/v1/invitations/{invitationId}", "invitations.change", "withdrawn"),
  audit: get("/v1/audit", "audit.read"),
  auditCsv: get("/v1/audit.csv", "audit.read"),
  auditLines: get("/v1/audit.jsonl", "audit.read"),
  openapi: get("/openapi.json", "service.read"),
  docs: get("/docs", "service.read"),
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

const ALL: readonly Route[] = Object.values(ROUTES);

/** The path as Hono writes it. A parameter that ends in a file's suffix is given with it. */
export const pattern = (path: string): string => path.replace(/\{(\w+)\}(\.\w+)/, ":$1{[^/]+\\$2}").replace(/\{(\w+)\}/g, ":$1");

/** What `Allow` says of a path of those routes: every method that is answered there, HEAD beside GET and OPTIONS among them. */
export function allowedOn(path: string, routes: readonly Pick<Route, "method" | "path">[] = ALL): string {
  const methods: string[] = routes.filter((route) => route.path === path).map((route) => route.method);
  return [...methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"].join(", ");
}

/** Every path once. */
export const PATHS: readonly string[] = [...new Set(ALL.map((route) => route.path))];

const OUTSIDE = PATHS.filter((path) => !path.startsWith("/v1/")).map((path) => path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+"));
const OWN = new RegExp(`^(/v1/.*|${OUTSIDE.join("|")})$`);

/** Whether a path is for the API to answer, below `/v1/` if only by saying that there is no such address. */
export const isApis = (path: string): boolean => OWN.test(path);

const WORDS = new Set(PATHS.flatMap((path) => path.split("/").filter((part) => part !== "" && !part.includes("{"))));

/** Our longest path has so many parts. */
const LONGEST = Math.max(...PATHS.map((path) => path.split("/").length - 1));

/**
 * A path with everything left out that is no word of our own, for problem documents and logs: whoever writes an identity into an address shall not
 * find it there again.
 */
export const withoutIds = (path: string): string =>
  `/${path
    .split("/")
    .slice(1, LONGEST + 1)
    .map((part) => (WORDS.has(part) ? part : "-"))
    .join("/")}`;
