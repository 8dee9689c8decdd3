import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ibanValid } from "./iban.ts";

describe("ibanValid", () => {
  // Published examples: the tax account's own for payments from abroad, and those of the IBAN registry.
  it.each(["SE56 8000 0890 1196 4624 0516", "SE4550000000058398257466", "NO9386011117947", "GB82WEST12345698765432"])(
    "takes %s",
    (iban) => {
      expect(ibanValid(iban)).toBe(true);
    },
  );

  it.each([
    "",
    "SE45",
    "se4550000000058398257466",
    "SE4650000000058398257466",
    "SE45-5000-0000-0583-9825-7466",
    "4550000000058398257466SE",
  ])("refuses %j", (text) => {
    expect(ibanValid(text)).toBe(false);
  });

  it("notices one wrong digit", () => {
    const iban = "SE4550000000058398257466";
    fc.assert(
      fc.property(fc.integer({ min: 2, max: iban.length - 1 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const wrong = String((Number(iban[at]) + by) % 10);
        expect(ibanValid(iban.slice(0, at) + wrong + iban.slice(at + 1))).toBe(false);
      }),
    );
  });
});
