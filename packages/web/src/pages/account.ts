import {
  type Account,
  type Alert,
  addDays,
  type Forecast,
  type Minor,
  negate,
  type Observation,
  severityOf,
  warningText,
} from "@saldovakt/domain";
import { html } from "hono/html";
import { chart } from "../chart/chart.ts";
import { NARROW, WIDE } from "../chart/layout.ts";
import { dueDatesSection } from "./duedates.ts";
import { historySection } from "./history.ts";
import { type Markup, pill } from "./layout.ts";
import { paySection } from "./pay.ts";
import { AUTHORITY, type View } from "./view.ts";

export interface AccountPage {
  readonly account: Account;
  /** Null before the first reading. */
  readonly last: { readonly forecast: Forecast; readonly observation: Observation } | null;
  readonly alerts: readonly Alert[];
  readonly horizonDays: number;
}

/** One account: what is missing, how to pay it, the balance ahead and what has been told. */
export function accountPage({ account, last, alerts, horizonDays }: AccountPage, view: View): Markup {
  const { texts } = view;
  return html`<p class="crumb"><a href="/">← ${texts.allAccounts}</a></p>
<div class="title"><h1>${account.name}</h1>${stamp(account, last?.forecast ?? null, view)}${pill(last ? severityOf(last.forecast) : "unread", last?.forecast.payBy != null, view)}</div>
${
  last === null
    ? html`<div class="sheet empty"><h2>${texts.notRead.heading}</h2><p class="aside">${texts.notRead.text}</p></div>`
    : html`${verdict(last.forecast, horizonDays, view)}${figures(last.forecast, view)}
${notes(last.forecast, view)}
${paySection(last.forecast, view)}
${picture(account, last.forecast, horizonDays, view)}
${dueDatesSection(last.forecast, horizonDays, view)}`
}
${alertsSection(account, alerts, view)}
${last === null ? "" : historySection(last.observation, view)}`;
}

function stamp(account: Account, forecast: Forecast | null, view: View): Markup {
  const { source } = account;
  if (forecast === null) return html`<p class="aside">${AUTHORITY[source]}</p>`;
  const { asOf, readAt, stale } = view.texts.stamp;
  return html`<p class="aside">${asOf(AUTHORITY[source], view.moment(forecast.asOf, source))}, ${readAt(view.moment(forecast.readAt, source))}.${forecast.stale ? html` <strong class="stale">${stale}.</strong>` : ""}</p>`;
}

/** The first thing to see: whether to pay, how much, and by when. */
function verdict(forecast: Forecast, horizonDays: number, view: View): Markup {
  const { verdict: words } = view.texts;
  const pooled = forecast.source === "skatteverket";
  const until = view.fullDay(addDays(forecast.today, horizonDays));
  if (forecast.payBy === null) {
    return html`<section class="verdict"><h2>${words.covered}</h2><p>${pooled ? words.coveredUntil(until) : words.nothingToPayUntil(until)}</p></section>`;
  }
  const payments = forecast.dueDates.flatMap((entry) => entry.payments);
  const first = payments.toSorted((a, b) => (a.payBy < b.payBy ? -1 : a.payBy > b.payBy ? 1 : 0))[0];
  const amount = view.money(forecast.shortfall, forecast.currency);
  const when = forecast.payBy <= forecast.today ? words.today : words.by(view.fullDay(forecast.payBy));
  return html`<section class="verdict missing"><h2>${pooled ? words.missing(amount) : words.toPay(amount)}</h2>
<p>${first !== undefined && payments.length > 1 ? words.payFirst(view.money(first.amount, forecast.currency), when) : words.pay(when)}.</p></section>`;
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

/** Warnings and, where there is a deficit, what comes of it. */
function notes(forecast: Forecast, view: View): Markup | "" {
  const { currency } = forecast;
  const warnings = forecast.warnings.map(
    (warning) =>
      html`<li${warning.code === "ENFORCEMENT_DEBT" ? html` class="grave"` : ""}>${warningText(warning, currency, view.language)}</li>`,
  );
  const deficit = forecast.deficit === null ? [] : [html`<li class="grave">${deficitText(forecast, view)}</li>`];
  if (warnings.length + deficit.length === 0) return "";
  return html`<section class="part" aria-labelledby="notes"><h2 id="notes">${view.texts.warnings}</h2><ul class="notes">${deficit}${warnings}</ul></section>`;
}

function deficitText({ deficit, currency }: Forecast, view: View): string {
  if (deficit === null) return "";
  const words = view.texts.deficit;
  const owed = (amount: Minor): string | null => (amount > 0 ? view.money(amount, currency) : null);
  const step = words.step[deficit.nextStep](deficit.nextStepOn === null ? null : view.day(deficit.nextStepOn));
  return [
    words.since(view.money(deficit.amount, currency), view.fullDay(deficit.since)),
    words.interest(owed(negate(deficit.interestSoFar)), owed(deficit.interestPerDay)),
    step,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Twice, for screens of two widths: labels keep their size. The style sheet shows one of them. */
function picture(account: Account, forecast: Forecast, horizonDays: number, view: View): Markup | "" {
  if (forecast.dueDates.length === 0) return "";
  const words = view.texts.chart;
  const options = { name: account.name, language: view.language, horizonDays };
  return html`<section class="part" aria-labelledby="ahead"><h2 id="ahead">${forecast.source === "skatteverket" ? words.heading : words.headingClaims}</h2>
<figure class="sheet picture"><div class="wide">${chart(forecast, { ...options, size: WIDE, id: "wide" })}</div><div class="narrow">${chart(forecast, { ...options, size: NARROW, id: "narrow" })}</div>
<figcaption class="legend"><span class="key-balance">${words.legendBalance}</span>${forecast.shortfall > 0 ? html`<span class="key-missing">${words.legendMissing}</span>` : ""}</figcaption></figure></section>`;
}

function alertsSection(account: Account, alerts: readonly Alert[], view: View): Markup {
  const { alerts: words } = view.texts;
  const line = (alert: Alert): Markup => {
    const facts = [
      alert.missing > 0 ? view.money(alert.missing, alert.currency) : "",
      alert.dueDate === null ? "" : (alert.dueDate < alert.today ? words.wasDue : words.due)(view.fullDay(alert.dueDate)),
    ].filter(Boolean);
    return html`<li><time datetime="${alert.at}">${view.moment(alert.at, account.source)}</time><span>${[words.type[alert.type], ...facts].join(", ")}</span></li>`;
  };
  return html`<section class="part" aria-labelledby="told"><h2 id="told">${words.heading}</h2>
<div class="sheet">${alerts.length === 0 ? html`<p class="note">${words.none}</p>` : html`<ul class="told">${alerts.map(line)}</ul>`}</div></section>`;
}
