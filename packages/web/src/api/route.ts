/** Every route of the API, by the name under which the OpenAPI document describes it. */
export const ROUTES = {
  health: "/health",
  listAccounts: "/v1/accounts",
  forecast: "/v1/accounts/:id/forecast",
  balance: "/v1/accounts/:id/balance",
  transactions: "/v1/accounts/:id/transactions",
  payoutAccount: "/v1/accounts/:id/payout-account",
  payoutBlocks: "/v1/accounts/:id/payout-blocks",
  alerts: "/v1/accounts/:id/alerts",
  chart: "/v1/accounts/:id/chart.svg",
  openapi: "/openapi.json",
  docs: "/docs",
} as const;

export type RouteName = keyof typeof ROUTES;

const WORDS = new Set(Object.values(ROUTES).flatMap((path) => path.split("/").filter((part) => part !== "" && !part.startsWith(":"))));

/**
 * A path with everything left out that is no word of our own, for problem documents and logs: whoever writes an identity into an address shall not
 * find it there again.
 */
export const withoutIds = (path: string): string =>
  `/${path
    .split("/")
    .slice(1, 6)
    .map((part) => (WORDS.has(part) ? part : "-"))
    .join("/")}`;
