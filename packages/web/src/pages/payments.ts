import { type Account, countsPayments, type Forecast, type Minor, type PlainDate, type RegisteredPayment } from "@saldovakt/domain";
import { html } from "hono/html";
import { PLANNED_TEXTS } from "../texts/planned.ts";
import type { Markup } from "./layout.ts";
import type { View } from "./view.ts";

/** What was typed into the form and could not be taken. */
export interface WrongPayment {
  readonly amount: string;
  readonly madeOn: string;
  readonly told: string;
  /** The field it is about; null where it is none of them alone. */
  readonly field: "amount" | "madeOn" | null;
}

export interface PaymentForm {
  /** What makes one payment of one form. */
  readonly once: string;
  /** The first and the last day a payment may be made. */
  readonly days: readonly [PlainDate, PlainDate];
}

export interface PaymentsPart {
  readonly account: Account;
  readonly forecast: Forecast;
  readonly payments: readonly RegisteredPayment[];
  readonly mayWrite: boolean;
  readonly form: PaymentForm;
  readonly wrong: WrongPayment | null;
}

/** Payments somebody said are made, and the form to say so. Only where they count: in accounts with one balance. */
export function paymentsSection({ account, forecast, payments, mayWrite, form, wrong }: PaymentsPart, view: View): Markup | "" {
  if (!countsPayments(forecast.source) || (!mayWrite && payments.length === 0)) return "";
  const words = view.texts.payments;
  const newest = payments.toSorted((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1)).slice(0, 10);
  return html`<section class="part" aria-labelledby="payments"><h2 id="payments">${words.heading}</h2>
<div class="sheet">${newest.length === 0 ? html`<p class="note">${words.none}</p>` : table(account, newest, forecast, mayWrite, view)}${mayWrite ? formPart(account, forecast.today, form, wrong, view) : ""}</div></section>`;
}

function table(
  account: Account,
  payments: readonly RegisteredPayment[],
  { currency, today }: Forecast,
  mayWrite: boolean,
  view: View,
): Markup {
  const words = view.texts.payments;
  const money = (amount: Minor): string => view.money(amount, currency);
  const state = (payment: RegisteredPayment): string =>
    payment.status === "seen" && payment.seenOn
      ? words.seenOn(view.day(payment.seenOn))
      : payment.status === "under-way" && payment.madeOn > today
        ? PLANNED_TEXTS[view.language].planned
        : words.status[payment.status];
  return html`<table class="ledger registered" role="table"><caption class="unseen">${words.heading}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${words.madeOn}</th><th role="columnheader" scope="col" class="number">${words.amount}</th><th role="columnheader" scope="col">${words.state}</th>${mayWrite ? html`<th role="columnheader" scope="col"><span class="unseen">${words.withdraw}</span></th>` : ""}</tr></thead>
<tbody role="rowgroup">${payments.map(
    (payment) => html`
<tr role="row"><td role="cell" data-label="${words.madeOn}">${view.day(payment.madeOn)}</td><td role="cell" class="number" data-label="${words.amount}">${money(payment.amount)}</td><td role="cell" data-label="${words.state}">${state(payment)}${payment.status === "under-way" ? html`<small>${words.expectedOn.toLowerCase()} ${view.day(payment.expectedOn)}</small>` : ""}</td>${
      mayWrite
        ? html`<td role="cell" class="act">${payment.status === "seen" ? "" : html`<form action="/accounts/${account.id}/payments/${payment.id}/withdraw" method="post"><button type="submit" class="quiet" aria-label="${words.withdrawWhat(money(payment.amount), view.day(payment.madeOn))}">${words.withdraw}</button></form>`}</td>`
        : ""
    }</tr>`,
  )}</tbody></table>`;
}

function formPart(account: Account, today: PlainDate, { once, days }: PaymentForm, wrong: WrongPayment | null, view: View): Markup {
  const words = view.texts.payments;
  const faulty = (field: "amount" | "madeOn"): Markup | "" =>
    wrong?.field === field ? html` aria-invalid="true" aria-describedby="paid-${field}-wrong"` : "";
  const told = (field: "amount" | "madeOn"): Markup | "" =>
    wrong?.field === field ? html`<p class="wrong" id="paid-${field}-wrong" role="alert">${wrong.told}</p>` : "";
  return html`<form action="/accounts/${account.id}/payments#payments" method="post" class="row-fields foot-form"><p class="aside small whole">${words.lead}</p>
${wrong !== null && wrong.field === null ? html`<p class="wrong whole" role="alert">${wrong.told}</p>` : ""}<div class="field"><label for="paid-amount">${words.amount}</label><input id="paid-amount" name="amount" inputmode="decimal" autocomplete="off" required="required" maxlength="40" value="${wrong?.amount ?? ""}"${faulty("amount")}>${told("amount")}</div>
<div class="field"><label for="paid-on">${words.madeOn}</label><input id="paid-on" name="madeOn" type="date" required="required" min="${days[0]}" max="${days[1]}" value="${wrong?.madeOn ?? today}"${faulty("madeOn")}>${told("madeOn")}</div>
<input type="hidden" name="once" value="${once}"><button type="submit" class="main">${words.submit}</button><p class="aside small whole">${PLANNED_TEXTS[view.language].hint}</p></form>`;
}
