import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, daysBetween, type Instant, type PlainDate, plainDate } from "./dates.ts";
import { NOTHING_REMEMBERED, type Remembered } from "./episode.ts";
import { forecast } from "./forecast.ts";
import { judge } from "./judge.ts";
import { charge, observed, policy } from "./observation.fixture.ts";
import { READ_BY_SIGN_IN, signedInOn, signInNeededBefore } from "./sign-in.ts";

const day = plainDate;
const at = (today: PlainDate): Instant => `${today}T05:00:00.000Z` as Instant;

/** Read by sign-in on that day, and looked at on another. */
function read(on: string, today: string, charges = [charge("2026-12-14", -5_000)]) {
  const observation = observed(60_000, charges, { warnings: [{ code: READ_BY_SIGN_IN, date: day(on) }], asOf: at(day(on)) });
  return forecast(observation, policy(), day(today));
}

describe("figures read by sign-in", () => {
  it("say when they were read, in place of blaming the authority for their age", () => {
    const old = read("2026-11-02", "2026-11-23");
    expect(old.warnings).toEqual([{ code: READ_BY_SIGN_IN, date: "2026-11-02" }]);
    expect([old.stale, signedInOn(old)]).toEqual([true, "2026-11-02"]);
    expect(judge(old, NOTHING_REMEMBERED, policy(), at(day("2026-11-23"))).alerts).toEqual([]);
  });

  it.each([
    ["on the first reminder day", "2026-12-04", "2026-12-14"],
    ["later, where nothing ran on it", "2026-12-13", "2026-12-14"],
    ["on the day itself", "2026-12-14", "2026-12-14"],
    ["not while there is time", "2026-12-03", null],
    ["of the 12th, where no due date is known", "2026-12-05", "2026-12-12", []],
    ["of the 12th of the month after", "2026-12-28", null, []],
    ["of the 12th of the month after, when it is near", "2027-01-03", "2027-01-12", []],
  ] as const)("are asked for anew %s", (_when, today, due, charges = undefined as never) => {
    const made = read("2026-11-20", today, charges as never);
    expect(signInNeededBefore(made, policy().remindDaysBefore)).toBe(due);
  });

  it("are not, where somebody signed in within the days, nor where nobody wants reminders", () => {
    expect(signInNeededBefore(read("2026-12-05", "2026-12-12"), [10, 5])).toBeNull();
    expect(signInNeededBefore(read("2026-12-03", "2026-12-12"), [10, 5])).toBe("2026-12-14");
    expect(signInNeededBefore(read("2026-11-20", "2026-12-12"), [])).toBeNull();
    const daily = forecast(observed(60_000, [charge("2026-12-14", -5_000)]), policy(), day("2026-12-10"));
    expect(signInNeededBefore(daily, [10])).toBeNull();
  });

  it("are asked for once for each due date, and not again after somebody signed in", () => {
    let remembered: Remembered = NOTHING_REMEMBERED;
    const told: string[] = [];
    const look = (on: string, today: string) => {
      const judgement = judge(read(on, today), remembered, policy(), at(day(today)));
      remembered = judgement.remembered;
      told.push(...judgement.alerts.map(({ id, type }) => `${today} ${type} ${id}`));
    };
    for (const today of ["2026-12-03", "2026-12-04", "2026-12-05"]) look("2026-11-20", today);
    look("2026-12-06", "2026-12-06");
    look("2026-12-06", "2026-12-08");
    expect(told).toEqual(["2026-12-04 sign-in.needed sign-in:2026-12-14:1"]);
  });

  it("are never asked for for a day that has passed, nor for one further off than the reminders", () => {
    const days = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(days, days, fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 }), (later, since, reminders) => {
        const today = addDays(day("2026-11-23"), later);
        const made = read(addDays(today, -since), today, []);
        const due = signInNeededBefore(made, reminders);
        if (due === null) return;
        expect(daysBetween(today, due)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(today, due)).toBeLessThanOrEqual(Math.max(...reminders));
      }),
    );
  });
});
