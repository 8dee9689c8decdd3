import { bankgiroValid, type Minor, type Observation, ocrValid, type PlainDate } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { IDENTITY, NOON, OCR, SALDO, TRANSAKTIONER } from "../test/fakes.ts";
import { observationOf } from "./observation.ts";
import { balanceAnswer, transactionsAnswer } from "./translate.ts";
import { readSaldo, readTransaktioner } from "./wire.ts";

const observe = (saldo: object = {}, transaktioner: object = {}): Observation =>
  observationOf(
    IDENTITY,
    balanceAnswer(readSaldo({ ...SALDO, ...saldo })),
    transactionsAnswer(readTransaktioner({ ...TRANSAKTIONER, ...transaktioner })),
    NOON,
  );

test("an observation is the two answers in the domain's terms", () => {
  const tidigareTransaktioner = [{ transaktionsdatum: "2026-11-02", transaktionstext: "Intäktsränta", beloppSkatteverket: 4 }];
  const kommandeTransaktioner = [
    {
      transaktionsdatum: "2026-12-14",
      forfallodatum: "2026-12-14",
      transaktionstext: "Debiterad preliminärskatt",
      beloppSkatteverket: -1_292,
    },
    { transaktionsdatum: "2026-12-14", transaktionstext: "Överlämnad till Kronofogden", beloppKronofogden: -50 },
  ];
  expect(observe({}, { tidigareTransaktioner, kommandeTransaktioner })).toEqual({
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: -1_448_700,
    enforcementBalance: -14_540_900,
    accruedInterest: -1_200,
    nextReconciliation: "2026-12-05",
    asOf: "2026-11-20T04:12:37.000Z",
    readAt: NOON,
    charges: [{ dueDate: "2026-12-14", amount: -129_200, text: "Debiterad preliminärskatt", kind: "preliminary-tax", estimated: false }],
    payTo: {
      scheme: "bankgiro",
      number: "5050-1055",
      name: "Skatteverket",
      reference: OCR,
      referenceType: "OCR",
      iban: "SE5680000890119646240516",
      bic: "SWEDSESS",
    },
    history: [{ date: "2026-11-02", text: "Intäktsränta", amount: 400, kind: "interest" }],
    historyFrom: "2025-05-14",
    warnings: [],
  });
});

test("the payee's numbers have right check digits", () => {
  const { payTo } = observe();
  expect(bankgiroValid(payTo?.number ?? "")).toBe(true);
  expect(ocrValid(payTo?.reference ?? "")).toBe(true);
  const iban = payTo?.iban ?? "";
  const digits = `${iban.slice(4)}${iban.slice(0, 4)}`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  expect(BigInt(digits) % 97n).toBe(1n);
});

describe("the reference", () => {
  test("is the authority's, of whichever answer has it", () => {
    expect(observe({ ocrNummer: null }).payTo?.reference).toBe(OCR);
    expect(observe({ ocrNummer: "" }, { ocrNummer: "" })).toMatchObject({ payTo: { reference: null }, warnings: [] });
  });

  test("is shown with a warning when it is not the computed one", () => {
    expect(observe({ ocrNummer: "1234567897" })).toMatchObject({
      payTo: { reference: "1234567897" },
      warnings: [{ code: "OCR_MISMATCH" }],
    });
  });
});

describe("warnings", () => {
  test("the older stamp counts", () => {
    const later = { senastUppdaterad: "2026-11-20T06:12:37" };
    for (const observation of [observe(later), observe({}, later)]) {
      expect(observation).toMatchObject({ asOf: "2026-11-20T04:12:37.000Z", warnings: [{ code: "UNSETTLED_STAMP" }] });
    }
  });

  test("announcements are passed on, each once", () => {
    expect(observe({ informationstext: ["A", "B"] }, { informationstext: ["B", "C"] }).warnings).toEqual([
      { code: "INFORMATION", text: "A" },
      { code: "INFORMATION", text: "B" },
      { code: "INFORMATION", text: "C" },
    ]);
  });

  test("a decided row without any amount is not silently left out", () => {
    const row = { transaktionsdatum: "2026-12-14", transaktionstext: "Debiterad preliminärskatt" };
    const { charges, warnings } = observe({}, { kommandeTransaktioner: [row] });
    expect(charges).toEqual([]);
    expect(warnings).toEqual([{ code: "CHARGE_WITHOUT_AMOUNT", date: "2026-12-14" as PlainDate }]);
  });
});

test("a charge of nothing, stated as such, is a charge", () => {
  const row = { transaktionsdatum: "2026-12-14", transaktionstext: "Moms", beloppSkatteverket: 0 };
  expect(observe({}, { kommandeTransaktioner: [row] }).charges).toMatchObject([{ amount: 0 as Minor }]);
});
