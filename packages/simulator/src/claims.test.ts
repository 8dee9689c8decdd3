import { addDays, fromWhole, minor, plainDate } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { type Claim, type ClaimDue, type ClaimPayment, claimsStanding } from "./claims.ts";
import { claimsRegistry } from "./claims-registry.ts";

const TODAY = plainDate("2026-11-22");
const due = (id: string, dueDate: string, kroner: number, rest: Partial<ClaimDue> = {}): ClaimDue => ({
  id,
  dueDate: plainDate(dueDate),
  amount: fromWhole(kroner),
  kid: "12343",
  account: null,
  ...rest,
});
const claim = (id: string, dues: readonly ClaimDue[], rest: Partial<Claim> = {}): Claim => ({
  id,
  party: "512345018",
  type: "RESTSKATT",
  group: "Skatt",
  text: "Restskatt",
  period: { text: "Inntektsår" },
  createdOn: plainDate("2026-01-01"),
  dues,
  ...rest,
});
const payment = (on: string, kroner: number, kid: string | null = "12343"): ClaimPayment => ({
  id: `p${on}`,
  party: "512345018",
  on: plainDate(on),
  amount: fromWhole(kroner),
  kid,
});

describe("payments", () => {
  const three = [claim("a", [due("a2", "2026-12-01", 300), due("a1", "2026-10-01", 500), due("a3", "2027-02-01", 300)])];

  test("go to the dues of their KID, the earliest first, and what is left over is unplaced", () => {
    const after = (...payments: ClaimPayment[]) => {
      const standing = claimsStanding({ claims: three, payments }, TODAY);
      const remaining = Object.fromEntries(standing.claims[0]?.dues.map(({ due: { id }, remaining }) => [id, remaining]) ?? []);
      return [remaining, standing.payments.map(({ unplaced }) => unplaced)];
    };
    expect(after(payment("2026-11-01", 600))).toEqual([{ a1: 0, a2: 20_000, a3: 30_000 }, [0]]);
    expect(after(payment("2026-11-02", 2_000))).toEqual([{ a1: 0, a2: 0, a3: 0 }, [90_000]]);
    expect(after(payment("2026-11-02", 700), payment("2026-11-01", 500))).toEqual([{ a1: 0, a2: 0, a3: 0 }, [0, 10_000]]);
  });

  test("with another KID, with none, too early for the claim or not yet here, cover nothing", () => {
    for (const stray of [payment("2026-11-01", 500, "12344"), payment("2026-11-01", 500, null), payment("2025-12-31", 500)]) {
      const { claims, payments } = claimsStanding({ claims: three, payments: [stray] }, TODAY);
      expect(claims[0]?.remaining).toBe(110_000);
      expect(payments).toMatchObject([{ unplaced: 50_000, placed: [] }]);
    }
    const { claims, payments } = claimsStanding({ claims: three, payments: [payment("2026-11-23", 500)] }, TODAY);
    expect([claims[0]?.remaining, payments]).toEqual([110_000, []]);
  });

  test("a claim without a KID cannot be hit, not even by a payment without one", () => {
    const claims = [claim("a", [due("a1", "2026-10-01", 500, { kid: null })])];
    expect(claimsStanding({ claims, payments: [payment("2026-11-01", 500, null)] }, TODAY).claims[0]?.remaining).toBe(50_000);
  });
});

describe("interest", () => {
  test("is the late rate on what is unpaid, from the day after the due date, actual/365", () => {
    const claims = [claim("a", [due("a1", "2026-11-12", 36_500), due("a2", "2026-12-12", 36_500)])];
    // Ten days at 12.25 % of 36 500 kroner.
    expect(claimsStanding({ claims, payments: [] }, TODAY).claims[0]?.interest).toBe(12_250);
    expect(claimsStanding({ claims, payments: [payment("2026-11-20", 18_250)] }, TODAY).claims[0]?.interest).toBe(6_125);
    expect(claimsStanding({ claims, payments: [] }, plainDate("2026-11-12")).claims[0]?.interest).toBe(0);
    // 12 % until the end of June, 12.25 % from then on: five days each.
    const summer = [claim("b", [due("b1", "2026-06-25", 36_500)])];
    expect(claimsStanding({ claims: summer, payments: [] }, plainDate("2026-07-05")).claims[0]?.interest).toBe(6_000 + 6_125);
  });

  test("is none on credits, and as stated where it is stated", () => {
    expect(claimsStanding({ claims: [claim("a", [due("a1", "2026-01-12", -500)])], payments: [] }, TODAY).claims[0]?.interest).toBe(0);
    const stated = [claim("a", [due("a1", "2026-01-12", 500)], { interest: minor(1) })];
    expect(claimsStanding({ claims: stated, payments: [] }, TODAY).claims[0]?.interest).toBe(1);
  });
});

test("a claim is not there before it is made; a credit is open until it is paid out", () => {
  const credit = due("c1", "2026-11-20", -400, { kid: null, paidOutOn: plainDate("2026-11-25") });
  const claims = [claim("c", [credit], { createdOn: plainDate("2026-11-10") })];
  const on = (day: string) => claimsStanding({ claims, payments: [] }, plainDate(day));
  expect(on("2026-11-09").claims).toEqual([]);
  expect(on("2026-11-24")).toMatchObject({ claims: [{ remaining: -40_000 }], payouts: [] });
  expect(on("2026-11-25")).toMatchObject({ claims: [{ remaining: 0 }], payouts: [{ amount: 40_000, on: "2026-11-25" }] });
});

describe("the registry", () => {
  const org = "512345018";
  const spec = { org, claims: [{ dues: [{ dueDate: addDays(TODAY, 9), amount: 1_250.5, kid: "12343" }] }] };

  test("takes payments by hand, in øre, on their day", () => {
    const registry = claimsRegistry([spec], 1, TODAY);
    const remaining = (): number | undefined => {
      const account = registry.find(org);
      return account ? registry.standing(account).claims[0]?.remaining : undefined;
    };
    expect(remaining()).toBe(125_050);
    registry.pay(org, 250.5, addDays(TODAY, 1), "12343");
    expect(remaining()).toBe(125_050);
    registry.setToday(addDays(TODAY, 1));
    expect(remaining()).toBe(100_000);
    registry.pay(org, 1_000, TODAY, "12343");
    expect(remaining()).toBe(0);
  });

  test("refuses what is no payment, and more companies than there are numbers for", () => {
    const registry = claimsRegistry([spec], 1, TODAY);
    for (const amount of [0, -5, 0.001, Number.NaN, 1e300]) {
      expect(() => registry.pay(org, amount, TODAY, null)).toThrow(expect.objectContaining({ code: "SIMULATOR_AMOUNT" }));
    }
    expect(() => registry.pay("598765448", 5, TODAY, null)).toThrow(expect.objectContaining({ code: "SIMULATOR_ACCOUNT" }));
    expect(() => claimsRegistry(500_001, 1, TODAY)).toThrow(expect.objectContaining({ code: "SIMULATOR_COMPANIES" }));
  });
});
