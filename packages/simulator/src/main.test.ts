import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../bin/skatteverket.mjs", import.meta.url));

test("the program says where it is and stops cleanly when told to", async () => {
  const child = spawn(process.execPath, [PROGRAM, "--today", "2026-11-22"], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let complained = "";
  child.stderr.on("data", (chunk) => (complained += chunk));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk) => {
      said += chunk;
      if (/^Today.*\n/m.test(said)) resolve();
    });
  });
  const ended = once(child, "exit");
  await Promise.race([ready, ended]);
  expect(said).toMatch(/^API {4}https:\/\/localhost:\d+\/.*\nToken {2}https:\/\/localhost:\d+\/.*\nToday {2}2026-11-22\n$/);
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(complained).toBe("");
});

test("a wrong option is one line and what to do, no stack", async () => {
  const child = spawn(process.execPath, [PROGRAM, "--companies", "-1"], { stdio: ["ignore", "ignore", "pipe"] });
  let complained = "";
  child.stderr.on("data", (chunk) => (complained += chunk));
  const [code] = await once(child, "close");
  expect(code).toBe(2);
  expect(complained).toMatch(/^skatteverket: .*\n(.*\n)?$/);
});
