/** What every benchmark here shares: medians of interleaved rounds, and one way to print a ratio. */

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

/** Runs the contestants in turn, `rounds` times, so that a machine whose speed drifts drifts for all; resolves to each one's figures. */
export async function interleaved<K extends string>(
  rounds: number,
  contestants: Readonly<Record<K, () => Promise<number> | number>>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(contestants) as K[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round++) for (const name of names) figures[name].push(await contestants[name]());
  return figures;
}

export const milliseconds = async (act: () => Promise<unknown> | unknown): Promise<number> => {
  const start = performance.now();
  await act();
  return performance.now() - start;
};

/** One line: what was compared, the ratio, the aim, and the figures behind it. */
export function printRatio(name: string, ratio: number, aim: string, evidence: string): void {
  console.log(`${name.padEnd(34)} ratio ${ratio.toFixed(3).padStart(8)}   aim ${aim.padEnd(8)} ${evidence}`);
}
