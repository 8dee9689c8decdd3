import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { installPlatform, ROOT } from "./install.ts";

const absent = installPlatform();

const tsc = (...args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(join(ROOT, "node_modules", ".bin", "tsc"), [...args], { cwd: ROOT }, (error, stdout, stderr) => {
      resolve(error ? stdout || stderr || String(error) : "");
    });
  });

it("sst.config.ts and stacks are what SST's own types ask for", async ({ skip }) => {
  skip(absent !== null, absent ?? "");
  expect(await tsc("-p", "stacks/tsconfig.json")).toBe("");
}, 180_000);
