import { addDays, type DueDate, type Forecast, type ForecastCharge, knownByStatement } from "@saldovakt/domain";
import { html } from "hono/html";
import { isGuess, overdueSince } from "../known.ts";
import { OVERDUE_TEXTS } from "../texts/overdue.ts";
import { DUE_DATES_UNKNOWN } from "../texts/unknown.ts";
import type { Markup } from "./layout.ts";
import { inTheirWords } from "./theirs.ts";
import type { View } from "./view.ts";

/** Every due date with its charges and what it leaves on the account. */
export function dueDatesSection(forecast: Forecast, horizonDays: number, view: View): Markup {
  const { due } = view.texts;
  const until = view.fullDay(addDays(forecast.today, horizonDays));
  return html`<section class="part" aria-labelledby="due"><h2 id="due">${due.heading}</h2>
<div class="sheet">${
    forecast.dueDates.length === 0
      ? html`<p class="note">${knownByStatement(forecast) ? DUE_DATES_UNKNOWN[view.language] : due.noneUntil(until)}</p>`
      : html`<table class="ledger dues" role="table">
<caption class="unseen">${due.heading}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${due.charge}</th><th role="columnheader" scope="col" class="number">${due.change}</th><th role="columnheader" scope="col" class="number">${after(forecast, view)}</th><th role="columnheader" scope="col" class="number">${due.missing}</th></tr></thead>
${forecast.dueDates.map((entry) => dueDate(entry, forecast, view))}</table>${forecast.withEstimates ? html`<p class="hint-line">${view.texts.estimates.note}</p>` : ""}`
  }</div></section>`;
}

const after = (forecast: Forecast, { texts }: View): string => (forecast.source === "skatteverket" ? texts.due.after : texts.due.inAll);

function dueDate(entry: DueDate, forecast: Forecast, view: View): Markup {
  const { due, none } = view.texts;
  const money = (amount: DueDate["change"]): string => view.money(amount, forecast.currency);
  // What is missing already today need not have fallen due.
  const isReserve = overdueSince(forecast) === null && !entry.charges.some((charge) => charge.dueDate !== undefined);
  return html`<tbody role="rowgroup"><tr class="head" role="row"><th role="rowheader" scope="rowgroup">${view.fullDay(entry.dueDate)}${entry.overdue && !isReserve ? html` <span class="tag late">${due.overdue}</span>` : ""}</th><td role="cell" class="number">${isGuess(entry) || entry.charges.length === 0 ? none : money(entry.change)}</td><td role="cell" class="number more" data-label="${after(forecast, view)}">${knownByStatement(forecast) ? none : money(entry.balanceAfter)}</td><td role="cell" class="number more${entry.missing > 0 ? " lacking" : ""}" data-label="${due.missing}">${entry.missing > 0 ? money(entry.missing) : none}</td></tr>
${
  entry.charges.length === 0
    ? html`<tr class="row" role="row"><td role="cell" colspan="4">${isReserve ? OVERDUE_TEXTS[view.language].belowReserve : due.alreadyMissing}</td></tr>`
    : entry.charges.map(
        (charge) =>
          html`<tr class="row${charge.estimated ? " guess" : ""}" role="row"><td role="cell">${chargeText(charge, forecast, view)}</td><td role="cell" class="number">${money(charge.amount)}</td><td role="cell" class="more"></td><td role="cell" class="more"></td></tr>
`,
      )
}${
  entry.withEstimates
    ? html`<tr class="row guess" role="row"><td role="cell">${view.texts.estimates.after}</td><td role="cell" class="more"></td><td role="cell" class="number">${money(entry.withEstimates.balanceAfter)}</td><td role="cell" class="more"></td></tr>
`
    : ""
}</tbody>
`;
}

function chargeText(charge: ForecastCharge, { currency, source }: Forecast, view: View): Markup {
  const { due, estimates } = view.texts;
  const text = charge.underWay ? due.underWayText : inTheirWords(charge.text, source, view);
  const range =
    charge.low !== undefined && charge.high !== undefined && charge.low < charge.high
      ? html` <span class="small">(${estimates.range(view.money(charge.low, currency), view.money(charge.high, currency))})</span>`
      : "";
  const was = charge.dueDate === undefined ? "" : html` <span class="small">(${view.texts.alerts.wasDue(view.day(charge.dueDate))})</span>`;
  return html`${text}${was}${charge.estimated ? html` <span class="tag">${due.estimated}</span>${range}` : ""}${charge.decidedOn === undefined ? "" : html` <span class="small">(${due.decided(view.day(charge.decidedOn))})</span>`}`;
}
