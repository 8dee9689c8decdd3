import * as fc from "fast-check";
import { addDays, instant, type PlainDate, plainDate } from "./dates.ts";
import { fromWhole, type Minor, ZERO } from "./money.ts";
import type { Charge, Observation, Payee } from "./observation.ts";
import { DEFAULT_POLICY, type Policy } from "./policy.ts";

/** Observations for tests: made by hand or drawn by chance. */

export const TODAY = plainDate("2026-11-23");

export const PAYEE = {
  scheme: "bankgiro",
  number: "5050-1055",
  name: "Skatteverket",
  reference: "1655667788996",
  referenceType: "OCR",
} as const;

/** Where claims are paid that say nothing of it. */
export const NOWHERE: Payee = { scheme: "bban", number: null, name: "Skatteetaten", reference: null, referenceType: "KID" };

export const kronor = fromWhole;

export function charge(dueDate: string, whole: number, more: Partial<Charge> = {}): Charge {
  return { dueDate: plainDate(dueDate), amount: fromWhole(whole), text: "Moms", kind: "vat", estimated: false, ...more };
}

/** An observation as of six in the morning of `today`. */
export function observed(
  balance: number,
  charges: readonly Charge[],
  more: Partial<Observation> = {},
  today: PlainDate = TODAY,
): Observation {
  const stamp = instant(Date.parse(`${today}T05:00:00Z`));
  return {
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: fromWhole(balance),
    enforcementBalance: ZERO,
    accruedInterest: ZERO,
    nextReconciliation: plainDate("2026-12-05"),
    asOf: stamp,
    readAt: stamp,
    charges,
    payTo: PAYEE,
    history: [],
    historyFrom: addDays(today, -555),
    warnings: [],
    ...more,
  };
}

export const policy = (more: Partial<Policy> = {}): Policy => ({ ...DEFAULT_POLICY, ...more });

const amounts = fc.integer({ min: -5_000_000, max: 3_000_000 }) as fc.Arbitrary<Minor>;

export const anyCharge: fc.Arbitrary<Charge> = fc.record({
  dueDate: fc.integer({ min: -20, max: 90 }).map((days) => addDays(TODAY, days)),
  amount: amounts,
  text: fc.constantFrom("Moms", "Arbetsgivaravgift", "Debiterad preliminärskatt", "Slutlig skatt"),
  kind: fc.constantFrom("vat", "employer-tax", "preliminary-tax", "final-tax"),
  estimated: fc.constant(false),
});

export const anyObservation: fc.Arbitrary<Observation> = fc
  .tuple(amounts, fc.array(anyCharge, { maxLength: 25 }), fc.integer({ min: -3_000_000, max: 0 }))
  .map(([balance, charges, enforcement]) => ({ ...observed(0, charges), balance, enforcementBalance: enforcement as Minor }));

export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    reserve: fc.integer({ min: 0, max: 2_000_000 }),
    payDaysBefore: fc.integer({ min: 0, max: 6 }),
    horizonDays: fc.integer({ min: 1, max: 120 }),
  })
  .map(({ reserve, ...more }) => policy({ reserve: reserve as Minor, ...more }));
