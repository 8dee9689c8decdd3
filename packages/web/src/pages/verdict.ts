import {
  type Account,
  addDays,
  dateIn,
  type Forecast,
  knownByStatement,
  knowsOfMore,
  negate,
  type Observation,
  severityOf,
  ZONE_OF,
} from "@saldovakt/domain";
import { html } from "hono/html";
import { type Guess, guessOf, overdueSince } from "../known.ts";
import { OVERDUE_TEXTS } from "../texts/overdue.ts";
import { VERDICT_TEXTS } from "../texts/verdict.ts";
import type { Markup } from "./layout.ts";
import { payee } from "./pay.ts";
import { capitalised, type View } from "./view.ts";

/** The first thing to see: whether to pay, how much, where and by when. A debt at Kronofogden stands before everything else. */
export function verdict(account: Account, forecast: Forecast, horizonDays: number, view: View): Markup {
  const { enforcement } = VERDICT_TEXTS[view.language];
  const own = ownVerdict(account, forecast, horizonDays, view);
  if (forecast.enforcementBalance >= 0) return own.box;
  const debt = html`<h2>${enforcement.heading(view.money(negate(forecast.enforcementBalance), forecast.currency))}</h2>
<p>${enforcement.todo}</p>`;
  if (own.covered === null) return html`<section class="verdict critical">${debt}</section>${own.box}`;
  return html`<section class="verdict critical">${debt}
<p>${enforcement.covered} ${own.covered}</p>${guess(forecast, view)}</section>`;
}

/** What there is to say of the tax account itself; `covered` where nothing stands against it. */
function ownVerdict(
  account: Account,
  forecast: Forecast,
  horizonDays: number,
  view: View,
): { readonly box: Markup; readonly covered: string | null } {
  const { verdict: words, alerts } = view.texts;
  const { stale, decidedCovered } = VERDICT_TEXTS[view.language];
  const pooled = forecast.source === "skatteverket";
  const severity = severityOf(forecast);
  const until = view.fullDay(addDays(forecast.today, horizonDays));
  const asOf = view.fullDay(dateIn(forecast.asOf, ZONE_OF[forecast.source]));
  const box = (kind: string, heading: string, text: string): { readonly box: Markup; readonly covered: null } => ({
    box: html`<section class="verdict ${kind}"><h2>${heading}</h2>
<p>${text}</p>${guess(forecast, view)}</section>`,
    covered: null,
  });
  if (forecast.payBy !== null) {
    const payments = forecast.dueDates.flatMap((entry) => entry.payments);
    const first = payments.toSorted((a, b) => (a.payBy < b.payBy ? -1 : a.payBy > b.payBy ? 1 : 0))[0];
    const amount = view.money(forecast.shortfall, forecast.currency);
    const when = forecast.payBy <= forecast.today ? words.today : words.by(view.fullDay(forecast.payBy));
    const pay =
      first !== undefined && payments.length > 1 ? words.payFirst(view.money(first.amount, forecast.currency), when) : words.pay(when);
    const since = overdueSince(forecast);
    const overdue = since === null ? "" : ` ${capitalised(OVERDUE_TEXTS[view.language].since(view.fullDay(since)))}.`;
    // Where the balance never falls below zero nothing but the reserve is short.
    const short = forecast.lowest.balance < 0 ? words.missing : OVERDUE_TEXTS[view.language].reserveMissing;
    return box(severity, (pooled ? short : words.toPay)(amount), `${pay}.${overdue}`);
  }
  if (account.reading === "statement" || knownByStatement(forecast)) return box("unsure", words.nothingDecided, words.bookedUntil(asOf));
  if (knowsOfMore(forecast)) return box("unsure", words.incomplete, words.moreToPay);
  if (forecast.stale) return box(severity, stale.heading, stale.text(asOf));
  const covered = pooled ? words.coveredUntil(until) : words.nothingToPayUntil(until);
  if (forecast.payoutRisk) return box(severity, alerts.type["payout.risk"], covered);
  if (guessOf(forecast)) return { ...box("unsure", decidedCovered, covered), covered };
  return { ...box(severity, words.covered, covered), covered };
}

/** What the estimates add, set apart from what is certain. */
function guess(forecast: Forecast, view: View): Markup | "" {
  const { withEstimates, payBy, currency, today } = forecast;
  if (!withEstimates) return "";
  if (withEstimates.shortfall === 0) return html`<p class="aside small">${view.texts.estimates.covered}</p>`;
  const guessed = guessOf(forecast);
  if (guessed === null) return "";
  const { guess: words } = VERDICT_TEXTS[view.language];
  const total = words.total(view.money(guessed.total, currency));
  if (payBy !== null && payBy <= guessed.payBy) return html`<p class="aside small">${total}</p>`;
  const by = guessed.payBy <= today ? view.texts.verdict.today : view.texts.verdict.by(view.fullDay(guessed.payBy));
  const first = words.first(view.money(guessed.amount, currency), view.fullDay(guessed.dueDate), by);
  return html`
<p>${first}</p>${guessed.total > guessed.amount ? html`<p class="aside small">${total}</p>` : ""}`;
}

/** Where to pay ahead what estimates alone say will be missing. The amount is a guess: it stands in words, and neither in a code nor in a file. */
export function aheadSection(forecast: Forecast, { payTo }: Pick<Observation, "payTo">, view: View): Markup | "" {
  const guessed = forecast.payBy === null ? guessOf(forecast) : null;
  if (guessed === null) return "";
  const { ahead } = VERDICT_TEXTS[view.language];
  return html`<section class="part" aria-labelledby="in-advance"><h2 id="in-advance">${ahead.heading}</h2>
<div class="sheet"><div class="pay">${payee(payTo, forecast, view)}${estimated(guessed, forecast, view)}</div><p class="hint-line">${ahead.text}</p></div></section>`;
}

function estimated({ amount, payBy, dueDate }: Guess, { currency }: Forecast, view: View): Markup {
  const { pay } = view.texts;
  const { ahead } = VERDICT_TEXTS[view.language];
  return html`<dl><dt>${pay.amount}</dt><dd>${ahead.amount(view.money(amount, currency))}</dd><dt>${pay.payBy}</dt><dd>${view.day(payBy)} <span class="aside small">${pay.forDue(view.day(dueDate))}</span></dd></dl>`;
}
