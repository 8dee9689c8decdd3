import { type Forecast, type Minor, negate, sum, warningText, ZERO } from "@saldovakt/domain";
import { html } from "hono/html";
import { OVERDUE_TEXTS } from "../texts/overdue.ts";
import type { Markup } from "./layout.ts";
import { inTheirWords } from "./theirs.ts";
import type { View } from "./view.ts";

/** Warnings that mean money is owed or lost already. */
const GRAVE = ["ENFORCEMENT_DEBT"];

/** What the figures alone would not tell: each warning with what it asks of the reader, and what comes of a deficit. */
export function notesSection(forecast: Forecast, view: View): Markup | "" {
  const { advice } = view.texts;
  const warnings = forecast.warnings.map((warning) => {
    const todo = Object.hasOwn(advice, warning.code) ? advice[warning.code] : undefined;
    const text = warningText(warning, forecast.currency, view.language);
    return html`<li${GRAVE.includes(warning.code) ? html` class="grave"` : ""}><p>${warning.text === undefined ? text : inTheirWords(text, forecast.source, view)}</p>${todo === undefined ? "" : html`<p class="todo">${todo}</p>`}</li>`;
  });
  const deficit = forecast.deficit === null ? [] : [html`<li class="grave"><p>${deficitText(forecast, view)}</p></li>`];
  if (warnings.length + deficit.length === 0) return "";
  return html`<section class="part" aria-labelledby="notes"><h2 id="notes">${view.texts.warnings}</h2><ul class="notes">${deficit}${warnings}</ul></section>`;
}

/** What has fallen due and is not booked yet: a deficit that the balance does not show. */
function fallenDue({ dueDates }: Forecast): Minor {
  const rows = dueDates.filter((entry) => entry.overdue).flatMap((entry) => entry.charges.filter((charge) => !charge.underWay));
  return rows.length === 0 ? ZERO : negate(sum(rows.map((row) => row.amount)));
}

function deficitText(forecast: Forecast, view: View): string {
  const { deficit, currency } = forecast;
  if (deficit === null) return "";
  const words = view.texts.deficit;
  const fallen = fallenDue(forecast);
  const owed = (amount: Minor): string | null => (amount > 0 ? view.money(amount, currency) : null);
  const step = words.step[deficit.nextStep](deficit.nextStepOn === null ? null : view.day(deficit.nextStepOn));
  return [
    fallen > 0 && forecast.balance >= 0
      ? words.overdue(view.money(fallen, currency), view.money(deficit.amount, currency))
      : words.since(view.money(deficit.amount, currency), view.fullDay(deficit.since)),
    fallen > 0 && forecast.balance < 0 ? OVERDUE_TEXTS[view.language].notBooked(view.money(fallen, currency)) : "",
    words.interest(owed(negate(deficit.interestSoFar)), owed(deficit.interestPerDay)),
    step,
  ]
    .filter(Boolean)
    .join(" ");
}
