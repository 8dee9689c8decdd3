import { addDays, dayNumber, daysBetween, type Forecast, knownByStatement, later, type Minor, type PlainDate } from "@saldovakt/domain";
import { linear, roundTicks } from "./scale.ts";

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** Fits a text column on a screen, and a phone held upright. */
export const WIDE: ChartSize = { width: 720, height: 320 };
export const NARROW: ChartSize = { width: 360, height: 300 };

/** The balance from a day on, until the next step. */
export interface Step {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly balance: Minor;
}

export interface Layout {
  readonly size: ChartSize;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly steps: readonly Step[];
  /** With estimated charges counted, from the first of them on; empty where there are none. */
  readonly estimated: readonly Step[];
  /** With a payment that somebody thinks of. */
  readonly tried: readonly Step[];
  readonly ticks: readonly number[];
  /** The least and the greatest amount that the picture reaches; estimates alone lie beyond. */
  readonly reach: readonly [low: number, high: number];
  x(day: PlainDate): number;
  y(amount: number): number;
}

/** The width of a character of a label in pixels, rather too much than too little: nobody knows the reader's font, and some are wide. */
export const CHARACTER = 7.2;
/** The same where the label is bold. */
export const BOLD_CHARACTER = 8.1;

/** Room above for the day to pay by, and where there is none. */
const TOP = 44;
const BARE_TOP = 18;
const BELOW = 34;
const RIGHT = 14;

/** The balance, step by step, from the day before today to the end of the horizon. */
export function stepsOf(forecast: Forecast, horizonDays: number): Step[] {
  const last = forecast.dueDates.at(-1)?.dueDate ?? forecast.today;
  const end = later(addDays(forecast.today, horizonDays), addDays(last, 1));
  const days = [addDays(forecast.today, -1), ...forecast.dueDates.map((entry) => entry.dueDate), end];
  const balances = [forecast.balance, ...forecast.dueDates.map((entry) => entry.balanceAfter)];
  return balances.map((balance, i) => ({ from: days[i] as PlainDate, until: days[i + 1] as PlainDate, balance }));
}

/** Of the steps those that are known to be decided: of an account by statements alone nothing beyond today is. */
export function decidedSteps(forecast: Forecast, horizonDays: number): Step[] {
  const steps = stepsOf(forecast, horizonDays);
  return knownByStatement(forecast) ? steps.slice(0, 1).map((step) => ({ ...step, until: forecast.today })) : steps;
}

/** The balance with estimates counted, from the first due date that has any; from today where nothing decided is known. */
export function estimatedSteps(forecast: Forecast, horizonDays: number): Step[] {
  const end = stepsOf(forecast, horizonDays).at(-1)?.until ?? forecast.today;
  const guessed = forecast.dueDates.flatMap(({ dueDate, withEstimates }) => (withEstimates ? [{ dueDate, ...withEstimates }] : []));
  const unknown = guessed[0] && knownByStatement(forecast) ? [{ dueDate: forecast.today, balanceAfter: forecast.balance }] : [];
  const days = [...unknown, ...guessed];
  return days.map(({ dueDate, balanceAfter }, i) => ({ from: dueDate, until: days[i + 1]?.dueDate ?? end, balance: balanceAfter }));
}

/** Where everything stands in a picture of that size. `label` writes a tick, and so decides how much room the scale needs. */
export function layOut(
  forecast: Forecast,
  { horizonDays, size, whatIf }: { readonly horizonDays: number; readonly size: ChartSize; readonly whatIf?: Forecast | undefined },
  label: (tick: number) => string,
): Layout {
  const whole = stepsOf(forecast, horizonDays);
  const steps = decidedSteps(forecast, horizonDays);
  const estimated = estimatedSteps(forecast, horizonDays);
  const tried = whatIf ? stepsOf(whatIf, horizonDays) : [];
  const reach = reachOf(forecast, [...steps, ...tried], estimated);

  const ticks = roundTicks(reach[0], reach[1], size.height > 310 ? 6 : 5);
  const left = 12 + CHARACTER * Math.max(...ticks.map((tick) => label(tick).length), 3);
  const right = size.width - RIGHT;
  const top = forecast.payBy === null ? BARE_TOP : TOP;
  const bottom = size.height - BELOW;
  const first = whole[0]?.from ?? forecast.today;
  const across = linear([0, daysBetween(first, whole.at(-1)?.until ?? forecast.today)], [left, right]);
  const origin = dayNumber(first);
  return {
    size,
    left,
    right,
    top,
    bottom,
    steps,
    estimated,
    tried,
    ticks,
    reach,
    x: (day) => across(dayNumber(day) - origin),
    y: linear(reach, [bottom, top]),
  };
}

/** The least extent of a scale: a thousand kronor. */
const LEAST = 100_000;

/**
 * What the scale has room for. Where something decided is missing, estimates widen it to twice what the decided needs and no further: a shortfall that
 * is certain must not shrink to a line beside a guess.
 */
function reachOf(forecast: Forecast, drawn: readonly Step[], estimated: readonly Step[]): readonly [number, number] {
  const decided = [0, forecast.reserve, ...drawn.map((step) => step.balance)];
  const all = [...decided, ...estimated.map((step) => step.balance)];
  const extent = Math.max(Math.max(...decided) - Math.min(...decided), LEAST);
  const most = forecast.shortfall > 0 ? extent : Number.POSITIVE_INFINITY;
  const low = Math.max(Math.min(...all), Math.min(...decided) - most);
  const high = Math.min(Math.max(...all), Math.max(...decided) + most);
  const room = Math.max(high - low, LEAST) * 0.12;
  return [low - (low < 0 ? room : 0), high + room];
}

/** A label centred on `x`, moved inwards where it would leave the picture, and how far it reaches. */
export function placeLabel(
  x: number,
  text: string,
  { size }: Pick<Layout, "size">,
  character = BOLD_CHARACTER,
): { x: number; from: number; to: number } {
  const half = (text.length * character) / 2;
  const centre = Math.min(Math.max(x, half + 2), size.width - half - 2);
  return { x: centre, from: centre - half, to: centre + half };
}

/** Of labels in the order of their importance, those that stand clear of each other. */
export function clearLabels<Label extends { from: number; to: number }>(labels: readonly Label[], gap = 4): Label[] {
  const kept: Label[] = [];
  for (const label of labels) if (kept.every((other) => label.to + gap < other.from || label.from > other.to + gap)) kept.push(label);
  return kept;
}
