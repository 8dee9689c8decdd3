// What one account uses of AWS, measured here: capacity units and bytes of the table, and what the functions' own bundles take and write under the
// Lambda Runtime API. `cost.ts` holds the figures as constants, so that its table does not change from machine to machine.
import { COVERED, manyShort } from "../test/lambda/companies.ts";
import type { Lambda } from "../test/lambda/runtime-api.ts";
import { startWorld } from "../test/lambda/world.ts";
import { median, milliseconds } from "./measure.ts";
import { tableUsage } from "./units.ts";

const print = (what: string, value: number | string): void => console.log(`${what.padEnd(58)} ${value}`);

async function functions(): Promise<void> {
  const world = await startWorld([COVERED, ...manyShort(10)], ["plan", "watch", "deliver", "api"]);
  try {
    for (const company of manyShort(10)) await world.add(company);
    const bytes = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    const [plan, watch, deliver] = [await world.start("plan"), await world.start("watch"), await world.start("deliver")];
    print("init of plan, watch, deliver: ms", [plan, watch, deliver].map(({ initMs }) => Math.round(initMs)).join(", "));
    const times = { plan: [] as number[], watch: [] as number[], deliver: [] as number[] };
    const runs = async (name: "watch" | "deliver", lambda: Lambda): Promise<void> => {
      for (;;) {
        const start = performance.now();
        const turn = await world.poll(name === "watch" ? "watch" : "delivery", lambda);
        if (!turn) return;
        times[name].push(performance.now() - start);
      }
    };
    for (let n = 0; n < 5; n++) {
      times.plan.push(await milliseconds(() => plan.invoke({})));
      await runs("watch", watch);
      await runs("deliver", deliver);
    }
    for (const [name, all] of Object.entries(times)) {
      print(`a run of ${name}: median ms of ${all.length}, the first`, `${Math.round(median(all))}, ${Math.round(all[0] ?? 0)}`);
    }
    print("lines a run of watch writes: bytes", Math.round(bytes(watch.lines) / times.watch.length));
    print("lines a run of deliver writes: bytes", Math.round(bytes(deliver.lines) / times.deliver.length));
  } finally {
    await world.close();
  }
}

for (const [what, value] of Object.entries(await tableUsage())) print(what, JSON.stringify(value));
await functions();
