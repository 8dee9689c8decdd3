import { type AccountClass, CLASSES } from "./accounts.ts";
import type { DayResult, Reading } from "./day.ts";

export interface ClassFigures {
  readonly class: AccountClass;
  readonly accounts: number;
  readonly first: number;
  readonly median: number;
  readonly last: number;
}

/** That share of an ascending list; 1 is its last. */
export const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.round((ascending.length - 1) * share)] ?? Number.NaN;

const ofClass = (day: DayResult, kind: AccountClass): readonly Reading[] => day.readings.filter((reading) => reading.class === kind);

/** When each class was read. */
export const classFigures = (day: DayResult): readonly ClassFigures[] =>
  CLASSES.map((kind) => {
    const times = ofClass(day, kind).map(({ at }) => at);
    return { class: kind, accounts: times.length, first: quantile(times, 0), median: quantile(times, 0.5), last: quantile(times, 1) };
  });

/** By how much later, in milliseconds, each account of a class was read on one day than on the other; ascending. */
export function delays(day: DayResult, than: DayResult, kind: AccountClass): readonly number[] {
  const before = new Map(than.readings.map(({ id, at }) => [id, at]));
  return ofClass(day, kind)
    .map(({ id, at }) => at - (before.get(id) ?? Number.NaN))
    .sort((a, b) => a - b);
}
