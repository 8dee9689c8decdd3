import { dateIn, epochMs, instant, secondOfDay } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { serviceWindow, untilOpen } from "./window.ts";

describe("serviceWindow", () => {
  test.each([
    // Winter time: UTC + 1.
    ["2026-11-20T01:59:59Z", undefined],
    ["2026-11-20T02:00:00Z", "2026-11-20T04:00:00.000Z"],
    ["2026-11-20T03:59:59Z", "2026-11-20T04:00:00.000Z"],
    ["2026-11-20T04:00:00Z", undefined],
    // Summer time: UTC + 2.
    ["2026-07-01T01:00:00Z", "2026-07-01T03:00:00.000Z"],
    ["2026-07-01T03:00:00Z", undefined],
    // The nights of the change: 02.00 becomes 03.00 on the one, 03.00 becomes 02.00 on the other.
    ["2026-03-29T00:59:59Z", undefined],
    ["2026-03-29T01:00:00Z", "2026-03-29T03:00:00.000Z"],
    ["2026-10-25T01:59:59Z", undefined],
    ["2026-10-25T02:00:00Z", "2026-10-25T04:00:00.000Z"],
  ])("at %s it opens at %s", (now, opensAt) => {
    const window = serviceWindow(instant(Date.parse(now)));
    expect(window).toEqual(opensAt === undefined ? { closed: false } : { closed: true, opensAt });
  });

  test("is closed for at most two hours, until five o'clock of the same Swedish day", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }), (ms) => {
        const now = instant(ms);
        const { closed, opensAt } = serviceWindow(now);
        const second = secondOfDay(now, "Europe/Stockholm");
        expect(closed).toBe(second >= 3 * 3600 && second < 5 * 3600);
        expect(untilOpen(now)).toBe(opensAt && epochMs(opensAt) - ms);
        if (!opensAt) return;
        expect(secondOfDay(opensAt, "Europe/Stockholm")).toBe(5 * 3600);
        expect(dateIn(opensAt, "Europe/Stockholm")).toBe(dateIn(now, "Europe/Stockholm"));
        expect(untilOpen(now)).toBeGreaterThan(0);
        expect(untilOpen(now)).toBeLessThanOrEqual(2 * 3_600_000);
      }),
    );
  });
});
