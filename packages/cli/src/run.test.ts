import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FAULT, inProcess } from "../test/installation.ts";
import { COMMANDS } from "./commands/index.ts";
import { createProgram, VERSION } from "./program.ts";
import { width } from "./table.ts";

const dir = mkdtempSync(join(tmpdir(), "saldovakt-run-"));
afterAll(() => rmSync(dir, { recursive: true }));
const run = (...args: string[]) => inProcess(dir, args);

/** Every command and subcommand as it is typed. */
const typed = (() => {
  const nothing = { out: () => {}, err: () => {} };
  const program = createProgram(COMMANDS, async () => {}, nothing);
  return program.commands.flatMap((command) => [[command.name()], ...command.commands.map((each) => [command.name(), each.name()])]);
})();

describe("help", () => {
  it("is printed when nothing is asked for", async () => {
    const { status, stdout, stderr } = await run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const name of ["demo", "forecast", "watch", "serve", "accounts", "keys", "doctor"])
      expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    expect(stdout).toMatch(/^Exit status:$/m);
  });

  it.each(typed)("of %s %s tells what it does, its options and the global ones, within 100 columns", async (...words) => {
    const { status, stdout, stderr } = await run(...words.filter(Boolean), "--help");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: saldovakt [^\n]+\n\n[A-Z]/);
    expect(stdout).toMatch(/--config <file>/);
    for (const line of stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);
  });

  it("is printed, as a refusal, when a subcommand is missing", async () => {
    const { status, stdout, stderr } = await run("accounts");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: saldovakt accounts/);
  });

  it("gives the version", async () => {
    expect(await run("--version")).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: "" });
  });
});

describe("a command typed wrongly", () => {
  it.each([
    [["forcast"], "COMMAND_UNKNOWN", /Did you mean forecast\?/],
    [["accounts", "ad"], "COMMAND_UNKNOWN", /Did you mean add\?/],
    [["forecast"], "ARGUMENT_MISSING", /identity/],
    [["forecast", "165790000011", "--jsn"], "OPTION_UNKNOWN", /Did you mean --json\?/],
    [["watch", "now"], "ARGUMENT_TOO_MANY", /watch/],
    [["watch", "--today"], "OPTION_WITHOUT_VALUE", /--today/],
    [["demo", "--port", "many"], "PORT_INVALID", /port/],
    [["demo", "--language", "de", "--once"], "CONFIGURATION_INVALID", /policy\.language is none of sv, nb, en/],
    [["watch"], "CONFIGURATION_MISSING", /there is no configuration saldovakt\.json/],
    [["serve"], "CONFIGURATION_MISSING", /demo/],
  ])("%j is refused in one line", async (args, code, words) => {
    const { status, stdout, stderr } = await run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
    expect(stderr).toMatch(words);
  });

  it.each([["165790000011"], ["accounts", "165790000011"], ["watch", "--165790000011"]])(
    "does not repeat a number typed in a wrong place: %s %s",
    async (...args) => {
      const { status, stderr } = await run(...args.filter(Boolean));
      expect(status).toBe(2);
      expect(stderr).not.toMatch(/\d{5}/);
    },
  );
});

describe("an option given twice", () => {
  it("is refused where it takes one value", async () => {
    for (const words of [
      ["keys", "add", "--scope", "read", "--name", "a", "--name", "b"],
      ["forecast", "165790000011", "--source", "skatteverket", "--source", "skatteetaten"],
      ["accounts", "add", "165790000011", "--reserve", "1", "--reserve", "2"],
      ["users", "invite", "--role", "reader", "--role", "owner"],
    ]) {
      const { status, stderr } = await run(...words);
      expect(status).toBe(2);
      expect(stderr).toMatch(FAULT("OPTION_REPEATED"));
    }
  });
});

describe("global options", () => {
  it.each([
    [["--config", "x.json", "watch"]],
    [["watch", "--config", "x.json"]],
    [["watch", "-c", "x.json"]],
    [["watch", "--config=x.json"]],
  ])("stand before or after the command: %j", async (args) => {
    expect((await run(...args)).stderr).toMatch(/there is no configuration x\.json/);
  });
});
