import { addDays, plainDate } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Account } from "./account.ts";
import { answer, firstDay } from "./answers.ts";
import { accountAt } from "./generated.ts";
import { statedAccount } from "./stated.ts";
import type { Operation } from "./types.ts";

const today = plainDate("2026-11-22");

function ask(account: Account, operation: Operation, datumFrom: string | null = null): Record<string, unknown> {
  const reply = answer(account, account.standing(today, []), operation, datumFrom, today);
  expect(reply.status).toBe(200);
  return JSON.parse(reply.body);
}

type Row = Record<string, unknown>;
const rowsOf = (document: Record<string, unknown>, key: string): Row[] => (document[key] ?? []) as Row[];

describe("datumFrom", () => {
  test("555 days back when absent or empty, as asked within 915 days, 915 beyond", () => {
    expect(firstDay(null, today)).toBe("2025-05-16");
    expect(firstDay("", today)).toBe("2025-05-16");
    expect(firstDay("2026-11-22", today)).toBe("2026-11-22");
    expect(firstDay("2024-05-21", today)).toBe("2024-05-21");
    expect(firstDay("2024-05-20", today)).toBe("2024-05-21");
    expect(firstDay("0001-01-01", today)).toBe("2024-05-21");
  });

  test("what is no day is felkod 2", () => {
    for (const asked of ["2026-02-30", "20261122", "2026-1-1", "igår", "2026-11-22T00:00:00", " 2026-11-22"]) {
      expect(firstDay(asked, today)).toBeNull();
    }
    const account = accountAt(1, 0, today);
    const reply = answer(account, account.standing(today, []), "transaktioner", "2026-02-30", today);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toEqual({ felkod: 2, felmeddelande: "Felaktigt datum" });
  });

  test("the answer echoes the day used and holds every row from then on, and no other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 19_999 }), fc.integer({ min: 0, max: 1_200 }), (index, back) => {
        const account = accountAt(1, index, today);
        const asked = addDays(today, -back);
        const document = ask(account, "transaktioner", asked);
        const from = back > 915 ? addDays(today, -915) : asked;
        expect(document.datumFrom).toBe(from);
        const expected = account.standing(today, []).booked.filter((row) => row.bookedOn >= from);
        expect(rowsOf(document, "tidigareTransaktioner").map((row) => row.transaktionsidentitet)).toEqual(
          expected.map((row) => row.id).reverse(),
        );
      }),
      { numRuns: 40 },
    );
  });
});

const HEAD = ["nastaAvstamningsdatum", "senastUppdaterad", "informationstext"];
const BALANCE = ["saldoSkatteverket", "saldoKronofogden", "rantaSkatteverket", "rantaKronofogden", "ocrNummer"];
const BOOKED = ["transaktionsidentitet", "transaktionsdatum", "ranteberakningsdatum", "transaktionstext"];
const AMOUNTS = ["beloppSkatteverket", "beloppKronofogden"];

describe("the four answers have the documented fields", () => {
  const accounts = Array.from({ length: 120 }, (_, index) => accountAt(1, index, today));
  /** The one field of a later minor version that some companies have. */
  const known = (document: Row): string[] => Object.keys(document).filter((key) => key !== "kontostatus");

  test("saldo: every figure a whole number, an OCR number with a right check digit", () => {
    for (const account of accounts) {
      const document = ask(account, "saldo");
      expect(known(document).filter((key) => key !== "informationstext")).toEqual([...HEAD.slice(0, 2), ...BALANCE]);
      for (const key of BALANCE.slice(0, 4)) expect(Number.isInteger(document[key])).toBe(true);
      expect(document.ocrNummer).toMatch(new RegExp(`^${account.company.identity}\\d$`));
      expect(document.nastaAvstamningsdatum).toBe("2026-12-05");
      expect(document.senastUppdaterad).toMatch(/^2026-11-22T0[45]:12:37Z?$/);
    }
  });

  test("transaktioner: opening balance and rows make the balance; a booked row has a number, an upcoming one none", () => {
    for (const account of accounts) {
      const document = ask(account, "transaktioner");
      const [booked, upcoming] = [rowsOf(document, "tidigareTransaktioner"), rowsOf(document, "kommandeTransaktioner")];
      const opening = ask(account, "saldo").saldoSkatteverket as number;
      const sum = booked.reduce((total, row) => total + ((row.beloppSkatteverket as number | undefined) ?? 0), 0);
      const before = account.standing(addDays(plainDate(String(document.datumFrom)), -1), []).balance;
      expect(before + sum).toBe(opening);
      for (const row of booked) {
        expect(Object.keys(row)).toEqual(expect.arrayContaining(BOOKED));
        expect([...BOOKED, ...AMOUNTS]).toEqual(expect.arrayContaining(Object.keys(row)));
      }
      for (const row of upcoming) {
        expect(row).not.toHaveProperty("transaktionsidentitet");
        expect([...BOOKED, ...AMOUNTS, "forfallodatum", "beslutsdatum"]).toEqual(expect.arrayContaining(Object.keys(row)));
      }
    }
  });

  test("production's liberties all occur: absent amounts, absent arrays, both stamps, unknown fields and array names", () => {
    const documents = accounts.map((account) => ask(account, "transaktioner"));
    const rows = documents.flatMap((document) => [
      ...rowsOf(document, "tidigareTransaktioner"),
      ...rowsOf(document, "kommandeTransaktioner"),
    ]);
    expect(rows.some((row) => !("beloppSkatteverket" in row) && "beloppKronofogden" in row)).toBe(true);
    expect(rows.some((row) => "beslutsdatum" in row && !("forfallodatum" in row))).toBe(true);
    expect(documents.some((document) => !("kommandeTransaktioner" in document))).toBe(true);
    expect(
      documents.some((document) => rowsOf(document, "kommandeTransaktioner").length === 0 && "kommandeTransaktioner" in document),
    ).toBe(true);
    expect(documents.some((document) => "kontostatus" in document)).toBe(true);
    expect(new Set(documents.map((document) => String(document.senastUppdaterad).endsWith("Z"))).size).toBe(2);
    const names = accounts.flatMap((account) => known(ask(account, "utbetalningssparrar")).filter((key) => !HEAD.includes(key)));
    expect(new Set(names)).toEqual(new Set(["utbetalningssparrar", "utbetalningssparrinformation", "sparrar"]));
  });

  test("utbetalningskonto and utbetalningssparrar", () => {
    const blocked = accountAt(1, 7, today);
    expect(ask(blocked, "utbetalningskonto")).toMatchObject({ utbetalningskonto: expect.stringMatching(/^.{1,100}$/) });
    expect(ask(blocked, "utbetalningssparrar")).toMatchObject({
      [blocked.wire.blocksKey]: [{ sparridentitet: expect.any(Number), datumFrom: "2026-06-25", totalsparr: true }],
    });
    expect(ask(accountAt(1, 0, today), "utbetalningskonto")).not.toHaveProperty("utbetalningskonto");
  });
});

describe("a stated company", () => {
  const account = statedAccount(
    {
      identity: "165781006662",
      balance: 12_000,
      enforcementBalance: -500,
      interest: -3,
      history: [
        { text: "Debiterad preliminärskatt", date: plainDate("2026-11-12"), amount: -9_000 },
        { text: "Kostnadsränta", date: plainDate("2026-11-14"), enforcement: -7, id: null, extra: { nyttFalt: 1 } },
      ],
      upcoming: [
        { text: "Debiterad preliminärskatt", dueDate: plainDate("2026-12-14"), amount: -9_000, decidedOn: plainDate("2026-01-10") },
        { text: "Moms oktober 2026", dueDate: plainDate("2026-11-12"), amount: -4_000 },
        { text: "Utan belopp", date: plainDate("2026-12-01") },
      ],
      payoutAccount: "Bankkonto 1",
      blocks: [{ id: 7, from: plainDate("2026-01-01"), to: plainDate("2026-12-31"), amount: 5_000 }],
      blocksKey: "nagotHelt",
      stamp: "2026-11-21T18:00:00.123+01:00",
      nextReconciliation: plainDate("2026-12-06"),
      information: ["Driftstörning"],
      reference: "1234",
      extra: { nytt: { djupt: true } },
    },
    today,
  );

  test("is sent word for word", () => {
    const head = {
      nastaAvstamningsdatum: "2026-12-06",
      senastUppdaterad: "2026-11-21T18:00:00.123+01:00",
      informationstext: ["Driftstörning"],
      nytt: { djupt: true },
    };
    expect(ask(account, "saldo")).toEqual({
      ...head,
      saldoSkatteverket: 12_000,
      saldoKronofogden: -500,
      rantaSkatteverket: -3,
      rantaKronofogden: 0,
      ocrNummer: "1234",
    });
    expect(ask(account, "transaktioner", "2026-11-14")).toEqual({
      ...head,
      ocrNummer: "1234",
      datumFrom: "2026-11-14",
      tidigareTransaktioner: [
        {
          transaktionsdatum: "2026-11-14",
          ranteberakningsdatum: "2026-11-14",
          transaktionstext: "Kostnadsränta",
          beloppKronofogden: -7,
          nyttFalt: 1,
        },
      ],
      kommandeTransaktioner: [
        {
          transaktionsdatum: "2026-11-12",
          forfallodatum: "2026-11-12",
          ranteberakningsdatum: "2026-11-12",
          transaktionstext: "Moms oktober 2026",
          beloppSkatteverket: -4_000,
        },
        { transaktionsdatum: "2026-12-01", ranteberakningsdatum: "2026-12-01", transaktionstext: "Utan belopp" },
        {
          transaktionsdatum: "2026-12-14",
          forfallodatum: "2026-12-14",
          ranteberakningsdatum: "2026-12-14",
          beslutsdatum: "2026-01-10",
          transaktionstext: "Debiterad preliminärskatt",
          beloppSkatteverket: -9_000,
        },
      ],
    });
    expect(ask(account, "utbetalningskonto")).toEqual({ ...head, utbetalningskonto: "Bankkonto 1" });
    expect(ask(account, "utbetalningssparrar")).toEqual({
      ...head,
      nagotHelt: [{ sparridentitet: 7, datumFrom: "2026-01-01", datumTom: "2026-12-31", sparrbelopp: 5_000 }],
    });
  });

  test("moves on with the days: an overdue row is booked the day after the start, others on their due date", () => {
    expect(account.standing(addDays(today, 1), [])).toMatchObject({ balance: 8_000, upcoming: [{}, {}] });
    expect(account.standing(plainDate("2026-12-13"), [])).toMatchObject({ balance: 8_000, upcoming: [{}] });
    const due = account.standing(plainDate("2026-12-14"), []);
    expect(due).toMatchObject({ balance: -1_000, upcoming: [] });
    expect(due.booked.at(-1)).toMatchObject({ id: expect.any(Number), bookedOn: "2026-12-14", amount: -9_000 });
  });

  test("needs nothing but its identity, and leaves empty arrays out when told to", () => {
    const bare = statedAccount({ identity: "165781006662", emptyArrays: "omitted" }, today);
    expect(Object.keys(ask(bare, "transaktioner"))).toEqual(["nastaAvstamningsdatum", "senastUppdaterad", "ocrNummer", "datumFrom"]);
    const sent = statedAccount({ identity: "165781006662" }, today);
    expect(ask(sent, "transaktioner")).toMatchObject({ ocrNummer: "1657810066627", tidigareTransaktioner: [], kommandeTransaktioner: [] });
  });
});
