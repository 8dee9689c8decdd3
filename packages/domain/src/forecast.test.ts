import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, instant, plainDate } from "./dates.ts";
import { forecast } from "./forecast.ts";
import { add, larger, type Minor, minor, subtract, sum, ZERO } from "./money.ts";
import { anyCharge, anyObservation, anyPolicy, charge, kronor, NOWHERE, observed, PAYEE, policy, TODAY } from "./observation.fixture.ts";
import type { RegisteredPayment } from "./payment.ts";
import { severityOf } from "./severity.ts";

const under = (amount: number, more: Partial<RegisteredPayment> = {}): RegisteredPayment => ({
  id: "p1",
  amount: kronor(amount),
  madeOn: TODAY,
  expectedOn: plainDate("2026-11-26"),
  expiresOn: plainDate("2026-12-02"),
  registeredAt: instant(0),
  status: "under-way",
  ...more,
});

describe("forecast", () => {
  it("walks the due dates in order and asks for what each adds", () => {
    const result = forecast(
      observed(10_000, [
        charge("2026-12-14", -8_000),
        charge("2026-11-26", -4_000),
        charge("2026-12-28", 5_000),
        charge("2026-12-14", -3_000),
        charge("2027-01-18", -2_500),
      ]),
      policy(),
      TODAY,
    );
    expect(
      result.dueDates.map((entry) => [
        entry.dueDate,
        entry.change / 100,
        entry.balanceAfter / 100,
        entry.shortfall / 100,
        entry.missing / 100,
      ]),
    ).toEqual([
      ["2026-11-26", -4_000, 6_000, 0, 0],
      ["2026-12-14", -11_000, -5_000, 5_000, 5_000],
      ["2026-12-28", 5_000, 0, 0, 0],
      ["2027-01-18", -2_500, -2_500, 2_500, 0],
    ]);
    expect(result.dueDates[1]?.payments).toEqual([{ amount: kronor(5_000), payBy: "2026-12-09", payTo: PAYEE }]);
    expect(result.shortfall).toBe(kronor(5_000));
    expect(result.payBy).toBe("2026-12-09");
    expect(result.lowest).toEqual({ date: "2026-12-14", balance: kronor(-5_000) });
  });

  it("puts overdue open charges first, under today's date, to be paid today", () => {
    const result = forecast(observed(1_000, [charge("2026-11-12", -3_000), charge("2026-11-26", -500)]), policy(), TODAY);
    expect(result.dueDates[0]).toMatchObject({ dueDate: TODAY, overdue: true, change: kronor(-3_000), balanceAfter: kronor(-2_000) });
    expect(result.dueDates[0]?.payments).toEqual([{ amount: kronor(2_000), payBy: TODAY, payTo: PAYEE }]);
    expect(result.dueDates[1]).toMatchObject({ dueDate: "2026-11-26", overdue: false, missing: kronor(500), shortfall: kronor(2_500) });
    expect(severityOf(result)).toBe("critical");
  });

  it("lets the overdue entry stand without charges when the reserve is missing already", () => {
    const result = forecast(observed(1_000, []), policy({ reserve: kronor(1_500) }), TODAY);
    expect(result.dueDates).toMatchObject([{ dueDate: TODAY, overdue: true, charges: [], change: 0, shortfall: kronor(500) }]);
    expect(forecast(observed(1_500, []), policy({ reserve: kronor(1_500) }), TODAY).dueDates).toEqual([]);
  });

  it("keeps a charge due today apart from what is overdue", () => {
    const result = forecast(observed(0, [charge(TODAY, -100), charge("2026-11-20", -50)]), policy(), TODAY);
    expect(result.dueDates.map((entry) => [entry.dueDate, entry.overdue, entry.missing])).toEqual([
      [TODAY, true, kronor(50)],
      [TODAY, false, kronor(100)],
    ]);
    expect(result.dueDates[1]?.payments[0]?.payBy).toBe(TODAY);
  });

  it("includes the horizon's last day and nothing after it", () => {
    const days = policy({ horizonDays: 3 });
    const result = forecast(observed(0, [charge("2026-11-26", -1), charge("2026-11-27", -1)]), days, TODAY);
    expect(result.dueDates.map((entry) => entry.dueDate)).toEqual(["2026-11-26"]);
  });

  it("counts a registered payment from today when nothing could arrive sooner, and on its own day otherwise", () => {
    const overdue = observed(-1_000, [charge("2026-12-14", -500)]);
    const soon = forecast(overdue, policy(), TODAY, [under(1_500)]);
    expect(soon.shortfall).toBe(ZERO);
    expect(soon.dueDates[0]).toMatchObject({ overdue: true, change: kronor(1_500), balanceAfter: kronor(500) });
    const later = forecast(overdue, policy(), TODAY, [
      under(1_500, { expectedOn: plainDate("2026-12-10"), expiresOn: plainDate("2026-12-16") }),
    ]);
    expect(later.dueDates.map((entry) => [entry.dueDate, entry.missing])).toEqual([
      [TODAY, kronor(1_000)],
      ["2026-12-10", ZERO],
      ["2026-12-14", ZERO],
    ]);
    expect(forecast(overdue, policy(), TODAY, [under(1_500, { expiresOn: addDays(TODAY, -1) })]).shortfall).toBe(kronor(1_500));
    expect(forecast(overdue, policy(), TODAY, [under(1_500, { status: "seen" })]).shortfall).toBe(kronor(1_500));
  });

  it("warns when a payment under way may arrive after a due date", () => {
    const result = forecast(observed(0, [charge("2026-11-24", -500)]), policy(), TODAY, [under(500)]);
    expect(result.shortfall).toBe(ZERO);
    expect(result.warnings).toContainEqual({ code: "PAYMENT_MAY_BE_LATE", amount: kronor(500), date: "2026-11-24" });
  });

  it("never nets the enforcement authority's balance", () => {
    const debt = forecast(observed(500, [charge("2026-11-26", -400)], { enforcementBalance: kronor(-9_000) }), policy(), TODAY);
    expect(debt).toMatchObject({ balance: kronor(500), enforcementBalance: kronor(-9_000), shortfall: 0 });
    expect(debt.warnings).toContainEqual({ code: "ENFORCEMENT_DEBT", amount: kronor(-9_000) });
    expect(severityOf(debt)).toBe("critical");
  });

  it("pays every charge by itself where there is no common balance, and lets credits cover nothing", () => {
    const kid = (reference: string | null) =>
      ({ ...PAYEE, scheme: "bban", number: "12345678903", reference, referenceType: "KID" }) as const;
    const claims = [
      charge("2026-12-10", -300, { payTo: kid("12343") }),
      charge("2026-12-10", -200, { payTo: kid(null) }),
      charge("2026-12-01", 1_000),
    ];
    const result = forecast(
      observed(0, claims, { source: "skatteetaten", currency: "NOK", settlement: "charge", payTo: NOWHERE }),
      policy({ payDaysBefore: 1, reserve: kronor(77) }),
      TODAY,
    );
    expect(result.reserve).toBe(ZERO);
    expect(result.dueDates).toHaveLength(1);
    expect(result.dueDates[0]?.payments.map((p) => [p.amount, p.payBy, p.payTo.reference])).toEqual([
      [kronor(200), "2026-12-09", null],
      [kronor(300), "2026-12-09", "12343"],
    ]);
    expect(result.warnings).toContainEqual({ code: "NO_REFERENCE" });
  });

  it("keeps the day of what is overdue, which stands under today", () => {
    const made = forecast(observed(0, [charge("2026-11-16", -200), charge("2026-12-10", -100)]), policy(), TODAY);
    expect(made.dueDates.map(({ dueDate, charges }) => [dueDate, charges.map((each) => each.dueDate)])).toEqual([
      [TODAY, ["2026-11-16"]],
      ["2026-12-10", [undefined]],
    ]);
  });

  it("says of no missing reference where it is the account that is missing", () => {
    const warned = {
      warnings: [{ code: "ACCOUNT_MISSING" }],
      source: "skatteetaten",
      currency: "NOK",
      settlement: "charge",
      payTo: NOWHERE,
    } as const;
    const made = forecast(observed(0, [charge("2026-12-10", -200)], warned), policy(), TODAY);
    expect(made.warnings).toEqual([{ code: "ACCOUNT_MISSING" }]);
  });

  it.each(["CHARGE_WITHOUT_DUE_DATE", "CHARGE_WITHOUT_AMOUNT", "TOTALS_MISMATCH", "DATA_WITHHELD"])(
    "is worth a look where claims stand in no figure: %s",
    (code) => {
      const none = { source: "skatteetaten", currency: "NOK", settlement: "charge", payTo: NOWHERE } as const;
      expect(severityOf(forecast(observed(0, [], { ...none, warnings: [{ code }] }), policy(), TODAY))).toBe("notice");
      expect(severityOf(forecast(observed(0, [], none), policy(), TODAY))).toBe("ok");
    },
  );

  it("compares the source's stamp with the day, over weekends", () => {
    const friday = observed(0, [], { asOf: instant(Date.parse("2026-11-20T05:00:00Z")) });
    expect(forecast(friday, policy(), plainDate("2026-11-24")).stale).toBe(false);
    expect(forecast(friday, policy(), plainDate("2026-11-25")).stale).toBe(true);
  });

  it("refuses sums that can't be exact", () => {
    const huge = { ...charge("2026-11-26", -1), amount: minor(-Number.MAX_SAFE_INTEGER) };
    expect(() => forecast(observed(-100, [huge]), policy(), TODAY)).toThrow(expect.objectContaining({ code: "MONEY_OVERFLOW" }));
  });
});

describe("forecast, for any account", () => {
  it("advises payments that are sufficient and minimal", () => {
    fc.assert(
      fc.property(anyObservation, anyPolicy, (observation, rule) => {
        const result = forecast(observation, rule, TODAY);
        let paid = ZERO;
        for (const entry of result.dueDates) {
          paid = add(paid, sum(entry.payments.map((payment) => payment.amount)));
          expect(add(entry.balanceAfter, paid)).toBeGreaterThanOrEqual(rule.reserve);
        }
        expect(paid).toBe(result.shortfall);
        // One öre less in any one payment leaves its due date, or a later one, below the reserve.
        for (const [index, short] of result.dueDates.entries()) {
          if (short.missing === 0) continue;
          let sofar = minor(-1);
          const upTo = result.dueDates.slice(0, index + 1);
          for (const entry of upTo) sofar = add(sofar, entry.missing);
          expect(add(short.balanceAfter, sofar)).toBeLessThan(rule.reserve);
        }
      }),
    );
  });

  it("never needs less after one more debit", () => {
    fc.assert(
      fc.property(anyObservation, anyPolicy, anyCharge, (observation, rule, extra) => {
        const debit = { ...extra, amount: minor(-Math.abs(extra.amount)) };
        const before = forecast(observation, rule, TODAY);
        const after = forecast({ ...observation, charges: [...observation.charges, debit] }, rule, TODAY);
        expect(after.shortfall).toBeGreaterThanOrEqual(before.shortfall);
        for (const entry of before.dueDates) {
          const same = after.dueDates.find((other) => other.dueDate === entry.dueDate && other.overdue === entry.overdue);
          expect(same?.shortfall).toBeGreaterThanOrEqual(entry.shortfall);
        }
      }),
    );
  });

  it("does not depend on the order of rows", () => {
    const shuffled = anyObservation.chain((observation) =>
      fc.tuple(fc.constant(observation), fc.shuffledSubarray([...observation.charges], { minLength: observation.charges.length })),
    );
    fc.assert(
      fc.property(shuffled, anyPolicy, ([observation, charges], rule) => {
        expect(forecast({ ...observation, charges }, rule, TODAY)).toEqual(forecast(observation, rule, TODAY));
      }),
    );
  });

  it("ends where balance and all changes end, and never loses a row within the horizon", () => {
    fc.assert(
      fc.property(anyObservation, anyPolicy, (observation, rule) => {
        const result = forecast(observation, rule, TODAY);
        let balance: Minor = observation.balance;
        for (const entry of result.dueDates) {
          balance = add(balance, entry.change);
          expect(entry.balanceAfter).toBe(balance);
          expect(entry.shortfall).toBe(larger(ZERO, subtract(rule.reserve, balance)));
          expect(entry.change).toBe(sum(entry.charges.map((row) => row.amount)));
        }
        const horizon = addDays(TODAY, rule.horizonDays);
        const counted = observation.charges.filter((row) => row.dueDate <= horizon);
        expect(balance).toBe(add(observation.balance, sum(counted.map((row) => row.amount))));
        expect(result.dueDates.flatMap((entry) => entry.charges)).toHaveLength(counted.length);
        expect(Math.min(observation.balance, ...result.dueDates.map((entry) => entry.balanceAfter))).toBe(result.lowest.balance);
        const dates = result.dueDates.map((entry) => entry.dueDate);
        expect(dates).toEqual([...dates].sort());
        for (const entry of result.dueDates)
          for (const payment of entry.payments) expect(payment.payBy >= TODAY && payment.payBy <= entry.dueDate).toBe(true);
      }),
    );
  });
});
