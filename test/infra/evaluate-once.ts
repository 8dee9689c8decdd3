import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { evaluate } from "./evaluate.ts";
import type { StageRecord } from "./record.ts";

/** More than an evaluation is given. */
const LONGEST_MS = 90_000;
const LOOK_MS = 25;

type Outcome = { readonly record: StageRecord } | { readonly fault: string };

/**
 * What `evaluate` gives, evaluated once in a run of the tests however many of their files ask: whoever asks first does it, in a process that takes
 * seconds, and the others wait for it. Nothing is kept from one run to the next.
 */
export async function evaluateOnce(stage: string, deployment: object): Promise<StageRecord> {
  const name = createHash("sha256")
    .update(JSON.stringify([stage, deployment]))
    .digest("hex");
  const [claim, file] = [join(inject("evaluations"), name), join(inject("evaluations"), `${name}.json`)];
  if (isFirst(claim)) {
    const outcome: Outcome = await evaluate(stage, deployment).then(
      (record) => ({ record }),
      (thrown) => ({ fault: String(thrown) }),
    );
    writeFileSync(`${claim}/written`, JSON.stringify(outcome));
    renameSync(`${claim}/written`, file); // whole or not at all
  }
  for (const until = performance.now() + LONGEST_MS; !existsSync(file); await pause(LOOK_MS)) {
    if (performance.now() > until) throw new Error(`another file's evaluation of ${stage} does not end`);
  }
  const outcome = JSON.parse(readFileSync(file, "utf8")) as Outcome;
  if ("fault" in outcome) throw new Error(outcome.fault);
  return outcome.record;
}

/** Only one process can make a folder. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw fault;
  }
}
