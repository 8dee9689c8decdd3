import type { Account, AdvisedPayment, DueDate, Forecast, Payee } from "@saldovakt/domain";
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

/** What to pay, where to and when; every value on its own, to be copied with one click, and each payment as a code and a file for the bank. */
export function paySection(account: Account, forecast: Forecast, view: View): Markup | "" {
  const destinations = destinationsOf(forecast);
  if (destinations.length === 0) return "";
  const { pay, files } = view.texts;
  const [first, ...more] = destinations.flatMap((destination) => destination.payments);
  const all = `/accounts/${account.id}/payment.xml`;
  return html`<section class="part" aria-labelledby="pay"><h2 id="pay">${pay.heading}</h2>
<div class="sheet">${destinations.map(
    (destination) => html`<div class="pay">${payee(destination.payTo, forecast, view)}${sums(account, destination, forecast, view)}</div>`,
  )}<p class="hint-line">${account.payFrom === undefined ? files.noPayFrom : first && more.length > 0 ? html`<a href="${all}" download="">${files.paymentAll}</a>` : pay.hint}</p></div></section>`;
}

function payee(payTo: Payee | null, forecast: Forecast, view: View): Markup {
  const { pay } = view.texts;
  if (payTo === null) return html`<p>${pay.noDetails(AUTHORITY[forecast.source])}</p>`;
  const [account, reference] = [pay.account[payTo.scheme], pay.reference[payTo.referenceType]];
  return html`<div><dl>
<dt>${account}</dt><dd>${copyable(payTo.number, account, view)}</dd>
<dt>${reference}</dt><dd>${payTo.reference === null ? pay.noReference : copyable(payTo.reference, reference, view)}</dd>
<dt>${pay.to}</dt><dd>${payTo.name}</dd>
</dl>${payTo.iban === undefined ? "" : html`<details><summary>${pay.abroad}</summary><dl><dt>IBAN</dt><dd>${copyable(payTo.iban, "IBAN", view)}</dd>${payTo.bic === undefined ? "" : html`<dt>BIC</dt><dd>${copyable(payTo.bic, "BIC", view)}</dd>`}</dl></details>`}</div>`;
}

function sums(account: Account, { payments, payTo }: Destination, forecast: Forecast, view: View): Markup {
  const { pay } = view.texts;
  return html`<ul class="sums">${payments.map(
    ({ payment, entry }) =>
      html`<li><span class="when"><small>${pay.payBy}</small>${view.day(payment.payBy)}<small>${entry.overdue ? pay.forOverdue : pay.forDue(view.day(entry.dueDate))}</small></span><span><small>${pay.amount} ${forecast.currency}</small>${copyable(view.plain(payment.amount), `${pay.amount.toLowerCase()} ${view.day(entry.dueDate)}`, view)}</span>${bankLinks(account, payTo, { payment, entry }, forecast, view)}</li>`,
  )}</ul>`;
}

/** The code and the file of one payment, where there can be any. */
function bankLinks(account: Account, payTo: Payee | null, { payment, entry }: Advised, forecast: Forecast, view: View): Markup | "" {
  const { files } = view.texts;
  const of = `?${new URLSearchParams({ dueDate: entry.dueDate })}`;
  const here = `/accounts/${account.id}`;
  const code =
    forecast.currency === "SEK" && payTo?.scheme === "bankgiro" && payTo.reference !== null && entry.payments.length === 1
      ? html`<details class="code"><summary>${files.qr}</summary><p class="aside small">${files.qrNote}</p><img src="${here}/payment.svg${of}" width="176" height="176" loading="lazy" alt="${files.qrAlt(view.money(payment.amount, forecast.currency), view.day(entry.dueDate))}"></details>`
      : "";
  // A file pays all that is due on a day, so beside one claim of several it would promise too little.
  const file =
    account.payFrom === undefined || entry.payments.length > 1
      ? ""
      : html`<a href="${here}/payment.xml${of}" download="">${files.payment}</a>`;
  return code === "" && file === "" ? "" : html`<span class="bank">${code}${file}</span>`;
}

/** Selected as a whole by one click; where scripts run, the button copies it. */
export const copyable = (value: string, label: string, { texts }: View): Markup =>
  html`<span class="copy-pair"><span class="copy" translate="no">${value}</span><button type="button" class="copy-button" hidden="hidden" aria-label="${texts.copy.what(label)}" data-done="${texts.copy.done}">${texts.copy.button}</button></span>`;
