import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { accounts, CLASSES } from "./accounts.ts";
import { CALLS_A_READING, endHour, KEPT, mostADay, passSeconds, rateFor, shareBy } from "./arithmetic.ts";
import { at } from "./clock.ts";
import { type DayResult, simulateDay } from "./day.ts";
import { classFigures, delays, quantile } from "./delays.ts";
import { tableIn } from "./document.ts";
import { picture } from "./picture.ts";
import { dayTable, rateTable, totals, waitsTable } from "./report.ts";
import { waits } from "./weeks.ts";

const ACCOUNTS = 100_000;
const HOUR = 3_600_000;
const document = readFileSync(join(import.meta.dirname, "../../docs/scale.md"), "utf8");

let plain: DayResult;
let closed: DayResult;
beforeAll(async () => {
  const list = accounts(ACCOUNTS);
  plain = await simulateDay({ accounts: list });
  closed = await simulateDay({ accounts: list, troubles: [{ from: at("12:00"), to: at("14:00"), kind: "closed" }] });
}, 300_000);

describe("a day's pass over 100 000 accounts at the allowed rate", () => {
  it("reads every account once, and ends before the night's closing", () => {
    expect(plain.planned).toBe(ACCOUNTS);
    expect(new Set(plain.readings.map(({ id }) => id)).size).toBe(ACCOUNTS);
    expect([plain.readings.length, plain.left, plain.dead, plain.mostReceipts]).toEqual([ACCOUNTS, 0, 0, 1]);
    expect(plain.endedAt).toBeLessThan(at("21:00"));
  });

  it("never begins more calls in a second than allowed, and uses nearly all of them", () => {
    for (const day of [plain, closed]) expect(day.authority.mostInOneSecond).toBe(day.settings.perSecond);
    const rate = plain.authority.calls / ((plain.endedAt - plain.startedAt) / 1000);
    expect(rate / plain.settings.perSecond).toBeGreaterThan(0.96);
  });

  it("reads those first who must act today, and each class by half before the less urgent", () => {
    const [unread, today, week, later, soon, calm] = classFigures(plain).map(({ last }) => last) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    expect(unread).toBeLessThan(at("05:45"));
    expect(today).toBeLessThan(at("07:30"));
    expect(week).toBeLessThan(at("14:30"));
    expect(Math.max(week, soon, later)).toBeLessThan(calm);
    expect(shareBy(17, ACCOUNTS, 4)).toBeCloseTo(plain.readings.filter(({ at: moment }) => moment < at("17:00")).length / ACCOUNTS, 2);
  });

  it("is paid for no longer than it lasts: two runs at a time", () => {
    const lasts = (plain.endedAt - plain.startedAt) / 1000;
    expect(plain.runSeconds).toBeLessThan(plain.settings.workers * lasts);
    expect(plain.runSeconds).toBeGreaterThan(0.98 * plain.settings.workers * lasts);
  });
});

describe("the authority closed for two hours in the middle of it", () => {
  it("loses no account, and puts none among the dead letters", () => {
    expect(new Set(closed.readings.map(({ id }) => id)).size).toBe(ACCOUNTS);
    expect([closed.readings.length, closed.left, closed.dead]).toEqual([ACCOUNTS, 0, 0]);
    expect(closed.mostReceipts).toBeLessThan(closed.settings.receives / 2);
    expect(closed.authority.inVain).toBeGreaterThan(0);
  });

  it("ends the same day, two hours later", () => {
    expect(closed.endedAt - plain.endedAt).toBeGreaterThan(2 * HOUR - 60_000);
    expect(closed.endedAt - plain.endedAt).toBeLessThan(2 * HOUR + 10 * 60_000);
    expect(closed.endedAt).toBeLessThan(at("23:00"));
  });

  it("makes nobody later who was to be read before, and the others by as long as it lasted; nobody by more than twice that", () => {
    for (const kind of ["unread", "act today"] as const) expect(quantile(delays(closed, plain, kind), 1)).toBeLessThan(60_000);
    for (const kind of ["missing later", "calm"] as const) {
      expect(quantile(delays(closed, plain, kind), 0.5)).toBeLessThan(2 * HOUR + 5 * 60_000);
    }
    for (const kind of CLASSES) expect(quantile(delays(closed, plain, kind), 1)).toBeLessThan(4 * HOUR);
  });

  it("is hardly asked while it is closed: the runs rest", () => {
    expect(closed.authority.inVain).toBeLessThan(3_000);
    expect(closed.mostReceipts).toBeLessThanOrEqual(3);
  });

  it("gives SQS no more hidden messages than it holds", () => {
    expect(Math.max(plain.mostInFlight, closed.mostInFlight)).toBeLessThan(120_000);
  });
});

describe("trouble as the pass begins", () => {
  const day = (kind: "closed" | "keys", to: string): Promise<DayResult> =>
    simulateDay({ accounts: 20_000, troubles: [{ from: at("05:30"), to: at(to), kind }] });

  it("leaves the most urgent the first when the authority opens after two hours", async () => {
    const late = await day("closed", "07:30");
    const [unread, today, week] = classFigures(late).map(({ last }) => last) as [number, number, number];
    // A tenth of the accounts that must act today takes a tenth of the time; whoever was tried in vain comes two hours after that.
    expect(
      quantile(
        late.readings.filter(({ class: kind }) => kind === "act today").map(({ at: moment }) => moment),
        0.5,
      ),
    ).toBeLessThan(at("08:00"));
    expect(Math.max(unread, today, week)).toBeLessThan(at("09:45"));
    expect([late.readings.length, late.dead]).toEqual([20_000, 0]);
  });

  it("puts nothing among the dead letters while keys are refused for half a day", async () => {
    const mended = await day("keys", "17:30");
    expect([mended.readings.length, mended.dead]).toEqual([20_000, 0]);
    expect(mended.endedAt).toBeLessThan(at("21:00"));
  });
});

describe("the arithmetic", () => {
  it("agrees with the simulated days", () => {
    expect(plain.authority.calls / ACCOUNTS).toBeCloseTo(CALLS_A_READING, 2);
    const lasts = (day: DayResult): number => (day.endedAt - day.startedAt) / 1000;
    expect(lasts(plain) / passSeconds(ACCOUNTS, 4)).toBeCloseTo(1, 2);
    expect((at("00:00") + endHour(ACCOUNTS, 4, 2) * HOUR - closed.endedAt) / HOUR).toBeCloseTo(0, 1);
    expect(KEPT).toBeLessThan(0.99);
  });

  it("says what rate a full pass before 17.00 takes, and how many accounts a day holds", () => {
    expect([rateFor(17, ACCOUNTS), rateFor(17, ACCOUNTS, 2)]).toEqual([6, 7]);
    expect(mostADay(4)).toBeGreaterThan(140_000);
  });
});

describe("docs/scale.md", () => {
  it("shows the days as they were simulated", () => {
    expect(tableIn(document, "day")).toBe(dayTable(plain, closed));
    expect(tableIn(document, "totals")).toBe(totals(plain, closed));
    expect(readFileSync(join(import.meta.dirname, "../../docs/scale.svg"), "utf8")).toBe(picture(plain, closed));
  });

  it("shows what other rates bring", async () => {
    expect(tableIn(document, "rates")).toBe(rateTable(ACCOUNTS));
    expect(tableIn(document, "waits")).toBe(waitsTable(await Promise.all([3, 2, 1].map(waits))));
  });
});
