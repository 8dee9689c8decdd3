import type * as z from "zod";
import type { RouteName } from "../route.ts";
import { Accounts, Alerts, Balance, Forecast, Health, PayoutAccount, PayoutBlocks, Transactions } from "./schemas.ts";

export interface Described {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly description: string;
    readonly schema: Readonly<Record<string, unknown>>;
  }[];
  /** Null: open to everybody. */
  readonly scope: "read" | null;
  /** What the answer holds. */
  readonly answer: string;
  readonly content: { readonly type: "application/json"; readonly schema: z.ZodType } | { readonly type: string };
  readonly problems: readonly number[];
}

const KEYED = [400, 401, 403, 500, 502, 503] as const;
const OF_ACCOUNT = [400, 401, 403, 404, 409, 500, 502, 503] as const;

const json = (schema: z.ZodType): Described["content"] => ({ type: "application/json", schema });

const LIVE =
  "Read live from the authority, within the call rate it allows. Answers 404 with `NOT_OFFERED_BY_SOURCE` where the authority has no such operation.";

/** Every route in words and shapes. */
export const DESCRIPTIONS: Readonly<Record<RouteName, Described>> = {
  health: { summary: "Whether the service is up", scope: null, answer: "It is.", content: json(Health), problems: [] },
  listAccounts: {
    summary: "The accounts the key opens",
    description:
      "From the record of the last readings, the most urgent first. An account that has not been read yet has `severity` `unread` and no figures.",
    scope: "read",
    answer: "The accounts.",
    content: json(Accounts),
    problems: KEYED,
  },
  forecast: {
    summary: "What will be on the account at every coming due date, and what to pay",
    description:
      "From the last reading, forecast against today; with `fresh=true` from a new one, whose findings are also told to the recipients of alerts.",
    parameters: [
      { name: "fresh", description: "Read the authority now. Needs the scope `read:fresh`.", schema: { type: "boolean", default: false } },
    ],
    scope: "read",
    answer: "The forecast.",
    content: json(Forecast),
    problems: OF_ACCOUNT,
  },
  balance: {
    summary: "The balance as the authority gives it",
    description: LIVE,
    scope: "read",
    answer: "The balance.",
    content: json(Balance),
    problems: OF_ACCOUNT,
  },
  transactions: {
    summary: "Booked and upcoming rows as the authority gives them",
    description: LIVE,
    parameters: [
      {
        name: "from",
        description: "The first day wanted. Skatteverket gives 555 days unless asked, and 915 at most.",
        schema: { type: "string", format: "date" },
      },
    ],
    scope: "read",
    answer: "The rows.",
    content: json(Transactions),
    problems: OF_ACCOUNT,
  },
  payoutAccount: {
    summary: "The bank account to which a surplus is paid out",
    description: LIVE,
    scope: "read",
    answer: "The account, or null.",
    content: json(PayoutAccount),
    problems: OF_ACCOUNT,
  },
  payoutBlocks: {
    summary: "The payout blocks the owner has asked for",
    description: LIVE,
    scope: "read",
    answer: "The blocks.",
    content: json(PayoutBlocks),
    problems: OF_ACCOUNT,
  },
  alerts: {
    summary: "What has been told about the account",
    parameters: [{ name: "limit", description: "How many at most.", schema: { type: "integer", minimum: 1, maximum: 200, default: 50 } }],
    scope: "read",
    answer: "The alerts, the newest first.",
    content: json(Alerts),
    problems: OF_ACCOUNT,
  },
  chart: {
    summary: "The forecast as a picture",
    description: "A step chart of the balance over the horizon, light or dark as the reader's system asks.",
    scope: "read",
    answer: "The picture.",
    content: { type: "image/svg+xml" },
    problems: OF_ACCOUNT,
  },
  openapi: {
    summary: "This document",
    scope: null,
    answer: "An OpenAPI 3.1 document.",
    content: { type: "application/json" },
    problems: [],
  },
  docs: { summary: "This document for people", scope: null, answer: "A page.", content: { type: "text/html" }, problems: [] },
};
