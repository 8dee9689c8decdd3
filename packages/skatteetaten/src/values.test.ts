import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dayOf, fromKroner, masked } from "./values.ts";

test.each([
  [0, 0],
  [1_234.56, 123_456],
  [-0.01, -1],
  [0.005, 1],
  [-2.345, -235],
  [1.005, 101],
  [1e-7, 0],
])("%d kroner", (kroner, ore) => expect(fromKroner(kroner)).toBe(ore));

test("two decimals come over exactly, whatever the binary fraction", () => {
  fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ore) => void expect(fromKroner(ore / 100)).toBe(ore === 0 ? 0 : ore)));
});

test.each([1e21, Number.POSITIVE_INFINITY, Number.NaN, 9e15])("%d is refused, not rounded", (kroner) => {
  expect(() => fromKroner(kroner)).toThrow(expect.objectContaining({ code: "MONEY_OVERFLOW" }));
});

test("days", () => {
  expect(dayOf("2026-12-10", "a", "b")).toBe("2026-12-10");
  expect(dayOf("2026-12-10T00:00:00", "a", "b")).toBe("2026-12-10");
  for (const none of [null, undefined, "", " "]) expect(dayOf(none, "a", "b")).toBeUndefined();
  expect(() => dayOf("2026-02-30", "aapnekrav", "x.y")).toThrow(
    expect.objectContaining({ code: "SKE_ANSWER_UNEXPECTED", message: expect.stringContaining("x.y") }),
  );
});

test("masks what may be a person's number, and nothing shorter or longer", () => {
  expect(masked("01019012345, 010190 12345 og 123456-12345")).toBe("…, … og …");
  expect(masked("010190\u00a012345, 010190–12345 og 01.01.90 12345")).toBe("…, … og …");
  expect(masked("termin 2026, krav 1234567890 og 123456789012")).toBe("termin 2026, krav 1234567890 og 123456789012");
});
