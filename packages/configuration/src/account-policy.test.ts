import { fromWhole } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { parseConfiguration, parsePolicy } from "./parse.ts";

const IDENTITY = "165781006662";
const policyOfFirst = (policy: unknown) => parseConfiguration({ accounts: [{ identity: IDENTITY, policy }] }).accounts[0]?.policy;

it("an account's own policy holds what differs from the installation's, and nothing else", () => {
  expect(policyOfFirst({ reserve: "250.50", estimates: false })).toEqual({ reserve: 25_050, estimates: false });
  expect(parsePolicy({ language: "nb", remindDaysBefore: [] })).toEqual({ language: "nb", remindDaysBefore: [] });
  expect(parsePolicy({ reserve: "0" })).toEqual({ reserve: fromWhole(0) });
  for (const none of [{}, undefined]) expect(policyOfFirst(none)).toBeUndefined();
});

it.each([
  [{ reserve: "-1.00" }, "accounts[0].policy.reserve is not an amount of 0 or more"],
  [{ reserv: "1.00" }, "accounts[0].policy.reserv is not a known key"],
  [{ horizonDays: 400 }, "accounts[0].policy.horizonDays is not a whole number from 1 to 366"],
  [[], "accounts[0].policy is not an object"],
])("and is held to the same rules: %j", (policy, message) => {
  expect(() => policyOfFirst(policy)).toThrow(message);
  expect(() => parsePolicy(policy)).toThrow(expect.objectContaining({ code: "CONFIGURATION_INVALID", scope: "input" }));
});

it("a misspelt field of it is told with the one that was meant", () => {
  for (const read of [() => policyOfFirst({ lanugage: "sv" }), () => parsePolicy({ lanugage: "sv" })])
    expect(read).toThrow(expect.objectContaining({ remedy: expect.stringContaining("language") }));
});
