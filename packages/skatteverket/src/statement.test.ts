import { luhnDigit, type Minor, SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Writing, writeStatement } from "./statement.fixture.ts";
import { parseStatement } from "./statement.ts";
import { amountCell, identityCell } from "./statement-cells.ts";

const withDigit = (nine: string): string => `${nine}${luhnDigit(nine)}`;
const COMPANY = withDigit("559000123");

const FILE = [
  `"Exempel Åkeri & Söner AB";"${COMPANY.slice(0, 6)}-${COMPANY.slice(6)}";""`,
  '"";"";""',
  '"";"Ingående saldo 2026-05-03";"-500"',
  '"2026-06-06";"Kostnadsränta";"-10"',
  '"2026-07-11";"Inbetalning bokförd 260710";"24 000"',
  '"2026-07-13";"Arbetsgivaravgift juni 2026";"-15 000"',
  '"2026-07-13";"Avdragen skatt juni 2026";"-8 490"',
  '"";"Utgående saldo 2026-08-01";"0"',
  "",
].join("\r\n");

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const windows1252 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const faultOf = (input: string | Uint8Array): SaldovaktError => {
  try {
    parseStatement(typeof input === "string" ? bytes(input) : input);
  } catch (thrown) {
    if (thrown instanceof SaldovaktError) return thrown;
    throw thrown;
  }
  throw new Error("the statement was read");
};

describe("a statement", () => {
  const expected = {
    name: "Exempel Åkeri & Söner AB",
    identity: `16${COMPANY}`,
    opening: { date: "2026-05-03", balance: -50_000 },
    closing: { date: "2026-08-01", balance: 0 },
    rows: [
      { date: "2026-06-06", text: "Kostnadsränta", amount: -1_000, kind: "interest" },
      { date: "2026-07-11", text: "Inbetalning bokförd 260710", amount: 2_400_000, kind: "other" },
      { date: "2026-07-13", text: "Arbetsgivaravgift juni 2026", amount: -1_500_000, kind: "employer-tax" },
      { date: "2026-07-13", text: "Avdragen skatt juni 2026", amount: -849_000, kind: "employer-tax" },
    ],
    payTo: expect.objectContaining({ scheme: "bankgiro", number: "5050-1055", reference: null, referenceType: "OCR" }),
  };

  test.each([
    ["as the e-service writes it", bytes(`\ufeff${FILE}`)],
    ["without a byte order mark", bytes(FILE)],
    ["with bare line feeds", bytes(FILE.replaceAll("\r\n", "\n"))],
    ["without quotation marks", bytes(FILE.replaceAll('"', ""))],
    ["in Windows-1252", windows1252(FILE)],
    ["with no-break spaces in amounts", bytes(FILE.replace("24 000", "24\u00a0000").replace("-15 000", "−15\u202f000"))],
    ["with öre", bytes(FILE.replace("-8 490", "-8490,00"))],
    ["decomposed", bytes(FILE.normalize("NFD"))],
    ["newest first", bytes([...FILE.split("\r\n").slice(0, 2), ...FILE.split("\r\n").slice(2, 8).toReversed()].join("\n"))],
  ])("is read %s", (_, file) => {
    expect(parseStatement(file)).toEqual(expected);
  });

  test("tells a number whose check digit is wrong from none", () => {
    const written = `${COMPANY.slice(0, 6)}-${COMPANY.slice(6)}`;
    const wrong = `${written.slice(0, -1)}${(Number(written.at(-1)) + 1) % 10}`;
    expect(parseStatement(bytes(FILE.replace(written, wrong)))).toMatchObject({ identity: null, misnumbered: true });
    expect(parseStatement(bytes(FILE.replace(written, "Bolaget")))).toMatchObject({ identity: null });
    expect(parseStatement(bytes(FILE.replace(written, "Bolaget"))).misnumbered).toBeUndefined();
  });

  test("is read with a column of running balances", () => {
    const file = [
      `"Exempel AB";"${COMPANY}";"";""`,
      '"";"Ingående saldo 2025-10-01";"";"660"',
      '"2025-10-04";"Intäktsränta";"1";"661"',
      '"2025-11-12";"Moms juli 2025 - sept 2025";"-1 997";"-1 336"',
      '"";"Utgående saldo 2025-12-31";"";"-1 336"',
    ].join("\r\n");
    const read = parseStatement(bytes(file));
    expect([read.opening.balance, read.closing.balance]).toEqual([66_000, -133_600]);
    expect(read.rows.map(({ amount, enforcementAmount }) => [amount, enforcementAmount])).toEqual([
      [100, undefined],
      [-199_700, undefined],
    ]);
  });

  test("is read with a column of what lies at Kronofogden, and no heading", () => {
    const file = [
      ";Ingående saldo 2025-04-01;656;0;",
      "2025-04-05;Överlämnad till Kronofogden;12 000;-12 000;",
      "2025-04-09;Inbetalning bokförd 250408;;400;",
      ";Utgående saldo 2025-06-30;12 656;-11 600;",
    ].join("\n");
    const read = parseStatement(bytes(file));
    expect(read).toMatchObject({ name: "", identity: null, opening: { balance: 65_600 }, closing: { balance: 1_265_600 } });
    expect(read.rows.map(({ amount, enforcementAmount }) => [amount, enforcementAmount])).toEqual([
      [1_200_000, -1_200_000],
      [0, 40_000],
    ]);
  });

  test.each([
    ["no amount", FILE.replace('"24 000"', '"mycket"'), "STATEMENT_ROW", "line 5 of the statement has no amount in its third column"],
    ["thousands set apart wrongly", FILE.replace("24 000", "24 00"), "STATEMENT_ROW", "line 5"],
    ["no day", FILE.replace("2026-06-06", "2026-06-31"), "STATEMENT_ROW", "line 4 of the statement has no existing day"],
    ["a row of another period", FILE.replace("2026-06-06", "2026-04-06"), "STATEMENT_ROW", "line 4 of the statement lies outside"],
    ["a balance without a day", FILE.replace("saldo 2026-05-03", "saldo igår"), "STATEMENT_ROW", "line 3"],
    ["a balance without an amount", FILE.replace('"-500"', '""'), "STATEMENT_ROW", "line 3"],
    ["no opening", FILE.replace("Ingående", "Tidigare"), "STATEMENT_INCOMPLETE", "has no opening balance"],
    ["no closing", FILE.slice(0, FILE.indexOf('"";"Utg')), "STATEMENT_INCOMPLETE", "has no closing balance"],
    ["two openings", FILE.replace('"2026-06-06";"Kostnadsränta"', '"";"Ingående saldo 2026-06-06"'), "STATEMENT_FORMAT", "line 4"],
    ["a closing before its opening", FILE.replace("Utgående saldo 2026", "Utgående saldo 2025"), "STATEMENT_FORMAT", "line 8"],
    [
      "a row left out",
      FILE.replace('"2026-06-06";"Kostnadsränta";"-10"\r\n', ""),
      "STATEMENT_BALANCE",
      "do not come to the closing balance, by 10.00 kronor: rows are missing",
    ],
    ["a quotation mark left open", FILE.replace('"Kostnadsränta"', '"Kostnadsränta'), "STATEMENT_FORMAT", "is not written as CSV"],
    ["commas between cells", FILE.replaceAll(";", ","), "STATEMENT_FORMAT", "line 1 of the statement is not written as CSV"],
    ["nothing", "", "STATEMENT_INCOMPLETE", "no opening balance"],
  ])("with %s is refused", (_, file, code, message) => {
    const fault = faultOf(file);
    expect(fault).toMatchObject({ code, scope: "input", remedy: expect.stringMatching(/^[a-z]/) });
    expect(fault.message).toContain(message);
    for (const secret of [COMPANY.slice(6), "Exempel", "Kostnad", "mycket"])
      expect(`${fault.message} ${fault.remedy}`).not.toContain(secret);
  });

  test.each([
    ["%PDF-1.7", "is a PDF"],
    ["PK\u0003\u0004", "is a workbook or an archive"],
    ["a\u0000b", "is no text"],
  ])("is not %j", (file, what) => {
    expect(faultOf(file)).toMatchObject({ code: "STATEMENT_NOT_TEXT", message: `the file ${what}, not a statement as CSV` });
  });

  test("is not UTF-16, too large, or endless", () => {
    expect(faultOf(Uint8Array.of(0xff, 0xfe, 0x41, 0)).code).toBe("STATEMENT_NOT_TEXT");
    expect(faultOf(new Uint8Array(2 * 1024 * 1024 + 1).fill(0x3b)).code).toBe("STATEMENT_TOO_LARGE");
    expect(faultOf("a;b\n".repeat(20_001)).code).toBe("STATEMENT_TOO_MANY_ROWS");
    expect(faultOf(`a\n${";".repeat(1_000_000)}`).message).toBe("line 2 of the statement is far longer than any row of a statement");
    expect(faultOf(`"${"a\n".repeat(5_000)}";`).code).toBe("STATEMENT_FORMAT");
  });
});

describe("a cell", () => {
  test.each([
    ["0", 0],
    ["-0", 0],
    ["+24 000", 2_400_000],
    ["1 234 567,8", 123_456_780],
    ["−10", -1_000],
    ["–10,05", -1_005],
    ["24 00", null],
    ["1.234", null],
    ["1,234", null],
    ["--1", null],
    ["", null],
    ["1e5", null],
    ["99999999999999999", null],
  ])("%j is the amount %s", (cell, amount) => {
    expect(amountCell(cell)).toBe(amount);
  });

  const person = withDigit("850117239");
  test.each([
    [COMPANY, `16${COMPANY}`],
    [`${COMPANY.slice(0, 6)}-${COMPANY.slice(6)}`, `16${COMPANY}`],
    [`16${COMPANY}`, `16${COMPANY}`],
    [`${person.slice(0, 6)}-${person.slice(6)}`, `19${person}`],
    [`19${person.slice(0, 6)}-${person.slice(6)}`, `19${person}`],
    [withDigit("050117239"), `20${withDigit("050117239")}`],
    [withDigit("991231239"), `19${withDigit("991231239")}`],
    [`${COMPANY.slice(0, 9)}${(Number(COMPANY.slice(9)) + 1) % 10}`, null],
    ["", null],
    ["Exempel", null],
  ])("%j is the identity %s", (cell, identity) => {
    expect(identityCell(cell, "2026-08-01" as never)).toBe(identity);
  });
});

describe("any statement", () => {
  const anyRow = fc.record({
    day: fc.integer({ min: 0, max: 700 }),
    text: fc.constantFrom(
      "Moms april 2026",
      "Inbetalning bokförd 260410",
      "Avdragen skatt maj 2026",
      'Citat "inom"',
      "Semikolon; här",
      "Överlämnad till Kronofogden",
    ),
    amount: fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }) as fc.Arbitrary<Minor>,
  });
  const anyWriting: fc.Arbitrary<Writing> = fc.record({
    bom: fc.boolean(),
    newline: fc.constantFrom("\r\n", "\n"),
    quoted: fc.boolean(),
    space: fc.constantFrom(" ", "\u00a0", "\u202f", ""),
    minus: fc.constantFrom("-", "−"),
    runningBalance: fc.boolean(),
    newestFirst: fc.boolean(),
  });

  test("written is read as it was", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 60 }), anyWriting, fc.integer({ min: -1e9, max: 1e9 }), (rows, writing, opening) => {
        const { file, statement } = writeStatement(
          rows,
          { opening: opening as Minor, identity: `16${COMPANY}`, name: "Exempel AB" },
          writing,
        );
        expect(parseStatement(bytes(file))).toEqual(statement);
      }),
    );
  });

  test("however damaged, is read or refused in our words", () => {
    const pieces = [...FILE.split(/(;|"|\r\n)/), "\u0000", "ÿ", "9".repeat(30), "2026-02-30", "Utgående saldo", "\u202f"];
    const anyGarbage = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: "binary", maxLength: 300 }).map(bytes),
      fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => bytes(parts.join(""))),
      fc
        .tuple(fc.nat(FILE.length), fc.nat(8), fc.string({ maxLength: 4 }))
        .map(([at, cut, put]) => bytes(FILE.slice(0, at) + put + FILE.slice(at + cut))),
      fc.array(fc.constantFrom(...FILE.split("\r\n")), { maxLength: 12 }).map((lines) => bytes(lines.join("\n"))),
    );
    fc.assert(
      fc.property(anyGarbage, (file) => {
        try {
          const { opening, closing, rows } = parseStatement(file);
          expect(rows.reduce((all, row) => all + row.amount, 0) + opening.balance).toBe(closing.balance);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(SaldovaktError);
          expect((thrown as SaldovaktError).scope).not.toBe("internal");
        }
      }),
      { numRuns: 500 },
    );
  });
});
