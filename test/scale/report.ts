import { CLASSES } from "./accounts.ts";
import { endHour, mostADay, shareBy } from "./arithmetic.ts";
import { clockOf } from "./clock.ts";
import type { DayResult } from "./day.ts";
import { classFigures, delays, quantile } from "./delays.ts";
import type { Waits } from "./weeks.ts";

const thousands = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " ");
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

/** Markdown, with figures to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [row(head), row(rule), ...rows.map(row)].join("\n");
}

/** `2 h 05`, to the nearest minute. */
function span(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 1 ? "–" : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
}

/** An hour with its fraction, as a clock shows it; `+` on the day after; none when the next pass begins before it. */
function hour(value: number): string {
  if (value > NEXT_PASS) return "not in a day";
  const minutes = Math.ceil(value * 60);
  const text = `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  return value >= 24 ? `+${text}` : text;
}

/** When each class is read on an ordinary day, and on one with a closure. */
export function dayTable(plain: DayResult, closed: DayResult): string {
  const after = classFigures(closed);
  const rows = classFigures(plain).map((figures, index) => {
    const late = delays(closed, plain, figures.class);
    const { median, last } = after[index] as (typeof after)[number];
    return [
      figures.class,
      thousands(figures.accounts),
      clockOf(figures.first),
      clockOf(figures.median),
      clockOf(figures.last),
      clockOf(median),
      clockOf(last),
      span(quantile(late, 0.5)),
      span(quantile(late, 1)),
    ];
  });
  const head = ["how the account stands", "accounts", "first", "half by", "last"];
  return table([...head, "closed: half by", "last", "later: half", "most"], rows);
}

/** What the two days came to. */
export function totals(plain: DayResult, closed: DayResult): string {
  const line = (name: string, of: (day: DayResult) => string | number) => [name, of(plain), of(closed)];
  return table(
    ["", "ordinary day", "closed 12:00–14:00"],
    [
      line("accounts planned", ({ planned }) => thousands(planned)),
      line("done with", ({ readings }) => thousands(readings.length)),
      line("lost · among the dead letters", ({ planned, readings, dead }) => `${planned - readings.length - dead} · ${dead}`),
      line("the pass ends", ({ endedAt }) => clockOf(endedAt)),
      line("calls", ({ authority }) => thousands(authority.calls)),
      line('of them answered "closed"', ({ authority }) => thousands(authority.inVain)),
      line("most calls begun within any second", ({ authority }) => authority.mostInOneSecond),
      line("most receipts of one message", ({ mostReceipts, settings }) => `${mostReceipts} of ${settings.receives}`),
      line("most messages hidden at once", ({ mostInFlight }) => thousands(mostInFlight)),
      line("runs of `watch`", ({ runs }) => thousands(runs)),
      line("time of all runs", ({ runSeconds }) => `${(runSeconds / 3600).toFixed(1)} h`),
    ],
  );
}

/** 05:30 on the day after. */
const NEXT_PASS = 29.5;

const RATES = [2, 3, 4, 5, 6, 7, 8, 12] as const;

/** What another rate would bring for 100 000 accounts. */
export function rateTable(accounts = 100_000): string {
  const rows = RATES.map((rate) => [
    rate,
    hour(endHour(accounts, rate)),
    `${Math.floor(100 * shareBy(17, accounts, rate))} %`,
    hour(endHour(accounts, rate, 2)),
    `${Math.floor(100 * shareBy(17, accounts, rate, 2))} %`,
    thousands(Math.floor(mostADay(rate) / 1_000) * 1_000),
  ]);
  return table(["calls/s", "pass ends", "read by 17:00", "2 h closed: ends", "by 17:00", "most accounts a day"], rows);
}

/** How often an account is read when the rate does not suffice. */
export const waitsTable = (all: readonly Waits[]): string =>
  table(
    ["calls/s", "read a day", ...CLASSES],
    all.map(({ perSecond, read, longest }) => [perSecond, thousands(read), ...CLASSES.map((kind) => longest[kind])]),
  );
