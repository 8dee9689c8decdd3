import { type AccountId, type AccountReference, type Forecast, fromWhole, instant, plainDate } from "@saldovakt/domain";
import * as fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import {
  anyForecast,
  anyText,
  forecastOf,
  monthly,
  NOW,
  norwegian,
  row,
  SKATTEVERKET,
  skatteetaten,
  swedish,
  TODAY,
} from "../forecast.fixture.ts";
import { type CalendarItem, type CalendarOptions, calendarFeed } from "./feed.ts";
import { type ReadEvent, readCalendar } from "./ical.fixture.ts";

const account = (name = "Exempel AB", n = 0): AccountReference => ({
  id: `acc_${String(n).padStart(20, "0")}` as AccountId,
  source: "skatteverket",
  name,
});

const feed = (items: readonly CalendarItem[], more: Partial<CalendarOptions> = {}): string =>
  calendarFeed(items, { language: "sv", withDetails: true, ...more });

const eventsOf = (forecast: Forecast, more: Partial<CalendarOptions> = {}, name?: string): readonly ReadEvent[] =>
  readCalendar(feed([{ account: account(name), forecast }], more)).events;

const short = forecastOf(swedish(29_150, [row("2026-11-26", -12_400), row("2026-12-14", -50_000, "Arbetsgivaravgift november 2026")]));

describe("calendarFeed", () => {
  it("has an event for every due date: on the day to pay, or on the due date for information", () => {
    const [covered, toPay, ...more] = eventsOf(short);
    expect(more).toEqual([]);
    expect(covered).toMatchObject({
      uid: "acc_00000000000000000000.2026-11-26@saldovakt",
      start: "2026-11-26",
      summary: "Exempel AB: 12 400 kr skatt förfaller, saldot räcker",
      transparency: "TRANSPARENT",
      alarms: [],
    });
    expect(toPay).toMatchObject({
      uid: "acc_00000000000000000000.2026-12-14@saldovakt",
      start: "2026-12-09",
      summary: "Betala 33 250 kr skatt: Exempel AB",
      transparency: "OPAQUE",
      status: "CONFIRMED",
      alarms: [8 * 3600],
    });
    expect(toPay?.description).toBe(
      [
        "Betala senast onsdag 9 december 2026.",
        `33 250 kr till bankgiro 5050-1055, OCR ${SKATTEVERKET.reference}`,
        "",
        "Förfaller måndag 14 december 2026.",
        "- Arbetsgivaravgift november 2026: -50 000 kr",
        "",
        "Saldo efter, om inget betalas: -33 250 kr.",
        "",
        "Uppgifter från Skatteverket 23 november 2026 kl. 06.02.",
      ].join("\n"),
    );
  });

  it.each([
    ["nb", "Betal 33 250 SEK skatt: Exempel AB", "Exempel AB: 12 400 SEK skatt forfaller, saldoen er stor nok"],
    ["en", "Pay SEK 33,250 tax: Exempel AB", "Exempel AB: SEK 12,400 tax due, covered by the balance"],
  ] as const)("speaks %s", (language, toPay, covered) => {
    expect(eventsOf(short, { language }).map((event) => event.summary)).toEqual([covered, toPay]);
  });

  it("has a component where it has no event, as the standard wants", () => {
    const components = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents().map(({ name }) => name);
    const text = feed([]);
    expect(components(text)).toEqual(["vtimezone"]);
    expect(text.endsWith("END:VTIMEZONE\r\nEND:VCALENDAR\r\n")).toBe(true);
    expect(readCalendar(text).events).toEqual([]);
    expect(new Set(components(feed([{ account: account(), forecast: short }])))).toEqual(new Set(["vevent"]));
  });

  it("is published, named and asked for again by itself", () => {
    const { properties } = readCalendar(feed([{ account: account("Exempel, & Co; AB"), forecast: short }]));
    expect(properties).toMatchObject({
      version: "2.0",
      prodid: "-//Saldovakt//Saldovakt//SV",
      method: "PUBLISH",
      // ical.js knows neither as text, so their escapes stay.
      "x-wr-calname": "Exempel\\, & Co\\; AB: Skatt att betala",
      name: "Exempel\\, & Co\\; AB: Skatt att betala",
      "refresh-interval": "PT4H",
      "x-published-ttl": "PT4H",
    });
    const both = [1, 2].map((n) => ({ account: account("A", n), forecast: short }));
    expect(readCalendar(feed(both)).properties.name).toBe("Saldovakt: Skatt att betala");
    expect(readCalendar(feed([])).events).toEqual([]);
  });

  it("leads to the account's page", () => {
    const [event] = eventsOf(short, { pageUrl: ({ id }) => `https://saldovakt.example/accounts/${id}` });
    expect(event?.url).toBe("https://saldovakt.example/accounts/acc_00000000000000000000");
    expect(event?.description.endsWith(`\n\n${event.url}`)).toBe(true);
    expect(eventsOf(short)[0]?.url).toBeNull();
  });

  it("speaks of no balance to come, and of no stamp, where a statement is all that is known", () => {
    const [event] = eventsOf({ ...short, warnings: [{ code: "STATEMENT_ONLY" }] });
    expect(event?.description).toContain("Förfaller");
    expect(event?.description).not.toMatch(/Saldo|Uppgifter från Skatteverket/);
    expect(eventsOf(short)[0]?.description).toMatch(/Saldo/);
  });

  it("says of an account number whose check digit is wrong", () => {
    const payTo = { ...skatteetaten(1), number: "12345678904" };
    const texts = (["sv", "nb", "en"] as const).map((language) => {
      const [event] = eventsOf(forecastOf(norwegian([row("2026-12-10", -100, "Krav", { payTo })])), { language }, "Eksempel AS");
      return event?.description;
    });
    expect(texts[0]).toContain("Kontonumrets kontrollsiffra stämmer inte: jämför hos Skatteetaten innan du betalar.");
    expect(texts[1]).toContain("Kontrollsifferet i kontonummeret stemmer ikke: sammenlign hos Skatteetaten før du betaler.");
    expect(texts[2]).toContain("The check digit of the account number is wrong: compare it with Skatteetaten before you pay.");
  });

  it("names every Norwegian claim of the day, and no balance", () => {
    const claims = [
      row("2026-12-10", -18_420, "Merverdiavgift", { payTo: skatteetaten(1) }),
      row("2026-12-10", -100, "Gebyr", { payTo: skatteetaten(2, null) }),
    ];
    const [event] = eventsOf(forecastOf(norwegian(claims)), { language: "nb" }, "Eksempel AS");
    expect(event).toMatchObject({ start: "2026-12-07", summary: "Betal 18 520 kr skatt: Eksempel AS", alarms: [8 * 3600] });
    expect(event?.description).toContain(`18 420 kr til konto 1234 56 78903, KID ${skatteetaten(1).reference}`);
    expect(event?.description).toContain("100 kr til konto 1234 56 78903, KID finnes hos Skatteetaten");
    expect(event?.description).not.toContain("Saldo");
  });

  it("keeps what is overdue under one name, on the day it is", () => {
    const overdue = (day: string) => eventsOf(forecastOf(swedish(-500, [], {}, plainDate(day)), {}, plainDate(day)))[0];
    expect(overdue("2026-11-23")).toMatchObject({ uid: "acc_00000000000000000000.overdue@saldovakt", start: "2026-11-23" });
    expect(overdue("2026-11-24")).toMatchObject({ uid: "acc_00000000000000000000.overdue@saldovakt", start: "2026-11-24" });
    expect(overdue("2026-11-23")?.description).toContain("Pengarna behövs redan nu.");
  });

  it("says what is only estimated, and asks for no payment of it", () => {
    const events = eventsOf(forecastOf(swedish(10_000, [row("2026-12-14", -2_500)], { history: monthly(18_400) })));
    const guessed = events.filter((event) => event.status === "TENTATIVE");
    expect(guessed.length).toBeGreaterThan(0);
    for (const event of guessed)
      expect(event).toMatchObject({ transparency: "TRANSPARENT", alarms: [], summary: expect.stringMatching(/omkring .*uppskattning/) });
    expect(guessed.at(-1)?.description).toMatch(
      /\(uppskattning, -\d+ \d+ kr till -\d+ \d+ kr\)[\s\S]*Med uppskattade poster: saldo omkring -.*, omkring .* saknas\./,
    );
    const plain = forecastOf(swedish(10_000, [row("2026-12-14", -2_500)], { history: monthly(18_400) }), { estimates: false });
    expect(eventsOf(plain).map((event) => event.status)).toEqual(["CONFIRMED"]);
  });

  it("tells of credits, and of due dates that an earlier payment covers", () => {
    const credit = eventsOf(forecastOf(swedish(0, [row("2026-12-14", 92_000)])));
    expect(credit.map((event) => event.summary)).toEqual(["Exempel AB: 92 000 kr tillgodoförs"]);
    const paidBefore = eventsOf(forecastOf(swedish(0, [row("2026-12-14", -500), row("2026-12-20", 400), row("2026-12-28", -300)])));
    expect(paidBefore.map((event) => event.summary)).toEqual([
      "Betala 500 kr skatt: Exempel AB",
      "Exempel AB: 400 kr tillgodoförs",
      "Exempel AB: 300 kr skatt förfaller, inget mer att betala",
    ]);
  });

  it("shows no figure, reference or name where it shall be discreet", () => {
    const text = feed([{ account: account("Hemliga AB"), forecast: short }], {
      withDetails: false,
      pageUrl: () => "https://saldovakt.example/a",
    });
    const { events, properties } = readCalendar(text);
    expect(events.map((event) => event.summary)).toEqual(["Saldovakt: förfallodag", "Saldovakt: betalning behövs"]);
    expect(properties.name).toBe("Saldovakt: Skatt att betala");
    for (const secret of ["Hemliga", "33 250", "12 400", "29 150", SKATTEVERKET.reference as string, "5050-1055", "Arbetsgivaravgift"]) {
      expect(text.replaceAll("\r\n ", "")).not.toContain(secret);
    }
    expect(events[1]).toMatchObject({ start: "2026-12-09", alarms: [8 * 3600] });
    const one = feed([
      { account: account("Hemliga AB"), forecast: short, withDetails: false },
      { account: account("Öppna AB", 1), forecast: short },
    ]);
    expect(one).not.toContain("Hemliga");
    expect(one).toContain("Öppna AB");
  });
});

describe("a changed amount", () => {
  const sequence = (item: Partial<CalendarItem> & { forecast: Forecast }): number =>
    readCalendar(feed([{ account: account(), ...item }])).events[0]?.sequence ?? Number.NaN;

  it("raises the sequence of the same event", () => {
    const charges = [row("2026-12-14", -50_000)];
    const before = forecastOf(swedish(29_150, charges));
    const after = forecastOf(swedish(20_000, charges, { readAt: instant(Date.parse("2026-11-23T11:00:00Z")) }));
    expect(sequence({ forecast: after })).toBeGreaterThan(sequence({ forecast: before }));
    expect(sequence({ forecast: before, revisedAt: NOW })).toBeGreaterThan(sequence({ forecast: before }));
    const tomorrow = plainDate("2026-11-24");
    const notReadAgain = forecastOf({ ...swedish(29_150, charges, {}, TODAY) }, {}, tomorrow);
    expect(sequence({ forecast: notReadAgain })).toBeGreaterThan(sequence({ forecast: before }));
  });

  it("never takes a sequence beyond what calendars count", () => {
    const late = forecastOf(
      swedish(0, [row("2087-12-15", -100)], { readAt: instant(Date.parse("2087-12-01T05:00:00Z")) }),
      {},
      plainDate("2087-12-01"),
    );
    expect(sequence({ forecast: late })).toBeLessThan(2 ** 31);
  });
});

describe("any forecasts", () => {
  const anyItems = fc
    .array(fc.tuple(anyForecast, anyText), { maxLength: 4 })
    .map((drawn) =>
      drawn.map(([forecast, name], n): CalendarItem => ({ account: { ...account(name, n), source: forecast.source }, forecast })),
    );

  it("are written in lines of at most 75 octets that end as they shall, and read back whole", () => {
    fc.assert(
      fc.property(anyItems, fc.constantFrom("sv", "nb", "en"), (items, language) => {
        const text = feed(items, { language });
        expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
        for (const line of text.split("\r\n")) {
          expect(line).not.toMatch(/[\r\n]/);
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line.isWellFormed()).toBe(true);
        }
        const { events } = readCalendar(text);
        const told = items.flatMap(({ forecast }) => forecast.dueDates.filter((entry) => !entry.overdue || entry.payments.length > 0));
        expect(events.length).toBeLessThanOrEqual(told.length);
        expect(new Set(events.map((event) => event.uid)).size).toBe(events.length);
        const paying = items.flatMap(({ forecast }) => forecast.dueDates.filter((entry) => entry.payments.length > 0));
        expect(
          events
            .filter((event) => event.alarms.length > 0)
            .map((event) => event.start)
            .sort(),
        ).toEqual(paying.map((entry) => entry.payments[0]?.payBy).sort());
        for (const event of events) expect(event.start).toMatch(/^\d{4}-\d\d-\d\d$/);
      }),
    );
  });

  it("fold between whole characters, whatever a name is written with", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."aåäöÅ😀🧾é한—\u0301,;\\"), minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(letters, (name) => {
        const [event] = eventsOf(forecastOf(swedish(-100, [])), {}, name);
        expect(event?.summary).toBe(`Betala 100 kr skatt: ${name.trim()}`);
      }),
    );
  });

  it("give the same bytes for the same data, in whichever order", () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        if (items.length === 1) return;
        expect(feed([...items].reverse())).toBe(feed(items));
      }),
      { numRuns: 40 },
    );
  });
});

describe("money to the öre", () => {
  it("stands as it is", () => {
    const [event] = eventsOf(forecastOf({ ...swedish(0, []), balance: (fromWhole(-100) - 1) as never }));
    expect(event?.summary).toBe("Betala 100,01 kr skatt: Exempel AB");
  });
});
