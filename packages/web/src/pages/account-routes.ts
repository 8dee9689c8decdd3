import { appointmentOf, inputError, plainDate, toSaldovaktError } from "@saldovakt/domain";
import { lastForecast, paymentDays } from "@saldovakt/service";
import { offered } from "../access/viewer.ts";
import type { WebApp } from "../api/app.ts";
import { pageForClient } from "../api/client-page.ts";
import { bankFile, forecastTable, type Paying, paymentPicture, type ReadyFile } from "../api/files.ts";
import { accountPage } from "./account.ts";
import { newOnce } from "./once.ts";
import type { WrongPayment } from "./payments.ts";
import { refusalOf } from "./refused.ts";
import { type AskedAccount, addressOf, type Pages } from "./respond.ts";
import { PAGE_ROUTES, type PageRouteName } from "./routes.ts";
import { type Basis, whatIf } from "./whatif.ts";

const ALERTS_SHOWN = 20;

/** An account's page, and its files for whoever may read the page. */
export function addAccount(app: WebApp, pages: Pages): void {
  const { ports } = pages;
  const { watch } = ports;

  app.get(
    PAGE_ROUTES.account.path,
    pages.account("account", (asked) => showAccount(pages, asked)),
  );

  /** A file of the account's last forecast; nothing to make it of is a page that is not there. */
  const file = (route: PageRouteName, make: (asked: AskedAccount, last: Last) => ReadyFile): void => {
    const { path } = PAGE_ROUTES[route];
    app.get(
      path,
      pages.account(route, async (asked) => {
        const last = await lastForecast(asked.account, watch);
        if (!last) return pages.notFound(asked.c);
        try {
          const { body, headers } = make(asked, last);
          return asked.c.body(body, 200, headers);
        } catch (thrown) {
          const { code } = toSaldovaktError(thrown);
          const { heading, why } = asked.view.texts.files.refused;
          const text = Object.hasOwn(why, code) ? why[code] : undefined;
          if (text === undefined) throw thrown;
          return pages.say(asked.c, { heading, text }, code === "NOTHING_TO_PAY" ? 404 : 409);
        }
      }),
    );
  };
  const dueDateOf = ({ c }: AskedAccount) => {
    const asked = c.req.query("dueDate");
    return asked === undefined ? undefined : plainDate(asked);
  };
  const payingOf = (asked: AskedAccount): Paying => {
    const [dueDate, one] = [dueDateOf(asked), asked.c.req.query("payment")];
    if (one === undefined) return { dueDate };
    if (dueDate === undefined || !/^[1-9]\d{0,3}$/.test(one))
      throw inputError("QUERY_INVALID", "no payment of a due date is named so", "use the links of the account's page");
    return { dueDate, payment: Number(one) };
  };
  file("accountCsv", ({ account, view }, { forecast }) => forecastTable(account, forecast, view.language));
  file("paymentFile", (asked, { forecast }) => bankFile(asked.account, forecast, payingOf(asked), ports.now()));
  file("paymentCode", (asked, { forecast }) => paymentPicture(forecast, dueDateOf(asked), asked.view.language));
}

type Last = NonNullable<Awaited<ReturnType<typeof lastForecast>>>;

/** The page; with what was wrong where a form of it could not be taken. */
export async function showAccount(pages: Pages, asked: AskedAccount, wrongPayment: WrongPayment | null = null): Promise<Response> {
  const { c, view, viewer, account } = asked;
  const { ports } = pages;
  const { watch } = ports;
  const [last, alerts, record, payments, signedIn] = await Promise.all([
    lastForecast(account, watch),
    ports.alerts.alerts(account.id, ALERTS_SHOWN),
    watch.records.record(account.id),
    watch.records.payments(account.id),
    ports.signIns && account.reading === "interactive" ? ports.signIns.state(account.id) : null,
  ]);
  /** For whoever asks the client, while there is something to ask for. */
  const pageOf = async (isRead: boolean): Promise<string | null> => {
    const { state, waitsFor } = appointmentOf(account, isRead, ports.appointee?.organisation ?? null);
    const asks = offered(viewer, "account.change", account.id) && (waitsFor === "client" || state === "not-asked");
    return asks ? pageForClient(account, ports, pages.options) : null;
  };
  const policy = watch.policyFor(account);
  const basis: Basis | null = last && { account, ...last, policy, payments };
  const content = accountPage(
    {
      account,
      last,
      refusal: await refusalOf(account.id, record.remembered, ports.alerts),
      alerts,
      episodes: record.remembered.episodes,
      payments,
      horizonDays: policy.horizonDays,
      form: { once: newOnce(ports.random), days: paymentDays(account, watch) },
      whatIf: basis && whatIf({ pay: c.req.query("pay"), on: c.req.query("on") }, basis, view),
      wrongPayment,
      viewer,
      appointee: ports.appointee,
      clientPart: { now: ports.now(), page: await pageOf(last !== null), makesLinks: ports.clientLinks !== undefined },
      connect: { signIns: ports.signIns, state: signedIn },
    },
    view,
  );
  const address = wrongPayment === null ? addressOf(c) : `/accounts/${account.id}`;
  return pages.show(c, { title: account.name, content, viewer, address, status: wrongPayment === null ? 200 : 400 });
}
