import { parseIdentity } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isIdentity, organisationIdentity, personIdentity, placeOf } from "./identities.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe("invented identities", () => {
  test("an organisation's number is right, in the series of test numbers, and tells its place", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 999_999 }), (seed, n) => {
        const identity = organisationIdentity(seed, n);
        expect(parseIdentity(identity)).toMatchObject({ country: "SE", kind: "organisation", number: identity });
        expect(identity).toMatch(/^16578/);
        expect(placeOf(seed, identity)).toEqual({ kind: "organisation", n });
      }),
    );
  });

  test("a sole trader's number is right, of a birth number kept for tests, and tells its place", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 73_039 }), (seed, n) => {
        const identity = personIdentity(seed, n);
        expect(parseIdentity(identity)).toMatchObject({ country: "SE", kind: "person", number: identity });
        expect(identity).toMatch(/^190\d{5}9[89]\d{2}$/);
        expect(placeOf(seed, identity)).toEqual({ kind: "person", n });
      }),
    );
  });

  test("other numbers have no place", () => {
    for (const identity of ["165790000011", "199001019802", "191212121212", "16578000000", "165780000001", "hej"]) {
      expect(placeOf(1, identity)).toBeNull();
    }
  });

  test("an identity is twelve digits with a right check digit", () => {
    expect(isIdentity("165781006662")).toBe(true);
    for (const text of ["165781006663", "5781006662", " 165781006662", "165781006662 ", "16578100666a", "155781006662", ""]) {
      expect(isIdentity(text)).toBe(false);
    }
  });
});
