import type { PlainDate, SaldovaktError } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OCR, SALDO, TRANSAKTIONER } from "../test/fakes.ts";
import type { BalanceAnswer, TransactionsAnswer } from "./results.ts";
import { balanceAnswer, payoutAccountAnswer, transactionsAnswer } from "./translate.ts";
import { readSaldo, readTransaktioner, readUtbetalningskonto } from "./wire.ts";

const balance = (changes: object = {}): BalanceAnswer => balanceAnswer(readSaldo({ ...SALDO, ...changes }));
const transactions = (changes: object = {}, asked?: PlainDate): TransactionsAnswer =>
  transactionsAnswer(readTransaktioner({ ...TRANSAKTIONER, ...changes }), asked);

function refusal(read: () => unknown): SaldovaktError {
  try {
    read();
  } catch (error) {
    return error as SaldovaktError;
  }
  throw new Error("the answer was understood");
}

describe("saldo", () => {
  test("is the balance in öre", () => {
    expect(balance()).toEqual({
      asOf: "2026-11-20T04:12:37.000Z",
      nextReconciliation: "2026-12-05",
      information: [],
      balance: -1_448_700,
      enforcementBalance: -14_540_900,
      accruedInterest: -1_200,
      enforcementInterest: -90_000,
      reference: OCR,
    });
  });

  test.each([
    ["2026-11-20T05:12:37", "2026-11-20T04:12:37.000Z"],
    ["2026-07-20T05:12:37", "2026-07-20T03:12:37.000Z"],
    ["2026-11-20T05:12:37Z", "2026-11-20T05:12:37.000Z"],
    ["2026-11-20T05:12:37.123Z", "2026-11-20T05:12:37.123Z"],
    ["2026-11-20T05:12:37+01:00", "2026-11-20T04:12:37.000Z"],
    ["2026-11-20T05:12", "2026-11-20T04:12:00.000Z"],
  ])("stamped %s is as of %s", (senastUppdaterad, asOf) => {
    expect(balance({ senastUppdaterad }).asOf).toBe(asOf);
  });

  test("missing extras are none, and unknown fields are kept out", () => {
    const bare = { senastUppdaterad: SALDO.senastUppdaterad, saldoSkatteverket: 0, nyttFalt: { a: 1 } };
    expect(balanceAnswer(readSaldo(bare))).toEqual({
      asOf: "2026-11-20T04:12:37.000Z",
      nextReconciliation: null,
      information: [],
      balance: 0,
      enforcementBalance: 0,
      accruedInterest: 0,
      enforcementInterest: 0,
      reference: null,
    });
    expect(readSaldo(bare)).not.toHaveProperty("nyttFalt");
    const nulls = { nastaAvstamningsdatum: null, informationstext: null, saldoKronofogden: null, rantaSkatteverket: null, ocrNummer: null };
    expect(balance(nulls)).toMatchObject({ nextReconciliation: null, information: [], enforcementBalance: 0, reference: null });
  });

  test.each([
    [` ${OCR} `, OCR],
    ["", null],
    ["  ", null],
  ])("a reference %j is %j", (ocrNummer, reference) => {
    expect(balance({ ocrNummer }).reference).toBe(reference);
  });

  test("announcements are taken from whatever shape they come in", () => {
    expect(balance({ informationstext: [" Driftstopp på lördag ", "", null, 3] }).information).toEqual(["Driftstopp på lördag"]);
    expect(balance({ informationstext: "Driftstopp" }).information).toEqual(["Driftstopp"]);
    expect(balance({ informationstext: { a: "b" } }).information).toEqual([]);
  });

  test.each([
    [{ saldoSkatteverket: undefined }, "saldoSkatteverket"],
    [{ saldoSkatteverket: null }, "saldoSkatteverket"],
    [{ saldoSkatteverket: "-14487" }, "saldoSkatteverket"],
    [{ saldoKronofogden: "0" }, "saldoKronofogden"],
    [{ senastUppdaterad: undefined }, "senastUppdaterad"],
    [{ senastUppdaterad: "i går" }, "senastUppdaterad"],
    [{ nastaAvstamningsdatum: "2026-02-30" }, "nastaAvstamningsdatum"],
  ])("%j is unexpected, and the field named", (changes, field) => {
    const error = refusal(() => balance(changes));
    expect(error).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED", scope: "account" });
    expect(error.message).toContain(`the answer saldo lacks or garbles the field ${field}`);
  });

  test("absurd amounts are refused", () => {
    expect(refusal(() => balance({ saldoSkatteverket: 1e15 }))).toMatchObject({ code: "MONEY_OVERFLOW", scope: "account" });
    expect(refusal(() => balance({ rantaKronofogden: -1e300 }))).toMatchObject({ code: "MONEY_OVERFLOW" });
    expect(refusal(() => balance({ saldoSkatteverket: 0.5 }))).toMatchObject({ code: "MONEY_NOT_WHOLE", scope: "account" });
  });
});

describe("transaktioner", () => {
  const booked = {
    transaktionsidentitet: 746_876_987,
    transaktionsdatum: "2026-11-12",
    ranteberakningsdatum: "2026-11-13",
    transaktionstext: "Avdragen skatt oktober 2026",
    beloppSkatteverket: -3_000,
    beloppKronofogden: null,
  };

  test("booked rows are the history", () => {
    expect(transactions({ tidigareTransaktioner: [booked] }).booked).toEqual([
      {
        date: "2026-11-12",
        text: "Avdragen skatt oktober 2026",
        amount: -300_000,
        kind: "employer-tax",
        interestDate: "2026-11-13",
        rowId: "746876987",
      },
    ]);
  });

  test("a booked row whose money lies at Kronofogden moved nothing here", () => {
    const row = { transaktionsdatum: "2026-11-12", transaktionstext: "Överlämnad till Kronofogden", beloppKronofogden: -5_000 };
    expect(transactions({ tidigareTransaktioner: [row] }).booked).toEqual([
      { date: "2026-11-12", text: "Överlämnad till Kronofogden", amount: 0, kind: "other", enforcementAmount: -500_000 },
    ]);
  });

  test("identical rows are all real", () => {
    const row = { ...booked, transaktionsidentitet: undefined };
    expect(transactions({ tidigareTransaktioner: [row, row, row] }).booked).toHaveLength(3);
  });

  test("a row to come counts on its due date, or on the day it will be booked", () => {
    const due = {
      transaktionsdatum: "2026-12-14",
      forfallodatum: "2026-12-12",
      beslutsdatum: "2026-01-05",
      transaktionstext: "Debiterad preliminärskatt",
      beloppSkatteverket: -1_292,
    };
    const undue = {
      transaktionsdatum: "2026-12-05",
      forfallodatum: null,
      beslutsdatum: "",
      transaktionstext: " Slutlig skatt ",
      beloppSkatteverket: 700,
    };
    const enforced = { transaktionsdatum: "2026-12-06", transaktionstext: null, beloppKronofogden: -9 };
    expect(transactions({ kommandeTransaktioner: [due, undue, enforced] }).upcoming).toEqual([
      {
        date: "2026-12-12",
        dueDate: "2026-12-12",
        text: "Debiterad preliminärskatt",
        kind: "preliminary-tax",
        amount: -129_200,
        decidedOn: "2026-01-05",
      },
      { date: "2026-12-05", text: "Slutlig skatt", kind: "final-tax", amount: 70_000 },
      { date: "2026-12-06", text: "", kind: "other", enforcementAmount: -900 },
    ]);
  });

  test("missing arrays are empty ones", () => {
    expect(transactions({ tidigareTransaktioner: undefined, kommandeTransaktioner: null })).toMatchObject({ booked: [], upcoming: [] });
  });

  test("the first day is the one echoed, else the one asked for, else 555 days back", () => {
    expect(transactions({ datumFrom: "2024-05-19" }, "2020-01-01" as PlainDate).from).toBe("2024-05-19");
    expect(transactions({ datumFrom: null }, "2026-01-01" as PlainDate).from).toBe("2026-01-01");
    expect(transactions({ datumFrom: undefined }).from).toBe("2025-05-14");
  });

  test.each([
    [{ tidigareTransaktioner: [booked, { ...booked, transaktionsdatum: undefined }] }, "tidigareTransaktioner[1].transaktionsdatum"],
    [{ tidigareTransaktioner: [{ ...booked, beloppSkatteverket: "-3000" }] }, "tidigareTransaktioner[0].beloppSkatteverket"],
    [{ tidigareTransaktioner: [{ ...booked, ranteberakningsdatum: "20261113" }] }, "tidigareTransaktioner[0].ranteberakningsdatum"],
    [{ tidigareTransaktioner: [null] }, "tidigareTransaktioner[0]"],
    [{ tidigareTransaktioner: {} }, "tidigareTransaktioner"],
    [{ kommandeTransaktioner: [{ beloppSkatteverket: -1 }] }, "kommandeTransaktioner[0].transaktionsdatum"],
    [{ kommandeTransaktioner: [{ forfallodatum: "2026-13-01" }] }, "kommandeTransaktioner[0].forfallodatum"],
    [{ kommandeTransaktioner: [{ ...booked, beslutsdatum: "igår" }] }, "kommandeTransaktioner[0].beslutsdatum"],
    [{ datumFrom: "555 dagar" }, "datumFrom"],
  ])("one row that cannot be understood fails the answer: %j", (changes, field) => {
    const error = refusal(() => transactions(changes));
    expect(error).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED", scope: "account" });
    expect(error.message.endsWith(`the field ${field}`)).toBe(true);
  });

  test("no row is lost or made, in whatever company it comes", () => {
    const day = fc
      .date({ min: new Date("1990-01-01"), max: new Date("2190-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const kronor = fc.option(fc.integer({ min: -1e12, max: 1e12 }), { nil: undefined });
    const row = fc.record(
      {
        transaktionsdatum: day,
        forfallodatum: fc.option(day),
        transaktionstext: fc.option(fc.string()),
        beloppSkatteverket: kronor,
        beloppKronofogden: kronor,
        framtidaFalt: fc.anything(),
      },
      { requiredKeys: ["transaktionsdatum"] },
    );
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (tidigareTransaktioner, kommandeTransaktioner) => {
        const answer = transactions({ tidigareTransaktioner, kommandeTransaktioner });
        expect(answer.booked.map(({ amount }) => amount)).toEqual(tidigareTransaktioner.map((r) => (r.beloppSkatteverket ?? 0) * 100 + 0));
        expect(answer.upcoming.map(({ date }) => date)).toEqual(kommandeTransaktioner.map((r) => r.forfallodatum ?? r.transaktionsdatum));
        expect(answer.upcoming.map(({ amount }) => amount !== undefined)).toEqual(
          kommandeTransaktioner.map((r) => r.beloppSkatteverket !== undefined),
        );
      }),
    );
  });
});

describe("utbetalningskonto", () => {
  const read = (utbetalningskonto: unknown) =>
    payoutAccountAnswer(readUtbetalningskonto({ senastUppdaterad: SALDO.senastUppdaterad, utbetalningskonto })).payoutAccount;

  test.each([
    ["8327-9 123 456 789-0", "8327-9 123 456 789-0"],
    [undefined, null],
    [null, null],
    ["", null],
  ])("%j is %j", (utbetalningskonto, payoutAccount) => {
    expect(read(utbetalningskonto)).toBe(payoutAccount);
  });

  test("an account of another kind is unexpected", () => {
    expect(refusal(() => read(12))).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED" });
  });
});
