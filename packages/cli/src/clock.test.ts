import { dateIn, epochMs, fromDayNumber, instant, plainDate, secondOfDay, zoned } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockOn, keptSince, realClock } from "./clock.ts";

const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
const days = fc.integer({ min: 10_957, max: 40_000 }).map(fromDayNumber);

describe("clockOn", () => {
  it("says the stated day in both zones, whatever the time of day", () => {
    fc.assert(
      fc.property(moments, days, (now, day) => {
        const clock = clockOn(day, () => now);
        expect(clock.today("Europe/Stockholm")).toBe(day);
        expect(dateIn(clock.now(), "Europe/Stockholm")).toBe(day);
        expect(dateIn(clock.now(), "Europe/Oslo")).toBe(day);
      }),
    );
  });

  it("keeps the real time of day, an hour that summer time skips excepted", () => {
    fc.assert(
      fc.property(moments, days, (now, day) => {
        const real = secondOfDay(instant(now), "Europe/Stockholm");
        const shown = secondOfDay(clockOn(day, () => now).now(), "Europe/Stockholm");
        expect([real, real + 3600]).toContain(shown);
        if (real < 2 * 3600 || real >= 3 * 3600) expect(shown).toBe(real);
      }),
    );
  });

  it("moves an hour that does not exist on the stated day forward", () => {
    const now = epochMs(zoned(plainDate("2026-11-23"), 2.5 * 3600, "Europe/Stockholm"));
    expect(clockOn(plainDate("2026-03-29"), () => now).now()).toBe("2026-03-29T01:30:00.000Z"); // 03.30 summer time
  });

  it("never runs backwards, also when the real day ends", () => {
    const start = epochMs(zoned(plainDate("2026-11-23"), 86_390, "Europe/Stockholm"));
    let now = start;
    const clock = clockOn(plainDate("2026-12-01"), () => now);
    const shown = Array.from({ length: 20 }, (_, step) => {
      now = start + step * 1_000;
      return clock.now();
    });
    expect(shown).toEqual([...shown].sort());
    expect(shown.at(-1)).toBe("2026-12-01T22:59:59.000Z");
    expect(clock.today("Europe/Stockholm")).toBe("2026-12-01");
  });
});

describe("keptSince", () => {
  it("counts from whichever clock is behind", () => {
    const real = realClock(() => Date.UTC(2026, 10, 23, 12));
    const before = clockOn(plainDate("2025-01-10"), () => Date.UTC(2026, 10, 23, 12));
    const after = clockOn(plainDate("2030-01-10"), () => Date.UTC(2026, 10, 23, 12));
    expect(keptSince(10, real, real)).toBe("2026-11-12T23:00:00.000Z");
    expect(keptSince(10, before, real)).toBe("2024-12-30T23:00:00.000Z");
    expect(keptSince(10, after, real)).toBe("2026-11-12T23:00:00.000Z");
  });
});
