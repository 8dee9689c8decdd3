import { type BookedRow, type Minor, type Observation, subtract } from "@saldovakt/domain";
import { html } from "hono/html";
import type { Markup } from "./layout.ts";
import { inTheirWords } from "./theirs.ts";
import type { View } from "./view.ts";

const SHOWN = 20;

export interface BookedLine extends BookedRow {
  /** What the row left on the account; null where there is no balance to speak of. */
  readonly after: Minor | null;
}

/** The latest rows, the newest first, each with the balance it left: reckoned backwards from today's. */
export function latestRows(observation: Observation, count: number): BookedLine[] {
  const pooled = observation.settlement === "account";
  let balance = observation.balance;
  return observation.history
    .toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))
    .slice(0, count)
    .map((booked) => {
      const after = balance;
      balance = subtract(balance, booked.amount);
      return { ...booked, after: pooled ? after : null };
    });
}

export function historySection(observation: Observation, view: View): Markup {
  const { history } = view.texts;
  const rows = latestRows(observation, SHOWN);
  const money = (amount: Minor): string => view.money(amount, observation.currency);
  return html`<section class="part" aria-labelledby="history"><details class="fold"><summary><h2 id="history">${history.heading}</h2></summary>
<div class="sheet">${
    rows.length === 0
      ? html`<p class="note">${history.none(view.fullDay(observation.historyFrom))}</p>`
      : html`<table class="ledger booked" role="table">
<caption class="unseen">${history.heading}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${history.date}</th><th role="columnheader" scope="col">${history.text}</th><th role="columnheader" scope="col" class="number">${history.amount}</th><th role="columnheader" scope="col" class="number after">${history.after}</th></tr></thead>
<tbody role="rowgroup">${rows.map(
          (row) => html`
<tr role="row"><td role="cell" class="figures">${row.date}</td><td role="cell">${inTheirWords(row.text, observation.source, view)}${row.enforcementAmount ? html`<small>${history.enforcement(money(row.enforcementAmount))}</small>` : ""}</td><td role="cell" class="number">${money(row.amount)}</td><td role="cell" class="number after">${row.after === null ? view.texts.none : money(row.after)}</td></tr>`,
        )}</tbody></table>${observation.history.length > rows.length ? html`<p class="hint-line">${history.latest(rows.length)}</p>` : ""}`
  }</div></details></section>`;
}
