// Init of each function's bundle against a handler that does nothing, in a process of its own under a Lambda Runtime API; and each bundle's size: what
// is loaded before the first event, and everything. A proxy for what loading costs, measured on this machine: not Lambda's milliseconds.
import { FUNCTIONS, type FunctionName } from "../functions/src/index.ts";
import { type Bundle, bundleEmpty, bundleFunctions } from "../test/lambda/bundle.ts";
import { startLambda } from "../test/lambda/runtime-api.ts";
import { interleaved, median, printRatio } from "./measure.ts";

const ROUNDS = 9;
/** Minified bytes loaded before the first event. */
const SIZE_AIM: Readonly<Record<FunctionName, number>> = { plan: 300_000, watch: 350_000, deliver: 450_000, api: 500_000 };

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

async function init(bundle: Bundle): Promise<number> {
  // Init reads no variable of ours and calls nobody, so none is set.
  const lambda = await startLambda({ name: "bench", bundle, environment: {} });
  await lambda.stop();
  return lambda.initMs;
}

const names = Object.keys(FUNCTIONS) as FunctionName[];
const empty = await bundleEmpty();
const { bundles, remove } = await bundleFunctions(names);
try {
  const contestants = {
    empty: () => init(empty.bundles.empty),
    ...Object.fromEntries(names.map((name) => [name, () => init(bundles[name])])),
  };
  await interleaved(1, contestants); // The first round only warms the file cache.
  const figures = (await interleaved(ROUNDS, contestants)) as Record<FunctionName | "empty", number[]>;
  const bare = median(figures.empty);
  console.log(`init: an import proxy (process start to first event, median of ${ROUNDS} interleaved rounds), not Lambda's milliseconds`);
  for (const name of names) {
    const own = median(figures[name]);
    const evidence = `${own.toFixed(0)} ms against ${bare.toFixed(0)} ms empty, ${(own - bare).toFixed(0)} ms more`;
    printRatio(`init ${name} / empty`, own / bare, "none", evidence);
  }
  for (const name of names) {
    const aim = SIZE_AIM[name];
    const { initial, whole } = bundles[name];
    const later = `${kilobytes(whole.bytes - initial.bytes)} more when needed, ${kilobytes(whole.bytes)} in all`;
    printRatio(
      `size ${name} / aim`,
      initial.bytes / aim,
      "≤ 1",
      `${kilobytes(initial.bytes)} minified at start, aim ${kilobytes(aim)}; ${later}`,
    );
  }
} finally {
  await Promise.all([empty.remove(), remove()]);
}
