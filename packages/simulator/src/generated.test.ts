import { addDays, bankDaysAfter, daysBetween, type PlainDate, plainDate } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countsOn, type Standing } from "./entry.ts";
import { accountAt, companyAt, indexOf } from "./generated.ts";
import { PROFILES } from "./profiles.ts";

const BASE = plainDate("2025-12-20");
/** Any start day of more than a year, any seed, any round through the profiles. */
const scenes = fc.record({
  start: fc.integer({ min: 0, max: 420 }).map((days) => addDays(BASE, days)),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  round: fc.integer({ min: 0, max: 1_600 }),
});

const placeOf = (profile: string, round: number): number => PROFILES.findIndex(({ name }) => name === profile) + round * PROFILES.length;

/** Balances after each due date ahead, overdue rows first, as a reader works them out. */
function ahead(standing: Standing, today: PlainDate): { readonly day: PlainDate; readonly after: number }[] {
  const days = new Map<PlainDate, number>();
  for (const row of standing.upcoming) {
    const day = countsOn(row) < today ? today : countsOn(row);
    days.set(day, (days.get(day) ?? 0) + (row.amount ?? 0));
  }
  let after = standing.balance;
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, change]) => {
      after += change;
      return { day, after };
    });
}

function eachScene(profile: string, check: (standing: Standing, start: PlainDate, days: ReturnType<typeof ahead>) => void): void {
  fc.assert(
    fc.property(scenes, ({ start, seed, round }) => {
      const standing = accountAt(seed, placeOf(profile, round), start).standing(start, []);
      check(standing, start, ahead(standing, start));
    }),
    { numRuns: 60 },
  );
}

describe("every profile is what it says, whatever the day, the seed and the company", () => {
  test("covered, newcomer and payout profiles have money for all that is ahead", () => {
    for (const profile of ["covered", "newcomer", "payout-risk", "payout-blocked", "enforcement-debt", "credit-ahead"]) {
      eachScene(profile, (_standing, _start, days) => {
        expect(days.length).toBeGreaterThan(0);
        expect(Math.min(...days.map(({ after }) => after))).toBeGreaterThanOrEqual(0);
      });
    }
  });

  test("shortfall-next lacks money on the next due date", () => {
    eachScene("shortfall-next", (standing, start, days) => {
      expect(standing.balance).toBeGreaterThan(0);
      expect(days[0]?.after).toBeLessThan(0);
      expect(daysBetween(start, days[0]?.day as PlainDate)).toBeLessThanOrEqual(36);
    });
  });

  test("the big employer has enough for the next due date and not for the one after, within sixty days", () => {
    eachScene("big-employer-shortfall-later", (_standing, start, days) => {
      expect(days[0]?.after).toBeGreaterThanOrEqual(0);
      expect(days[1]?.after).toBeLessThan(0);
      expect(daysBetween(start, days[1]?.day as PlainDate)).toBeLessThanOrEqual(60);
    });
  });

  test("overdue still lists a charge whose day has passed, and lacks money for it", () => {
    eachScene("overdue", (standing, start, days) => {
      const late = standing.upcoming.filter((row) => row.dueDate !== undefined && row.dueDate < start);
      expect(late).toHaveLength(1);
      expect(days[0]).toMatchObject({ day: start });
      expect(days[0]?.after).toBeLessThan(0);
    });
  });

  test("deficit is below zero already, and interest is booked for it", () => {
    eachScene("deficit", (standing) => expect(standing.balance).toBeLessThan(-2_000));
    const later = accountAt(1, placeOf("deficit", 0), BASE).standing(addDays(BASE, 40), []);
    expect(later.booked.filter((row) => row.text === "Kostnadsränta" && row.bookedOn > BASE)[0]?.amount).toBeLessThan(0);
    expect(later.interest).toBeLessThan(0);
  });

  test("enforcement debt lies at Kronofogden alone, with rows that carry only that amount", () => {
    eachScene("enforcement-debt", (standing) => {
      expect(standing.enforcementBalance).toBeLessThan(-1_000);
      expect(standing.balance).toBeGreaterThan(0);
      const there = [...standing.booked, ...standing.upcoming].filter((row) => row.enforcement !== undefined && row.amount === undefined);
      expect(there.length).toBeGreaterThanOrEqual(3);
      expect(standing.upcoming.some((row) => row.amount === undefined)).toBe(true);
      const handedOver = standing.booked.filter((row) => row.text === "Överlämnad till Kronofogden");
      expect(handedOver).toHaveLength(1);
      expect(handedOver[0]?.amount).toBe(-(handedOver[0]?.enforcement ?? 0));
    });
  });

  test("payout risk: a surplus beside preliminary tax not yet due", () => {
    for (const profile of ["payout-risk", "payout-blocked"]) {
      eachScene(profile, (standing, start) => {
        const tax = standing.upcoming.filter((row) => row.text === "Debiterad preliminärskatt" && countsOn(row) > start);
        expect(tax.length).toBeGreaterThan(0);
        expect(standing.balance).toBeGreaterThan(2_000 - (tax[0]?.amount ?? 0));
      });
    }
    const [risk, blocked] = ["payout-risk", "payout-blocked"].map((profile) => accountAt(1, placeOf(profile, 0), BASE).wire);
    expect(risk).toMatchObject({ payoutAccount: expect.any(String), blocks: [] });
    expect(blocked).toMatchObject({ payoutAccount: expect.any(String), blocks: [{ total: true }] });
  });

  test("credit ahead would lack money without the credit, which has no due date of its own", () => {
    eachScene("credit-ahead", (standing, start) => {
      const credits = standing.upcoming.filter((row) => (row.amount ?? 0) > 0);
      expect(credits).toMatchObject([{ text: expect.stringMatching(/^Moms /) }]);
      expect(credits[0]).not.toHaveProperty("dueDate");
      const without = ahead({ ...standing, upcoming: standing.upcoming.filter((row) => !credits.includes(row)) }, start);
      expect(Math.min(...without.map(({ after }) => after))).toBeLessThan(0);
    });
  });

  test("reassessed has rows alike that are all real: one less, and the money would do", () => {
    eachScene("reassessed", (standing, _start, days) => {
      const alike = (rows: Standing["booked"], text: RegExp): number => rows.filter((row) => text.test(row.text)).length;
      expect(alike(standing.booked, /omprövning moms$/)).toBe(3);
      expect(alike(standing.upcoming, /omprövning arbetsgivaravgift$/)).toBe(2);
      expect(days[0]?.after).toBeLessThan(0);
      expect((days[0]?.after ?? 0) + 3_150).toBeGreaterThanOrEqual(0);
    });
  });

  test("quiet has nothing ahead, newcomer a short history", () => {
    eachScene("quiet", (standing) => expect(standing.upcoming).toEqual([]));
    eachScene("newcomer", (standing, start) => {
      expect(standing.booked.length).toBeGreaterThan(0);
      for (const row of standing.booked) expect(daysBetween(row.bookedOn, start)).toBeLessThanOrEqual(83);
    });
  });
});

describe("time", () => {
  const anyAccount = fc.record({ seed: fc.integer({ min: 0, max: 9_999 }), index: fc.integer({ min: 0, max: 19_999 }) });
  const start = plainDate("2026-11-22");

  test("the balance moves by exactly what is booked, and what was booked stays", () => {
    fc.assert(
      fc.property(anyAccount, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 90 }), ({ seed, index }, first, more) => {
        const account = accountAt(seed, index, start);
        const [before, after] = [addDays(start, first), addDays(start, first + more)].map((day) => account.standing(day, []));
        if (!before || !after) return expect.unreachable();
        const added = after.booked.slice(before.booked.length);
        expect(after.booked.slice(0, before.booked.length)).toEqual(before.booked);
        expect(after.balance - before.balance).toBe(added.reduce((sum, row) => sum + (row.amount ?? 0), 0));
        expect(after.enforcementBalance - before.enforcementBalance).toBe(added.reduce((sum, row) => sum + (row.enforcement ?? 0), 0));
      }),
      { numRuns: 60 },
    );
  });

  test("an upcoming row becomes history on its day, with its amount", () => {
    fc.assert(
      fc.property(anyAccount, ({ seed, index }) => {
        const account = accountAt(seed, index, start);
        for (const row of account.standing(start, []).upcoming) {
          const eve = account.standing(addDays(row.bookedOn, -1), []);
          const day = account.standing(row.bookedOn, []);
          expect(eve.upcoming.map(({ id }) => id)).toContain(row.id);
          expect(day.upcoming.map(({ id }) => id)).not.toContain(row.id);
          expect(day.booked).toContainEqual(row);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("rows are numbered once each, charges fall on bank days, and texts keep to fifty characters", () => {
    fc.assert(
      fc.property(anyAccount, ({ seed, index }) => {
        const { booked, upcoming } = accountAt(seed, index, start).standing(start, []);
        const rows = [...booked, ...upcoming];
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        for (const row of rows) {
          expect(row.text.length).toBeLessThanOrEqual(50);
          if (row.dueDate) expect(bankDaysAfter("SE", row.dueDate, 0)).toBe(row.dueDate);
          for (const amount of [row.amount, row.enforcement]) expect(Number.isInteger(amount ?? 0)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a payment by hand raises the balance by its amount, and pays less interest for a debt", () => {
    const account = accountAt(1, placeOf("deficit", 0), start);
    const day = addDays(start, 20);
    const payment = { id: account.paymentId(0), text: "Inbetalning bokförd 261124", amount: 90_000, bookedOn: plainDate("2026-11-24") };
    const [without, paid] = [account.standing(day, []), account.standing(day, [payment])];
    const interest = (standing: Standing): number => standing.booked.find((row) => row.bookedOn === "2026-12-05")?.amount ?? 0;
    expect(interest(paid)).toBeGreaterThan(interest(without));
    expect(paid.balance - without.balance).toBe(90_000 + interest(paid) - interest(without));
    expect(paid.booked).toContainEqual(payment);
  });
});

describe("the list of companies", () => {
  test("every place is found again by its identity, and beyond the end nobody", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 0, max: 499_999 }), (seed, index) => {
        const { identity } = companyAt(seed, index);
        expect(indexOf(seed, identity, index + 1)).toBe(index);
        expect(indexOf(seed, identity, index)).toBeNull();
      }),
    );
  });

  test("the dozen are twelve invented companies, one of them a sole trader", () => {
    const dozen = Array.from({ length: 12 }, (_, index) => companyAt(1, index));
    expect(new Set(dozen.map(({ profile }) => profile)).size).toBe(12);
    expect(new Set(dozen.map(({ name }) => name)).size).toBe(12);
    expect(dozen.filter(({ identity }) => identity.startsWith("19"))).toHaveLength(1);
    expect(companyAt(1, 12).profile).toBe(dozen[0]?.profile);
    expect(companyAt(1, 12).name).not.toBe(dozen[0]?.name);
  });
});
