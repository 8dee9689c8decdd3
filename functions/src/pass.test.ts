import type { Instant, PlainDate } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { PASS, type Pass, recordPass } from "./pass.ts";
import { factsFixture } from "./records.fixture.ts";

const pass = (hour: string, planned: number): Pass => ({
  day: "2026-11-23" as PlainDate,
  planned,
  at: `2026-11-23T${hour}:00:00.000Z` as Instant,
});

it("keeps the last pass, and never an earlier one in place of a later", async () => {
  const facts = factsFixture();
  await recordPass(facts, pass("05", 3));
  await recordPass(facts, pass("06", 4));
  await recordPass(facts, pass("05", 9));
  expect(JSON.parse((await facts.fact(PASS))?.value ?? "")).toEqual(pass("06", 4));
});

it("writes again when another writer came in between", async () => {
  const facts = factsFixture();
  facts.loseNext(PASS, JSON.stringify(pass("04", 1)));
  await recordPass(facts, pass("06", 4));
  expect(JSON.parse((await facts.fact(PASS))?.value ?? "")).toEqual(pass("06", 4));
});
