import { describe, expect, test } from "vitest";
import type { Alert, AlertType } from "../alert.ts";
import { type Instant, type PlainDate, plainDate } from "../dates.ts";
import { NOTHING_REMEMBERED } from "../episode.ts";
import { forecast } from "../forecast.ts";
import { judge } from "../judge.ts";
import { judgeCertificate, judgeDenied } from "../judge-fault.ts";
import { minor } from "../money.ts";
import { charge, kronor, NOWHERE, observed, PAYEE, policy, TODAY } from "../observation.fixture.ts";
import type { Charge, Observation, Payee } from "../observation.ts";
import { OMBUD_SERVICE_URL } from "../ombud.ts";
import type { Policy } from "../policy.ts";
import { LANGUAGES } from "./alert.fixture.ts";
import { alertTexts } from "./alert.ts";
import { swedishRefusal } from "./denied.ts";

const NOW = "2026-11-23T06:15:00.000Z" as Instant;
const URL = "https://skatt.example.se/a/acc_0123456789abcdefghjk";
const OPEN = { discreet: false, forecastUrl: URL };
const NAME = { name: "Exempel Åkeri & Söner AB" };

/** The alert of a type that the judge gives of an observation. */
function told(type: AlertType, observation: Observation, more: Partial<Policy> = {}, today: PlainDate = TODAY): Alert {
  const terms = policy(more);
  const alert = judge(forecast(observation, terms, today), NOTHING_REMEMBERED, terms, NOW).alerts.find((a) => a.type === type);
  if (!alert) throw new Error(`no ${type} was told`);
  return alert;
}

const abroad: Payee = { ...PAYEE, iban: "SE5680000890119646240516", bic: "SWEDSESS" };
const rows: Charge[] = [
  charge("2026-12-14", -20_000, { text: "Arbetsgivaravgift nov 2026" }),
  charge("2026-12-14", -15_000, { text: "Moms jul-sep 2026" }),
];
const detected = told("shortfall.detected", observed(1_750, rows, { payTo: abroad }));

const claim = (dueDate: string, whole: number, kid: string | null, text: string): Charge =>
  charge(dueDate, whole, {
    text,
    payTo: { scheme: "bban", number: "12345678903", name: "Skatteetaten", reference: kid, referenceType: "KID" },
  });
const norwegian = (charges: Charge[]): Observation => ({
  ...observed(0, charges),
  source: "skatteetaten",
  currency: "NOK",
  settlement: "charge",
  nextReconciliation: null,
  payTo: NOWHERE,
});
const claims = told(
  "shortfall.detected",
  norwegian([
    claim("2027-01-15", -10_000, "123456789012347", "Arbeidsgiveravgift 6. termin"),
    claim("2027-01-15", -23_250, "98765432109", "Forskuddstrekk 6. termin"),
  ]),
);

describe("a shortfall in Sweden", () => {
  test("in Swedish, whole", () => {
    expect(alertTexts(detected, NAME, "sv", OPEN)).toEqual({
      subject: "Exempel Akeri & Soner AB: 33 250 kr saknas, betala senast ons 9 dec",
      sms: "Exempel Åkeri & Söner AB: 33 250 kr saknas på skattekontot till mån 14 dec. Betala senast ons 9 dec till bankgiro 5050-1055, OCR 1655667788996.",
      body: `Exempel Åkeri & Söner AB: 33 250 kr saknas på skattekontot till förfallodagen måndag 14 december 2026.

Betala så här
- Belopp: 33 250 kr
  Betala senast onsdag 9 december 2026
  Till bankgiro: 5050-1055 (Skatteverket)
  OCR-nummer: 1655667788996
  Från utlandet: IBAN SE5680000890119646240516, BIC SWEDSESS

En betalning räknas först den dag den är bokförd på Skatteverkets konto. Betala därför senast 3 bankdagar före förfallodagen måndag 14 december 2026.

Poster till förfallodagen måndag 14 december 2026
- Arbetsgivaravgift nov 2026: −20 000 kr
- Moms jul-sep 2026: −15 000 kr
Saldo efter det, om inget mer betalas in: −33 250 kr

Om inget görs
- Kostnadsränta räknas från dagen efter förfallodagen, omkring 15,94 kr per dag (Saldovakts uppskattning).
- Finns ett underskott på minst 10 000 kr kvar vid första avstämningen efter förfallodagen skickar Skatteverket ett betalningskrav, och är det minst 10 000 kr även vid avstämningen därefter lämnas skulden till Kronofogden.

Om du redan har betalat
Betala inte samma belopp en gång till. Betalningen syns hos Skatteverket först efter en eller flera dagar. Den som kan logga in i Saldovakt kan registrera den, så räknas den in tills dess.

Skatteverkets uppgifter är från 23 november 2026 kl. 06.00.

Se mer: ${URL}`,
    });
  });

  test.each([
    [
      "nb",
      "Exempel Åkeri & Söner AB: 33 250 SEK mangler på skattekontoen til man 14. des. Betal senest ons 9. des til bankgiro 5050-1055, OCR 1655667788996.",
      "Renter (kostnadsränta) løper fra dagen etter forfall, omtrent 15,94 SEK per dag (Saldovakts anslag).",
    ],
    [
      "en",
      "Exempel Åkeri & Söner AB: SEK 33,250 short on the tax account for Mon 14 Dec. Pay by Wed 9 Dec to bankgiro 5050-1055, OCR 1655667788996.",
      "Interest (kostnadsränta) accrues from the day after the due date, about SEK 15.94 a day (Saldovakt's estimate).",
    ],
  ] as const)("in %s", (language, sms, interest) => {
    const texts = alertTexts(detected, NAME, language, OPEN);
    expect(texts.sms).toBe(sms);
    expect(texts.body).toContain(interest);
  });

  test("a reminder and a new amount say so", () => {
    const reminder = alertTexts({ ...detected, type: "shortfall.reminder" }, NAME, "sv", OPEN);
    expect(reminder.subject).toBe("Exempel Akeri & Soner AB: paminnelse, 33 250 kr saknas, betala senast ons 9 dec");
    const changed = { ...detected, type: "shortfall.changed", missingBefore: kronor(20_000) } as const;
    expect(alertTexts(changed, { name: "Exempel AB" }, "sv", OPEN).sms).toBe(
      "Exempel AB: nytt belopp, 33 250 kr saknas, betala senast ons 9 dec till bankgiro 5050-1055, OCR 1655667788996",
    );
    expect(alertTexts(changed, NAME, "sv", OPEN).body).toMatch(/^Exempel .*: nytt belopp, 33 250 kr saknas .* \(tidigare 20 000 kr\)\.\n/);
  });

  test("a long name gives way, figures never do", () => {
    const name = `${"Mycket Långt Bolagsnamn ".repeat(9)}AB`;
    expect(alertTexts(detected, { name }, "sv", OPEN).sms).toBe(
      "Mycket Långt Bolagsnamn Mycket Långt B...: 33 250 kr saknas på skattekontot till mån 14 dec. Betala senast ons 9 dec till bankgiro 5050-1055, OCR 1655667788996.",
    );
  });

  test("a name without a readable character is replaced", () => {
    expect(alertTexts(detected, { name: "🙂" }, "en", OPEN).sms).toMatch(/^An account: SEK 33,250 /);
  });

  test("without a reference it is said where to find it", () => {
    const texts = alertTexts(told("shortfall.detected", observed(0, rows, { payTo: { ...PAYEE, reference: null } })), NAME, "sv", OPEN);
    expect(texts.sms).toContain("Betala senast ons 9 dec till bankgiro 5050-1055 (OCR finns hos Skatteverket)");
    expect(texts.body).toContain("OCR-nummer: finns i Skatteverkets e-tjänst");
  });

  test("a payee too long for any message is left to the letter, never cut", () => {
    const reference = "7".repeat(150);
    const texts = alertTexts(told("shortfall.detected", observed(0, rows, { payTo: { ...PAYEE, reference } })), NAME, "sv", OPEN);
    expect(texts.sms).toBe("Exempel Åkeri & Söner AB: 35 000 kr saknas, betala senast ons 9 dec");
    expect(texts.body).toContain(reference);
  });

  test("what is missing for earlier due dates too is named as such", () => {
    const two = observed(1_000, [charge("2026-11-26", -3_000), charge("2026-12-14", -5_000)]);
    const terms = policy();
    const second = judge(forecast(two, terms, TODAY), NOTHING_REMEMBERED, terms, NOW).alerts.find((a) => a.dueDate === "2026-12-14");
    if (!second) throw new Error("no second alert");
    expect(alertTexts(second, NAME, "sv", OPEN).body).toContain(
      "Till dess saknas totalt 7 000 kr; resten gäller tidigare förfallodagar och har egna larm.",
    );
  });

  test("a pay-by day of today is pressing", () => {
    const late = told("shortfall.detected", observed(0, [charge("2026-11-24", -5_000)]));
    const texts = alertTexts(late, NAME, "sv", OPEN);
    expect(texts.sms).toContain("Betala i dag mån 23 nov till bankgiro");
    expect(texts.body).toContain("Det är 1 bankdag till förfallodagen tisdag 24 november 2026, så vänta inte.");
    const now = alertTexts(told("shortfall.detected", observed(0, [charge("2026-11-23", -5_000)])), NAME, "sv", OPEN);
    expect(now.body).toContain("förfallodagen är måndag 23 november 2026. Betala genast.");
  });

  test("below the reserve only, nobody is frightened", () => {
    const reserve = told("shortfall.detected", observed(40_000, rows), { reserve: kronor(6_000) });
    const texts = alertTexts(reserve, NAME, "sv", OPEN);
    expect(texts.sms).toContain("1 000 kr saknas till din reserv på skattekontot mån 14 dec.");
    expect(texts.body).toContain("Skatterna är täckta ändå.");
    expect(texts.body).not.toMatch(/Kostnadsränta|Kronofogden|betalningskrav/);
  });

  test.each([
    [1_999, "skickas ingen betalningsuppmaning för ett underskott under 2 000 kr"],
    [2_000, "minst 2 000 kr kvar vid första avstämningen efter förfallodagen skickar Skatteverket en betalningsuppmaning"],
    [9_999, "en betalningsuppmaning"],
    [10_000, "ett betalningskrav"],
  ])("of %d kronor missing: %s", (whole, says) => {
    expect(alertTexts(told("shortfall.detected", observed(0, [charge("2026-12-14", -whole)])), NAME, "sv", OPEN).body).toContain(says);
  });

  test("a payment under way stands among the rows", () => {
    const entry = detected.entry && {
      ...detected.entry,
      charges: [...detected.entry.charges, { text: "", amount: kronor(500), estimated: false, underWay: true } as const],
    };
    const { body } = alertTexts({ ...detected, ...(entry ? { entry } : {}) }, NAME, "en", OPEN);
    expect(body).toContain("- Pending payment: SEK 500\n");
  });

  test("two payments of one day to one account are one", () => {
    const [first] = detected.payments;
    if (!first) throw new Error("no payment");
    const twice = {
      ...detected,
      payments: [
        { ...first, amount: kronor(30_000) },
        { ...first, amount: kronor(3_250) },
      ],
    };
    expect(alertTexts(twice, NAME, "sv", OPEN)).toEqual(alertTexts(detected, NAME, "sv", OPEN));
  });

  test("more rows than a letter should hold are summed up", () => {
    const many = told(
      "shortfall.detected",
      observed(
        0,
        Array.from({ length: 45 }, () => charge("2026-12-14", -100)),
      ),
    );
    const { body } = alertTexts(many, NAME, "sv", OPEN);
    expect(body.match(/^- Moms: −100 kr$/gm)).toHaveLength(40);
    expect(body).toContain("- och 5 till, tillsammans −500 kr\n");
  });
});

describe("a deficit", () => {
  const arisen = (history: Observation["history"]): Alert =>
    told("deficit.open", observed(-33_250, [], { accruedInterest: minor(-1_300), nextReconciliation: plainDate("2026-12-05"), history }));

  test("says since when, the interest so far and by day, and the next step", () => {
    const texts = alertTexts(arisen([{ date: plainDate("2026-11-12"), text: "Moms", amount: kronor(-40_000) }]), NAME, "sv", OPEN);
    expect(texts.subject).toBe("Exempel Akeri & Soner AB: forfallet, 33 250 kr saknas, betala i dag man 23 nov");
    expect(texts.sms).toBe(
      "Exempel Åkeri & Söner AB: förfallet, 33 250 kr saknas på skattekontot sedan tor 12 nov. Betala i dag mån 23 nov till bankgiro 5050-1055, OCR 1655667788996.",
    );
    expect(texts.body).toContain(`Om inget görs
- Underskottet är 33 250 kr och uppstod torsdag 12 november 2026.
- Kostnadsränta hittills enligt Skatteverket: 13 kr.
- Kostnadsränta räknas varje dag, omkring 15,94 kr per dag (Saldovakts uppskattning).
- Finns ett underskott på minst 10 000 kr kvar vid avstämningen lördag 5 december 2026 skickar Skatteverket ett betalningskrav, och är det minst 10 000 kr även vid avstämningen därefter lämnas skulden till Kronofogden.`);
  });

  test.each([
    ["sv", "20 200 kr har förfallit; saldot räcker inte, 13 100 kr saknas.", "13 100 kr saknas på skattekontot sedan tor 12 nov."],
    [
      "nb",
      "20 200 SEK har forfalt; saldoen strekker ikke til, 13 100 SEK mangler.",
      "13 100 SEK mangler på skattekontoen siden tor 12. nov.",
    ],
    [
      "en",
      "SEK 20,200 is overdue and the balance does not cover it: SEK 13,100 short.",
      "SEK 13,100 short on the tax account since Thu 12 Nov.",
    ],
  ] as const)("beside a positive balance is what has fallen due and is not booked, in %s", (language, line, sms) => {
    const unbooked = told(
      "deficit.open",
      observed(7_100, [charge("2026-11-12", -20_200)], { nextReconciliation: plainDate("2026-12-05") }),
    );
    const texts = alertTexts(unbooked, NAME, language, OPEN);
    expect(texts.body).toContain(`- ${line}\n`);
    expect(texts.body).not.toMatch(/[Uu]nders(?:kottet|kuddet)|deficit (?:is|on)/);
    expect(texts.sms).toContain(sms);
  });

  test("that has been demanded before goes to Kronofogden next", () => {
    const texts = alertTexts(arisen([{ date: plainDate("2026-10-12"), text: "Moms", amount: kronor(-40_000) }]), NAME, "en", OPEN);
    expect(texts.body).toContain(
      "If a deficit of SEK 10,000 or more remains at the reconciliation (avstämning) on Saturday 5 December 2026, the debt is handed to the enforcement authority (Kronofogden).",
    );
  });
});

describe("claims in Norway", () => {
  test("a message names the total, how many, and the first", () => {
    expect(alertTexts(claims, { name: "Exempel AS" }, "nb", OPEN).sms).toBe(
      "Exempel AS: 33 250 kr i 2 betalinger, først 10 000 kr senest tir 12. jan til konto 1234 56 78903, KID 123456789012347",
    );
  });

  test("the letter lists every payment with its own KID", () => {
    const { body } = alertTexts(claims, { name: "Exempel AS" }, "nb", OPEN);
    expect(body).toMatch(/^Exempel AS: krav på til sammen 33 250 kr forfaller fredag 15\. januar 2027\.\n/);
    for (const kid of ["123456789012347", "98765432109"]) expect(body).toContain(`  KID-nummer: ${kid}\n`);
    expect(body).toContain("Forsinkelsesrenter løper fra dagen etter forfall");
    expect(body).not.toMatch(/Skatteverket|Kronofogden|skattekonto|Saldo deretter/);
  });

  test("overdue claims are named as such", () => {
    const overdue = told("deficit.open", norwegian([claim("2026-11-16", -4_000, "123456789012347", "Merverdiavgift")]));
    const texts = alertTexts(overdue, { name: "Exempel AS" }, "nb", OPEN);
    expect(texts.sms).toBe(
      "Exempel AS: et krav på 4 000 kr er forfalt og ikke betalt. Betal i dag man 23. nov til konto 1234 56 78903, KID 123456789012347.",
    );
    expect(texts.body).toContain("Pengene trengs allerede nå: betal så snart som mulig.");
    const covered: Alert = { ...overdue, type: "shortfall.covered", payments: [], missing: minor(0) };
    const headlines = (["sv", "nb", "en"] as const).map((language) => alertTexts(covered, { name: "Exempel AS" }, language, OPEN).sms);
    expect(headlines).toEqual([
      "Exempel AS: inget förfallet är längre obetalt.",
      "Exempel AS: ingenting er lenger forfalt og ubetalt.",
      "Exempel AS: nothing overdue is left unpaid.",
    ]);
  });
});

describe("what asks for no money", () => {
  const preliminary = charge("2026-12-14", -20_000, { kind: "preliminary-tax", text: "Debiterad preliminärskatt" });
  const covered: Alert = { ...detected, type: "shortfall.covered", payments: [], missing: minor(0), missingBefore: kronor(33_250) };
  const cases: readonly (readonly [AlertType, Alert, string, string])[] = [
    [
      "shortfall.covered",
      covered,
      "Exempel AB: inget saknas längre på skattekontot till mån 14 dec (33 250 kr saknades).",
      "Du behöver inte göra något.\nSaldo: 1 750 kr.",
    ],
    [
      "enforcement.debt",
      told("enforcement.debt", observed(0, [], { enforcementBalance: kronor(-12_000) })),
      "Exempel AB: skuld hos Kronofogden: 12 000 kr.",
      "inte till skattekontot",
    ],
    [
      "payout.risk",
      told("payout.risk", observed(24_000, [preliminary], { payout: { payoutAccount: "8327-9,12345", blocks: [] } })),
      "Exempel AB: 20 000 kr på skattekontot kan betalas ut fast pengarna behövs till skatt från mån 14 dec.",
      "Begär en utbetalningsspärr i Skatteverkets e-tjänst",
    ],
    [
      "due.reminder",
      told("due.reminder", observed(50_000, [charge("2026-11-26", -20_000)]), { remindCovered: true }),
      "Exempel AB: 20 000 kr i skatt förfaller tor 26 nov; saldot räcker.",
      "Poster till förfallodagen torsdag 26 november 2026\n- Moms: −20 000 kr\nSaldo efter det, om inget mer betalas in: 30 000 kr",
    ],
    [
      "source.stale",
      told("source.stale", observed(0, [], { asOf: "2026-11-13T05:00:00.000Z" as Instant })),
      "Exempel AB: uppgifterna från Skatteverket har inte uppdaterats sedan 13 november 2026 kl. 06.00.",
      "Prognosen kan vara inaktuell.",
    ],
    [
      "source.denied",
      judgeDenied("skatteverket", "SKV_FORBIDDEN", NOTHING_REMEMBERED, TODAY, NOW).alerts[0] as Alert,
      "Exempel AB: Saldovakt får inte läsa kontot hos Skatteverket.",
      "juridiskt läsombud är registrerad hos Skatteverket.\nFelkod: SKV_FORBIDDEN",
    ],
    [
      "certificate.expiring",
      judgeCertificate("skatteverket", "2026-12-01T10:00:00.000Z" as Instant, NOTHING_REMEMBERED, TODAY, NOW).alerts[0] as Alert,
      "Saldovakt: certifikatet för anslutningen till Skatteverket går ut 1 december 2026 kl. 11.00.",
      "Beställ ett nytt",
    ],
  ];

  test.each(cases)("%s", (type, alert, sms, inBody) => {
    expect(alert.type).toBe(type);
    const texts = alertTexts(alert, { name: "Exempel AB" }, "sv", OPEN);
    expect(texts.sms).toBe(sms);
    expect(texts.body).toContain(inBody);
    expect(texts.body).not.toMatch(/Betala så här|Om inget görs/);
    for (const language of LANGUAGES) {
      const other = alertTexts(alert, { name: "Exempel AB" }, language, OPEN);
      expect(other.sms).not.toMatch(/undefined|null/);
      expect(other.body.split("\n\n").length).toBeGreaterThanOrEqual(type === "certificate.expiring" ? 2 : 3);
    }
  });

  test("a refusal for want of permission says who gives it, and where", () => {
    const alert = judgeDenied("skatteverket", "SKV_NOT_AUTHORISED", NOTHING_REMEMBERED, TODAY, NOW).alerts[0] as Alert;
    for (const language of LANGUAGES) {
      const { body } = alertTexts(alert, NAME, language, OPEN);
      expect(body).toContain(`Ombud och behörigheter: ${OMBUD_SERVICE_URL}`);
      expect(body).toMatch(/own account|eget konto|egen konto/);
      expect(alertTexts(alert, NAME, language, { ...OPEN, discreet: true }).body).not.toContain(OMBUD_SERVICE_URL);
    }
    const other = judgeDenied("skatteverket", "SKV_ACCOUNT_UNKNOWN", NOTHING_REMEMBERED, TODAY, NOW).alerts[0] as Alert;
    expect(alertTexts(other, NAME, "sv", OPEN).body).not.toContain(OMBUD_SERVICE_URL);
  });

  test.each(["SKV_ACCOUNT_UNKNOWN", "SKV_IDENTITY_REFUSED", "SKV_ANSWER_UNEXPECTED", "SKV_REFUSED"])(
    "a refusal that no permission cures, %s, says what is the matter",
    (fault) => {
      const alert = judgeDenied("skatteverket", fault, NOTHING_REMEMBERED, TODAY, NOW).alerts[0] as Alert;
      for (const language of LANGUAGES) {
        const { body, sms } = alertTexts(alert, NAME, language, OPEN);
        expect(body).not.toMatch(/läsombud/);
        expect(body.replace(/\s+/g, " ")).toContain(swedishRefusal(fault, language));
        expect(sms).toMatch(/kan inte läsas|kan ikke leses|cannot be read/);
      }
      expect(swedishRefusal("SKV_NOT_AUTHORISED", "sv")).toBeNull();
    },
  );

  test("an expired certificate is spoken of in the past", () => {
    const alert = judgeCertificate("skatteverket", "2026-11-23T05:00:00.000Z" as Instant, NOTHING_REMEMBERED, TODAY, NOW)
      .alerts[0] as Alert;
    expect(alertTexts(alert, NAME, "en", OPEN).sms).toContain("expired 23 November 2026 at 06:00");
  });

  test("a covered deficit is told as one", () => {
    const alert: Alert = { ...covered, episode: "deficit:2026-11-12" };
    expect(alertTexts(alert, { name: "Exempel AB" }, "sv", OPEN).sms).toBe(
      "Exempel AB: inget saknas längre på skattekontot (33 250 kr saknades).",
    );
  });
});

describe("discreet texts", () => {
  test("say what to do and nothing of whom, how much or when", () => {
    expect(alertTexts(detected, NAME, "sv", { discreet: true, forecastUrl: URL })).toEqual({
      subject: "Saldovakt: betalning behovs",
      sms: `Saldovakt: Det saknas pengar på ett av dina bevakade konton inför en förfallodag. Se mer: ${URL}`,
      body: `Saldovakt: Det saknas pengar på ett av dina bevakade konton inför en förfallodag.

Belopp och betalningsuppgifter visas inte i det här meddelandet.

Se mer: ${URL}`,
    });
  });

  test("an address that does not fit a message is left out of it whole", () => {
    const forecastUrl = `https://skatt.example.se/${"a".repeat(100)}`;
    const texts = alertTexts(detected, NAME, "nb", { discreet: true, forecastUrl });
    expect(texts.sms).toBe("Saldovakt: Det mangler penger på en av kontoene du overvåker før en forfallsdato.");
    expect(texts.body).toContain(forecastUrl);
  });

  test("without an address they point to the program", () => {
    expect(alertTexts(detected, NAME, "en", { discreet: true, forecastUrl: null }).sms).toBe(
      "Saldovakt: An account you monitor is short before a due date. Open Saldovakt to see more.",
    );
  });
});

test("figures whose source gave no stamp are dated by our reckoning", () => {
  const { asOf: _, ...unstamped } = detected;
  expect(alertTexts(unstamped, NAME, "sv", OPEN).body).toContain("Beräknat 23 november 2026 kl. 07.15 med Skatteverkets uppgifter då.");
});
