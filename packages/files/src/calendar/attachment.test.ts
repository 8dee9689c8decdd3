import { type AccountId, DEFAULT_POLICY, type Forecast, judge, NOTHING_REMEMBERED } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { forecastOf, NOW, norwegian, row, SKATTEVERKET, skatteetaten, swedish } from "../forecast.fixture.ts";
import { calendarAttachment } from "./attachment.ts";
import { calendarFeed } from "./feed.ts";
import { readCalendar } from "./ical.fixture.ts";

const ACCOUNT = { id: "acc_00000000000000000000" as AccountId, source: "skatteverket", name: "Exempel AB" } as const;
const OPTIONS = { language: "sv", withDetails: true } as const;

const alertsOf = (forecast: Forecast) => judge(forecast, NOTHING_REMEMBERED, DEFAULT_POLICY, NOW).alerts;

describe("calendarAttachment", () => {
  it("is the feed's own event of the due date", () => {
    const forecast = forecastOf(swedish(29_150, [row("2026-12-14", -62_400)]));
    const [alert] = alertsOf(forecast);
    const attached = readCalendar(calendarAttachment(alert as never, ACCOUNT, OPTIONS) ?? "");
    const [fed] = readCalendar(calendarFeed([{ account: ACCOUNT, forecast }], OPTIONS)).events;
    expect(attached.properties.method).toBe("PUBLISH");
    expect(attached.events).toHaveLength(1);
    const { sequence, stamp: _, ...event } = attached.events[0] as NonNullable<(typeof attached.events)[0]>;
    expect(fed).toMatchObject(event);
    expect(sequence).toBeGreaterThan(fed?.sequence ?? 0); // told after it was read
  });

  it("is of what is overdue too, and of Norwegian claims", () => {
    const overdue = alertsOf(forecastOf(swedish(-500, [row("2026-11-12", -100)])));
    const made = overdue.map((alert) => readCalendar(calendarAttachment(alert, ACCOUNT, OPTIONS) ?? "").events[0]);
    expect(made[0]).toMatchObject({
      uid: "acc_00000000000000000000.overdue@saldovakt",
      start: "2026-11-23",
      summary: "Betala 600 kr skatt: Exempel AB",
    });
    const [claim] = alertsOf(forecastOf(norwegian([row("2026-12-10", -100, "Krav", { payTo: skatteetaten(1) })])));
    const [event] = readCalendar(calendarAttachment(claim as never, { ...ACCOUNT, source: "skatteetaten" }, OPTIONS) ?? "").events;
    expect(event).toMatchObject({ uid: "acc_00000000000000000000.2026-12-10@saldovakt", start: "2026-12-07", alarms: [8 * 3600] });
  });

  it("is none where nothing is to be paid", () => {
    const debt = alertsOf(forecastOf(swedish(100, [], { enforcementBalance: -50_000 as never })));
    expect(debt.map((alert) => alert.type)).toEqual(["enforcement.debt"]);
    expect(debt.map((alert) => calendarAttachment(alert, ACCOUNT, OPTIONS))).toEqual([null]);
  });

  it("shows no figure where it shall be discreet", () => {
    const [alert] = alertsOf(forecastOf(swedish(29_150, [row("2026-12-14", -62_400)])));
    const text = calendarAttachment(alert as never, ACCOUNT, { ...OPTIONS, withDetails: false }) ?? "";
    expect(readCalendar(text).events[0]?.summary).toBe("Saldovakt: betalning behövs");
    for (const secret of ["Exempel AB", "33 250", SKATTEVERKET.reference as string])
      expect(text.replaceAll("\r\n ", "")).not.toContain(secret);
  });
});
