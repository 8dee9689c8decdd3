// Runs every benchmark of this folder in a process of its own, one after the other. `npm run bench -- forecast limiter` runs those only.
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const ALL = ["pass", "memory", "limiter", "forecast", "estimates", "requests", "init"];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !ALL.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no benchmark named ${unknown.join(", ")}; there are ${ALL.join(", ")}`);
  process.exit(2);
}
console.log(
  `node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores; every ratio is measured within one run`,
);
let failed = false;
for (const name of wanted.length > 0 ? wanted : ALL) {
  const file = join(import.meta.dirname, `${name}.ts`);
  const { status } = spawnSync(process.execPath, ["--expose-gc", file], { stdio: "inherit" });
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
