import { may } from "@saldovakt/domain";
import { freshForecast, listAccounts } from "@saldovakt/service";
import { conditional, conditionalJson, conditionalWritten } from "../conditional.ts";
import { invalid, pageOf, readCount, readFlag, readQuery } from "../query.ts";
import { writtenForecast } from "../written-forecast.ts";
import type { Answer, Asking } from "./asking.ts";

const MOST_ACCOUNTS = 1_000;

/** What is known of the accounts: the list, and each one's forecast. */
export const forecastAnswers = (asking: Asking) => {
  const { watch } = asking.ports;

  return {
    async listAccounts(c) {
      const asker = await asking.enter(c, "listAccounts");
      const query = readQuery(c, ["limit", "after"]);
      const limit = readCount(c, "limit", query.limit, MOST_ACCOUNTS, MOST_ACCOUNTS);
      const { principal } = await asking.reaching(c, asker);
      const all = await listAccounts(watch.accounts, (id) => may(principal, "account.read", id).permitted, watch);
      const from = query.after === undefined ? 0 : all.findIndex((line) => line.id === query.after) + 1;
      if (query.after !== undefined && from === 0)
        throw invalid(c, "`after` is a `next` that an earlier answer gave, of an account that is still there: begin anew without it.");
      const { page, next } = pageOf(all.slice(from, from + limit + 1), limit, (line) => line.id);
      return conditionalJson(c, { accounts: page, ...next });
    },

    async forecast(c) {
      const asker = await asking.enter(c, "forecast");
      const anew = readFlag(c, "fresh", readQuery(c, ["fresh"]).fresh);
      const account = await asking.account(c, anew ? await asking.also(c, asker, "account.refresh") : asker);
      const forecast = anew ? await freshForecast(account, watch) : await asking.lastKnown(c, account);
      return conditionalWritten(c, writtenForecast(forecast, account, watch.policyFor(account).language));
    },

    chart: asking.about("chart", async ({ c, account }) => {
      const { language, horizonDays } = watch.policyFor(account);
      const forecast = await asking.lastKnown(c, account);
      const { chartDocument } = await import("../../chart/document.ts");
      const { svg, policy } = chartDocument(forecast, { name: account.name, language, horizonDays });
      return conditional(c, svg, { "content-type": "image/svg+xml; charset=utf-8", "content-security-policy": policy });
    }),
  } satisfies Record<string, Answer>;
};
