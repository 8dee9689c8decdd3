import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plainDate } from "@saldovakt/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forecastDocument, hundredths } from "../../test/contract.ts";
import { FAULT, type Installation, inProcess, install, serving, TODAY } from "../../test/installation.ts";
import { width } from "../table.ts";

const EXAMPLE = join(import.meta.dirname, "../../../../docs/example-kontoutdrag.csv");

let here: Installation;
beforeAll(async () => {
  here = await install();
  await here.configure({ accounts: [], state: "imports.db" });
});
afterAll(() => here.close());

const imported = (...args: string[]) => here.run(["import", ...args, "--today", TODAY]);

describe("saldovakt import", () => {
  it("takes in a statement of a company nobody watched, and forecasts from it with everything estimated marked", async () => {
    const { status, stdout, stderr } = await imported(EXAMPLE);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    for (const line of lines) expect(width(line)).toBeLessThanOrEqual(100);
    expect(lines.slice(0, 2)).toEqual([
      "100 rows read, 2025-01-01 to 2026-11-20.",
      "Opening balance 50 100, closing balance 50 100 SEK: the rows come to it, as they should.",
    ]);
    expect(lines[2]).toMatch(/^acc_\w{20} is new here, with 100 new rows\.$/);
    expect(lines[3]).toBe("Known without gaps: 2025-01-01 to 2026-11-20.");
    expect(stdout).toContain("Blåklockans Bygg AB");
    expect(stdout).toMatch(/^2026-12-14 +≈ Debiterad preliminärskatt +≈ -21 \d00$/m);
    expect(stdout).toMatch(/^ +≈ Arbetsgivaravgift och avdragen skatt +≈ -1\d\d 000 +≈ -\d+ \d00$/m);
    expect(stdout).toMatch(/^2027-01-18 +Arbetsgivaravgift och avdragen skatt +-\d+ 000 and -\d+ 000 +12 monthly since 2025-12$/m);
    expect(stdout).toMatch(/Estimates count in no other figure and in no alert/);
    expect(stdout).not.toContain("578007");
  });

  it("changes nothing the second time, by name or through standard input", async () => {
    const first = JSON.parse((await imported(EXAMPLE, "--json")).stdout);
    const again = await here.run(["import", "-", "--json", "--account", first.account.id, "--today", TODAY], {
      input: here.authority.statement(here.identities[0] as string, plainDate("2025-01-01"), plainDate("2026-11-20")),
    });
    const second = JSON.parse(again.stdout);
    expect(second).toEqual({ ...first, forecast: { ...second.forecast } });
    expect(second).toMatchObject({ added: false, newRows: 0, statement: { rows: 100, from: "2025-01-01", to: "2026-11-20" } });
    expect(second.statement.closing).toEqual({ currency: "SEK", amount: "50100.00" });
  });

  it("prints what is decided only when asked to", async () => {
    const document = JSON.parse((await imported(EXAMPLE, "--json")).stdout).forecast;
    expect(document.withEstimates.shortfall.amount).not.toBe("0.00");
    const without = JSON.parse((await imported(EXAMPLE, "--json", "--no-estimates")).stdout).forecast;
    expect([without.withEstimates, without.dueDates]).toEqual([undefined, []]);
    expect((await imported(EXAMPLE, "--no-estimates")).stdout).not.toContain("≈");
  });

  it("shows no estimates of an installation that has them switched off", async () => {
    const quiet = await install();
    await quiet.configure({ accounts: [], policy: { language: "en", estimates: false } });
    try {
      expect((await quiet.run(["import", EXAMPLE, "--today", TODAY])).stdout).not.toContain("≈");
    } finally {
      await quiet.close();
    }
  });

  it("forecasts near what the authority decides later", async () => {
    const { forecast } = JSON.parse((await imported(EXAMPLE, "--json")).stdout);
    const estimated = forecast.dueDates.find((entry: { dueDate: string }) => entry.dueDate === "2026-12-14");
    await here.configure({ state: "imports.db" });
    here.authority.setToday(plainDate("2026-12-10"));
    const read = await here.run(["forecast", here.identities[0] as string, "--json", "--no-estimates", "--today", "2026-12-10"]);
    here.authority.setToday(TODAY);
    await here.configure({ accounts: [], state: "imports.db" });
    const decided = forecastDocument.parse(JSON.parse(read.stdout)).dueDates.find((entry) => entry.dueDate === "2026-12-14");
    const [guess, truth] = [estimated?.withEstimates.change, decided?.change].map((amount) =>
      Number(hundredths(amount ?? { amount: "0.00" })),
    );
    expect(Math.abs((guess ?? 0) / (truth ?? 1) - 1)).toBeLessThan(0.15);
  });

  it("refuses what is no statement, naming line and remedy but neither the file nor what stands in it", async () => {
    await writeFile(here.path("Kontoutdrag 578007-9199.csv"), '"Hemligt AB";"578007-9199";""\n"2026-01-12";"Moms";"mycket"\n');
    for (const [file, code] of [
      ["Kontoutdrag 578007-9199.csv", "STATEMENT_INCOMPLETE"],
      ["saknas 578007-9199.csv", "STATEMENT_UNREADABLE"],
      [".", "STATEMENT_UNREADABLE"],
    ] as const) {
      const { status, stdout, stderr } = await imported(file);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(FAULT(code));
      expect(stderr).not.toMatch(/578007|Hemligt|mycket/);
    }
    const other = await imported(EXAMPLE, "--account", here.identities[1] as string);
    expect([other.status, other.stderr.includes("(STATEMENT_OF_ANOTHER_ACCOUNT)")]).toEqual([2, true]);
    const unknown = await imported(EXAMPLE, "--account", "acc_00000000000000000000");
    expect([unknown.status, unknown.stderr.includes("(ACCOUNT_UNKNOWN)")]).toEqual([2, true]);
    await writeFile(here.path("large.csv"), ";".repeat(2 * 1024 * 1024 + 5));
    expect((await imported("large.csv")).stderr).toContain("(STATEMENT_TOO_LARGE)");
  });
});

describe("saldovakt import where nothing is yet", () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "saldovakt-empty-"));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));
  const run = (...args: string[]) => inProcess(dir, [...args, "--today", TODAY]);

  it("begins nothing for what is no statement, or beside another configuration that was named", async () => {
    await writeFile(join(dir, "none.csv"), "x");
    expect((await run("import", "none.csv")).status).toBe(2);
    expect((await run("import", EXAMPLE, "--config", "other.json")).stderr).toContain("(CONFIGURATION_MISSING)");
    const { stderr } = await run("accounts", "list");
    expect(stderr.replace(/\s+/g, " ")).toMatch(/where statements are all there is simply `\{\}`/);
    await rm(join(dir, "none.csv"));
    expect(await readdir(dir)).toEqual([]);
  });

  it("begins with {}, and serve shows the account", async () => {
    const { status, stderr, stdout } = await run("import", EXAMPLE);
    expect({ status, stderr: stderr.replace(/\s+/g, " ").trim() }).toEqual({
      status: 0,
      stderr: "note: saldovakt.json was not there and is begun with {}, which is enough for statements",
    });
    expect(stdout).toContain("is new here, with 100 new rows.");
    expect(await readFile(join(dir, "saldovakt.json"), "utf8")).toBe("{}\n");
    expect((await run("import", EXAMPLE)).stderr).toBe("");
    const server = await serving(dir, "--today", TODAY);
    try {
      expect(await (await fetch(server.at)).text()).toContain("Blåklockans Bygg AB");
    } finally {
      await server.stop();
    }
    await rm(join(dir, "saldovakt.json"));
    expect((await run("import", EXAMPLE)).stderr).toContain("(CONFIGURATION_MISSING)");
  });
});
