import { expect, test } from "vitest";
import { account, message, NOW, shortfall } from "../test/message.ts";
import { createConsoleChannel } from "./console.ts";

test("writes the letter as one block under a heading", async () => {
  const written: string[] = [];
  const channel = createConsoleChannel((text) => written.push(text));
  expect(await channel.send(message(), { number: 1, now: NOW })).toEqual({ kind: "delivered" });
  expect(written).toHaveLength(1);
  const lines = written[0]?.split("\n") ?? [];
  expect(lines[0]).toBe(`NOTICE  shortfall.detected  ${account.id}  2026-12-14`);
  expect(lines[1]).toBe("  Exempel Åkeri AB: 33 250 kr saknas på skattekontot till förfallodagen måndag 14 december 2026.");
  expect(lines.slice(-2)).toEqual(["", ""]);
  for (const line of lines) expect(line).toMatch(/^(NOTICE .*| {2}\S.*| {4}\S.*|)$/);
});

test("names no due date where there is none", async () => {
  const written: string[] = [];
  await createConsoleChannel((text) => written.push(text)).send(message({ ...shortfall, type: "source.stale", dueDate: null }), {
    number: 1,
    now: NOW,
  });
  expect(written[0]).toMatch(new RegExp(`^NOTICE {2}source\\.stale {2}${account.id}\\n`));
});
