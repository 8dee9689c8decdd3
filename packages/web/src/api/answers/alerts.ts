import { alertDocument } from "@saldovakt/domain";
import { acknowledgeAlert, forecastUrlOf, referenceOf } from "@saldovakt/service";
import { isAlertId } from "../../ids.ts";
import { conditionalJson } from "../conditional.ts";
import { refuse } from "../problem.ts";
import { cursorOf, pageOf, readCount, readCursor, readQuery } from "../query.ts";
import type { Answer, Asking } from "./asking.ts";

const USUAL_ALERTS = 50;
const MOST_ALERTS = 200;

export const alertAnswers = (asking: Asking) => {
  const { ports, options } = asking;
  return {
    async alerts(c) {
      const asker = await asking.enter(c, "alerts");
      const query = readQuery(c, ["limit", "before"]);
      const limit = readCount(c, "limit", query.limit, USUAL_ALERTS, MOST_ALERTS);
      const before = readCursor(c, "before", query.before);
      const account = await asking.account(c, asker);
      const told = await ports.alerts.alerts(account.id, limit + 1, before);
      const { page, next } = pageOf(told, limit, cursorOf);
      const reference = referenceOf(account);
      const url = forecastUrlOf(options.publicUrl, reference);
      return conditionalJson(c, {
        account: reference,
        alerts: page.map((alert) => ({ id: alert.id, ...alertDocument(alert, reference, url) })),
        ...next,
      });
    },

    /** Who says so is kept as an opaque id, which tells nobody's name. */
    acknowledge: asking.about("acknowledge", async ({ c, asker, account }) => {
      const id = c.req.param("alertId") ?? "";
      if (!isAlertId(id)) throw refuse(c, "ALERT_UNKNOWN");
      return c.json(await acknowledgeAlert(account, id, { by: asker.principal.id }, { ...ports.watch, alerts: ports.alerts }));
    }),
  } satisfies Record<string, Answer>;
};
