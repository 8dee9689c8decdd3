import {
  type Account,
  type AdvisedPayment,
  type DueDate,
  type Forecast,
  type Payee,
  type PlainDate,
  printedNumber,
} from "@saldovakt/domain";
import { payableByFile } from "@saldovakt/files";
import { html } from "hono/html";
import { overdueSince } from "../known.ts";
import { OVERDUE_TEXTS } from "../texts/overdue.ts";
import type { Markup } from "./layout.ts";
import { AUTHORITY, type View } from "./view.ts";

interface Advised {
  readonly payment: AdvisedPayment;
  readonly entry: DueDate;
  /** Which of its day's payments it is, from 1, and how many there are. */
  readonly nth: number;
  readonly ofDay: number;
}

/** Payments that go to the same account with the same reference. */
interface Destination {
  readonly payTo: Payee;
  readonly payments: Advised[];
}

type OfDay = { readonly payment: AdvisedPayment; readonly entry: DueDate }[];

/** The payments by due date as files name it: what is overdue and what is due today stand on the same day. */
function byDay(forecast: Forecast): Map<PlainDate, OfDay> {
  const days = new Map<PlainDate, OfDay>();
  for (const entry of forecast.dueDates) {
    for (const payment of entry.payments) days.set(entry.dueDate, [...(days.get(entry.dueDate) ?? []), { payment, entry }]);
  }
  return days;
}

export function destinationsOf(forecast: Forecast): Destination[] {
  const byPayee = new Map<string, Destination>();
  for (const ofDay of byDay(forecast).values()) {
    for (const [index, { payment, entry }] of ofDay.entries()) {
      const key = JSON.stringify(payment.payTo);
      const known = byPayee.get(key) ?? { payTo: payment.payTo, payments: [] };
      known.payments.push({ payment, entry, nth: index + 1, ofDay: ofDay.length });
      byPayee.set(key, known);
    }
  }
  return [...byPayee.values()];
}

/** What to pay, where to and when; every value on its own, to be copied with one click, and each payment as a code and a file for the bank. */
export function paySection(account: Account, forecast: Forecast, view: View): Markup | "" {
  const destinations = destinationsOf(forecast);
  if (destinations.length === 0) return "";
  const { pay } = view.texts;
  return html`<section class="part" aria-labelledby="pay"><h2 id="pay">${pay.heading}</h2>
<div class="sheet">${destinations.map(
    (destination) => html`<div class="pay">${payee(destination.payTo, forecast, view)}${sums(account, destination, forecast, view)}</div>`,
  )}<p class="hint-line">${manyLinks(account, forecast, view)}</p></div></section>`;
}

/** Files with several payments: of each due date that has more than one, and of all. None of them leaves anything out. */
function manyLinks(account: Account, forecast: Forecast, view: View): Markup | string {
  const { pay, files } = view.texts;
  if (account.payFrom === undefined) return files.noPayFrom;
  const days = [...byDay(forecast)];
  const all = days.flatMap(([, ofDay]) => ofDay);
  if (all.length < 2) return pay.hint;
  const whole = (ofDay: OfDay): boolean => ofDay.every(({ payment }) => payableByFile(payment.payTo));
  const here = `/accounts/${account.id}/payment.xml`;
  const ofDays = days.length < 2 ? [] : days.filter(([, ofDay]) => ofDay.length > 1 && whole(ofDay));
  return html`${ofDays.map(
    ([dueDate, ofDay]) =>
      html`<a href="${here}?${new URLSearchParams({ dueDate })}" download="">${files.paymentDay(ofDay.length, view.day(dueDate))}</a><br>`,
  )}${whole(all) ? html`<a href="${here}" download="">${files.paymentAll}</a>` : files.notAll(AUTHORITY[forecast.source])}`;
}

/** Where to pay to, each value to be copied by itself. */
export function payee(payTo: Payee, forecast: Forecast, view: View): Markup {
  const { pay } = view.texts;
  if (payTo.number === null && payTo.reference === null) return html`<p>${pay.noDetails(AUTHORITY[forecast.source])}</p>`;
  const [account, reference] = [pay.account[payTo.scheme], pay.reference[payTo.referenceType]];
  return html`<div><dl>
<dt>${account}</dt><dd>${payTo.number === null ? pay.noReference : copyable(printedNumber(payTo) ?? "", account, view)}</dd>
<dt>${reference}</dt><dd>${payTo.reference === null ? pay.noReference : copyable(payTo.reference, reference, view)}</dd>
<dt>${pay.to}</dt><dd>${payTo.name}</dd>
</dl>${payTo.iban === undefined ? "" : html`<details><summary>${pay.abroad}</summary><dl><dt>IBAN</dt><dd>${copyable(payTo.iban, "IBAN", view)}</dd>${payTo.bic === undefined ? "" : html`<dt>BIC</dt><dd>${copyable(payTo.bic, "BIC", view)}</dd>`}</dl></details>`}</div>`;
}

function sums(account: Account, { payments, payTo }: Destination, forecast: Forecast, view: View): Markup {
  const { pay } = view.texts;
  return html`<ul class="sums">${payments.map((advised) => {
    const { payment, entry } = advised;
    return html`<li><span class="when"><small>${pay.payBy}</small>${view.day(payment.payBy)}<small>${forWhat(payment, entry, forecast, view)}</small></span><span><small>${pay.amount} ${forecast.currency}</small>${copyable(view.plain(payment.amount), `${pay.amount.toLowerCase()} ${view.day(entry.dueDate)}`, view)}</span>${bankLinks(account, payTo, advised, forecast, view)}</li>`;
  })}</ul>`;
}

/** Of what is overdue since when, where that is known; a reserve that is short is nothing overdue. */
function forWhat(payment: AdvisedPayment, entry: DueDate, forecast: Forecast, view: View): string {
  const { pay } = view.texts;
  const { since, toReserve } = OVERDUE_TEXTS[view.language];
  if (!entry.overdue) return pay.forDue(view.day(entry.dueDate));
  const claim = forecast.source === "skatteverket" ? undefined : entry.charges[entry.payments.indexOf(payment)]?.dueDate;
  const day = claim ?? overdueSince(forecast);
  return day === null ? toReserve : since(view.day(day));
}

/** The code and the file of one payment, where there can be any. */
function bankLinks(account: Account, payTo: Payee, { payment, entry, nth, ofDay }: Advised, forecast: Forecast, view: View): Markup | "" {
  const { files } = view.texts;
  const { dueDate } = entry;
  const here = `/accounts/${account.id}`;
  const code =
    forecast.currency === "SEK" && payTo.scheme === "bankgiro" && payTo.reference !== null && ofDay === 1
      ? html`<details class="code"><summary>${files.qr}</summary><p class="aside small">${files.qrNote}</p><img src="${here}/payment.svg?${new URLSearchParams({ dueDate })}" width="176" height="176" loading="lazy" alt="${files.qrAlt(view.money(payment.amount, forecast.currency), view.day(dueDate))}"></details>`
      : "";
  // Without `payment` a file pays all that is due on a day, so beside one claim of several it names the one.
  const of = new URLSearchParams({ dueDate, ...(ofDay > 1 && { payment: String(nth) }) });
  const file =
    account.payFrom === undefined || payTo.number === null
      ? ""
      : !payableByFile(payTo)
        ? html`<span class="small">${files.noFile(AUTHORITY[forecast.source])}</span>`
        : html`<a href="${here}/payment.xml?${of}" download="">${files.payment}</a>${payTo.reference === null ? html` <span class="small">${files.noReference(payTo.referenceType)}</span>` : ""}`;
  return code === "" && file === "" ? "" : html`<span class="bank">${code}${file}</span>`;
}

/** Selected as a whole by one click; where scripts run, the button copies it. */
export const copyable = (value: string, label: string, { texts }: View): Markup =>
  html`<span class="copy-pair"><span class="copy" translate="no">${value}</span><button type="button" class="copy-button" hidden="hidden" aria-label="${texts.copy.what(label)}" data-what="${label}" data-done="${texts.copy.done}">${texts.copy.button}</button></span>`;
