// Estimates held against what came, on many generated companies and from many days: what `bench/estimates.ts` prints and a test keeps within bounds.
import {
  addDays,
  type BookedRow,
  type Charge,
  type EstimateBasis,
  estimateCharges,
  fromWhole,
  instant,
  monthOf,
  type PlainDate,
  yearOf,
  ymd,
} from "@saldovakt/domain";
import { type LifeRow, type TaxLife, taxLife } from "@saldovakt/simulator";
import { median } from "./measure.ts";

/** Days of history that a reading has and that a statement may have, and days that a forecast looks ahead. */
const READ_DAYS = 555;
const STATEMENT_DAYS = 1_100;
const HORIZON_DAYS = 60;

export type Group = "F-skatt" | "employer, month" | "employer, year" | "VAT, month" | "VAT, quarter" | "VAT, year";

/** One estimate held against what came; `actual` is null when nothing of the kind came that month. */
interface Held {
  readonly group: Group;
  readonly dueDate: PlainDate;
  readonly estimated: number;
  readonly within: boolean;
  readonly actual: number | null;
  readonly onTheDay: boolean;
  /** What the latest charge of the kind would have said. */
  readonly naive: number;
}

export interface Figures {
  readonly group: Group | "all";
  readonly estimates: number;
  /** Shares of all estimates: a charge came on that day; none came that month. */
  readonly dayHit: number;
  readonly falseRate: number;
  /** Absolute errors as shares of what came: ours, and those of repeating the latest charge. */
  readonly medianError: number;
  readonly p90Error: number;
  readonly naiveMedian: number;
  readonly naiveP90: number;
  /** The share of what came that lay within the range. */
  readonly coverage: number;
}

export interface Backtest {
  readonly figures: readonly Figures[];
  /** Of the charges that came undecided within the horizon, the share an estimate stood for. */
  readonly foreseen: number;
}

const month = (date: PlainDate): string => date.slice(0, 7);

function groupOf(kind: Charge["kind"], every: EstimateBasis["every"]): Group {
  if (kind === "preliminary-tax") return "F-skatt";
  if (kind === "employer-tax") return every === "month" ? "employer, month" : "employer, year";
  return every === "month" ? "VAT, month" : every === "quarter" ? "VAT, quarter" : "VAT, year";
}

const sumOf = (rows: readonly LifeRow[]): number => rows.reduce((sum, row) => sum + row.amount, 0);

interface Tally {
  readonly held: Held[];
  came: number;
  foreseen: number;
}

/** One company seen from one day. */
function holdAgainst(life: TaxLife, origin: PlainDate, tally: Tally, statement: boolean): void {
  const historyFrom = addDays(origin, statement ? -STATEMENT_DAYS : -READ_DAYS);
  const horizon = addDays(origin, HORIZON_DAYS);
  const past = life.rows.filter((row) => row.dueDate >= historyFrom && row.dueDate <= origin);
  const ahead = life.rows.filter((row) => row.dueDate > origin && row.dueDate <= addDays(horizon, 15));
  const decided = statement ? [] : ahead.filter((row) => row.listedFrom <= origin);
  const history: BookedRow[] = past.map(({ dueDate, text, kind, amount }) => ({ date: dueDate, text, kind, amount: fromWhole(amount) }));
  const charges: Charge[] = decided.map(({ dueDate, text, kind, amount }) => ({
    dueDate,
    text,
    kind,
    amount: fromWhole(amount),
    estimated: false,
  }));
  const asOf = instant(Date.parse(`${origin}T21:59:00Z`));
  const warnings = statement ? [{ code: "STATEMENT_ONLY" }] : [];
  const known = { source: "skatteverket", settlement: "account", asOf, charges, history, historyFrom, warnings } as const;
  const estimates = estimateCharges(known, origin, horizon);

  const open = ahead.filter((row) => !decided.includes(row) && row.amount < 0);
  for (const estimate of estimates) {
    const same = open.filter((row) => row.kind === estimate.kind && month(row.dueDate) === month(estimate.dueDate));
    const onDay = same.filter((row) => row.dueDate === estimate.dueDate);
    const actual = same.length === 0 ? null : sumOf(onDay.length > 0 ? onDay : same) * 100;
    const before = [...past, ...decided].filter((row) => row.kind === estimate.kind && row.amount < 0);
    const latest = before.at(-1);
    tally.held.push({
      group: groupOf(estimate.kind, (estimate.basis as EstimateBasis).every),
      dueDate: estimate.dueDate,
      estimated: estimate.amount,
      within: actual !== null && actual >= (estimate.low as number) && actual <= (estimate.high as number),
      actual,
      onTheDay: onDay.length > 0,
      naive: latest ? sumOf(before.filter((row) => row.dueDate === latest.dueDate)) * 100 : 0,
    });
  }
  const due = new Set(
    open.filter((row) => row.kind !== "other" && row.dueDate <= horizon).map((row) => `${row.kind} ${month(row.dueDate)}`),
  );
  tally.came += due.size;
  const said = new Set(estimates.map((each) => `${each.kind} ${month(each.dueDate)}`));
  for (const key of due) if (said.has(key)) tally.foreseen++;
}

const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

function figuresOf(group: Figures["group"], held: readonly Held[]): Figures {
  const came = held.filter((each): each is Held & { actual: number } => each.actual !== null);
  const errors = came.map((each) => Math.abs(each.estimated - each.actual) / Math.abs(each.actual));
  const naive = came.map((each) => Math.abs(each.naive - each.actual) / Math.abs(each.actual));
  return {
    group,
    estimates: held.length,
    dayHit: held.filter((each) => each.onTheDay).length / held.length,
    falseRate: (held.length - came.length) / held.length,
    medianError: median(errors),
    p90Error: quantile(errors, 0.9),
    naiveMedian: median(naive),
    naiveP90: quantile(naive, 0.9),
    coverage: came.filter((each) => each.within).length / came.length,
  };
}

const GROUPS: readonly Group[] = ["F-skatt", "employer, month", "employer, year", "VAT, month", "VAT, quarter", "VAT, year"];

/**
 * Looks at so many companies on two days of every month of three years, each time with the history and the decisions of that day: as a reading of the
 * account shows them, or as a statement does, which knows of no decision.
 */
export function backtest(seed: number, companies: number, statement: boolean): Backtest {
  const [from, first, last] = [ymd(2020, 1, 1), ymd(2023, 1, 1), ymd(2025, 12, 31)];
  const tally: Tally = { held: [], came: 0, foreseen: 0 };
  for (let index = 0; index < companies; index++) {
    const life = taxLife(seed, index, from, addDays(last, 90));
    for (let origin = first; origin <= last; origin = ymd(yearOf(origin), monthOf(origin) + 1, 1)) {
      for (const day of [0, 19]) holdAgainst(life, addDays(origin, day), tally, statement);
    }
  }
  const groups = GROUPS.map((group) => [group, tally.held.filter((each) => each.group === group)] as const);
  return {
    figures: [...groups.flatMap(([group, held]) => (held.length > 0 ? [figuresOf(group, held)] : [])), figuresOf("all", tally.held)],
    foreseen: tally.foreseen / tally.came,
  };
}

const COMPANIES = 200;
const SEED = 2026;

/** What `npm run bench -- estimates` prints and docs/estimates.md shows. */
export const reading = (): Backtest => backtest(SEED, COMPANIES, false);
export const statement = (): Backtest => backtest(SEED, COMPANIES, true);

export const percent = (share: number): string => (Number.isNaN(share) ? "–" : `${(100 * share).toFixed(0)} %`);

export const TITLES = [
  "kind",
  "estimates",
  "on the day",
  "came not",
  "median error",
  "9 of 10 within",
  "last value: median",
  "9 of 10",
  "in range",
];

export const tableRow = (each: Figures): string[] => [
  each.group,
  String(each.estimates),
  percent(each.dayHit),
  percent(each.falseRate),
  percent(each.medianError),
  percent(each.p90Error),
  percent(each.naiveMedian),
  percent(each.naiveP90),
  percent(each.coverage),
];

/** The table as docs/estimates.md has it. */
export const documented = ({ figures }: Backtest): readonly string[] =>
  [TITLES, TITLES.map((_, i) => (i === 0 ? "---" : "---:")), ...figures.map(tableRow)].map((cells) => `| ${cells.join(" | ")} |`);
