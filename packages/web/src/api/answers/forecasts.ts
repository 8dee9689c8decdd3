import { type Account, dateIn, type Forecast, forecastDocument, toSaldovaktError, ZONE_OF } from "@saldovakt/domain";
import { freshForecast, lastForecast, listAccounts, referenceOf } from "@saldovakt/service";
import { chartDocument } from "../../chart/document.ts";
import { opens, requireScope } from "../access.ts";
import { conditional, conditionalJson } from "../conditional.ts";
import { invalid, pageOf, readCount, readFlag, readQuery } from "../query.ts";
import type { Answer, Asking } from "./asking.ts";

const MOST_ACCOUNTS = 1_000;

/** What is known of the accounts: the list, and each one's forecast. */
export const forecastAnswers = (asking: Asking) => {
  const { watch } = asking.ports;

  /** A fresh reading; where the authority is closed or out of reach, what was last read, with a warning that says so. */
  async function fresh(account: Account): Promise<Forecast> {
    try {
      return await freshForecast(account, watch);
    } catch (thrown) {
      const fault = toSaldovaktError(thrown);
      const last = fault.scope === "transient" ? await lastForecast(account, watch) : null;
      if (!last) throw fault;
      const date = dateIn(last.forecast.readAt, ZONE_OF[account.source]);
      return { ...last.forecast, warnings: [...last.forecast.warnings, { code: "SOURCE_CLOSED", date }] };
    }
  }

  return {
    async listAccounts(c) {
      const key = await asking.key(c, "read");
      const query = readQuery(c, ["limit", "after"]);
      const limit = readCount(c, "limit", query.limit, MOST_ACCOUNTS, MOST_ACCOUNTS);
      const all = await listAccounts(watch.accounts, (id) => opens(key, id));
      const from = query.after === undefined ? 0 : all.findIndex((line) => line.id === query.after) + 1;
      if (query.after !== undefined && from === 0)
        throw invalid(c, "`after` is a `next` that an earlier answer gave, of an account that is still there: begin anew without it.");
      const { page, next } = pageOf(all.slice(from, from + limit + 1), limit, (line) => line.id);
      return conditionalJson(c, { accounts: page, ...next });
    },

    async forecast(c) {
      const key = await asking.key(c, "read");
      const anew = readFlag(c, "fresh", readQuery(c, ["fresh"]).fresh);
      if (anew) requireScope(c, key, "read:fresh");
      const account = await asking.account(c, key);
      const forecast = anew ? await fresh(account) : await asking.lastKnown(c, account);
      return conditionalJson(c, forecastDocument(forecast, referenceOf(account), watch.policyFor(account).language));
    },

    chart: asking.about(async ({ c, account }) => {
      const { language, horizonDays } = watch.policyFor(account);
      const { svg, policy } = chartDocument(await asking.lastKnown(c, account), { name: account.name, language, horizonDays });
      return conditional(c, svg, { "content-type": "image/svg+xml; charset=utf-8", "content-security-policy": policy });
    }),
  } satisfies Record<string, Answer>;
};
