import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { payeeDoubtful, printedNumber } from "./payee.ts";

describe("an account number as people write it", () => {
  test.each([
    ["bban", "12345678903", "1234 56 78903"],
    ["bban", "NO9386011117947", "NO93 8601 1117 947"],
    ["bban", "1234567890", "1234567890"],
    ["bban", null, null],
    ["bankgiro", "5050-1055", "5050-1055"],
    ["bankgiro", "50501055000", "50501055000"],
  ] as const)("%s %s", (scheme, number, printed) => expect(printedNumber({ scheme, number })).toBe(printed));

  test.each([
    ["bban", "12345678903", false],
    ["bban", "12345678904", true],
    ["bban", "NO9386011117947", false],
    ["bban", "NO9486011117947", true],
    ["bban", null, false],
    ["bankgiro", "1", false],
  ] as const)("%s %s is doubtful: %s", (scheme, number, doubtful) => expect(payeeDoubtful({ scheme, number })).toBe(doubtful));

  test("loses no character and adds blanks alone", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/\s/.test(text)),
        (number) => {
          expect(printedNumber({ scheme: "bban", number })?.replaceAll(" ", "")).toBe(number);
        },
      ),
    );
  });
});
