import { describe, expect, it } from "vitest";
import { claim, due, READ_AT } from "../test/fakes.ts";
import { observationOf } from "./observation.ts";
import { readOpenClaims } from "./wire.ts";

const observe = (claims: readonly object[], more: object = {}) =>
  observationOf(readOpenClaims({ aapentKravMedGjenstaaendeBeloep: claims, ...more }), READ_AT);

const codes = (claims: readonly object[], more: object = {}) => observe(claims, more).warnings.map(({ code }) => code);

describe("sums", () => {
  const claims = [claim([due("2026-11-10", 100)], { stipulerteRenter: 1.504 }), claim([due("2026-12-10", 50)], { stipulerteRenter: 2 })];
  const total = { sumForfalteKrav: 100, sumIkkeForfalteKrav: 50, sumStipulerteRenter: 3.5, saldo: 153.5 };

  it("agree without a word, and interest is what is owed", () => {
    const observation = observe(claims, { totalOversikt: total });
    expect(observation.warnings).toEqual([]);
    expect(observation.accruedInterest).toBe(-350);
  });

  it("that differ are told, with the difference", () => {
    expect(observe(claims, { totalOversikt: { ...total, sumForfalteKrav: 90 } }).warnings).toEqual([
      { code: "TOTALS_MISMATCH", amount: 1_000 },
    ]);
    expect(observe(claims, { totalOversikt: { ...total, sumStipulerteRenter: 3 } }).warnings).toEqual([
      { code: "INTEREST_MISMATCH", amount: 50 },
    ]);
    expect(codes([claim([due("2026-12-10", 40), due("2027-01-11", 40)], { gjenstaaendeBeloep: 100 })])).toEqual(["TOTALS_MISMATCH"]);
  });

  it("that are left out are not nought", () => {
    expect(codes(claims, { totalOversikt: { sumForfalteKrav: 100 } })).toEqual([]);
    expect(codes(claims, { totalOversikt: { sumIkkeForfalteKrav: 50 } })).toEqual([]);
    expect(codes(claims, { totalOversikt: { saldo: 153.5 } })).toEqual([]);
    expect(codes(claims, { totalOversikt: { sumForfalteKrav: 100, saldo: 153.5 } })).toEqual([]);
  });

  it.each([
    ["fallen due and not, exchanged", { sumForfalteKrav: 50, sumIkkeForfalteKrav: 100 }, ["TOTALS_MISMATCH"]],
    ["what has fallen due alone", { sumForfalteKrav: 90 }, ["TOTALS_MISMATCH"]],
    ["a balance that is not the sum of its parts", { ...total, saldo: 100 }, ["TOTALS_MISMATCH"]],
    ["a balance alone, of more than is listed", { saldo: 12_345.67 }, ["TOTALS_MISMATCH"]],
    ["payments on no claim, which are not listed", { ...total, sumUplasserteInnbetalinger: -20 }, ["UNPLACED_MISMATCH"]],
  ])("that contradict each other are told: %s", (_what, totalOversikt, expected) => {
    expect(codes(claims, { totalOversikt })).toEqual(expected);
  });

  it("of a group are compared with its claims", () => {
    const group = { kravgruppe: "Arbeidsgiveravgift", ...total };
    expect(codes(claims, { oversiktPerKravgruppe: [group] })).toEqual([]);
    expect(codes(claims, { oversiktPerKravgruppe: [{ ...group, sumIkkeForfalteKrav: 80, saldo: 183.5 }] })).toEqual(["TOTALS_MISMATCH"]);
  });

  it("of due dates about today are left alone: when a claim falls due is not ours to say", () => {
    expect(codes([claim([due("2026-11-22", 100)])], { totalOversikt: { sumForfalteKrav: 0, sumIkkeForfalteKrav: 100 } })).toEqual([]);
  });

  it("that differ once are told of once", () => {
    const short = claim([due("2026-12-10", 40), due("2027-01-11", 40)], { gjenstaaendeBeloep: 100 });
    expect(codes([short], { totalOversikt: { sumForfalteKrav: 0, sumIkkeForfalteKrav: 100 } })).toEqual(["TOTALS_MISMATCH"]);
    expect(codes([short], { totalOversikt: { sumForfalteKrav: 0, sumIkkeForfalteKrav: 80 } })).toEqual(["TOTALS_MISMATCH"]);
  });

  it("stated nowhere are compared with nothing", () => {
    expect(codes(claims, { totalOversikt: {} })).toEqual([]);
    expect(codes(claims, { totalOversikt: { sumForfalteKrav: null } })).toEqual([]);
  });
});
