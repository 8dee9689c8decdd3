export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Route {
  readonly method: Method;
  /** As OpenAPI writes it. */
  readonly path: string;
}

const get = (path: string): Route => ({ method: "GET", path });
const post = (path: string): Route => ({ method: "POST", path });
const patch = (path: string): Route => ({ method: "PATCH", path });
const remove = (path: string): Route => ({ method: "DELETE", path });

const ACCOUNT = "/v1/accounts/{id}";
const RECIPIENT = "/v1/recipients/{key}";

/** Every route of the API, by the name under which the OpenAPI document describes it. */
export const ROUTES = {
  health: get("/health"),
  listAccounts: get("/v1/accounts"),
  addAccount: post("/v1/accounts"),
  account: get(ACCOUNT),
  changeAccount: patch(ACCOUNT),
  removeAccount: remove(ACCOUNT),
  forecast: get(`${ACCOUNT}/forecast`),
  forecastCsv: get(`${ACCOUNT}/forecast.csv`),
  chart: get(`${ACCOUNT}/chart.svg`),
  balance: get(`${ACCOUNT}/balance`),
  transactions: get(`${ACCOUNT}/transactions`),
  payoutAccount: get(`${ACCOUNT}/payout-account`),
  payoutBlocks: get(`${ACCOUNT}/payout-blocks`),
  paymentFile: get(`${ACCOUNT}/payment.xml`),
  paymentCode: get(`${ACCOUNT}/payment.svg`),
  listPayments: get(`${ACCOUNT}/payments`),
  registerPayment: post(`${ACCOUNT}/payments`),
  removePayment: remove(`${ACCOUNT}/payments/{paymentId}`),
  alerts: get(`${ACCOUNT}/alerts`),
  acknowledge: post(`${ACCOUNT}/alerts/{alertId}/acknowledge`),
  calendar: get(`${ACCOUNT}/calendar.ics`),
  addCalendar: post(`${ACCOUNT}/calendar`),
  importStatement: post(`${ACCOUNT}/statement`),
  subscribedCalendar: get("/calendar/{key}.ics"),
  listRecipients: get("/v1/recipients"),
  addRecipient: post("/v1/recipients"),
  recipient: get(RECIPIENT),
  changeRecipient: patch(RECIPIENT),
  removeRecipient: remove(RECIPIENT),
  rotateSecret: post(`${RECIPIENT}/secret`),
  testRecipient: post(`${RECIPIENT}/test`),
  enableRecipient: post(`${RECIPIENT}/enable`),
  deliveries: get(`${RECIPIENT}/deliveries`),
  replay: post(`${RECIPIENT}/deliveries/{deliveryId}/replay`),
  openapi: get("/openapi.json"),
  docs: get("/docs"),
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

const ALL: readonly Route[] = Object.values(ROUTES);

/** The path as Hono writes it. A parameter that ends in a file's suffix is given with it. */
export const pattern = (path: string): string => path.replace(/\{(\w+)\}(\.\w+)/, ":$1{[^/]+\\$2}").replace(/\{(\w+)\}/g, ":$1");

/** What `Allow` says of a path: every method that is answered there, HEAD beside GET and OPTIONS among them. */
export function allowedOn(path: string): string {
  const methods: string[] = ALL.filter((route) => route.path === path).map((route) => route.method);
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
