/** A reproducible stream of numbers in [0, 1): the same path of keys gives the same numbers, and neighbouring paths unrelated ones. */
export type Random = () => number;

const scramble = (value: number): number => {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
};

/** A stream named by integers, such as seed, company and month. */
export function stream(...path: readonly number[]): Random {
  let state = 0x2545f491;
  for (const key of path) state = scramble(Math.imul(state, 31) + key + 1);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return (scramble(state) >>> 0) / 2 ** 32;
  };
}

/** An integer from `low` to `high`, both included. */
export const between = (random: Random, low: number, high: number): number => low + Math.floor(random() * (high - low + 1));

/** One of the choices; there must be one. */
export const pick = <T>(random: Random, choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
