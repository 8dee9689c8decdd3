import {
  type Forecast,
  knownByStatement,
  type Language,
  longDay,
  type Minor,
  type PlainDate,
  shortDay,
  yearOf,
  ZERO,
} from "@saldovakt/domain";
import { html } from "hono/html";
import { isGuess } from "../known.ts";
import { printedAmount } from "../written.ts";
import { beyondMark, isBeyond, withinReach } from "./beyond.ts";
import { BOLD_CHARACTER, CHARACTER, type ChartSize, clearLabels, type Layout, layOut, placeLabel, type Step } from "./layout.ts";
import { CHART_WORDS } from "./words.ts";

export type Markup = ReturnType<typeof html>;

export interface ChartOptions {
  readonly name: string;
  readonly language: Language;
  readonly horizonDays: number;
  readonly size: ChartSize;
  /** Sets the ids of title and description apart where a page holds several charts. */
  readonly id: string;
  /** The same forecast with a payment that somebody thinks of: a second curve. */
  readonly whatIf?: Forecast;
  /** What stands before everything else in the picture. */
  readonly before?: Markup;
}

const at = (value: number): string => String(Math.round(value * 10) / 10);

/** The balance over the horizon as a step chart: due dates, the reserve, what is missing, and the first day to pay by. Read aloud it is one sentence. */
export function chart(forecast: Forecast, options: ChartOptions): Markup {
  const { language, id, size } = options;
  const words = CHART_WORDS[language];
  const money = (amount: number): string => printedAmount(amount as Minor, forecast.currency, language);
  const tickLabel = (tick: number): string => money(tick).replace(/\u00a0?(kr|NOK|SEK)\u00a0?/, "");
  const layout = layOut(forecast, options, tickLabel);
  return html`<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${(pooled(forecast) ? words.title : words.titleOfClaims)(options.name)}</title>
<desc id="${id}-desc">${description(forecast, language)}</desc>
${options.before ?? ""}${layout.ticks.map(
  (
    tick,
  ) => html`<line class="${tick === 0 ? "zero" : "grid"}" x1="${at(layout.left)}" x2="${at(layout.right)}" y1="${at(layout.y(tick))}" y2="${at(layout.y(tick))}"/>
<text x="${at(layout.left - 8)}" y="${at(layout.y(tick) + 4)}" text-anchor="end">${tickLabel(tick)}</text>
`,
)}${areas(layout, forecast.reserve)}${reserveLine(layout, forecast.reserve)}${branch("estimated", layout, layout.estimated)}<path class="balance" d="${path(layout, layout.steps)}"/>
${branch("tried", layout, layout.tried)}${beyondMark(layout, (amount) => words.beyond(money(amount)))}${payMark(layout, forecast.payBy, forecast.payBy === null ? "" : words.payBy(dayLabel(forecast.payBy, forecast.today, language)))}${dueMarks(layout, forecast, language)}${reserveLabel(layout, forecast.reserve, words.reserve(money(forecast.reserve)))}${lowestLabel(layout, forecast, money)}</svg>`;
}

/** Whether everything meets in one balance. */
const pooled = ({ source }: Forecast): boolean => source === "skatteverket";

/** What the picture shows, in a sentence. */
function description(forecast: Forecast, language: Language): string {
  const words = CHART_WORDS[language];
  const money = (amount: Minor): string => printedAmount(amount, forecast.currency, language);
  const { lowest } = forecast;
  const covered = knownByStatement(forecast) ? words.unknown : words.covered;
  const missing = forecast.shortfall > 0 ? words.missing(money(forecast.shortfall)) : covered;
  const payBy = forecast.payBy === null ? "" : ` ${words.payBy(longDay(forecast.payBy, language))}.`;
  if (!pooled(forecast)) return `${missing}.${payBy}`;
  const standing = [words.balanceToday(money(forecast.balance))];
  if (lowest.balance < forecast.balance) standing.push(words.lowest(money(lowest.balance), longDay(lowest.date, language)));
  const guess = forecast.withEstimates?.lowest;
  const estimated = guess === undefined ? "" : ` ${words.estimated(money(guess.balance), longDay(guess.date, language))}.`;
  return `${standing.join(", ")}. ${missing}.${payBy}${estimated}`;
}

/** The steps as a line, from the balance before them where that is given. What the picture does not reach is left out, up to its edge. */
function path(layout: Layout, steps: readonly Step[], before?: Minor): string {
  let line = "";
  let level = before;
  for (const { from, until, balance } of steps) {
    const x = at(layout.x(from));
    const height = (amount: Minor): string => at(layout.y(withinReach(layout, amount)));
    const [wasOut, isOut] = [level !== undefined && isBeyond(layout, level), isBeyond(layout, balance)];
    if (line === "" || wasOut) line += `M${x} ${height(level ?? balance)}`;
    line += `${level === undefined ? "" : `V${height(balance)}`}${isOut ? "" : `H${at(layout.x(until))}`}`;
    level = balance;
  }
  return line;
}

/** Another curve, from the day on which it leaves the decided one; nothing where it never does. */
function branch(kind: "estimated" | "tried", layout: Layout, steps: readonly Step[]): Markup | "" {
  const balanceOn = (curve: readonly Step[], day: PlainDate): Minor | undefined => curve.findLast((step) => step.from <= day)?.balance;
  const days = [...steps, ...layout.steps].map((step) => step.from).sort();
  const decidedUntil = layout.steps.at(-1)?.until;
  // It goes on where the decided curve ends, or leaves it before that.
  const leaves = days.find(
    (day) =>
      (decidedUntil !== undefined && day >= decidedUntil && kind === "estimated") ||
      (balanceOn(steps, day) !== undefined && balanceOn(steps, day) !== balanceOn(layout.steps, day)),
  );
  if (leaves === undefined) return "";
  const own = steps
    .filter((step) => step.until > leaves)
    .map((step, i) => (i === 0 && step.from < leaves ? { ...step, from: leaves } : step));
  const before = layout.steps.findLast((step) => step.from < leaves) ?? layout.steps[0];
  return html`<path class="${kind}" d="${path(layout, own, before?.balance ?? ZERO)}"/>
`;
}

/** What is on the account above zero, and what is missing up to the reserve. */
function areas(layout: Layout, reserve: Minor): Markup[] {
  const box = (kind: string, from: PlainDate, until: PlainDate, high: number, low: number): Markup =>
    html`<rect class="${kind}" x="${at(layout.x(from))}" y="${at(layout.y(high))}" width="${at(layout.x(until) - layout.x(from))}" height="${at(layout.y(low) - layout.y(high))}"/>
`;
  return layout.steps.flatMap(({ from, until, balance }) => [
    ...(balance > 0 ? [box("held", from, until, balance, 0)] : []),
    ...(balance < reserve ? [box("short", from, until, reserve, balance)] : []),
  ]);
}

function reserveLine(layout: Layout, reserve: Minor): Markup | "" {
  if (reserve === 0) return "";
  const y = at(layout.y(reserve));
  return html`<line class="reserve" x1="${at(layout.left)}" x2="${at(layout.right)}" y1="${y}" y2="${y}"/>
`;
}

/** On the side where the balance is further away from it. */
function reserveLabel(layout: Layout, reserve: Minor, label: string): Markup | "" {
  if (reserve === 0) return "";
  const distance = (step: Step | undefined): number => Math.abs((step?.balance ?? 0) - reserve);
  const onLeft = distance(layout.steps[0]) > distance(layout.steps.at(-1));
  const x = onLeft ? layout.left + 6 : layout.right;
  return html`<text class="reserve-label" x="${at(x)}" y="${at(layout.y(reserve) - 6)}" text-anchor="${onLeft ? "start" : "end"}">${label}</text>
`;
}

function payMark(layout: Layout, payBy: PlainDate | null, label: string): Markup | "" {
  if (payBy === null) return "";
  const x = layout.x(payBy);
  const text = placeLabel(x, label, layout);
  return html`<line class="pay-line" x1="${at(x)}" x2="${at(x)}" y1="${at(layout.top - 16)}" y2="${at(layout.bottom)}"/>
<path class="pay-mark" d="M${at(x - 5)} ${at(layout.top - 18)}h10l-5 8z"/>
<text class="pay-label" x="${at(text.x)}" y="${at(layout.top - 24)}" text-anchor="middle">${label}</text>
`;
}

/** With the year where it is not this one. */
const dayLabel = (day: PlainDate, today: PlainDate, language: Language): string =>
  `${shortDay(day, language)}${yearOf(day) === yearOf(today) ? "" : ` ${yearOf(day)}`}`;

/** Days that something is missing come first where there is no room for all labels. */
function dueMarks(layout: Layout, forecast: Forecast, language: Language): Markup {
  const marks = forecast.dueDates.map((entry) => {
    const x = layout.x(entry.dueDate);
    const guessed = isGuess(entry) ? entry.withEstimates?.balanceAfter : undefined;
    const text = entry.dueDate === forecast.today ? CHART_WORDS[language].today : dayLabel(entry.dueDate, forecast.today, language);
    return {
      x,
      y: layout.y(guessed === undefined || isBeyond(layout, guessed) ? entry.balanceAfter : guessed),
      text,
      guess: isGuess(entry),
      uncovered: entry.missing > 0,
      label: placeLabel(x, text, layout, entry.missing > 0 ? BOLD_CHARACTER : CHARACTER),
    };
  });
  const today = placeLabel(layout.x(forecast.today), CHART_WORDS[language].today, layout, CHARACTER);
  const candidates = [...marks.filter((mark) => mark.uncovered), ...marks.filter((mark) => !mark.uncovered)].map((mark) => ({
    ...mark.label,
    text: mark.text,
    uncovered: mark.uncovered,
  }));
  const labels = clearLabels([...candidates, { ...today, text: CHART_WORDS[language].today, uncovered: false }]);
  return html`${marks.map(
    (mark) => html`<line class="tick" x1="${at(mark.x)}" x2="${at(mark.x)}" y1="${at(layout.bottom)}" y2="${at(layout.bottom + 6)}"/>
<circle class="due${mark.uncovered ? " uncovered" : ""}${mark.guess ? " guess" : ""}" cx="${at(mark.x)}" cy="${at(mark.y)}" r="4"/>
`,
  )}${labels.map(
    (
      label,
    ) => html`<text class="${label.uncovered ? "uncovered" : "day"}" x="${at(label.x)}" y="${at(layout.bottom + 21)}" text-anchor="middle">${label.text}</text>
`,
  )}`;
}

/** The lowest balance, written at its step where something is missing there. */
function lowestLabel(layout: Layout, forecast: Forecast, money: (amount: number) => string): Markup | "" {
  const { lowest, reserve } = forecast;
  if (lowest.balance >= reserve) return "";
  const text = money(lowest.balance);
  const y = layout.y(lowest.balance);
  const roomRight = layout.right - layout.x(lowest.date) > text.length * BOLD_CHARACTER + 14;
  const x = layout.x(lowest.date) + (roomRight ? 9 : -9);
  const below = y + 18 < layout.bottom - 2;
  return html`<text class="uncovered" x="${at(x)}" y="${at(below ? y + 17 : y - 8)}" text-anchor="${roomRight ? "start" : "end"}">${text}</text>
`;
}
