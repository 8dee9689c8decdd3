import { fromWhole, type Minor, parseDecimal } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counted, documentFigure, figure } from "./figures.ts";

describe("figure", () => {
  it.each([
    [fromWhole(0), "0"],
    [fromWhole(999), "999"],
    [fromWhole(-1000), "-1 000"],
    [fromWhole(1_234_567), "1 234 567"],
    [parseDecimal("-0.50"), "-0,50"],
    [parseDecimal("12500.05"), "12 500,05"],
  ])("writes %i as %j", (amount, text) => expect(figure(amount)).toBe(text));

  it("can be read back", () => {
    const amounts = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }).map((value) => value as Minor);
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseDecimal(figure(amount).replaceAll(" ", "").replace(",", "."))).toBe(amount);
      }),
    );
  });
});

describe("documentFigure", () => {
  it("has a dash for none", () => {
    expect(documentFigure(null)).toBe("–");
    expect(documentFigure({ currency: "SEK", amount: "-33250.00" })).toBe("-33 250");
  });
});

describe("counted", () => {
  it("names one and many", () => {
    expect([counted(0, "alert"), counted(1, "alert"), counted(2, "delivery", "deliveries")]).toEqual([
      "0 alerts",
      "1 alert",
      "2 deliveries",
    ]);
  });
});
