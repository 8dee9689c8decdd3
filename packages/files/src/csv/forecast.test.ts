import { formatDecimal, type Minor, parseDecimal, plainDate, sum } from "@saldovakt/domain";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyForecast, anyText, forecastOf, monthly, norwegian, row, SKATTEVERKET, skatteetaten, swedish } from "../forecast.fixture.ts";
import { cell, safeText } from "./cell.ts";
import { forecastCsv } from "./forecast.ts";

type Record_ = Readonly<Record<string, string>>;

const read = (csv: string, delimiter = ","): Record_[] =>
  parse(csv, { bom: true, columns: true, delimiter, record_delimiter: "\r\n" }) as Record_[];

const twoDates = forecastOf(
  swedish(29_150, [row("2026-12-14", -62_400, "Moms", { decidedOn: plainDate("2026-11-20") }), row("2027-01-18", -18_400)]),
);

describe("forecastCsv", () => {
  it("is, in English, RFC 4180 with fixed names", () => {
    const csv = forecastCsv(twoDates);
    expect(csv.split("\r\n")).toEqual([
      "row,date,text,amount,balance,shortfall,currency,decidedOn,overdue,estimate,estimateLow,estimateHigh,balanceWithEstimates,pay,payTo,reference",
      "balance,2026-11-23,,,29150.00,,SEK,,,,,,,,,",
      "charge,2026-12-14,Moms,-62400.00,-33250.00,33250.00,SEK,2026-11-20,,,,,,,,",
      `payment,2026-12-09,Skatteverket,,,,SEK,,,,,,,33250.00,bankgiro 5050-1055,OCR ${SKATTEVERKET.reference}`,
      "charge,2027-01-18,Moms oktober 2026,-18400.00,-51650.00,51650.00,SEK,,,,,,,,,",
      `payment,2027-01-13,Skatteverket,,,,SEK,,,,,,,18400.00,bankgiro 5050-1055,OCR ${SKATTEVERKET.reference}`,
      "",
    ]);
  });

  it("leaves balances to come empty where a statement is all that is known", () => {
    const brought = { ...twoDates, warnings: [{ code: "STATEMENT_ONLY", date: plainDate("2026-11-20") }] };
    const rows = read(forecastCsv(brought));
    expect(rows.map(({ balance, shortfall }) => [balance, shortfall])).toEqual([["29150.00", ""], ...rows.slice(1).map(() => ["", ""])]);
  });

  it.each([
    ["sv", "Rad;Datum;Text;Belopp;Saldo;Saknas", "post;2026-12-14;Moms;-62400,00;-33250,00;33250,00;SEK"],
    ["nb", "Rad;Dato;Tekst;Beløp;Saldo;Mangler", "post;2026-12-14;Moms;-62400,00;-33250,00;33250,00;SEK"],
  ] as const)("is, in %s, what Excel opens there", (language, head, line) => {
    const csv = forecastCsv(twoDates, language);
    expect(Buffer.from(csv).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const lines = csv.slice(1).split("\r\n");
    expect(lines[0]?.startsWith(head)).toBe(true);
    expect(lines[2]?.startsWith(line)).toBe(true);
  });

  it("keeps estimates in columns of their own", () => {
    const forecast = forecastOf(swedish(10_000, [row("2026-12-14", -2_500)], { history: monthly(18_400) }));
    const rows = read(forecastCsv(forecast));
    const guessed = rows.filter((each) => each.estimate !== "");
    expect(guessed.length).toBeGreaterThan(0);
    for (const each of guessed) {
      expect(each).toMatchObject({ amount: "", row: "charge", decidedOn: "" });
      expect(Number(each.estimateLow)).toBeLessThanOrEqual(Number(each.estimate));
      expect(Number(each.estimateHigh)).toBeGreaterThanOrEqual(Number(each.estimate));
    }
    expect(rows.filter((each) => each.amount !== "").map((each) => each.amount)).toEqual(["-2500.00"]);
    const last = forecast.dueDates.at(-1)?.withEstimates?.balanceAfter;
    expect(last).toBeLessThan(0);
    expect(rows.filter((each) => each.balance !== "").at(-1)).toMatchObject({
      balance: "7500.00",
      balanceWithEstimates: formatDecimal(last as Minor),
    });
  });

  it("marks what is overdue and what is under way, and what has no reference", () => {
    const overdue = forecastOf(swedish(-500, [row("2026-11-12", -100)]));
    expect(read(forecastCsv(overdue)).map((each) => [each.row, each.overdue])).toEqual([
      ["balance", ""],
      ["charge", "yes"],
      ["payment", "yes"],
    ]);
    const bare = forecastOf(swedish(-500, []));
    expect(read(forecastCsv(bare))[1]).toMatchObject({ row: "balance", balance: "-500.00", shortfall: "500.00", overdue: "yes" });
    const claim = forecastOf(norwegian([row("2026-12-10", -100, "Krav", { payTo: skatteetaten(1, null) })]));
    expect(read(forecastCsv(claim)).at(-1)).toMatchObject({ payTo: "bban 12345678903", reference: "" });
  });

  it("adds up exactly and is read back the same by another's parser, whatever the texts", () => {
    fc.assert(
      fc.property(anyForecast, (forecast) => {
        const english = read(forecastCsv(forecast));
        const amounts = (name: string) => english.flatMap((each) => (each[name] ? [parseDecimal(each[name])] : []));
        const last = forecast.dueDates.at(-1)?.balanceAfter ?? forecast.balance;
        expect(sum([forecast.balance, ...amounts("amount")])).toBe(last);
        expect(amounts("balance").at(-1)).toBe(last);
        expect(amounts("pay")).toEqual(forecast.dueDates.flatMap((entry) => entry.payments.map((payment) => payment.amount)));
        expect(english.filter((each) => each.row === "charge")).toHaveLength(forecast.dueDates.flatMap((entry) => entry.charges).length);
        const swedishRows = read(forecastCsv(forecast, "sv"), ";");
        expect(swedishRows.map((each) => (each.Belopp ?? "").replace(",", "."))).toEqual(english.map((each) => each.amount));
        expect(swedishRows.map((each) => each.Text)).toEqual(english.map((each) => each.text));
      }),
    );
  });

  it("holds no cell that a spreadsheet reckons out, by whichever separator it reads", () => {
    fc.assert(
      fc.property(anyForecast, fc.constantFrom("sv", "en"), (forecast, language) => {
        for (const line of forecastCsv(forecast, language).replace("\uFEFF", "").split("\r\n")) {
          for (const piece of line.split(/[;,\t"]/)) {
            expect(/^\s*[=+\-@＝＋－＠]/.test(piece) && !/^-\d+(\.\d\d)?$/.test(piece), piece).toBe(false);
          }
        }
      }),
    );
  });
});

describe("cells", () => {
  it.each([
    ["=HYPERLINK(A1)", "'=HYPERLINK(A1)"],
    ["  +46", "'+46"],
    ["@x", "'@x"],
    ["-1", "'-1"],
    ["＝1+1", "'＝1+1"],
    ["a;=b", "a;'=b"],
    ["a\n=b", "a =b"],
    ["Moms 2026-10", "Moms 2026-10"],
  ])("%j is written %j", (text, written) => {
    expect(safeText(text)).toBe(written);
  });

  it("quote what would end them", () => {
    const dialect = { separator: ",", decimal: ".", mark: "" } as const;
    expect([cell('a "b", c', dialect), cell("a;b", dialect)]).toEqual(['"a ""b"", c"', "a;b"]);
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 2, maxLength: 4 }), (texts) => {
        const safe = texts.map(safeText);
        expect(parse(safe.map((text) => cell(text, dialect)).join(","), { relax_column_count: true })).toEqual(
          safe.every((text) => text === "") ? expect.anything() : [safe],
        );
      }),
    );
  });
});
