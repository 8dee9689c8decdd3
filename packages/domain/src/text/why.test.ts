import { describe, expect, test } from "vitest";
import type { Alert } from "../alert.ts";
import { bankDaysBefore } from "../bankdays.ts";
import { addDays, type Instant, type PlainDate, plainDate } from "../dates.ts";
import { NOTHING_REMEMBERED } from "../episode.ts";
import { forecast } from "../forecast.ts";
import { judge } from "../judge.ts";
import { charge, observed, policy } from "../observation.fixture.ts";
import type { Observation } from "../observation.ts";
import { LANGUAGES } from "./alert.fixture.ts";
import { alertTexts } from "./alert.ts";
import { longDay } from "./format.ts";

const FIRST = plainDate("2026-11-23");
const DAYS = Array.from({ length: 731 }, (_, n) => addDays(FIRST, n));

const AT_ONCE = { sv: "Betala genast", nb: "Betal med en gang", en: "Pay immediately" };
const LATEST = {
  sv: (day: string) => `Betala därför senast på förfallodagen ${day}.`,
  nb: (day: string) => `Betal derfor senest på forfallsdagen ${day}.`,
  en: (day: string) => `Pay on the due date ${day} at the latest.`,
};
const BEFORE = { sv: /senast (\d+) bankdag(?:ar)? före/, nb: /senest (\d+) bankdag(?:er)? før/, en: /at least (\d+) bank days? before/ };
const LEFT = { sv: /Det är (\d+) bankdag/, nb: /Det er (\d+) bankdag/, en: /is (\d+) bank days? away/ };

function asking(country: "SE" | "NO", due: PlainDate, today: PlainDate, payDaysBefore: number): Alert {
  const rows = observed(0, [charge(due, -10_000)], {}, today);
  const source: Partial<Observation> = country === "SE" ? {} : { source: "skatteetaten", currency: "NOK", settlement: "charge" };
  const terms = policy({ payDaysBefore, horizonDays: 60 });
  const [alert] = judge(
    forecast({ ...rows, ...source }, terms, today),
    NOTHING_REMEMBERED,
    terms,
    `${today}T06:00:00.000Z` as Instant,
  ).alerts;
  if (!alert) throw new Error("no alert");
  return alert;
}

describe.each(["SE", "NO"] as const)("%s: why the pay-by day is the day it is", (country) => {
  test.each([0, 1, 3])("%i bank days before: said of any due date as it is, and 'at once' today alone", (payDaysBefore) => {
    for (const due of DAYS) {
      for (const ahead of [40, 4, 1, 0]) {
        const today = addDays(due, -ahead);
        const alert = asking(country, due, today, payDaysBefore);
        const payBy = alert.payments[0]?.payBy as PlainDate;
        for (const language of LANGUAGES) {
          const { body } = alertTexts(alert, { name: "Exempel" }, language, { discreet: false, forecastUrl: null });
          if (payBy > today) {
            expect(body).not.toContain(AT_ONCE[language]);
            const [, days] = BEFORE[language].exec(body) ?? [];
            if (days === undefined) expect([payBy, body.includes(LATEST[language](longDay(due, language)))]).toEqual([due, true]);
            else expect([due, bankDaysBefore(country, due, Number(days))]).toEqual([due, payBy]);
          } else {
            expect(body).toContain(longDay(today, language));
            expect(Number(LEFT[language].test(body)) + Number(body.includes(AT_ONCE[language]))).toBe(1);
          }
        }
      }
    }
  });
});
