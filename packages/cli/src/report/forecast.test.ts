import {
  accountId,
  addDays,
  DEFAULT_POLICY,
  forecast,
  fromDayNumber,
  fromWhole,
  instant,
  type Minor,
  minor,
  type Observation,
  type Payee,
  plainDate,
  ZERO,
} from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryOutput } from "../../test/installation.ts";
import { WIDTH, width } from "../table.ts";
import { forecastReport } from "./forecast.ts";

const TODAY = plainDate("2026-11-23");
const PAYEE: Payee = { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: "1657839534084", referenceType: "OCR" };
const account = { id: accountId(new Uint8Array(20)), source: "skatteverket", name: "Exempel AB" } as const;

const observation = (over: Partial<Observation> = {}): Observation => ({
  source: "skatteverket",
  currency: "SEK",
  settlement: "account",
  balance: fromWhole(1_000),
  enforcementBalance: ZERO,
  accruedInterest: ZERO,
  nextReconciliation: plainDate("2026-12-05"),
  asOf: instant(Date.UTC(2026, 10, 23, 5)),
  readAt: instant(Date.UTC(2026, 10, 23, 6)),
  charges: [],
  payTo: PAYEE,
  history: [],
  historyFrom: plainDate("2025-05-17"),
  warnings: [],
  ...over,
});

const charge = (dueDate: string, kronor: number, text: string) =>
  ({ dueDate: plainDate(dueDate), amount: fromWhole(kronor), text, kind: "other", estimated: false }) as const;

const report = (seen: Observation, policy = DEFAULT_POLICY, name: string = account.name): readonly string[] =>
  forecastReport(forecast(seen, policy, TODAY), { ...account, name }, "en", memoryOutput());

describe("forecastReport", () => {
  it("tells what is missing, by when and where to pay", () => {
    const charges = [charge("2026-12-14", -2_000, "Moms oktober 2026"), charge("2026-12-28", 300, "Slutlig skatt")];
    expect(report(observation({ charges, accruedInterest: minor(-1_250) }))).toEqual([
      "Exempel AB",
      `Skatteverket · Monday 23 November 2026 · ${account.id}`,
      "",
      "Balance                           1 000 SEK",
      "Interest so far, not yet booked  -12,50 SEK",
      "As of 23 November 2026 at 06:00",
      "Next reconciliation 2026-12-05",
      "",
      "Due date    What               Amount  Balance after  Missing  Pay by",
      "2026-12-14  Moms oktober 2026  -2 000         -1 000    1 000  2026-12-09",
      "2026-12-28  Slutlig skatt         300           -700",
      "",
      "Pay by        Amount  To                  Reference          Payee",
      "2026-12-09  1 000 kr  bankgiro 5050-1055  OCR 1657839534084  Skatteverket",
      "",
      "In all 1 000 SEK is missing; lowest balance -1 000 SEK on 2026-12-14.",
    ]);
  });

  it("marks what is estimated, says from what, and that it does not count", () => {
    const days = ["2026-06-12", "2026-07-13", "2026-08-17", "2026-09-14", "2026-10-12", "2026-11-12"].map(plainDate);
    const history = days.map((date) => ({ date, text: "Avdragen skatt", kind: "employer-tax", amount: fromWhole(-40_000) }) as const);
    const charges = [charge("2026-12-14", -2_000, "Slutlig skatt")];
    expect(report(observation({ charges, history })).slice(6)).toEqual([
      "",
      "Due date    What                                       Amount  Balance after  Missing  Pay by",
      "2026-12-14  Slutlig skatt                              -2 000         -1 000    1 000  2026-12-09",
      "            ≈ Arbetsgivaravgift och avdragen skatt  ≈ -40 000      ≈ -41 000",
      "2027-01-18  ≈ Arbetsgivaravgift och avdragen skatt  ≈ -40 000      ≈ -81 000",
      "",
      "Pay by        Amount  To                  Reference          Payee",
      "2026-12-09  1 000 kr  bankgiro 5050-1055  OCR 1657839534084  Skatteverket",
      "",
      "In all 1 000 SEK is missing; lowest balance -1 000 SEK on 2026-12-14.",
      "",
      "Due date    Estimate                                   Likely between  From",
      "2026-12-14  Arbetsgivaravgift och avdragen skatt  -42 000 and -38 000  6 monthly since 2026-06",
      "2027-01-18  Arbetsgivaravgift och avdragen skatt  -42 000 and -38 000  6 monthly since 2026-06",
      "",
      "≈ marks what is estimated from history. Estimates count in no other figure and in no alert. With",
      "them 81 000 SEK in all would be missing, the first of it to be paid by 2026-12-09; lowest balance ≈",
      "-81 000 SEK on 2027-01-18.",
    ]);
    const rich = report(observation({ balance: fromWhole(500_000), history })).join(" ");
    expect(rich).toContain("Nothing is missing for what is decided: lowest balance 500 000 SEK on 2026-11-23.");
    expect(rich).toContain("With them nothing more would be missing; lowest balance ≈ 420 000 SEK on 2027-01-18.");
    expect(report(observation({ charges, history }), { ...DEFAULT_POLICY, estimates: false }).join(" ")).not.toContain("≈");
  });

  it("says that nothing is missing, or due", () => {
    expect(report(observation()).slice(-3)).toEqual([
      "Nothing is due within the horizon.",
      "",
      "Nothing is missing: lowest balance 1 000 SEK on 2026-11-23.",
    ]);
  });

  it("promises nothing where a statement is all that is known", () => {
    const text = report(observation({ warnings: [{ code: "STATEMENT_ONLY" }] })).join(" ");
    expect(text).toContain("A statement says nothing of what is decided to come.");
    expect(text).toContain("What is missing is not known");
    expect(text).not.toMatch(/Nothing is (missing|due)/);
  });

  it("says what is missing to the reserve already today, and that a reference is lacking", () => {
    const lines = report(observation({ payTo: { ...PAYEE, reference: null } }), { ...DEFAULT_POLICY, reserve: fromWhole(1_500) });
    expect(lines).toContain("Reserve to keep  1 500 SEK");
    expect(lines.join("\n")).toMatch(/^overdue +below the reserve already today +1 000 +500 +2026-11-23$/m);
    expect(lines.join("\n")).toMatch(/no reference given/);
    expect(lines).toContain("Warnings");
  });

  it("fits 100 columns whatever an authority, or a name, may hold", () => {
    const amounts = fc.integer({ min: -(10 ** 13), max: 10 ** 13 }).map((value) => minor(value) as Minor);
    const texts = fc.oneof(fc.string({ maxLength: 120 }), fc.string({ unit: "grapheme", maxLength: 80 }));
    const charges = fc.array(
      fc.record({
        dueDate: fc.integer({ min: -60, max: 80 }).map((days) => addDays(TODAY, days)),
        amount: amounts,
        text: texts,
        kind: fc.constant("other" as const),
        estimated: fc.constant(false),
      }),
      { maxLength: 12 },
    );
    const observations = fc.record({
      balance: amounts,
      enforcementBalance: amounts,
      accruedInterest: amounts,
      charges,
      history: fc.integer({ min: 1, max: 10 ** 12 }).map((size) =>
        ["2026-08-17", "2026-09-14", "2026-10-12", "2026-11-12"].map((day) => ({
          date: plainDate(day),
          text: "Moms",
          kind: "vat" as const,
          amount: minor(-size),
        })),
      ),
      asOf: fc.integer({ min: 20_000, max: 20_780 }).map((day) => instant(Date.parse(fromDayNumber(day)))),
      warnings: fc.array(fc.record({ code: fc.constant("INFORMATION"), text: texts }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(observations, texts, (over, name) => {
        for (const line of report(observation(over), DEFAULT_POLICY, name)) expect(width(line)).toBeLessThanOrEqual(WIDTH);
      }),
    );
  });
});
