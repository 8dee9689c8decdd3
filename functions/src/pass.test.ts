import type { Instant, PlainDate } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { type Pass, passOf, recordPass } from "./pass.ts";
import { factsFixture } from "./records.fixture.ts";

const pass = (hour: string, planned: number): Pass => ({
  day: "2026-11-23" as PlainDate,
  planned,
  at: `2026-11-23T${hour}:00:00.000Z` as Instant,
});

it("keeps the last pass, and never an earlier one in place of a later", async () => {
  const facts = factsFixture();
  await recordPass(facts, "skatteverket", pass("05", 3));
  await recordPass(facts, "skatteverket", pass("06", 4));
  await recordPass(facts, "skatteverket", pass("05", 9));
  expect(JSON.parse((await facts.fact("pass"))?.value ?? "")).toEqual(pass("06", 4));
});

it("writes again when another writer came in between", async () => {
  const facts = factsFixture();
  facts.loseNext("pass", JSON.stringify(pass("04", 1)));
  await recordPass(facts, "skatteverket", pass("06", 4));
  expect(JSON.parse((await facts.fact("pass"))?.value ?? "")).toEqual(pass("06", 4));
});

it("keeps each authority's own", async () => {
  const facts = factsFixture();
  await recordPass(facts, "skatteverket", pass("06", 4));
  await recordPass(facts, "skatteetaten", pass("05", 2));
  const planned = async (source: "skatteverket" | "skatteetaten") => JSON.parse((await facts.fact(passOf(source)))?.value ?? "").planned;
  expect([await planned("skatteverket"), await planned("skatteetaten")]).toEqual([4, 2]);
});
