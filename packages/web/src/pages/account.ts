import {
  type Account,
  type Alert,
  type Appointee,
  dateIn,
  type Forecast,
  type Minor,
  NOT_AUTHORISED,
  type Observation,
  type RegisteredPayment,
  severityOf,
  ZONE_OF,
} from "@saldovakt/domain";
import { html } from "hono/html";
import { maySeeList, mayWrite, offered, type Viewer } from "../access/viewer.ts";
import { type AppointmentPart, appointmentSection } from "./appointment.ts";
import { type ConnectPart, connectSection } from "./connect.ts";
import { dueDatesSection } from "./duedates.ts";
import { historySection } from "./history.ts";
import { lateSection } from "./late.ts";
import { type Markup, pill } from "./layout.ts";
import { notesSection } from "./notes.ts";
import { paySection } from "./pay.ts";
import { type PaymentForm, paymentsSection, type WrongPayment } from "./payments.ts";
import { pictureSection } from "./picture.ts";
import { refusedPill, refusedSection } from "./refused.ts";
import { takeSection } from "./take.ts";
import { type ToldPart, toldSection } from "./told.ts";
import { aheadSection, verdict } from "./verdict.ts";
import { AUTHORITY, type View } from "./view.ts";
import type { WhatIf } from "./whatif.ts";

export interface AccountPage {
  readonly account: Account;
  /** Null before the first reading. */
  readonly last: { readonly forecast: Forecast; readonly observation: Observation } | null;
  /** The refusal under which it is not read by now. */
  readonly refusal: Alert | null;
  readonly alerts: readonly Alert[];
  readonly episodes: ToldPart["episodes"];
  readonly payments: readonly RegisteredPayment[];
  readonly horizonDays: number;
  readonly form: PaymentForm;
  readonly whatIf: WhatIf | null;
  readonly wrongPayment: WrongPayment | null;
  readonly viewer: Viewer;
  readonly appointee: Appointee | undefined;
  /** What is prepared for the client who is to appoint us. */
  readonly clientPart: Pick<AppointmentPart, "now" | "page" | "makesLinks">;
  readonly connect: Pick<ConnectPart, "signIns" | "state">;
}

/** One account: what is missing, how to pay it, the balance ahead and what has been told. */
export function accountPage(page: AccountPage, view: View): Markup {
  const { account, last, refusal, alerts, episodes, viewer } = page;
  const { texts } = view;
  const writes = mayWrite(viewer, account.id);
  const mayRefresh = offered(viewer, "account.refresh", account.id);
  const connect = connectSection({ account, last: last?.observation ?? null, ...page.connect, mayRefresh }, view);
  // No permission cures another refusal.
  const permission =
    last === null && refusal !== null && refusal.fault !== NOT_AUTHORISED
      ? ""
      : appointmentSection(
          {
            account,
            isRead: last !== null,
            appointee: page.appointee,
            ...page.clientPart,
            mayChange: offered(viewer, "account.change", account.id),
          },
          view,
        );
  const refused = refusal === null || (refusal.fault === NOT_AUTHORISED && permission !== "") ? "" : refusedSection(refusal, view);
  return html`${maySeeList(viewer) ? html`<p class="crumb"><a href="/">← ${texts.allAccounts}</a></p>` : html`<p class="crumb"></p>`}
<div class="title"><h1>${account.name}</h1>${stamp(account, last?.forecast ?? null, view)}${last === null && refusal !== null ? refusedPill(view) : pill(last ? severityOf(last.forecast) : "unread", last?.forecast.payBy != null, view, account)}</div>
${refused}${permission}
${last === null ? html`${connect}${refusal === null ? notRead(view) : ""}` : ahead(page, last, { writes, connect }, view)}
${toldSection({ account, alerts, episodes, mayWrite: writes }, view)}
${last === null ? "" : html`${takeSection({ account, mayMakeCalendar: writes }, view)}${hasHistory(last.observation) ? historySection(last.observation, view) : ""}`}`;
}

/** Before the first reading; where one was refused that is said instead. */
function notRead(view: View): Markup {
  const { notRead: words } = view.texts;
  return html`<div class="sheet empty"><h2>${words.heading}</h2><p class="aside">${words.text}</p></div>`;
}

/** Claims are listed by themselves: of what was booked on them their authority tells nothing. */
const hasHistory = (observation: Observation): boolean => observation.settlement === "account" || observation.history.length > 0;

/** Everything that follows from the forecast. */
function ahead(
  { account, payments, horizonDays, form, whatIf, wrongPayment }: AccountPage,
  { forecast, observation }: NonNullable<AccountPage["last"]>,
  { writes, connect }: { readonly writes: boolean; readonly connect: Markup | "" },
  view: View,
): Markup {
  const pay = paySection(account, forecast, view) || aheadSection(forecast, observation, view);
  const picture =
    forecast.dueDates.length === 0 ? "" : pictureSection({ account, forecast, horizonDays, whatIf, once: writes ? form.once : null }, view);
  return html`${verdict(account, forecast, horizonDays, view)}${figures(forecast, view)}
${notesSection(forecast, view)}
${connect}
<div class="${pay !== "" && picture !== "" ? "beside" : "alone"}">${pay}
${picture}</div>
${dueDatesSection(forecast, horizonDays, view)}
<div class="beside even">${lateSection(forecast, view)}
${paymentsSection({ account, forecast, payments, mayWrite: writes, form, wrong: wrongPayment }, view)}</div>`;
}

function stamp(account: Account, forecast: Forecast | null, view: View): Markup {
  const { source } = account;
  if (forecast === null) return html`<p class="aside">${AUTHORITY[source]}</p>`;
  const { asOf, readAt, stale, statement } = view.texts.stamp;
  if (account.reading === "statement") return html`<p class="aside">${statement(view.fullDay(dateIn(forecast.asOf, ZONE_OF[source])))}</p>`;
  return html`<p class="aside">${asOf(AUTHORITY[source], view.moment(forecast.asOf, source))}, ${readAt(view.moment(forecast.readAt, source))}.${forecast.stale ? html` <strong class="stale">${stale}.</strong>` : ""}</p>`;
}

function figures(forecast: Forecast, view: View): Markup | "" {
  const { figure } = view.texts;
  const pooled = forecast.source === "skatteverket";
  const money = (amount: Minor): string => view.money(amount, forecast.currency);
  const entries: [shown: boolean, term: string, value: string | Markup][] = [
    [pooled, figure.balance, money(forecast.balance)],
    [
      pooled && forecast.lowest.balance < forecast.balance,
      figure.lowest,
      html`${money(forecast.lowest.balance)} <span class="aside small">${view.day(forecast.lowest.date)}</span>`,
    ],
    [forecast.reserve > 0, figure.reserve, money(forecast.reserve)],
    [forecast.enforcementBalance !== 0, figure.enforcement, html`<span class="lacking">${money(forecast.enforcementBalance)}</span>`],
    [forecast.accruedInterest !== 0, figure.interest, money(forecast.accruedInterest)],
    [forecast.nextReconciliation !== null, figure.reconciliation, forecast.nextReconciliation ? view.day(forecast.nextReconciliation) : ""],
  ];
  const shown = entries.filter(([isShown]) => isShown);
  if (shown.length === 0) return "";
  return html`<section aria-label="${figure.heading}"><dl class="figures-list">${shown.map(([, term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}
