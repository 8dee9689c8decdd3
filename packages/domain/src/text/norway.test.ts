import { describe, expect, test } from "vitest";
import type { Alert, AlertType } from "../alert.ts";
import { addDays, type Instant, type PlainDate, plainDate } from "../dates.ts";
import { NOTHING_REMEMBERED, type Remembered } from "../episode.ts";
import { forecast } from "../forecast.ts";
import { judge } from "../judge.ts";
import { judgeCertificate, judgeDenied } from "../judge-fault.ts";
import { charge, NOWHERE, observed, policy } from "../observation.fixture.ts";
import type { Charge, Observation } from "../observation.ts";
import type { Language } from "../policy.ts";
import { LANGUAGES } from "./alert.fixture.ts";
import { alertLetter, alertTexts } from "./alert.ts";
import { norwegianRefusal } from "./denied.ts";
import { septets } from "./gsm7.ts";
import { letterText } from "./letter.ts";

const START = plainDate("2026-12-01");
const KID = "15557603021265000004014";
const claim = (dueDate: string, whole: number): Charge =>
  charge(dueDate, whole, {
    text: "Arbeidsgiveravgift, 6. termin",
    payTo: { scheme: "bban", number: "12345678903", name: "Skatteetaten", reference: KID, referenceType: "KID" },
  });

const readOn = (today: PlainDate, charges: Charge[]): Observation => ({
  ...observed(0, charges),
  source: "skatteetaten",
  currency: "NOK",
  settlement: "charge",
  nextReconciliation: null,
  payTo: NOWHERE,
  asOf: `${today}T06:00:00.000Z` as Instant,
  readAt: `${today}T06:00:00.000Z` as Instant,
});

/** Everything that is told of one claim: made, raised, not paid in time, and paid at last; then the source falls silent. */
function told(): readonly Alert[] {
  const terms = policy({ payDaysBefore: 1, remindCovered: true });
  const alerts: Alert[] = [];
  let remembered: Remembered = NOTHING_REMEMBERED;
  for (let day = 0; day < 30; day++) {
    const today = addDays(START, day);
    const charges = day < 20 ? [claim("2026-12-15", day < 5 ? -10_000 : -12_500)] : [];
    const read = day < 24 ? today : addDays(START, 23);
    const judged = judge(forecast(readOn(read, charges), terms, today), remembered, terms, `${today}T06:00:00.000Z` as Instant);
    alerts.push(...judged.alerts);
    remembered = judged.remembered;
  }
  const now = `${START}T06:00:00.000Z` as Instant;
  alerts.push(...judgeDenied("skatteetaten", "SKE_NOT_AUTHORISED", NOTHING_REMEMBERED, START, now).alerts);
  const validTo = "2026-12-20T00:00:00.000Z" as Instant;
  alerts.push(...judgeCertificate("skatteetaten", validTo, NOTHING_REMEMBERED, START, now).alerts);
  return alerts;
}

const ALL = told();
const TYPES: readonly AlertType[] = [
  "shortfall.detected",
  "shortfall.changed",
  "shortfall.reminder",
  "deficit.open",
  "shortfall.covered",
  "source.stale",
  "source.denied",
  "certificate.expiring",
];

/** Words for an account with one balance, and for Sweden's authorities and references. */
const FOREIGN =
  /saldo(?!vakt)|balance|skattekonto|tax account|underskudd|underskott|deficit|kronofogden|\bOCR\b|bankgiro|skatteverket|kostnadsränta|SEK/i;

describe("a Norwegian account, claim by claim", () => {
  test("is told everything that can happen to it", () => {
    expect([...new Set(ALL.map(({ type }) => type))].sort()).toEqual([...TYPES].sort());
  });

  test.each(TYPES)("%s speaks of claims and never of a balance, in letter, mail and text message", (type) => {
    for (const alert of ALL.filter((each) => each.type === type)) {
      for (const language of LANGUAGES) {
        for (const discreet of [false, true]) {
          const options = { discreet, forecastUrl: null };
          const { subject, sms, body } = alertTexts(alert, { name: "Eksempel AS" }, language, options);
          const letter = alertLetter(alert, { name: "Eksempel AS" }, language, options);
          for (const text of [subject, sms, body, letterText(letter), JSON.stringify(letter.figures)]) expect(text).not.toMatch(FOREIGN);
          expect(septets(sms)).toBeLessThanOrEqual(160);
        }
      }
    }
  });

  test("is told where an account number cannot be right, and nowhere else", () => {
    const [detected] = ALL as [Alert];
    const paidTo = (number: string): Alert => ({
      ...detected,
      payments: detected.payments.map((payment) => ({ ...payment, payTo: payment.payTo && { ...payment.payTo, number } })),
    });
    const words = { sv: "kontrollsiffra", nb: "kontrollsiffer", en: "check digit" };
    for (const language of LANGUAGES) {
      const body = (number: string) =>
        alertTexts(paidTo(number), { name: "Fjord AS" }, language, { discreet: false, forecastUrl: null }).body;
      for (const wrong of ["1234 56 78904", "NO94 8601 1117 947"]) expect(body(wrong)).toContain(words[language]);
      for (const right of ["12345678903", "DE89 3704 0044 0532 0130 00"]) expect(body(right)).not.toContain(words[language]);
    }
  });

  test("is asked for money with account number and KID, whole", () => {
    const [detected] = ALL;
    const { sms, body } = alertTexts(detected as Alert, { name: "Eksempel AS" }, "nb", { discreet: false, forecastUrl: null });
    expect(sms).toBe(
      `Eksempel AS: et krav på 10 000 kr forfaller tir 15. des. Betal senest man 14. des til konto 1234 56 78903, KID ${KID}.`,
    );
    expect(body).toContain(`KID-nummer: ${KID}`);
    expect(body).toContain("1 bankdag før forfall tirsdag 15. desember 2026");
  });
});

test("a letter says of an overdue claim when it was due", () => {
  const overdue = ALL.find(({ type }) => type === "deficit.open") as Alert;
  const said = LANGUAGES.map((language) =>
    letterText(alertLetter(overdue, { name: "Fjord AS" }, language, { discreet: false, forecastUrl: null })),
  );
  expect(said).toEqual(
    [/, förföll tis 15 dec:/, /, forfalt tir 15\. des:/, /, was due Tue 15 Dec:/].map((day) => expect.stringMatching(day)),
  );
});

describe("a Norwegian account that cannot be read", () => {
  const advised = (fault: string, language: (typeof LANGUAGES)[number]): string => {
    const now = `${START}T06:00:00.000Z` as Instant;
    const [alert] = judgeDenied("skatteetaten", fault, NOTHING_REMEMBERED, START, now).alerts;
    return letterText(alertLetter(alert as Alert, { name: "Fjord AS" }, language, { discreet: false, forecastUrl: null }));
  };

  test.each(["SKE_WITHHELD", "SKE_REQUEST_REFUSED", "SKE_ACCOUNT_UNKNOWN", "SKE_ANSWER_UNEXPECTED", "SKE_REFUSED", "SKE_TOKEN_REFUSED"])(
    "is no matter of the system user's: %s",
    (fault) => {
      for (const language of LANGUAGES) {
        expect(advised(fault, language)).not.toMatch(/system ?bruker|systemanvändar|Altinn/i);
        expect(norwegianRefusal(fault, language)).toMatch(/^\S.{40,}\.$/);
        expect(advised(fault, language).replaceAll(/\s+/g, " ")).toContain(norwegianRefusal(fault, language));
      }
    },
  );

  test.each(["SKE_NOT_AUTHORISED", "MP_SYSTEM_USER_MISSING"])("is one where it lacks access: %s", (fault) => {
    for (const language of LANGUAGES) expect(advised(fault, language)).toContain("Altinn");
  });

  test("of a code that tells no more nothing is guessed", () => {
    expect(norwegianRefusal("SKE_OTHER", "nb")).toBeNull();
    expect(norwegianRefusal(null, "nb")).toBeNull();
  });
});

describe("a claim without an account", () => {
  const nowhere = (reference: string | null): Charge => ({
    ...claim("2026-12-15", -10_000),
    payTo: { scheme: "bban", number: null, name: "Skatteetaten", reference, referenceType: "KID" },
  });
  const sms = (reference: string | null, language: Language): string => {
    const made = forecast(readOn(START, [nowhere(reference)]), policy({ payDaysBefore: 1 }), START);
    const [alert] = judge(made, NOTHING_REMEMBERED, policy(), "2026-12-01T06:00:00.000Z" as Instant).alerts;
    if (!alert) throw new Error("nothing was told");
    return alertTexts(alert, { name: "Eksempel AS" }, language, { discreet: false, forecastUrl: null }).sms;
  };

  test.each([
    ["sv", "(kontonumret finns hos Skatteetaten), KID", "(betalningsuppgifter finns hos Skatteetaten)"],
    ["nb", "(kontonummeret finnes hos Skatteetaten), KID", "(betalingsinformasjon finnes hos Skatteetaten)"],
    ["en", "(see Skatteetaten for the account number), KID", "(see Skatteetaten for where to)"],
  ] as const)("says the KID it has, in %s", (language, withKid, without) => {
    expect(sms(KID, language)).toContain(`${withKid} ${KID}`);
    expect(sms(null, language)).toContain(without);
  });
});
