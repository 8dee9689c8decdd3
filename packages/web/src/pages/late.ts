import { costOfPayingLate, type Forecast, lateTerms } from "@saldovakt/domain";
import { html } from "hono/html";
import type { Markup } from "./layout.ts";
import { capitalised, type View } from "./view.ts";

/** What interest on the sum missing would come to; an estimate, and said to be one. */
export function lateSection(forecast: Forecast, view: View): Markup | "" {
  const terms = lateTerms(forecast);
  if (terms === null) return "";
  const { late } = view.texts;
  // Nothing that has fallen due can be paid in time any more.
  const { overdue } = terms;
  const line = (when: string, days: number): Markup =>
    html`<tr role="row"><th role="rowheader" scope="row">${when}</th><td role="cell" class="number">${view.money(costOfPayingLate(forecast, terms, days), forecast.currency)}</td></tr>
`;
  const percent = `${view.language === "en" ? terms.percent : String(terms.percent).replace(".", ",")}\u00a0%`;
  return html`<section class="part" aria-labelledby="late"><h2 id="late">${late.heading}</h2>
<div class="sheet padded"><table class="small-table" role="table"><caption class="unseen">${late.caption}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${late.when}</th><th role="columnheader" scope="col" class="number">${late.cost}</th></tr></thead>
<tbody role="rowgroup">${line(overdue ? capitalised(view.texts.verdict.today) : late.onTime, 0)}${line(overdue ? late.inAWeek : late.week, 7)}${line(overdue ? late.inAMonth : late.month, 30)}</tbody></table>
<p class="aside small">${(overdue ? late.noteOverdue : late.note)(view.money(terms.amount, forecast.currency), percent)}${terms.confirmed ? "" : ` ${late.unconfirmed}`}</p></div></section>`;
}
