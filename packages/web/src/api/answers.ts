import { type Account, alertDocument, type Forecast, forecastDocument } from "@saldovakt/domain";
import { type AccountLine, freshForecast, lastForecast, listAccounts, referenceOf } from "@saldovakt/service";
import type { Context } from "hono";
import { chartDocument } from "../chart/document.ts";
import type { ApiKey, SourceOperations, WebOptions, WebPorts } from "../ports.ts";
import { opens, requireAccount, requireKey, requireScope, type Scope } from "./access.ts";
import { balanceDocument, payoutAccountDocument, payoutBlocksDocument, transactionsDocument } from "./operations.ts";
import { refuse } from "./problem.ts";
import { readCount, readDay, readFlag, readQuery } from "./query.ts";
import { type RouteName, withoutIds } from "./route.ts";

type Answer = (c: Context) => Response | Promise<Response>;

/** The order of the checks is the same everywhere: key, scope, query, account. */
interface Asked {
  readonly c: Context;
  readonly account: Account;
  readonly key: ApiKey;
}

const USUAL_ALERTS = 50;
const MOST_ALERTS = 200;

/** The answers of every route but the documentation's. */
export function answers(ports: WebPorts, options: WebOptions): Readonly<Record<Exclude<RouteName, "openapi" | "docs">, Answer>> {
  const { watch } = ports;

  const withKey = async (c: Context, scope: Scope): Promise<ApiKey> => {
    const key = await requireKey(c, ports.keys);
    requireScope(c, key, scope);
    return key;
  };

  /** An answer about one account that takes no query. */
  const about = (answer: (asked: Asked) => Promise<Response>): Answer => {
    return async (c) => {
      const key = await withKey(c, "read");
      readQuery(c, []);
      return answer({ c, key, account: await requireAccount(c, key, ports) });
    };
  };

  const lastKnown = async (c: Context, account: Account): Promise<Forecast> => {
    const last = await lastForecast(account, watch);
    if (!last) throw refuse("NOT_READ_YET", withoutIds(c.req.path));
    return last.forecast;
  };

  function operation<Name extends keyof SourceOperations>(c: Context, account: Account, name: Name): NonNullable<SourceOperations[Name]> {
    const operations = ports.operations(account.source);
    const found = operations[name];
    if (!found) throw refuse("NOT_OFFERED_BY_SOURCE", withoutIds(c.req.path));
    return found.bind(operations) as NonNullable<SourceOperations[Name]>;
  }

  return {
    health: (c) => c.json({ status: "ok", version: options.version }),

    async listAccounts(c) {
      const key = await withKey(c, "read");
      readQuery(c, []);
      const accounts: readonly AccountLine[] = await listAccounts(watch.accounts, (id) => opens(key, id));
      return c.json({ accounts });
    },

    async forecast(c) {
      const key = await withKey(c, "read");
      const fresh = readFlag(c, "fresh", readQuery(c, ["fresh"]).fresh);
      if (fresh) requireScope(c, key, "read:fresh");
      const account = await requireAccount(c, key, ports);
      const forecast = fresh ? await freshForecast(account, watch) : await lastKnown(c, account);
      return c.json(forecastDocument(forecast, referenceOf(account), watch.policyFor(account).language));
    },

    balance: about(async ({ c, account }) => c.json(balanceDocument(account, await operation(c, account, "balance")(account.identity)))),

    async transactions(c) {
      const key = await withKey(c, "read");
      const from = readDay(c, "from", readQuery(c, ["from"]).from);
      const account = await requireAccount(c, key, ports);
      return c.json(transactionsDocument(account, await operation(c, account, "transactions")(account.identity, from)));
    },

    payoutAccount: about(async ({ c, account }) =>
      c.json(payoutAccountDocument(account, await operation(c, account, "payoutAccount")(account.identity))),
    ),

    payoutBlocks: about(async ({ c, account }) =>
      c.json(payoutBlocksDocument(account, await operation(c, account, "payoutBlocks")(account.identity))),
    ),

    async alerts(c) {
      const key = await withKey(c, "read");
      const limit = readCount(c, "limit", readQuery(c, ["limit"]).limit, USUAL_ALERTS, MOST_ALERTS);
      const account = await requireAccount(c, key, ports);
      const told = await ports.alerts.alerts(account.id, limit);
      const url = options.publicUrl === undefined ? null : `${options.publicUrl.replace(/\/+$/, "")}/accounts/${account.id}`;
      return c.json({
        account: referenceOf(account),
        alerts: told.map((alert) => ({ id: alert.id, ...alertDocument(alert, referenceOf(account), url) })),
      });
    },

    chart: about(async ({ c, account }) => {
      const { language, horizonDays } = watch.policyFor(account);
      const { svg, policy } = chartDocument(await lastKnown(c, account), { name: account.name, language, horizonDays });
      return c.body(svg, 200, { "content-type": "image/svg+xml; charset=utf-8", "content-security-policy": policy });
    }),
  };
}
