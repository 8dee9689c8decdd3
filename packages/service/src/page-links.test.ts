import { accountId, type Instant } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { linkKey, rotateLinkKey, verifyPageLink } from "./link.ts";
import { pageLinks } from "./page-links.ts";

it("a link opens its account's page for a time, by the key that stands when it is made", async () => {
  let standing: { value: string; version: number } | null = null;
  const facts = {
    fact: async () => standing,
    putFact: async (_: string, value: string, expected: number) => {
      standing = { value, version: expected + 1 };
      return true;
    },
  };
  let drawn = 0;
  const random = (count: number) => new Uint8Array(count).fill(++drawn);
  const now = "2026-11-23T06:00:00.000Z" as Instant;
  const id = accountId(new Uint8Array(20));
  const linkFor = pageLinks("https://example.test", facts, random, { now: () => now });
  const tokenOf = async () => (await linkFor({ id, source: "skatteverket", name: "Alfa" })).replace("https://example.test/link/", "");
  const first = await tokenOf();
  expect(verifyPageLink(await linkKey(facts, random), first, now)).toMatchObject({ account: id, expiresAt: "2026-12-23T06:00:00.000Z" });
  await rotateLinkKey(facts, random);
  expect(verifyPageLink(await linkKey(facts, random), first, now)).toBeNull();
  expect(verifyPageLink(await linkKey(facts, random), await tokenOf(), now)).toMatchObject({ account: id });
});
