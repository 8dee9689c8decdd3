import { addDays, daysBetween, norwegianDueDates, plainDate, yearOf } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClaimsStanding, claimsStanding, isOverdue } from "./claims.ts";
import { type ClaimsResource, claimsAnswer, type Period } from "./claims-answers.ts";
import { claimsAt, indexOfNorwegian, norwegianCompanyAt } from "./claims-generated.ts";
import { CLAIMS_PROFILES } from "./claims-profiles.ts";
import { type OpenClaims, SCHEMAS } from "./claims-schema.fixture.ts";

const BASE = plainDate("2025-12-20");
/** Any start day of more than a year, any seed, any company, and any day after the start. */
const scenes = fc.record({
  start: fc.integer({ min: 0, max: 420 }).map((days) => addDays(BASE, days)),
  seed: fc.nat(1_000_000),
  round: fc.nat(20_000),
  later: fc.oneof(fc.constant(0), fc.nat(200)),
});
type Scene = typeof scenes extends fc.Arbitrary<infer T> ? T : never;

const placeOf = (profile: string, round: number): number =>
  CLAIMS_PROFILES.findIndex(({ name }) => name === profile) + round * CLAIMS_PROFILES.length;

function standingAt(index: number, { seed, start, later }: Scene): ClaimsStanding {
  const today = addDays(start, later);
  return claimsStanding(claimsAt(seed, index, start).book(today), today);
}

function answer(index: number, scene: Scene, resource: ClaimsResource, period: Period | null = null): unknown {
  const found = claimsAnswer(claimsAt(scene.seed, index, scene.start), standingAt(index, scene), resource, period);
  return found && JSON.parse(JSON.stringify(found)); // as it goes over the wire
}

const eachScene = (check: (scene: Scene) => void): void => fc.assert(fc.property(scenes, check), { numRuns: 25 });
const onFirstDay = (check: (scene: Scene) => void): void => eachScene((scene) => check({ ...scene, later: 0 }));

describe("every answer of every kind of company", () => {
  test("has the documented form, whatever the day, the seed and the company", () => {
    eachScene((scene) => {
      const today = addDays(scene.start, scene.later);
      const period = { from: addDays(today, -364), to: today };
      for (const [place, { name }] of CLAIMS_PROFILES.entries()) {
        const index = place + scene.round * CLAIMS_PROFILES.length;
        for (const resource of ["aapnekrav", "krav", "innbetalinger", "utbetalinger"] as const) {
          const found = answer(index, scene, resource, resource === "aapnekrav" ? null : period);
          if (found === null) continue;
          const result = (name === "shielded" ? SCHEMAS.shielded : SCHEMAS[resource]).safeParse(found);
          expect(result.error?.issues, `${name} ${resource}`).toBeUndefined();
        }
      }
    });
  });

  /** Øre, so that sums of kroner are compared exactly. */
  const oere = (kroner: number): number => Math.round(kroner * 100);
  const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + oere(amount), 0);

  test("has totals that agree with the sums, in all and for each group", () => {
    eachScene((scene) => {
      const today = addDays(scene.start, scene.later);
      for (const place of CLAIMS_PROFILES.keys()) {
        const found = answer(place + scene.round * CLAIMS_PROFILES.length, scene, "aapnekrav") as OpenClaims | null;
        if (!found?.totalOversikt) continue;
        const {
          aapentKravMedGjenstaaendeBeloep: open = [],
          innbetalingMedUplassertBeloep: unplaced = [],
          oversiktPerKravgruppe: groups = [],
        } = found;
        const agrees = (sums: Omit<OpenClaims["totalOversikt"], "sumUplasserteInnbetalinger">, claims: typeof open): void => {
          const dues = claims.flatMap((claim) => claim.kravforfall);
          expect(oere(sums.sumForfalteKrav)).toBe(
            total(dues.filter((due) => due.forfallsdato < today).map((due) => due.gjenstaaendeBeloep)),
          );
          expect(oere(sums.sumIkkeForfalteKrav)).toBe(
            total(dues.filter((due) => due.forfallsdato >= today).map((due) => due.gjenstaaendeBeloep)),
          );
          expect(oere(sums.sumStipulerteRenter)).toBe(total(claims.map((claim) => claim.stipulerteRenter ?? 0)));
          expect(oere(sums.saldo)).toBe(total([sums.sumForfalteKrav, sums.sumIkkeForfalteKrav, sums.sumStipulerteRenter]));
        };
        agrees(found.totalOversikt, open);
        expect(groups.map(({ kravgruppe }) => kravgruppe)).toEqual([...new Set(open.map(({ kravgruppe }) => kravgruppe))]);
        for (const group of groups)
          agrees(
            group,
            open.filter(({ kravgruppe }) => kravgruppe === group.kravgruppe),
          );
        expect(oere(found.totalOversikt.sumUplasserteInnbetalinger)).toBe(total(unplaced.map(({ uplassertBeloep }) => uplassertBeloep)));
        for (const claim of open) {
          expect(oere(claim.gjenstaaendeBeloep)).toBe(total(claim.kravforfall.map((due) => due.gjenstaaendeBeloep)));
          expect(oere(claim.opprinneligBeloep)).toBe(total(claim.kravforfall.map((due) => due.opprinneligBeloep)));
        }
      }
    });
  });

  test("numbers claims, due dates and payments once each; no money comes from nowhere", () => {
    eachScene((scene) => {
      for (const place of CLAIMS_PROFILES.keys()) {
        const { claims, payments } = standingAt(place + scene.round * CLAIMS_PROFILES.length, scene);
        for (const ids of [
          claims.map(({ claim }) => claim.id),
          claims.flatMap(({ dues }) => dues.map(({ due }) => due.id)),
          payments.map(({ payment }) => payment.id),
        ]) {
          expect(new Set(ids).size).toBe(ids.length);
        }
        for (const { due, remaining, placed } of claims.flatMap((claim) => claim.dues)) {
          if (due.paidOutOn === undefined) expect(remaining + placed.reduce((sum, { amount }) => sum + amount, 0)).toBe(due.amount);
        }
        for (const { payment, unplaced, placed } of payments) {
          expect(unplaced + placed.reduce((sum, { amount }) => sum + amount, 0)).toBe(payment.amount);
        }
      }
    });
  });

  test("dates ordinary claims by the law, and none is made after it is due", () => {
    eachScene((scene) => {
      for (const { claim } of standingAt(placeOf("upcoming", scene.round), scene).claims) {
        for (const { dueDate } of claim.dues) {
          expect(claim.createdOn < dueDate).toBe(true);
          const kind = { Merverdiavgift: "vat", Arbeidsgiveravgift: "employer-tax", Forskuddstrekk: "employer-tax" }[claim.group];
          if (kind) expect(norwegianDueDates(yearOf(dueDate))).toContainEqual({ date: dueDate, kind });
        }
      }
    });
  });
});

describe("every profile is what it says on the first day, whatever the day, the seed and the round", () => {
  const openDues = (standing: ClaimsStanding) =>
    standing.claims.flatMap(({ claim, dues }) => dues.filter(({ remaining }) => remaining !== 0).map((due) => ({ claim, ...due })));

  test("upcoming has something to pay soon, nothing overdue and no interest", () => {
    onFirstDay((scene) => {
      const standing = standingAt(placeOf("upcoming", scene.round), scene);
      const dues = openDues(standing);
      expect(dues.some(({ due }) => daysBetween(scene.start, due.dueDate) <= 25)).toBe(true);
      expect(dues.filter(({ due }) => isOverdue(due, scene.start))).toEqual([]);
      expect(standing.claims.every(({ interest }) => interest === 0)).toBe(true);
    });
  });

  test("overdue has one claim past its day, partly paid, with interest, and more to come", () => {
    onFirstDay((scene) => {
      const standing = standingAt(placeOf("overdue", scene.round), scene);
      const late = openDues(standing).filter(({ due }) => isOverdue(due, scene.start));
      expect(late).toMatchObject([{ claim: { group: "Merverdiavgift" }, placed: [expect.anything()] }]);
      expect(standing.claims.filter(({ interest }) => interest > 0)).toHaveLength(1);
      expect(openDues(standing).length).toBeGreaterThan(1);
    });
  });

  test("instalments has a claim with three due dates under one KID that ends in a hyphen", () => {
    onFirstDay((scene) => {
      const claims = standingAt(placeOf("instalments", scene.round), scene).claims.filter(({ claim }) => claim.type === "OMGJORING");
      expect(claims).toHaveLength(1);
      const dues = claims[0]?.dues ?? [];
      expect(new Set(dues.map(({ due }) => due.kid)).size).toBe(1);
      expect(new Set(dues.map(({ due }) => due.dueDate)).size).toBe(3);
      expect(dues[0]?.due.kid).toMatch(/^\d+-$/);
    });
  });

  test("credit has an open credit, money unplaced, and a claim without a KID; later the credit is paid out", () => {
    onFirstDay((scene) => {
      const index = placeOf("credit", scene.round);
      const standing = standingAt(index, scene);
      expect(openDues(standing).filter(({ remaining }) => remaining < 0)).toHaveLength(1);
      expect(openDues(standing).filter(({ due, remaining }) => due.kid === null && remaining > 0)).toHaveLength(1);
      expect(standing.payments.filter(({ unplaced }) => unplaced > 0)).toHaveLength(1);
      expect(standing.payouts).toHaveLength(1);
      const month = standingAt(index, { ...scene, later: 31 });
      expect(openDues(month).filter(({ remaining }) => remaining < 0)).toEqual([]);
      expect(month.payouts).toHaveLength(2);
    });
  });

  test("sole-trader is asked for by the firm's number and owes tax under the owner's", () => {
    onFirstDay((scene) => {
      const index = placeOf("sole-trader", scene.round);
      const found = answer(index, scene, "aapnekrav") as OpenClaims;
      expect(found.partIdentifikator).toBe(norwegianCompanyAt(scene.seed, index).org);
      const parties = found.aapentKravMedGjenstaaendeBeloep?.map(({ partIdentifikator }) => partIdentifikator) ?? [];
      expect(parties.some((party) => /^\d{11}$/.test(party))).toBe(true);
    });
  });

  test("settled has nothing open, on any day, but a history", () => {
    eachScene((scene) => {
      const index = placeOf("settled", scene.round);
      const today = addDays(scene.start, scene.later);
      expect(answer(index, scene, "aapnekrav")).toBeNull();
      expect(answer(index, scene, "innbetalinger", { from: addDays(today, -364), to: today })).not.toBeNull();
    });
  });

  test("shielded tells nothing", () => {
    onFirstDay((scene) => {
      const index = placeOf("shielded", scene.round);
      const { org } = norwegianCompanyAt(scene.seed, index);
      expect(answer(index, scene, "aapnekrav")).toMatchObject({ partIdentifikator: org, skjermet: true });
      expect(JSON.stringify(answer(index, scene, "aapnekrav"))).not.toMatch(/Beloep|krav"/);
    });
  });
});

test("the list: seven invented companies, found again by number, and beyond the end nobody", () => {
  const seven = CLAIMS_PROFILES.map((_, index) => norwegianCompanyAt(1, index));
  expect(new Set(seven.map(({ name }) => name)).size).toBe(7);
  expect(norwegianCompanyAt(1, 7).profile).toBe(seven[0]?.profile);
  expect(norwegianCompanyAt(1, 7).name).not.toBe(seven[0]?.name);
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(499_999), (seed, index) => {
      const { org } = norwegianCompanyAt(seed, index);
      expect(indexOfNorwegian(seed, org, index + 1)).toBe(index);
      expect(indexOfNorwegian(seed, org, index)).toBeNull();
    }),
  );
});
