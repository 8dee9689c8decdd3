import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { inProcess } from "../../../test/installation.ts";
import { TURN_WORDS } from "../../explain.ts";
import { faultStanding, STAGES, type Stage, standing } from "./stages.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../../../../docs/norway.md"), "utf8");

/** Rows of the page's tables by what stands quoted, or alone, in their first cell. */
const rows = new Map(
  PAGE.split("\n")
    .filter((line) => line.startsWith("| "))
    .flatMap((line) => {
      const [first = "", , turn = ""] = line
        .split("|")
        .slice(1)
        .map((cell) => cell.trim());
      return first.split(", ").map((each) => [each.replaceAll("`", ""), turn] as const);
    }),
);

describe("docs/norway.md", () => {
  it.each(Object.keys(STAGES).filter((stage) => stage !== "ORDER_UNKNOWN"))("says whose turn it is at %s, as the program does", (stage) => {
    expect(rows.get(stage)).toBe(TURN_WORDS[standing(stage as Stage).turn]);
  });

  it.each([
    ["register-system", ["register-system"]],
    ["request-system-user", ["request-system-user"]],
    ["status", ["status"]],
  ])("shows %s with options that it has", async (name, command) => {
    const shown = [...PAGE.matchAll(/^npx saldovakt norway (\S+)(.*)$/gm)].filter(([, each]) => each === name);
    expect(shown.length).toBeGreaterThan(0);
    const { stdout } = await inProcess("/", ["norway", ...command, "--help"]);
    for (const [, , rest = ""] of shown) for (const option of rest.match(/--[a-z-]+/g) ?? []) expect(stdout).toContain(option);
  });
});

describe("where somebody stands", () => {
  it("is well only where something can be read", () => {
    const well = Object.keys(STAGES).filter((stage) => standing(stage as Stage).exit === 0);
    expect(well.sort()).toEqual(["AGENT_READY", "READY", "WATCHED"]);
  });

  it.each([
    ["installation", 2],
    ["account", 3],
    ["transient", 3],
    ["internal", 1],
  ] as const)("after a fault of scope %s ends with %i", (scope, exit) => {
    expect(faultStanding(new SaldovaktError("x", { code: "X", scope })).exit).toBe(exit);
  });
});
