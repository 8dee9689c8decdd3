// How good estimates are: error per kind of tax on generated companies, against repeating the latest charge.
import { type Backtest, backtest, type Figures } from "./backtest.ts";
import { printRatio } from "./measure.ts";

const COMPANIES = 400;
const SEED = 2026;

const percent = (share: number): string => (Number.isNaN(share) ? "–" : `${(100 * share).toFixed(0)} %`);

function print(name: string, { figures, foreseen }: Backtest): void {
  console.log(`${name}: of the charges that came within 60 days and were not decided, ${percent(foreseen)} were estimated`);
  const titles = ["kind", "estimates", "day hit", "false", "median error", "p90 error", "last value: median", "p90", "in range"];
  const cells = (each: Figures): string[] => [
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
  for (const row of [titles, ...figures.map(cells)]) {
    console.log(`  ${row.map((cell, i) => (i === 0 ? cell.padEnd(16) : cell.padStart((titles[i] as string).length + 2))).join("")}`);
  }
}

const reading = backtest(SEED, COMPANIES, false);
print("read account", reading);
print("statement only", backtest(SEED, COMPANIES, true));
const all = reading.figures.at(-1) as Figures;
printRatio("estimates, p90 error : last value", all.p90Error / all.naiveP90, "≤ 1", `${percent(all.p90Error)} : ${percent(all.naiveP90)}`);
printRatio(
  "estimates, median error : last",
  all.medianError / all.naiveMedian,
  "≤ 1",
  `${percent(all.medianError)} : ${percent(all.naiveMedian)}`,
);
