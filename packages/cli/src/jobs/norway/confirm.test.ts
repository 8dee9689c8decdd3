import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { confirmOn } from "./confirm.ts";

/** Asks on a terminal that is not one, and types once the question is on the screen. */
async function answered(keys: string): Promise<boolean> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = "";
  output.on("data", (chunk) => {
    shown += String(chunk);
  });
  const answer = confirmOn(input, output)("Replace it?");
  while (!shown.includes("Replace it?")) await new Promise((resolve) => setImmediate(resolve));
  for (const key of keys) input.write(key);
  return answer;
}

test.each([
  ["y", true],
  ["n", false],
  ["\r", false],
  ["\u0003", false],
])("%j means %s", async (keys, agreed) => {
  expect(await answered(keys)).toBe(agreed);
});
