import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../bin/skatteetaten.mjs", import.meta.url));

test("the program says where it is and stops cleanly when told to", async () => {
  const child = spawn(process.execPath, [PROGRAM, "--today", "2026-11-22", "--companies", "1"], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let complained = "";
  child.stderr.on("data", (chunk) => (complained += chunk));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk) => {
      said += chunk;
      if (said.includes("--dir DIR")) resolve();
    });
  });
  const ended = once(child, "exit");
  await Promise.race([ready, ended]);
  expect(said).toMatch(
    /^API +https:\/\/localhost:\d+\/v1\nMaskinporten +https:\/\/localhost:\d+\/\nAltinn +https:\/\/localhost:\d+\nToday +2026-11-22\n/,
  );
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(complained).toBe("");
});

test("a wrong option is one line and what to do, no stack; help tells the options", async () => {
  const run = async (...args: string[]): Promise<[number, string, string]> => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const texts = { out: "", err: "" };
    child.stdout.on("data", (chunk) => (texts.out += chunk));
    child.stderr.on("data", (chunk) => (texts.err += chunk));
    const [code] = await once(child, "close");
    return [code, texts.out, texts.err];
  };
  expect(await run("--companies", "-1")).toEqual([2, "", expect.stringMatching(/^skatteetaten: .*\n(.*\n)?$/)]);
  expect(await run("--help")).toEqual([0, expect.stringContaining("--maskinporten-port N"), ""]);
});
