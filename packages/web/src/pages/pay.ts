import type { AdvisedPayment, DueDate, Forecast, Payee } from "@saldovakt/domain";
import { html } from "hono/html";
import type { Markup } from "./layout.ts";
import { AUTHORITY, type View } from "./view.ts";

interface Advised {
  readonly payment: AdvisedPayment;
  readonly entry: DueDate;
}

/** Payments that go to the same account with the same reference. */
interface Destination {
  readonly payTo: Payee | null;
  readonly payments: Advised[];
}

export function destinationsOf(forecast: Forecast): Destination[] {
  const byPayee = new Map<string, Destination>();
  for (const entry of forecast.dueDates) {
    for (const payment of entry.payments) {
      const key = JSON.stringify(payment.payTo);
      const known = byPayee.get(key) ?? { payTo: payment.payTo, payments: [] };
      known.payments.push({ payment, entry });
      byPayee.set(key, known);
    }
  }
  return [...byPayee.values()];
}

/** What to pay, where to and when; every value on its own, to be selected with one click. */
export function paySection(forecast: Forecast, view: View): Markup | "" {
  const destinations = destinationsOf(forecast);
  if (destinations.length === 0) return "";
  const { pay } = view.texts;
  return html`<section class="part" aria-labelledby="pay"><h2 id="pay">${pay.heading}</h2>
<div class="sheet">${destinations.map(
    (destination) => html`<div class="pay">${payee(destination.payTo, forecast, view)}${sums(destination, forecast, view)}</div>`,
  )}<p class="hint-line">${pay.hint}</p></div></section>`;
}

function payee(payTo: Payee | null, forecast: Forecast, view: View): Markup {
  const { pay } = view.texts;
  if (payTo === null) return html`<p>${pay.noDetails(AUTHORITY[forecast.source])}</p>`;
  return html`<div><dl>
<dt>${pay.account[payTo.scheme]}</dt><dd>${copyable(payTo.number)}</dd>
<dt>${pay.reference[payTo.referenceType]}</dt><dd>${payTo.reference === null ? pay.noReference : copyable(payTo.reference)}</dd>
<dt>${pay.to}</dt><dd>${payTo.name}</dd>
</dl>${payTo.iban === undefined ? "" : html`<details><summary>${pay.abroad}</summary><dl><dt>IBAN</dt><dd>${copyable(payTo.iban)}</dd>${payTo.bic === undefined ? "" : html`<dt>BIC</dt><dd>${copyable(payTo.bic)}</dd>`}</dl></details>`}</div>`;
}

function sums({ payments }: Destination, forecast: Forecast, view: View): Markup {
  const { pay } = view.texts;
  return html`<ul class="sums">${payments.map(
    ({ payment, entry }) =>
      html`<li><span class="when"><small>${pay.payBy}</small>${view.fullDay(payment.payBy)}<small>${entry.overdue ? pay.forOverdue : pay.forDue(view.day(entry.dueDate))}</small></span><span><small>${pay.amount} ${forecast.currency}</small>${copyable(view.plain(payment.amount))}</span></li>`,
  )}</ul>`;
}

const copyable = (value: string): Markup => html`<span class="copy" translate="no">${value}</span>`;
