import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plainDate } from "@saldovakt/domain";
import { expect, test } from "vitest";
import { registry } from "./registry.ts";

const TODAY = plainDate("2026-11-23");
const accounts = registry(12, 1, TODAY);
const identityOf = (profile: string): string => accounts.companies.find((company) => company.profile === profile)?.identity ?? "";

const amountsOf = (csv: string): number[] =>
  csv
    .split("\r\n")
    .slice(2, -1)
    .map((line) => Number(line.split(";")[2]?.replace(/[" ]/g, "")));

test("the example in the documentation is a statement of a company of the demo", () => {
  const example = readFileSync(join(import.meta.dirname, "../../../docs/example-kontoutdrag.csv"), "utf8");
  expect(accounts.statement(identityOf("covered"), plainDate("2025-01-01"), plainDate("2026-11-20"))).toBe(example);
});

test("a statement is written as the e-service does, and adds up for any days", () => {
  for (const { identity, name } of accounts.companies) {
    for (const [from, to] of [
      ["2024-09-01", "2026-11-23"],
      ["2026-03-12", "2026-03-12"],
      ["2026-11-23", "2026-11-23"],
    ] as const) {
      const csv = accounts.statement(identity, plainDate(from), plainDate(to));
      const lines = csv.split("\r\n");
      expect(lines[0]?.startsWith(`\ufeff"${name}";"${identity.slice(2, 8)}`)).toBe(true);
      expect([lines[1], lines.at(-1)]).toEqual(['"";"";""', ""]);
      expect(lines[2]).toMatch(new RegExp(`^"";"Ingående saldo ${from}";"-?\\d{1,3}( \\d{3})*"$`));
      expect(lines.at(-2)).toMatch(new RegExp(`^"";"Utgående saldo ${to}";"-?\\d{1,3}( \\d{3})*"$`));
      const amounts = amountsOf(csv);
      expect(amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0)).toBe(amounts.at(-1));
    }
  }
});

test("a person of a hundred has a plus sign for a hyphen", () => {
  const identity = identityOf("payout-blocked");
  expect(accounts.statement(identity, TODAY, TODAY)).toContain(`"${identity.slice(2, 8)}+${identity.slice(8)}"`);
});

test("there is no statement of an account the simulator has not got", () => {
  expect(() => accounts.statement("165781006662", TODAY, TODAY)).toThrow(expect.objectContaining({ code: "SIMULATOR_ACCOUNT" }));
});
