import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfiguration } from "@saldovakt/configuration";
import { describe, expect, it } from "vitest";
import { PASS_AT, SETTINGS, workersFor } from "./settings.ts";

const root = join(import.meta.dirname, "../..");
const found = (file: string, pattern: RegExp): readonly string[] => {
  const match = pattern.exec(readFileSync(join(root, file), "utf8"));
  if (!match) throw new Error(`${file} does not say ${pattern} any more: tell the simulated day where it stands now`);
  return match.slice(1);
};
const numbers = (file: string, pattern: RegExp): readonly number[] => found(file, pattern).map(Number);

describe("the simulated day", () => {
  it("has the memory and the time-out of `watch`", () => {
    const { megabytes, timeoutSeconds } = SETTINGS;
    expect(numbers("stacks/lambda.ts", /watch: \{ megabytes: (\d+), seconds: (\d+) \}/)).toEqual([megabytes, timeoutSeconds]);
  });

  it("has the queue's receipts and visibility", () => {
    expect(numbers("stacks/watch.ts", /workQueue\("Accounts", \{ timeoutSeconds: SIZES\.watch\.seconds, receives: (\d+) \}/)).toEqual([
      SETTINGS.receives,
    ]);
    const [times] = numbers("stacks/queue.ts", /visibilityTimeout: `\$\{(\d+) \* timeoutSeconds\} seconds`/);
    expect(Number(times) * SETTINGS.timeoutSeconds).toBe(SETTINGS.visibilitySeconds);
  });

  it("has the batch size, and as many runs and accounts at once", () => {
    expect(numbers("stacks/watch.ts", /feed\("AccountsToWatch",[^}]*size: (\d+), atMost: workers\(\)/)).toEqual([SETTINGS.batchSize]);
    const [least = 0, each = 0] = numbers("stacks/watch.ts", /Math\.max\((\d+), Math\.ceil\(requestsPerSecond \/ (\d+)\)\)/);
    for (const rate of [1, 4, 7, 20]) expect(workersFor(rate)).toBe(Math.max(least, Math.ceil(rate / each)));
    expect(SETTINGS.workers).toBe(workersFor(SETTINGS.perSecond));
    expect(numbers("functions/src/watch.ts", /const AT_ONCE = (\d+);/)).toEqual([SETTINGS.atOnce]);
  });

  it("has the call rate and the hour that hold unless configured", () => {
    const secret = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:skatteverket";
    expect(parseConfiguration({ skatteverket: { secret } }).skatteverket?.requestsPerSecond).toBe(SETTINGS.perSecond);
    expect(found("stacks/deployment.ts", /watch: \{ at: "([\d:]+)" \}/)).toEqual([PASS_AT]);
  });
});
