import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ended, type Installation, install, LAUNCHER, TODAY } from "../../test/installation.ts";

let here: Installation;
beforeAll(async () => {
  here = await install({ companies: 2 });
});
afterAll(() => here.close());

it("forecasts an account although the state beside it is damaged", async () => {
  const [identity = ""] = here.identities;
  expect((await here.run(["watch", "--json", "--today", TODAY])).status).toBe(0);
  const state = here.path("saldovakt.db");
  const bytes = readFileSync(state);
  writeFileSync(state, Buffer.concat([bytes.subarray(0, 4_096), Buffer.alloc(bytes.length - 4_096, 0x5a)]));
  const { status, stdout, stderr } = await here.run(["forecast", identity, "--json", "--today", TODAY]);
  expect(stderr).toMatch(/^note: going on without the state: /);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ today: TODAY, account: { source: "skatteverket" } });
});

it.runIf(existsSync("/dev/full"))("says in one line that its output cannot be written", async () => {
  const [identity = ""] = here.identities;
  const env = { PATH: process.env.PATH ?? "", HOME: here.dir };
  const args = [LAUNCHER, "forecast", identity, "--json", "--today", TODAY];
  const child = spawn(process.execPath, args, { cwd: here.dir, env, stdio: ["ignore", openSync("/dev/full", "w"), "pipe"] });
  const { status, stderr } = await ended(child);
  expect(stderr).toMatch(/saldovakt: the output cannot be written \(OUTPUT_UNWRITABLE\)\n {2}[^\n]+\n$/);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(status).toBe(1);
});
