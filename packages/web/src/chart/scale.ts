/**
 * Round numbers from `low` to `high` at which a scale is marked: 1, 2, 2.5 or 5 times a power of ten apart, at most `most` of them, zero among them
 * when it lies between. Steps are whole kronor at least.
 */
export function roundTicks(low: number, high: number, most: number): number[] {
  const step = roundStep((high - low) / Math.max(1, most - 1));
  const ticks: number[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) ticks.push(n * step + 0); // never −0
  return ticks;
}

/** Minor units in a krone. */
const KRONE = 100;

function roundStep(least: number): number {
  let power = KRONE;
  while (power * 10 <= least) power *= 10;
  // Two and a half are no whole kronor where the power is one krone.
  const factors = power > KRONE ? [1, 2, 2.5, 5] : [1, 2, 5];
  return (factors.find((factor) => factor * power >= least) ?? 10) * power;
}

/** A straight scale from a domain to pixels. A domain without extent is put in the middle. */
export function linear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): (value: number) => number {
  const extent = to - from;
  return (value) => (extent === 0 ? (start + end) / 2 : start + ((value - from) / extent) * (end - start));
}
