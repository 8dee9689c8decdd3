import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acknowledge } from "./acknowledge.ts";
import type { Alert } from "./alert.ts";
import { addDays, instant, type PlainDate, plainDate } from "./dates.ts";
import { NOTHING_REMEMBERED, type Remembered } from "./episode.ts";
import { forecast } from "./forecast.ts";
import { judge } from "./judge.ts";
import { anyObservation, anyPolicy, charge, observed, policy, TODAY } from "./observation.fixture.ts";
import type { Observation } from "./observation.ts";
import type { Policy } from "./policy.ts";

const noon = (date: PlainDate) => instant(Date.parse(`${date}T11:00:00Z`));

/** What is told day by day, with matters taken in hand in between. */
function diary(rule: Policy) {
  let remembered: Remembered = NOTHING_REMEMBERED;
  return {
    day(date: string, balance: number, change = -5_000): string[] {
      const today = plainDate(date);
      const observation = observed(balance, [charge("2026-12-14", change)], {}, today);
      const result = judge(forecast(observation, rule, today), remembered, rule, noon(today));
      remembered = JSON.parse(JSON.stringify(result.remembered)) as Remembered;
      return result.alerts.map((alert) => alert.type);
    },
    acknowledge(key: string, date: string, by?: string) {
      const done = acknowledge(remembered, key, noon(plainDate(date)), by);
      if (done) remembered = done.remembered;
      return done;
    },
  };
}

const SHORT = "shortfall:2026-12-14";

describe("a matter in hand", () => {
  it("is reminded of no more before its pay-by day, and again from that day on", () => {
    const book = diary(policy({ remindDaysBefore: [20, 10, 6, 5, 2, 0] }));
    expect(book.day("2026-11-23", 1_000)).toEqual(["shortfall.detected"]);
    expect(book.day("2026-11-24", 1_000)).toEqual(["shortfall.reminder"]);
    expect(book.acknowledge(SHORT, "2026-11-24")).not.toBeNull();
    for (const quiet of ["2026-12-04", "2026-12-08"]) expect(book.day(quiet, 1_000)).toEqual([]);
    // Three bank days before Monday the 14th is Wednesday the 9th.
    expect(book.day("2026-12-09", 1_000)).toEqual(["shortfall.reminder"]);
    expect(book.day("2026-12-12", 1_000)).toEqual(["shortfall.reminder"]);
  });

  it("is a new one when its amount has changed, and when it opens again", () => {
    const book = diary(policy());
    book.day("2026-11-23", 1_000);
    book.acknowledge(SHORT, "2026-11-24");
    expect(book.day("2026-11-25", 2_000)).toEqual(["shortfall.changed"]);
    expect(book.day("2026-12-04", 2_000)).toEqual(["shortfall.reminder"]);
    book.acknowledge(SHORT, "2026-12-04");
    expect(book.day("2026-12-05", 5_000)).toEqual(["shortfall.covered"]);
    expect(book.acknowledge(SHORT, "2026-12-05")).toBeNull();
    expect(book.day("2026-12-06", 2_000)).toEqual(["shortfall.changed"]);
    expect(book.day("2026-12-08", 2_000)).toEqual([]);
    expect(book.day("2026-12-09", 2_000)).toEqual(["shortfall.reminder"]);
  });

  it("may be a covered due date, until what is due changes", () => {
    const rule = policy({ remindCovered: true, remindDaysBefore: [20, 10, 8, 7, 2] });
    const book = diary(rule);
    expect(book.day("2026-11-24", 9_000)).toEqual(["due.reminder"]);
    expect(book.acknowledge("due:2026-12-14", "2026-11-24")).not.toBeNull();
    expect(book.day("2026-12-04", 9_000)).toEqual([]);
    expect(book.day("2026-12-06", 9_000, -6_000)).toEqual(["due.reminder"]);
    book.acknowledge("due:2026-12-14", "2026-12-06");
    expect(book.day("2026-12-07", 9_000, -6_000)).toEqual([]);
    expect(book.day("2026-12-09", 9_000, -6_000)).toEqual(["due.reminder"]);
  });

  it("keeps who was first, and is not made of what is not there", () => {
    const book = diary(policy());
    book.day("2026-11-23", 1_000);
    expect(book.acknowledge(SHORT, "2026-11-24", "key_1")?.episode).toMatchObject({ acknowledgedBy: "key_1" });
    const second = book.acknowledge(SHORT, "2026-11-25", "key_2")?.episode;
    expect(second).toMatchObject({ acknowledgedAt: noon(plainDate("2026-11-24")), acknowledgedBy: "key_1" });
    expect(book.acknowledge("shortfall:2026-12-15", "2026-11-25")).toBeNull();
    expect(book.acknowledge("constructor", "2026-11-25")).toBeNull();
  });
});

describe("whatever is taken in hand, on whatever day", () => {
  const step = fc.tuple(fc.integer({ min: 0, max: 6 }), anyObservation, fc.boolean());

  /** Every alert but the reminders, in order; with what each day brought. */
  function told(steps: readonly (readonly [number, Observation, boolean])[], rule: Policy, taking: boolean) {
    let remembered: Remembered = NOTHING_REMEMBERED;
    let today = TODAY;
    const days: Alert[][] = [];
    for (const [later, observation, taken] of steps) {
      today = addDays(today, later);
      const stamp = instant(Date.parse(`${today}T05:00:00Z`));
      const made = forecast({ ...observation, asOf: stamp, readAt: stamp }, rule, today);
      const result = judge(made, remembered, rule, noon(today));
      days.push([...result.alerts]);
      remembered = result.remembered;
      if (!taking || !taken) continue;
      for (const alert of result.alerts) remembered = acknowledge(remembered, alert.episode, noon(today))?.remembered ?? remembered;
    }
    return days;
  }

  const reminder = (alert: Alert): boolean => alert.type.endsWith(".reminder");
  const essence = ({ id: _id, ...alert }: Alert) => alert;

  it("silences nothing but reminders, and none on or after a pay-by day", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), anyPolicy, (steps, chosen) => {
        const rule = { ...chosen, remindCovered: true };
        const [plain, taken] = [told(steps, rule, false), told(steps, rule, true)];
        const others = (days: Alert[][]) => days.map((alerts) => alerts.filter((alert) => !reminder(alert)).map(essence));
        expect(others(taken)).toEqual(others(plain));
        for (const [index, alerts] of plain.entries()) {
          const pressing = alerts.filter(
            (alert) => alert.type === "shortfall.reminder" && alert.payments.some(({ payBy }) => payBy <= alert.today),
          );
          const said = new Set(taken[index]?.map((alert) => alert.episode));
          expect(pressing.filter((alert) => !said.has(alert.episode))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
