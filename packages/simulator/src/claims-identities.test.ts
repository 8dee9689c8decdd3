import { ibanValid, kidValid, norwegianAccountValid, parseIdentity } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isOrganisationNumber,
  kidOf,
  nationalIdentityNumber,
  organisationNumber,
  placeOfOrganisation,
  RECEIVING,
} from "./claims-identities.ts";

const places = fc.record({ seed: fc.nat(1_000_000), n: fc.nat(499_999) });

describe("organisation numbers", () => {
  test("are right, begin with 5, which nobody's does, and lead back to their place", () => {
    fc.assert(
      fc.property(places, ({ seed, n }) => {
        const org = organisationNumber(seed, n);
        expect(org).toMatch(/^5\d{8}$/);
        expect(parseIdentity(org)).toMatchObject({ country: "NO", number: org });
        expect(isOrganisationNumber(org)).toBe(true);
        expect(placeOfOrganisation(seed, org)).toBe(n);
      }),
    );
  });

  test("of others have no place", () => {
    for (const org of ["598765448", "313367002", "512345670", "51234", "", "abcdefghi"]) expect(placeOfOrganisation(1, org)).toBeNull();
    expect(isOrganisationNumber("598765449")).toBe(false);
  });

  test("differ from each other", () => {
    expect(new Set(Array.from({ length: 5_000 }, (_, n) => organisationNumber(3, n))).size).toBe(5_000);
  });
});

test("national identity numbers are synthetic ones: eleven digits, a month from 81, both check digits right", () => {
  // The sample of the documentation, to hold the weights against.
  const right = (number: string): boolean => {
    const digits = [...number].map(Number);
    const dot = (weights: readonly number[]): number => weights.reduce((sum, weight, i) => sum + weight * (digits[i] ?? 0), 0) % 11;
    return dot([3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) === 0 && dot([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) === 0;
  };
  expect(right("04827896468")).toBe(true);
  fc.assert(
    fc.property(places, ({ seed, n }) => {
      const number = nationalIdentityNumber(seed, n);
      expect(number).toMatch(/^(0[1-9]|1\d|2[0-8])(8[1-9]|9[0-2])0\d[0-4]\d{4}$/);
      expect(right(number)).toBe(true);
      expect(nationalIdentityNumber(seed, n)).toBe(number);
    }),
  );
});

test("KIDs have a MOD11 check digit, the hyphen on demand", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,20}$/), (digits) => {
      expect(kidValid(kidOf(digits))).not.toBeNull();
      const hyphened = kidOf(digits, true);
      expect(hyphened).toMatch(/-$/);
      expect(kidValid(hyphened)).toBe("mod11");
      expect(hyphened.startsWith(digits)).toBe(true);
    }),
  );
});

test("accounts are of a bank there is not, their IBANs right however they are written", () => {
  for (const { number, iban, bic } of Object.values(RECEIVING)) {
    expect(number).toMatch(/^9999/);
    expect(norwegianAccountValid(number)).toBe(true);
    expect(ibanValid(iban)).toBe(true);
    expect(iban.replaceAll(" ", "")).toMatch(new RegExp(`^NO\\d\\d${number}$`));
    expect(bic).toMatch(/^[A-Z]{8}(XXX)?$/);
  }
  expect(RECEIVING.tax.iban).toContain(" ");
});
