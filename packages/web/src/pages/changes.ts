import { NO_APPOINTEE, type PlainDate, SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import {
  acknowledgeAlert,
  askedForPermission,
  clientLinkFor,
  type NewPayment,
  paymentDays,
  registerPayment,
  renewAccount,
} from "@saldovakt/service";
import { field, readForm } from "../access/form.ts";
import { byOf } from "../access/viewer.ts";
import type { WebApp } from "../api/app.ts";
import { isAlertId, isPaymentId } from "../ids.ts";
import { newApiKey } from "../keys.ts";
import { OMBUD_TEXTS } from "../texts/ombud.ts";
import { PLANNED_TEXTS } from "../texts/planned.ts";
import { showAccount } from "./account-routes.ts";
import { newOnce, onceOnly } from "./once.ts";
import type { WrongPayment } from "./payments.ts";
import type { AskedAccount, Pages } from "./respond.ts";
import { PAGE_ROUTES, type PageRouteName } from "./routes.ts";
import { calendarPage } from "./take.ts";
import { typedAmount, typedDay } from "./typed.ts";
import type { View } from "./view.ts";

/** What was wrong with a payment, at the field it is about. */
function wrongIn(
  { code }: SaldovaktError,
  [first, last]: readonly [PlainDate, PlainDate],
  view: View,
): Pick<WrongPayment, "told" | "field"> {
  const { whatIf, payments } = view.texts;
  if (code === "PAYMENT_DAY") return { field: "madeOn", told: PLANNED_TEXTS[view.language].dayOutside(view.day(first), view.day(last)) };
  if (code === "DATE_INVALID") return { field: "madeOn", told: whatIf.dayWrong };
  if (code === "AMOUNT_TYPED") return { field: "amount", told: whatIf.amountWrong };
  return { field: null, told: payments.wrong };
}

/** What people may do on an account's page. Each answers with the page anew, so that loading it again does nothing twice. */
export function addChanges(app: WebApp, pages: Pages): void {
  const { ports, options, gate } = pages;
  const { watch } = ports;

  const post = (route: PageRouteName, answer: (asked: AskedAccount) => Promise<Response>): void => {
    const { path } = PAGE_ROUTES[route];
    app.post(path, pages.account(route, answer));
  };

  post("registerPayment", async (asked) => {
    const { c, account, view } = asked;
    const form = await readForm(c);
    const [amount, madeOn] = form ? [field(form, "amount"), field(form, "madeOn")] : ["", ""];
    try {
      const payment: NewPayment = { amount: typedAmount(amount), madeOn: typedDay(madeOn) };
      const newId = (): string => `pay_${newOnce(ports.random)}`;
      const { id } = await registerPayment(account, onceOnly(account, payment, form ? field(form, "once") : ""), { ...watch, newId });
      await gate.made(c, { about: id });
    } catch (thrown) {
      if (!(thrown instanceof SaldovaktError) || thrown.scope !== "input") throw thrown;
      const typed = { amount: amount.slice(0, 40), madeOn: madeOn.slice(0, 40) };
      return showAccount(pages, asked, { ...typed, ...wrongIn(thrown, paymentDays(account, watch), view) });
    }
    await renewAccount(account, watch);
    return c.redirect(`/accounts/${account.id}#payments`, 303);
  });

  post("withdrawPayment", async ({ c, account }) => {
    const id = c.req.param("payment") ?? "";
    if (!isPaymentId(id) || !(await ports.payments.removePayment(account.id, id))) return pages.notFound(c);
    await renewAccount(account, watch);
    return c.redirect(`/accounts/${account.id}#payments`, 303);
  });

  post("acknowledge", async ({ c, account, viewer }) => {
    const id = c.req.param("alert") ?? "";
    if (!isAlertId(id)) return pages.notFound(c);
    try {
      await acknowledgeAlert(account, id, byOf(viewer), { ...watch, alerts: ports.alerts });
    } catch (thrown) {
      if (!(thrown instanceof SaldovaktError)) throw thrown;
      if (thrown.code === "ALERT_UNKNOWN") return pages.notFound(c);
      // A matter that is over meanwhile needs no acknowledging: the page shows that it is.
      if (thrown.code !== "ALERT_OVER") throw thrown;
    }
    return c.redirect(`/accounts/${account.id}#told`, 303);
  });

  post("askForAppointment", async ({ c, account }) => {
    const watched = await watch.records.account(account.id);
    if (!watched) return pages.notFound(c);
    try {
      await askedForPermission(watched, ports.appointee ?? NO_APPOINTEE, { book: ports.book, clock: watch.clock });
    } catch (thrown) {
      // Given meanwhile, or never needed: the page shows how it stands.
      if (!(thrown instanceof SaldovaktError) || thrown.code !== "OMBUD_NOT_NEEDED") throw thrown;
    }
    return c.redirect(`/accounts/${account.id}#permission`, 303);
  });

  post("makeAppointmentLink", async ({ c, account, view }) => {
    const watched = await watch.records.account(account.id);
    const { clientLinks: links, book, now } = ports;
    if (!watched || !links) return pages.notFound(c);
    try {
      await clientLinkFor(watched, ports.appointee ?? NO_APPOINTEE, { book, links, now });
    } catch (thrown) {
      const { code, scope } = toSaldovaktError(thrown);
      if (scope === "internal") throw thrown;
      // Given meanwhile, or on paper alone: the page shows how it stands.
      if (scope !== "input") {
        const { heading, text } = OMBUD_TEXTS[view.language].linkRefused;
        return pages.say(c, { heading, text: `${text} ${code}` }, 502);
      }
    }
    return c.redirect(`/accounts/${account.id}#permission`, 303);
  });

  post("makeCalendar", async ({ c, account, viewer, view }) => {
    const { id, key, hash } = newApiKey(ports.random);
    const { by } = byOf(viewer);
    const parent = by === undefined ? {} : { parent: by };
    const record = { id, hash, name: "calendar", scopes: ["calendar"], accounts: [account.id], ...parent };
    await ports.keys.putKey({ ...record, createdAt: ports.now(), revokedAt: null });
    await gate.made(c, { about: id });
    const host = options.publicUrl ?? new URL(c.req.url).origin;
    const content = calendarPage(account, `${host}/calendar/${key}.ics`, view);
    return pages.show(c, { title: view.texts.calendar.made, content, viewer, address: `/accounts/${account.id}` });
  });
}
