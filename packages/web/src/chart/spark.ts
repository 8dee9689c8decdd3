import { dayNumber, type Forecast, knownByStatement } from "@saldovakt/domain";
import { html } from "hono/html";
import type { Markup } from "./chart.ts";
import { decidedSteps, estimatedSteps, type Step, stepsOf } from "./layout.ts";
import { linear } from "./scale.ts";

const WIDTH = 120;
const HEIGHT = 30;
/** Room for the line's own width. */
const EDGE = 2.5;

const at = (value: number): string => String(Math.round(value * 10) / 10);

/** The balance ahead in the size of a word: the same steps as the chart, what is missing shaded, and what is only estimated dashed where nothing decided is known. Its figures stand beside it, so it is not read aloud. */
export function spark(forecast: Forecast, horizonDays: number): Markup {
  const whole = stepsOf(forecast, horizonDays);
  const steps = decidedSteps(forecast, horizonDays);
  const guessed = knownByStatement(forecast) ? estimatedSteps(forecast, horizonDays) : [];
  const values = [0, forecast.reserve, ...[...steps, ...guessed].map((step) => step.balance)];
  const [first, last] = [whole[0]?.from ?? forecast.today, whole.at(-1)?.until ?? forecast.today];
  const across = linear([dayNumber(first), dayNumber(last)], [EDGE, WIDTH - EDGE]);
  const y = linear([Math.min(...values), Math.max(...values)], [HEIGHT - EDGE, EDGE]);
  const base = at(y(forecast.reserve));
  const line = (of: readonly Step[]): string =>
    of
      .map(
        (step, i) =>
          `${i === 0 ? `M${at(across(dayNumber(step.from)))} ` : "V"}${at(y(step.balance))}H${at(across(dayNumber(step.until)))}`,
      )
      .join("");
  const short = steps
    .filter((step) => step.balance < forecast.reserve)
    .map(
      (step) =>
        html`<rect class="short" x="${at(across(dayNumber(step.from)))}" y="${base}" width="${at(across(dayNumber(step.until)) - across(dayNumber(step.from)))}" height="${at(y(step.balance) - y(forecast.reserve))}"/>`,
    );
  return html`<svg class="chart spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${short}<line class="zero" x1="0" x2="${WIDTH}" y1="${base}" y2="${base}"/><path class="balance" d="${line(steps)}"/>${guessed.length > 0 ? html`<path class="estimated" d="${line(guessed)}"/>` : ""}</svg>`;
}
