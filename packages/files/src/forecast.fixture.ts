import {
  addDays,
  type BookedRow,
  type Charge,
  DEFAULT_POLICY,
  type Forecast,
  forecast,
  fromWhole,
  instant,
  kidMod11,
  luhnDigit,
  type Minor,
  type Observation,
  ocrFor,
  type Payee,
  type PlainDate,
  type Policy,
  plainDate,
  ZERO,
} from "@saldovakt/domain";
import * as fc from "fast-check";

/** Forecasts of invented accounts for tests, made by hand or drawn by chance. */

export const TODAY = plainDate("2026-11-23");
export const NOW = instant(Date.parse("2026-11-23T08:30:05Z"));

/** An organisation number of the authority's published test numbers. */
const SWEDISH_NUMBER = "165781006662";
/** Made here, its check digit too. */
export const SOLE_TRADER = `19800101980${luhnDigit("800101980")}`;
const NORWEGIAN_NUMBER = "313367002";

/** The IBAN registry's own examples. */
export const SWEDISH_DEBTOR = { name: "Exempel AB", identity: SWEDISH_NUMBER, iban: "SE45 5000 0000 0583 9825 7466", bic: "ESSESESS" };
export const NORWEGIAN_DEBTOR = { name: "Eksempel AS", identity: NORWEGIAN_NUMBER, iban: "NO93 8601 1117 947", bic: "DNBANOKK" };

export const SKATTEVERKET: Payee = {
  scheme: "bankgiro",
  number: "5050-1055",
  name: "Skatteverket",
  reference: ocrFor(SWEDISH_NUMBER),
  referenceType: "OCR",
  iban: "SE5680000890119646240516",
  bic: "SWEDSESS",
};

export const skatteetaten = (n: number, reference: string | null = kidMod11(`31336700${n}`)): Payee => ({
  scheme: "bban",
  number: "12345678903",
  name: "Skatteetaten",
  reference,
  referenceType: "KID",
});

export function row(dueDate: string, kronor: number, text = "Moms oktober 2026", more: Partial<Charge> = {}): Charge {
  return { dueDate: plainDate(dueDate), amount: fromWhole(kronor), text, kind: "vat", estimated: false, ...more };
}

export function swedish(balance: number, charges: readonly Charge[], more: Partial<Observation> = {}, today = TODAY): Observation {
  const stamp = instant(Date.parse(`${today}T05:02:00Z`));
  return {
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: fromWhole(balance),
    enforcementBalance: ZERO,
    accruedInterest: ZERO,
    nextReconciliation: null,
    asOf: stamp,
    readAt: instant(Date.parse(`${today}T05:10:00Z`)),
    charges,
    payTo: SKATTEVERKET,
    history: [],
    historyFrom: addDays(today, -555),
    warnings: [],
    ...more,
  };
}

export const norwegian = (charges: readonly Charge[], more: Partial<Observation> = {}): Observation =>
  swedish(0, charges, {
    source: "skatteetaten",
    currency: "NOK",
    settlement: "charge",
    payTo: { ...skatteetaten(1, null), number: null },
    ...more,
  });

export const forecastOf = (observation: Observation, more: Partial<Policy> = {}, today: PlainDate = TODAY): Forecast =>
  forecast(observation, { ...DEFAULT_POLICY, ...more }, today);

/** Employer tax on the twelfth or so of every month of the last year, for estimates to be made from. */
export const monthly = (kronor: number, today: PlainDate = TODAY): BookedRow[] =>
  Array.from({ length: 14 }, (_, month): BookedRow => {
    const date = plainDate(
      new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 - month, 12)).toISOString().slice(0, 10),
    );
    return { date, text: "Arbetsgivaravgift", amount: fromWhole(-kronor), kind: "employer-tax" };
  });

/** Any text at all, with what means something to XML, calendars and spreadsheets drawn often. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.string({ unit: fc.constantFrom(..."åÄö&<>\"';,=+-@/\\:\r\n\t —🧾é\u0007\u202e\u0000x1"), maxLength: 120 }),
  fc.constantFrom("=SUM(A1)", "Moms & <avgift>", "]]>", "\\n;,", "😀".repeat(60), "&amp;", "a//b", "/x/"),
);

const amount = fc.integer({ min: -5_000_000, max: 3_000_000 }) as fc.Arbitrary<Minor>;

const anyCharge = (text: fc.Arbitrary<string>, n: fc.Arbitrary<number>): fc.Arbitrary<Charge> =>
  fc.tuple(fc.integer({ min: -20, max: 90 }), amount, text, n, fc.boolean()).map(([days, ore, said, which, referenced]) => ({
    dueDate: addDays(TODAY, days),
    amount: ore,
    text: said,
    kind: "vat",
    estimated: false,
    payTo: skatteetaten(which, referenced ? kidMod11(`31336700${which}`) : null),
  }));

/** Swedish and Norwegian forecasts on any day of a year, with estimates and without. */
export const anyForecast: fc.Arbitrary<Forecast> = fc
  .record({
    today: fc.integer({ min: 0, max: 365 }).map((days) => addDays(TODAY, days)),
    balance: amount,
    charges: fc.array(anyCharge(anyText, fc.integer({ min: 0, max: 9 })), { maxLength: 15 }),
    norway: fc.boolean(),
    history: fc.option(fc.integer({ min: 1, max: 90_000 }), { nil: null }),
    name: anyText,
    reserve: fc.integer({ min: 0, max: 2_000_000 }),
    payDaysBefore: fc.integer({ min: 0, max: 6 }),
  })
  .map(({ today, balance, charges, norway, history, name, reserve, payDaysBefore }) => {
    const moved = charges.map((charge) => ({
      ...charge,
      dueDate: addDays(charge.dueDate, Math.round((Date.parse(today) - Date.parse(TODAY)) / 86_400_000)),
    }));
    const payTo = { ...SKATTEVERKET, name };
    const observation = norway
      ? { ...norwegian(moved), readAt: instant(Date.parse(`${today}T05:10:00Z`)) }
      : swedish(
          0,
          moved.map(({ payTo: _, ...charge }) => charge),
          { balance, payTo, history: history === null ? [] : monthly(history, today) },
          today,
        );
    return forecastOf(observation, { reserve: reserve as Minor, payDaysBefore }, today);
  });
