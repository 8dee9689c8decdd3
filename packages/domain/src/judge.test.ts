import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Alert } from "./alert.ts";
import { addDays, instant, type PlainDate, plainDate } from "./dates.ts";
import { NOTHING_REMEMBERED, type Remembered } from "./episode.ts";
import { forecast } from "./forecast.ts";
import { judge } from "./judge.ts";
import { judgeCertificate, judgeDenied, readAgain } from "./judge-fault.ts";
import { anyObservation, anyPolicy, charge, kronor, NOWHERE, observed, policy, TODAY } from "./observation.fixture.ts";
import type { Observation } from "./observation.ts";
import type { Policy } from "./policy.ts";

const noon = (date: PlainDate) => instant(Date.parse(`${date}T11:00:00Z`));

/** Judges one observation a day and collects what is told. */
function diary(rule: Policy = policy()) {
  let remembered: Remembered = NOTHING_REMEMBERED;
  const told: Alert[] = [];
  return {
    day(date: string, observation: Observation): string[] {
      const today = plainDate(date);
      const result = judge(forecast(observation, rule, today), remembered, rule, noon(today));
      const again = judge(forecast(observation, rule, today), result.remembered, rule, noon(today));
      expect(again.alerts).toEqual([]);
      expect(again.remembered).toEqual(result.remembered);
      remembered = JSON.parse(JSON.stringify(result.remembered)) as Remembered; // as the store gives it back
      told.push(...result.alerts);
      return result.alerts.map((alert) => `${alert.type} ${alert.dueDate ?? "-"} ${alert.missing / 100}`);
    },
    told,
    get remembered() {
      return remembered;
    },
  };
}

const at = (date: string, balance: number, charges: Parameters<typeof observed>[1] = [], more: Partial<Observation> = {}) =>
  observed(balance, charges, more, plainDate(date));

const due = [charge("2026-12-14", -5_000)];

describe("a shortfall's episode", () => {
  it("is detected once, reminded on the policy's days, changed when the amount moves, and covered once", () => {
    const book = diary();
    expect(book.day("2026-11-23", at("2026-11-23", 1_000, due))).toEqual(["shortfall.detected 2026-12-14 4000"]);
    for (const quiet of ["2026-11-24", "2026-12-03"]) expect(book.day(quiet, at(quiet, 1_000, due))).toEqual([]);
    expect(book.day("2026-12-04", at("2026-12-04", 1_000, due))).toEqual(["shortfall.reminder 2026-12-14 4000"]);
    expect(book.day("2026-12-05", at("2026-12-05", 1_000, due))).toEqual([]);
    expect(book.day("2026-12-07", at("2026-12-07", 2_500, due))).toEqual(["shortfall.changed 2026-12-14 2500"]);
    expect(book.day("2026-12-09", at("2026-12-09", 2_500, due))).toEqual(["shortfall.reminder 2026-12-14 2500"]);
    expect(book.day("2026-12-10", at("2026-12-10", 5_000, due))).toEqual(["shortfall.covered 2026-12-14 0"]);
    expect(book.day("2026-12-12", at("2026-12-12", 5_000, due))).toEqual([]);
    expect(book.day("2026-12-15", at("2026-12-15", 0, []))).toEqual([]);
    expect(new Set(book.told.map((alert) => alert.episode))).toEqual(new Set(["shortfall:2026-12-14"]));
    expect(new Set(book.told.map((alert) => alert.id)).size).toBe(book.told.length);
  });

  it("makes up for a reminder day on which nothing ran, and says no two things on one day", () => {
    const book = diary();
    book.day("2026-11-23", at("2026-11-23", 1_000, due));
    expect(book.day("2026-12-06", at("2026-12-06", 1_000, due))).toEqual(["shortfall.reminder 2026-12-14 4000"]);
    expect(book.day("2026-12-07", at("2026-12-07", 1_000, due))).toEqual([]);
    const late = diary();
    expect(late.day("2026-12-09", at("2026-12-09", 1_000, due))).toEqual(["shortfall.detected 2026-12-14 4000"]);
    expect(late.day("2026-12-10", at("2026-12-10", 1_000, due))).toEqual([]);
    expect(late.day("2026-12-12", at("2026-12-12", 1_000, due))).toEqual(["shortfall.reminder 2026-12-14 4000"]);
  });

  it("is told again, as changed, when what was covered is short once more", () => {
    const book = diary();
    book.day("2026-11-23", at("2026-11-23", 1_000, due));
    expect(book.day("2026-11-24", at("2026-11-24", 5_000, due))).toEqual(["shortfall.covered 2026-12-14 0"]);
    expect(book.day("2026-11-25", at("2026-11-25", 4_000, due))).toEqual(["shortfall.changed 2026-12-14 1000"]);
  });

  it("keeps several due dates apart", () => {
    const book = diary();
    const two = [charge("2026-11-26", -3_000), charge("2026-12-14", -500)];
    expect(book.day("2026-11-23", at("2026-11-23", 1_000, two))).toEqual([
      "shortfall.detected 2026-11-26 2000",
      "shortfall.detected 2026-12-14 500",
    ]);
    // What is paid goes to the first; the second still wants the same.
    expect(book.day("2026-11-24", at("2026-11-24", 2_000, two))).toEqual(["shortfall.changed 2026-11-26 1000"]);
  });
});

describe("a due date that passes", () => {
  const short = [charge("2026-11-26", -12_000)];

  it("uncovered gives one deficit, told when the source's data is younger than the due date", () => {
    const book = diary();
    expect(book.day("2026-11-25", at("2026-11-25", 1_000, short))).toEqual(["shortfall.detected 2026-11-26 11000"]);
    expect(book.day("2026-11-26", at("2026-11-26", -11_000))).toEqual(["shortfall.reminder 2026-11-26 11000"]);
    // The stamp is the due date's own morning: a payment of that day cannot show yet.
    expect(book.day("2026-11-27", at("2026-11-26", -11_000))).toEqual([]);
    expect(
      book.day(
        "2026-11-28",
        at("2026-11-27", -11_000, [], {
          accruedInterest: kronor(-7),
          history: [{ date: plainDate("2026-11-26"), text: "Moms", amount: kronor(-12_000) }],
        }),
      ),
    ).toEqual(["deficit.open 2026-11-26 11000"]);
    expect(book.told.at(-1)?.deficit).toMatchObject({
      amount: kronor(11_000),
      interestSoFar: kronor(-7),
      nextStep: "demand",
      nextStepOn: "2026-12-05",
    });
    expect(book.day("2026-11-30", at("2026-11-30", -11_000))).toEqual([]);
    expect(book.day("2026-12-01", at("2026-12-01", -4_000))).toEqual(["shortfall.changed 2026-11-26 4000"]);
    expect(book.day("2026-12-03", at("2026-12-03", 0))).toEqual(["shortfall.covered 2026-11-26 0"]);
    expect(book.day("2026-12-04", at("2026-12-04", 0))).toEqual([]);
  });

  it("covered at the last moment gives no alarm, though the payment shows a day late", () => {
    const book = diary();
    book.day("2026-11-25", at("2026-11-25", 1_000, short));
    expect(book.day("2026-11-27", at("2026-11-26", 1_000, short))).toEqual([]);
    expect(book.day("2026-11-28", at("2026-11-27", 0))).toEqual(["shortfall.covered 2026-11-26 0"]);
  });

  it("is judged on old data only where the source has booked the deficit; that it is stale is told", () => {
    const book = diary();
    const frozen = at("2026-11-25", 1_000, short);
    book.day("2026-11-25", frozen);
    expect(book.day("2026-11-27", frozen)).toEqual([]);
    expect(book.day("2026-11-30", frozen)).toEqual(["source.stale - 0"]);
    // What the source has booked itself is a fact, however old its stamp.
    expect(book.day("2026-12-01", at("2026-11-25", -11_000))).toEqual(["deficit.open 2026-11-26 11000"]);
  });

  it("is one deficit, told once, when several have passed since the last reading", () => {
    const book = diary();
    book.day("2026-11-23", at("2026-11-23", 0, [charge("2026-11-26", -3_000), charge("2026-12-14", -2_000)]));
    expect(book.day("2026-12-16", at("2026-12-16", -5_000))).toEqual(["deficit.open 2026-12-14 5000"]);
    expect(book.day("2026-12-17", at("2026-12-17", 0))).toEqual(["shortfall.covered 2026-12-14 0"]);
  });

  it("adds to a deficit without saying the same money twice", () => {
    const book = diary();
    book.day("2026-11-23", at("2026-11-23", 0, [charge("2026-11-26", -3_000), charge("2026-12-14", -2_000)]));
    expect(book.day("2026-11-28", at("2026-11-28", -3_000, [charge("2026-12-14", -2_000)]))).toEqual(["deficit.open 2026-11-26 3000"]);
    expect(book.day("2026-12-14", at("2026-12-14", -5_000))).toEqual(["shortfall.reminder 2026-12-14 5000"]);
    expect(book.day("2026-12-15", at("2026-12-15", -5_000))).toEqual(["deficit.open 2026-12-14 5000"]);
    expect(book.day("2026-12-16", at("2026-12-16", -4_000))).toEqual(["shortfall.changed 2026-12-14 4000"]);
    // Whoever was told of either is told that it is over.
    expect(book.day("2026-12-17", at("2026-12-17", 0))).toEqual(["shortfall.covered 2026-11-26 0", "shortfall.covered 2026-12-14 0"]);
    expect(book.day("2026-12-18", at("2026-12-18", 0))).toEqual([]);
  });
});

describe("due dates that wait for younger data", () => {
  it("do not make a paid one missed", () => {
    const book = diary();
    book.day("2026-08-11", at("2026-08-11", 0, [charge("2026-08-12", -20_000), charge("2026-08-17", -10_000)]));
    const history = [
      { date: plainDate("2026-08-12"), text: "Inbetalning bokförd 260812", amount: kronor(20_000) },
      { date: plainDate("2026-08-12"), text: "Moms", amount: kronor(-20_000) },
    ];
    const eve = { ...at("2026-08-17", 0, [charge("2026-08-17", -10_000)], { history }) };
    expect(book.day("2026-08-18", eve)).toEqual(["shortfall.covered 2026-08-12 0"]);
    expect(book.day("2026-08-19", at("2026-08-18", 0, []))).toEqual(["shortfall.covered 2026-08-17 0"]);
  });

  it("do not turn a missing reserve into a deficit", () => {
    const book = diary(policy({ reserve: kronor(5_000) }));
    const rows = [charge("2026-12-14", -10_000)];
    expect(book.day("2026-12-11", at("2026-12-11", 4_000, rows))).toEqual([
      "shortfall.detected 2026-12-11 1000",
      "shortfall.detected 2026-12-14 10000",
    ]);
    expect(book.day("2026-12-15", at("2026-12-14", 4_000, rows))).toEqual([]);
  });

  it("stay as they are while nothing moves", () => {
    const book = diary();
    const rows = [charge("2026-12-14", -20_000), charge("2026-12-15", -10_000)];
    book.day("2026-12-11", at("2026-12-11", 0, rows));
    book.day("2026-12-14", at("2026-12-14", 0, rows));
    expect(book.day("2026-12-16", at("2026-12-14", 0, rows))).toEqual([]);
    expect(book.day("2026-12-17", at("2026-12-16", -30_000))).toEqual(["deficit.open 2026-12-15 30000"]);
  });
});

describe("claims that are overdue", () => {
  const claims = (date: string, charges: Observation["charges"]): Observation =>
    at(date, 0, [...charges], { source: "skatteetaten", currency: "NOK", settlement: "charge", nextReconciliation: null, payTo: NOWHERE });
  const two = [charge("2026-12-01", -70), charge("2026-12-05", -80)];

  it("are told at the first reading as what they are, since the oldest due date", () => {
    const book = diary();
    expect(book.day("2026-12-16", claims("2026-12-16", two))).toEqual(["deficit.open 2026-12-01 150"]);
    expect(book.day("2026-12-17", claims("2026-12-17", two.slice(1)))).toEqual(["shortfall.changed 2026-12-01 80"]);
    expect(book.day("2026-12-18", claims("2026-12-18", []))).toEqual(["shortfall.covered 2026-12-01 0"]);
    // What comes back is the same matter, changed.
    expect(book.day("2026-12-19", claims("2026-12-19", two))).toEqual(["shortfall.changed 2026-12-01 150"]);
  });

  it.each(["TOTALS_MISMATCH", "CHARGE_WITHOUT_AMOUNT", "CHARGE_WITHOUT_DUE_DATE", "DATA_WITHHELD"])(
    "are not told as covered on an answer that leaves something out: %s",
    (code) => {
      const book = diary();
      const coming = charge("2027-01-15", -50);
      book.day("2026-12-16", claims("2026-12-16", [...two, coming]));
      expect(book.day("2026-12-17", { ...claims("2026-12-17", []), warnings: [{ code }] })).toEqual([]);
      expect(book.day("2026-12-18", claims("2026-12-18", [...two, coming]))).toEqual([]);
      expect(book.day("2026-12-19", claims("2026-12-19", []))).toEqual([
        "shortfall.covered 2026-12-01 0",
        "shortfall.covered 2027-01-15 0",
      ]);
    },
  );

  it("are no deficit before the authority's data is younger than the due date", () => {
    const book = diary();
    expect(book.day("2026-12-06", claims("2026-12-05", two.slice(1)))).toEqual(["shortfall.detected 2026-12-05 80"]);
    expect(book.day("2026-12-07", claims("2026-12-07", two.slice(1)))).toEqual(["deficit.open 2026-12-05 80"]);
  });
});

describe("what is not covered", () => {
  it("is a due date that a shorter horizon leaves out", () => {
    const rows = [charge("2027-01-18", -20_000)];
    const far = judge(
      forecast(at("2026-12-01", 0, rows), policy(), plainDate("2026-12-01")),
      NOTHING_REMEMBERED,
      policy(),
      noon(plainDate("2026-12-01")),
    );
    const near = policy({ horizonDays: 20 });
    const next = judge(
      forecast(at("2026-12-02", 0, rows), near, plainDate("2026-12-02")),
      far.remembered,
      near,
      noon(plainDate("2026-12-02")),
    );
    expect(next.alerts).toEqual([]);
  });

  it("is a deficit handed to the enforcement authority", () => {
    const book = diary();
    const history = [{ date: plainDate("2026-11-12"), text: "Moms", amount: kronor(-30_000) }];
    expect(book.day("2026-11-23", at("2026-11-23", -30_000, [], { history }))).toEqual(["deficit.open 2026-11-12 30000"]);
    expect(book.day("2026-12-07", at("2026-12-07", 0, [], { enforcementBalance: kronor(-30_000) }))).toEqual(["enforcement.debt - 0"]);
  });
});

describe("a deficit met at the first reading", () => {
  it("is told once, anchored to the day it arose", () => {
    const history = [
      { date: plainDate("2026-11-12"), text: "Moms", amount: kronor(-3_000) },
      { date: plainDate("2026-11-01"), text: "Inbetalning bokförd 261101", amount: kronor(500) },
    ];
    const book = diary();
    expect(book.day("2026-11-23", at("2026-11-23", -2_500, [], { history }))).toEqual(["deficit.open 2026-11-12 2500"]);
    expect(book.told[0]?.deficit).toMatchObject({ since: "2026-11-12", nextStep: "reminder" });
    expect(book.day("2026-11-24", at("2026-11-24", -2_500, [], { history }))).toEqual([]);
  });

  it("of overdue rows the data cannot cover yet is a shortfall first", () => {
    const book = diary();
    const rows = [charge("2026-11-23", -900)];
    expect(book.day("2026-11-24", at("2026-11-23", 0, rows))).toEqual(["shortfall.detected 2026-11-23 900"]);
    expect(book.day("2026-11-25", at("2026-11-24", -900))).toEqual(["deficit.open 2026-11-23 900"]);
  });

  it("says when the next reconciliation hands it to Kronofogden", () => {
    const history = [{ date: plainDate("2026-10-12"), text: "Moms", amount: kronor(-20_000) }];
    const book = diary();
    book.day("2026-11-23", at("2026-11-23", -15_000, [], { history }));
    expect(book.told[0]?.deficit).toMatchObject({ nextStep: "enforcement", nextStepOn: "2026-12-05" });
  });
});

describe("a missing reserve", () => {
  it("is one shortfall while it lasts and never a deficit", () => {
    const book = diary(policy({ reserve: kronor(2_000) }));
    expect(book.day("2026-11-23", at("2026-11-23", 1_500))).toEqual(["shortfall.detected 2026-11-23 500"]);
    expect(book.day("2026-11-24", at("2026-11-24", 1_500))).toEqual([]);
    expect(book.day("2026-12-24", at("2026-12-24", 1_200))).toEqual(["shortfall.changed 2026-11-23 800"]);
    expect(book.day("2026-12-25", at("2026-12-25", 2_000))).toEqual(["shortfall.covered 2026-11-23 0"]);
  });
});

describe("standing matters", () => {
  it("tell debt at the enforcement authority when it opens and when it grows", () => {
    const book = diary();
    const debt = (date: string, amount: number) => book.day(date, at(date, 0, [], { enforcementBalance: kronor(amount) }));
    expect(debt("2026-11-23", -8_000)).toEqual(["enforcement.debt - 0"]);
    expect(debt("2026-11-24", -8_000)).toEqual([]);
    expect(debt("2026-11-25", -5_000)).toEqual([]);
    expect(debt("2026-11-26", -9_000)).toEqual(["enforcement.debt - 0"]);
    expect(debt("2026-11-27", 0)).toEqual([]);
    expect(debt("2026-11-30", -1)).toEqual(["enforcement.debt - 0"]);
  });

  const tax = [charge("2026-12-14", -6_000, { kind: "preliminary-tax", text: "Debiterad preliminärskatt" })];

  it("tell a surplus that may be paid out before the tax it is meant for", () => {
    const book = diary();
    const open = { payout: { payoutAccount: "1234-5", blocks: [] } };
    expect(book.day("2026-11-23", at("2026-11-23", 9_000, tax, open))).toEqual(["payout.risk 2026-12-14 0"]);
    expect(book.told[0]?.payoutRisk).toEqual({ amount: kronor(6_000), dueDate: "2026-12-14" });
    expect(book.day("2026-11-24", at("2026-11-24", 9_500, tax, open))).toEqual([]);
  });

  it.each([
    ["no account is registered", 9_000, { payoutAccount: null, blocks: [] }],
    ["the surplus is below the limit", 1_999, { payoutAccount: "1", blocks: [] }],
    ["everything is blocked", 9_000, { payoutAccount: "1", blocks: [{ id: "1", from: plainDate("2026-01-01"), total: true }] }],
    [
      "enough is blocked",
      9_000,
      { payoutAccount: "1", blocks: [{ id: "1", from: plainDate("2026-01-01"), total: false, amount: kronor(7_500) }] },
    ],
  ])("keep quiet when %s", (_, balance, payout) => {
    expect(diary().day("2026-11-23", at("2026-11-23", balance, tax, { payout }))).not.toContainEqual(expect.stringContaining("payout"));
  });

  it("count a block that ends before the due date for nothing", () => {
    const block = { id: "1", from: plainDate("2026-01-01"), to: plainDate("2026-12-13"), total: true };
    const open = { payout: { payoutAccount: "1", blocks: [block] } };
    expect(diary().day("2026-11-23", at("2026-11-23", 9_000, tax, open))).toEqual(["payout.risk 2026-12-14 0"]);
  });

  it("tell a stale source once, and again after it has been fresh", () => {
    const book = diary();
    const old = at("2026-11-16", 0);
    expect(book.day("2026-11-23", old)).toEqual(["source.stale - 0"]);
    expect(book.day("2026-11-24", old)).toEqual([]);
    expect(book.day("2026-11-25", at("2026-11-25", 0))).toEqual([]);
    expect(book.day("2026-12-07", at("2026-11-25", 0))).toEqual(["source.stale - 0"]);
    expect(new Set(book.told.map((alert) => alert.id)).size).toBe(2);
  });

  it("remind of covered due dates only when asked to", () => {
    const book = diary(policy({ remindCovered: true }));
    expect(book.day("2026-12-04", at("2026-12-04", 9_000, due))).toEqual(["due.reminder 2026-12-14 0"]);
    expect(book.day("2026-12-05", at("2026-12-05", 9_000, due))).toEqual([]);
    expect(book.day("2026-12-09", at("2026-12-09", 9_000, due))).toEqual(["due.reminder 2026-12-14 0"]);
    expect(diary().day("2026-12-04", at("2026-12-04", 9_000, due))).toEqual([]);
  });
});

describe("faults", () => {
  it("tell a refused account once until it has been read again", () => {
    const first = judgeDenied("skatteverket", "SKV_NOT_AUTHORISED", NOTHING_REMEMBERED, TODAY, noon(TODAY));
    expect(first.alerts).toMatchObject([{ type: "source.denied", fault: "SKV_NOT_AUTHORISED", currency: "SEK", episode: "denied" }]);
    expect(judgeDenied("skatteverket", "SKV_NOT_AUTHORISED", first.remembered, TODAY, noon(TODAY)).alerts).toEqual([]);
    const read = readAgain(first.remembered, TODAY);
    expect(judgeDenied("skatteverket", "SKV_ACCOUNT_UNKNOWN", read, TODAY, noon(TODAY)).alerts).toMatchObject([{ id: "denied:2" }]);
  });

  it("tell an ending certificate on its days, and a renewed one anew", () => {
    const ends = instant(Date.parse("2026-12-23T10:00:00Z"));
    const on = (date: string, remembered: Remembered, validTo = ends) =>
      judgeCertificate("skatteverket", validTo, remembered, plainDate(date), noon(plainDate(date)));
    expect(on("2026-10-01", NOTHING_REMEMBERED).alerts).toEqual([]);
    const month = on("2026-11-23", NOTHING_REMEMBERED);
    expect(month.alerts).toMatchObject([{ type: "certificate.expiring", dueDate: "2026-12-23", severity: "warning" }]);
    expect(on("2026-11-24", month.remembered).alerts).toEqual([]);
    const fortnight = on("2026-12-10", month.remembered);
    expect(fortnight.alerts).toMatchObject([{ severity: "critical" }]);
    expect(on("2026-12-10", fortnight.remembered, instant(Date.parse("2028-12-23T10:00:00Z"))).alerts).toEqual([]);
    expect(on("2026-12-30", fortnight.remembered).alerts).toHaveLength(1);
  });
});

describe("judge, over any run of days", () => {
  const days = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), anyObservation), { minLength: 1, maxLength: 12 });

  it("gives every alert an id of its own, tells nothing twice, and leaves no shortfall untold", () => {
    fc.assert(
      fc.property(days, anyPolicy, (steps, rule) => {
        const book = diary(rule);
        let today: PlainDate = TODAY;
        for (const [gap, observation] of steps) {
          today = addDays(today, gap);
          const stamp = noon(addDays(today, -1));
          book.day(today, { ...observation, asOf: stamp, readAt: stamp });
          const made = forecast({ ...observation, asOf: stamp, readAt: stamp }, rule, today);
          const open = book.remembered.episodes.filter((episode) => episode.state === "open");
          for (const entry of made.dueDates) {
            if (entry.missing === 0 || entry.overdue) continue;
            // On the day itself what is missing beside the day's own line belongs to the same episode.
            const episode = open.find((each) => each.kind === "shortfall" && each.dueDate === entry.dueDate);
            if (entry.dueDate === today) expect(episode?.amount).toBeGreaterThanOrEqual(entry.missing);
            else expect(episode?.amount).toBe(entry.missing);
          }
          const missingToday = made.dueDates.find((entry) => entry.overdue)?.missing ?? 0;
          const standing = open.filter(
            (episode) => episode.kind === "deficit" || (episode.kind === "shortfall" && (episode.dueDate ?? "") <= today),
          );
          expect(standing.length > 0).toBe(
            missingToday > 0 || made.dueDates.some((e) => e.dueDate === today && !e.overdue && e.missing > 0),
          );
        }
        const ids = book.told.map((alert) => alert.id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 300 },
    );
  });
});
