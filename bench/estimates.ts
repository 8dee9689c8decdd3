// How good estimates are: error per kind of tax on generated companies, against repeating the latest charge.
import { type Figures, percent, reading, statement, TITLES, tableRow } from "./backtest.ts";
import { printRatio } from "./measure.ts";

for (const [name, made] of [
  ["read account", reading()],
  ["statement only", statement()],
] as const) {
  console.log(`${name}: of the charges that came within 60 days and were not decided, ${percent(made.foreseen)} were estimated`);
  for (const cells of [TITLES, ...made.figures.map(tableRow)]) {
    console.log(`  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(16) : cell.padStart((TITLES[i] as string).length + 2))).join("")}`);
  }
  const all = made.figures.at(-1) as Figures;
  const figures = (ours: number, naive: number): string => `${percent(ours)} : ${percent(naive)}, ${name}`;
  printRatio("estimates, p90 error : last value", all.p90Error / all.naiveP90, "≤ 1", figures(all.p90Error, all.naiveP90));
  printRatio("estimates, median error : last", all.medianError / all.naiveMedian, "≤ 1", figures(all.medianError, all.naiveMedian));
}
