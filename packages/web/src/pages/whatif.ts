import {
  type Account,
  addDays,
  bankDaysAfter,
  COUNTRY_OF,
  countsPayments,
  type Forecast,
  forecast,
  type Minor,
  type Observation,
  type PlainDate,
  type Policy,
  type RegisteredPayment,
} from "@saldovakt/domain";
import { html } from "hono/html";
import { PLANNED_TEXTS } from "../texts/planned.ts";
import type { Markup } from "./layout.ts";
import { typedAmount, typedDay } from "./typed.ts";
import type { View } from "./view.ts";

/** A payment that somebody thinks of, and what the forecast would be with it. */
export interface Tried {
  readonly amount: Minor;
  readonly madeOn: PlainDate;
  readonly expectedOn: PlainDate;
  readonly forecast: Forecast;
}

/** What was typed into the form, what is wrong with it, and what comes of it. */
export interface WhatIf {
  readonly typed: { readonly amount: string; readonly day: string };
  readonly wrong: { readonly amount?: string; readonly day?: string };
  readonly tried: Tried | null;
}

export interface Basis {
  readonly account: Account;
  readonly forecast: Forecast;
  readonly observation: Observation;
  readonly policy: Policy;
  readonly payments: readonly RegisteredPayment[];
}

const LONGEST = 40;

/** The form as it was sent with `?pay=…&on=…`; null where nothing was asked. */
export function whatIf(
  query: { readonly pay?: string | undefined; readonly on?: string | undefined },
  basis: Basis,
  view: View,
): WhatIf | null {
  if ((query.pay === undefined && query.on === undefined) || !countsPayments(basis.forecast.source)) return null;
  const words = view.texts.whatIf;
  const typed = { amount: (query.pay ?? "").slice(0, LONGEST), day: (query.on ?? "").slice(0, LONGEST) };
  const amount = attempt(() => typedAmount(typed.amount));
  const madeOn = attempt(() => typedDay(typed.day));
  const { today } = basis.forecast;
  const last = addDays(today, basis.policy.horizonDays);
  const outside = madeOn !== null && (madeOn < today || madeOn > last);
  const wrong = {
    ...(amount === null ? { amount: words.amountWrong } : {}),
    ...(madeOn === null ? { day: words.dayWrong } : outside ? { day: words.dayOutside(view.day(today), view.day(last)) } : {}),
  };
  return { typed, wrong, tried: amount === null || madeOn === null || outside ? null : tryPayment(amount, madeOn, basis) };
}

/** The forecast with one more payment under way, reckoned by the same rules as a registered one. */
export function tryPayment(amount: Minor, madeOn: PlainDate, { account, forecast: made, observation, policy, payments }: Basis): Tried {
  const expectedOn = bankDaysAfter(COUNTRY_OF[account.source], madeOn, policy.payDaysBefore);
  const thought: RegisteredPayment = {
    ...{ id: "thought", amount, madeOn, expectedOn, expiresOn: expectedOn, registeredAt: made.readAt },
    status: "under-way",
  };
  return { amount, madeOn, expectedOn, forecast: forecast(observation, policy, made.today, [...payments, thought]) };
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

export interface WhatIfPart {
  readonly account: Account;
  readonly forecast: Forecast;
  readonly horizonDays: number;
  readonly asked: WhatIf | null;
  readonly once: string | null;
}

/** The form, and beneath it what would become of the account. */
export function whatIfPart({ account, forecast: made, horizonDays, asked, once }: WhatIfPart, view: View): Markup | "" {
  if (!countsPayments(made.source)) return "";
  const words = view.texts.whatIf;
  const [first] = made.dueDates.flatMap((entry) => entry.payments);
  const amount = asked?.typed.amount ?? (first ? view.plain(first.amount) : "");
  const day = asked?.typed.day ?? first?.payBy ?? made.today;
  const { wrong = {} } = asked ?? {};
  const faulty = (name: "amount" | "day"): Markup | "" =>
    wrong[name] === undefined ? "" : html` aria-invalid="true" aria-describedby="what-if-${name}-wrong"`;
  const told = (name: "amount" | "day"): Markup | "" =>
    wrong[name] === undefined ? "" : html`<p class="wrong" id="what-if-${name}-wrong">${wrong[name]}</p>`;
  return html`<section class="what-if" aria-labelledby="what-if"><h3 id="what-if">${words.heading}</h3><p class="aside small">${words.lead}</p>
<form action="/accounts/${account.id}#what-if" method="get" class="row-fields">
<div class="field"><label for="pay-amount">${words.amount} ${made.currency}</label><input id="pay-amount" name="pay" inputmode="decimal" autocomplete="off" required="required" maxlength="${LONGEST}" value="${amount}"${faulty("amount")}>${told("amount")}</div>
<div class="field"><label for="pay-on">${words.day}</label><input id="pay-on" name="on" type="date" required="required" min="${made.today}" max="${addDays(made.today, horizonDays)}" value="${day}"${faulty("day")}>${told("day")}</div>
<button type="submit" class="main">${words.submit}</button>${asked === null ? "" : html`<a class="clear" href="/accounts/${account.id}#ahead">${words.clear}</a>`}
</form>${asked?.tried ? comparison(account, made, asked.tried, once, view) : ""}</section>`;
}

function comparison(account: Account, before: Forecast, tried: Tried, once: string | null, view: View): Markup {
  const words = view.texts.whatIf;
  const { none } = view.texts;
  const { forecast: after } = tried;
  const money = (amount: Minor): string => view.money(amount, before.currency);
  const withIt = words.withPayment(money(tried.amount), view.day(tried.madeOn));
  const line = (label: string, value: (of: Forecast) => string, lacking: (of: Forecast) => boolean): Markup => {
    const cell = (of: Forecast, column: string): Markup =>
      html`<td role="cell" class="number${lacking(of) ? " lacking" : ""}" data-label="${column}">${value(of)}</td>`;
    return html`<tr role="row"><th role="rowheader" scope="row">${label}</th>${cell(before, words.asItIs)}${cell(after, withIt)}</tr>
`;
  };
  return html`<div class="compare" role="status"><table class="small-table compared" role="table"><caption class="unseen">${words.compare}</caption>
<thead role="rowgroup"><tr role="row"><td role="cell"></td><th role="columnheader" scope="col" class="number">${words.asItIs}</th><th role="columnheader" scope="col" class="number">${withIt}</th></tr></thead>
<tbody role="rowgroup">${line(
    words.missing,
    (of) => (of.shortfall > 0 ? money(of.shortfall) : none),
    (of) => of.shortfall > 0,
  )}${line(
    words.payBy,
    (of) => (of.payBy === null ? none : view.day(of.payBy)),
    () => false,
  )}${line(
    words.lowest,
    (of) => money(of.lowest.balance),
    (of) => of.lowest.balance < of.reserve,
  )}</tbody></table>
<p class="aside small">${words.arrives(view.day(tried.expectedOn))}</p>${
    once !== null
      ? html`<form action="/accounts/${account.id}/payments" method="post"><input type="hidden" name="amount" value="${view.plain(tried.amount)}"><input type="hidden" name="madeOn" value="${tried.madeOn}"><input type="hidden" name="once" value="${once}"><button type="submit" class="quiet">${tried.madeOn > before.today ? PLANNED_TEXTS[view.language].register : words.register}</button></form>`
      : ""
  }</div>`;
}
