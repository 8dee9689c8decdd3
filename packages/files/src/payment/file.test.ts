import {
  bankDaysBetween,
  COUNTRY_OF,
  type Forecast,
  instant,
  isBankDay,
  minor,
  mod11Digit,
  norwegianAccountValid,
  type Payee,
  parseDecimal,
  plainDate,
  SaldovaktError,
  sum,
} from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anyForecast,
  anyText,
  forecastOf,
  monthly,
  NORWEGIAN_DEBTOR,
  NOW,
  norwegian,
  row,
  SKATTEVERKET,
  SOLE_TRADER,
  SWEDISH_DEBTOR,
  skatteetaten,
  swedish,
  TODAY,
} from "../forecast.fixture.ts";
import { at, type Node, parseXml, textAt } from "../xml.fixture.ts";
import { payableByFile } from "./creditor.ts";
import type { Debtor } from "./debtor.ts";
import { type PaymentFileOptions, paymentFile } from "./file.ts";

const made = (forecast: Forecast, more: Partial<PaymentFileOptions> & { debtor?: Debtor } = {}): Node =>
  parseXml(paymentFile(forecast, { debtor: forecast.currency === "SEK" ? SWEDISH_DEBTOR : NORWEGIAN_DEBTOR, createdAt: NOW, ...more }));

const PAYMENTS = "CstmrCdtTrfInitn/PmtInf";
const TRANSFERS = `${PAYMENTS}/CdtTrfTxInf`;
const messageId = (file: Node): string => textAt(file, "CstmrCdtTrfInitn/GrpHdr/MsgId")[0] ?? "";
const endToEnd = (file: Node): string[] => textAt(file, `${TRANSFERS}/PmtId/EndToEndId`);

const code = (attempt: () => unknown): string | undefined => {
  try {
    attempt();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(SaldovaktError);
    return (thrown as SaldovaktError).code;
  }
  return undefined;
};

const twoDates = forecastOf(swedish(29_150, [row("2026-12-14", -62_400), row("2027-01-18", -18_400)]));

const claims = forecastOf(
  norwegian([
    row("2026-12-10", -18_420, "Merverdiavgift", { payTo: skatteetaten(1) }),
    row("2027-01-15", -42_310, "Arbeidsgiveravgift", { payTo: skatteetaten(2) }),
    row("2027-01-15", -9_100, "Forskuddstrekk", { payTo: skatteetaten(3, null) }),
  ]),
);

const ibanOf = (number: string): string => `NO${String(98n - (BigInt(`${number}232400`) % 97n)).padStart(2, "0")}${number}`;

describe("paymentFile", () => {
  it("pays a bankgiro from a Swedish account", () => {
    const file = made(twoDates, { dueDates: [plainDate("2026-12-14")] });
    expect(file.attributes).toEqual({ xmlns: "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03" });
    expect(textAt(file, "CstmrCdtTrfInitn/GrpHdr/CreDtTm")).toEqual(["2026-11-23T09:30:05"]);
    expect(textAt(file, `${PAYMENTS}/ReqdExctnDt`)).toEqual(["2026-12-09"]);
    expect(textAt(file, `${PAYMENTS}/Dbtr/Nm`)).toEqual(["Exempel AB"]);
    expect(textAt(file, `${PAYMENTS}/Dbtr/Id/OrgId/Othr/Id`)).toEqual(["5781006662"]);
    expect(textAt(file, `${PAYMENTS}/DbtrAcct/Id/IBAN`)).toEqual(["SE4550000000058398257466"]);
    expect(textAt(file, `${PAYMENTS}/DbtrAcct/Ccy`)).toEqual(["SEK"]);
    expect(textAt(file, `${PAYMENTS}/DbtrAgt/FinInstnId/BIC`)).toEqual(["ESSESESS"]);
    const [transfer] = at(file, TRANSFERS) as [Node];
    expect(at(transfer, "Amt/InstdAmt")).toMatchObject([{ text: "33250.00", attributes: { Ccy: "SEK" } }]);
    expect(textAt(transfer, "CdtrAgt/FinInstnId/ClrSysMmbId/ClrSysId/Cd")).toEqual(["SESBA"]);
    expect(textAt(transfer, "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId")).toEqual(["9900"]);
    expect(textAt(transfer, "CdtrAcct/Id/Othr/Id")).toEqual(["50501055"]);
    expect(textAt(transfer, "CdtrAcct/Id/Othr/SchmeNm/Prtry")).toEqual(["BGNR"]);
    expect(textAt(transfer, "RmtInf/Strd/CdtrRefInf/Tp/CdOrPrtry/Cd")).toEqual(["SCOR"]);
    expect(textAt(transfer, "RmtInf/Strd/CdtrRefInf/Ref")).toEqual([SKATTEVERKET.reference]);
  });

  it("writes the elements in the schema's order", () => {
    const file = made(twoDates);
    const names = (path: string): string[] => (at(file, path)[0]?.children ?? []).map((child) => child.name);
    expect(names("CstmrCdtTrfInitn")).toEqual(["GrpHdr", "PmtInf", "PmtInf"]);
    expect(names("CstmrCdtTrfInitn/GrpHdr")).toEqual(["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"]);
    expect(names(PAYMENTS)).toEqual([
      ...["PmtInfId", "PmtMtd", "NbOfTxs", "CtrlSum", "PmtTpInf", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt", "CdtTrfTxInf"],
    ]);
    expect(names(TRANSFERS)).toEqual(["PmtId", "Amt", "CdtrAgt", "Cdtr", "CdtrAcct", "RmtInf"]);
  });

  it("pays Norwegian claims one by one, with KID or with the payer in words", () => {
    const file = made(claims);
    expect(textAt(file, `${PAYMENTS}/NbOfTxs`)).toEqual(["1", "2"]);
    expect(textAt(file, `${PAYMENTS}/CtrlSum`)).toEqual(["18420.00", "51410.00"]);
    expect(textAt(file, `${TRANSFERS}/CdtrAcct/Id/Othr/Id`)).toEqual(["12345678903", "12345678903", "12345678903"]);
    expect(textAt(file, `${TRANSFERS}/CdtrAcct/Id/Othr/SchmeNm/Cd`)).toEqual(["BBAN", "BBAN", "BBAN"]);
    expect(at(file, `${TRANSFERS}/CdtrAgt`)).toEqual([]);
    expect(textAt(file, `${TRANSFERS}/RmtInf/Strd/CdtrRefInf/Ref`).sort()).toEqual([1, 2].map((n) => skatteetaten(n).reference).sort());
    expect(textAt(file, `${TRANSFERS}/RmtInf/Ustrd`)).toEqual(["313367002 Eksempel AS"]);
    expect(at(file, `${TRANSFERS}/Amt/InstdAmt`).every((amount) => amount.attributes.Ccy === "NOK")).toBe(true);
  });

  it("keeps a KID's last sign", () => {
    const kid = skatteetaten(0, "12345678-");
    const file = made(forecastOf(norwegian([row("2026-12-10", -100, "Krav", { payTo: kid })])));
    expect(textAt(file, `${TRANSFERS}/RmtInf/Strd/CdtrRefInf/Ref`)).toEqual(["12345678-"]);
  });

  it("reaches the payee by IBAN from an account abroad", () => {
    const debtor = { ...SWEDISH_DEBTOR, iban: "NO9386011117947", bic: "DNBANOKK" };
    const file = made(twoDates, { debtor });
    expect(textAt(file, `${PAYMENTS}/DbtrAcct/Ccy`)).toEqual([]);
    expect(textAt(file, `${PAYMENTS}/DbtrAcct/Id/IBAN`)).toContain("NO9386011117947");
    const [transfer] = at(file, TRANSFERS) as [Node];
    expect(textAt(transfer, "CdtrAcct/Id/IBAN")).toEqual([SKATTEVERKET.iban]);
    expect(textAt(transfer, "CdtrAgt/FinInstnId/BIC")).toEqual([SKATTEVERKET.bic]);
    expect(textAt(transfer, "RmtInf/Ustrd")).toEqual([`OCR ${SKATTEVERKET.reference}`]);
  });

  it("names a sole trader as a person", () => {
    const debtor = { ...SWEDISH_DEBTOR, identity: SOLE_TRADER };
    const file = made(twoDates, { debtor });
    expect(textAt(file, `${PAYMENTS}/Dbtr/Id/PrvtId/Othr/Id`)).toEqual([SOLE_TRADER.slice(2), SOLE_TRADER.slice(2)]);
    expect(at(file, `${PAYMENTS}/Dbtr/Id/OrgId`)).toEqual([]);
  });

  const paidTo = (payTo: Partial<Payee>, debtor = NORWEGIAN_DEBTOR): Node => {
    const charge = row("2026-12-10", -100, "Krav", { payTo: { ...skatteetaten(1), ...payTo } });
    return made(forecastOf(norwegian([charge])), { debtor });
  };

  it.each([
    { number: "DE89370400440532013000", bic: "COBADEFFXXX" },
    { number: "DE89 3704 0044 0532 0130 00", bic: "COBADEFFXXX" },
    { number: "123", iban: "DE89370400440532013000", bic: "COBADEFFXXX" },
  ])("pays an account abroad by its IBAN, never by the digits in it: %j", (payTo) => {
    const [transfer] = at(paidTo(payTo), TRANSFERS) as [Node];
    expect(textAt(transfer, "CdtrAcct/Id/IBAN")).toEqual(["DE89370400440532013000"]);
    expect(at(transfer, "CdtrAcct/Id/Othr")).toEqual([]);
    expect(textAt(transfer, "CdtrAgt/FinInstnId/BIC")).toEqual(["COBADEFFXXX"]);
    expect(textAt(transfer, "RmtInf/Ustrd")).toEqual([`KID ${skatteetaten(1).reference}`]);
  });

  it.each([
    ["coba de ff", ["COBADEFF"]],
    ["COMMERZBANK AG", []],
    ["", []],
  ])("writes the bank of an account abroad where it is one: %j", (bic, written) => {
    expect(textAt(paidTo({ number: "DE89370400440532013000", bic }), `${TRANSFERS}/CdtrAgt/FinInstnId/BIC`)).toEqual(written);
  });

  it.each(["DE88370400440532013000", "12345678904", "A2345678903", "1234567890", "123456789031", "", "12345678903 A"])(
    "pays nothing to what is no account: %j",
    (number) => {
      expect(code(() => paidTo({ number }))).toBe("PAYEE_UNKNOWN");
      expect(code(() => paidTo({ number }, SWEDISH_DEBTOR))).toBe("PAYEE_UNKNOWN");
    },
  );

  it("pays nothing to a Norwegian account whose check digit is wrong, by its number or its IBAN, and everything to the right one", () => {
    const body = fc.stringMatching(/^\d{10}$/).filter((text) => norwegianAccountValid(`${text}${mod11Digit(text)}`));
    fc.assert(
      fc.property(body, fc.nat(9), fc.boolean(), (text, digit, byIban) => {
        const number = `${text}${digit}`;
        const payTo = byIban ? { number: "", iban: ibanOf(number) } : { number };
        if (!norwegianAccountValid(number)) expect(code(() => paidTo(payTo))).toBe("PAYEE_UNKNOWN");
        else expect(at(paidTo(payTo), `${TRANSFERS}/CdtrAcct/Id`)).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  it("writes a KID as the authority gave it, whatever its check digit: the bank asks the payee's own rule", () => {
    const kid = fc.stringMatching(/^\d{1,24}[\d-]$/);
    fc.assert(
      fc.property(kid, (reference) => {
        expect(textAt(paidTo({ reference }), `${TRANSFERS}/RmtInf/Strd/CdtrRefInf/Ref`)).toEqual([reference]);
      }),
      { numRuns: 50 },
    );
  });

  it("pays nothing with a reference that it would have to alter", () => {
    const forms = (reference: string): string[] => [reference, `KID ${reference}`];
    for (const reference of ["=1+1", "1_2", "//12", "12/", " 12", "1  2", "1\n2", "№12", "9".repeat(137), " "])
      for (const debtor of [NORWEGIAN_DEBTOR, SWEDISH_DEBTOR]) expect(code(() => paidTo({ reference }, debtor))).toBe("PAYEE_UNKNOWN");
    fc.assert(
      fc.property(anyText, fc.boolean(), (reference, abroad) => {
        const payTo = { ...(abroad && { number: "DE89370400440532013000" }), reference };
        if (payableByFile({ ...skatteetaten(1), ...payTo })) {
          const [transfer] = at(paidTo(payTo), TRANSFERS) as [Node];
          const [written] = [...textAt(transfer, "RmtInf/Strd/CdtrRefInf/Ref"), ...textAt(transfer, "RmtInf/Ustrd")];
          if (reference !== "") expect(forms(reference)).toContain(written);
        } else {
          expect(code(() => paidTo(payTo))).toBe("PAYEE_UNKNOWN");
        }
      }),
    );
  });

  it.each(["1234.56.78903", "12345678903", "1234 56 78903"])("takes an account number as people write it: %j", (number) => {
    expect(textAt(paidTo({ number }), `${TRANSFERS}/CdtrAcct/Id/Othr/Id`)).toEqual(["12345678903"]);
  });

  it("waits for a bank day where the day to pay is none", () => {
    const sunday = plainDate("2026-11-22");
    const file = made(forecastOf(swedish(-500, [], {}, sunday), {}, sunday));
    expect(textAt(file, `${PAYMENTS}/ReqdExctnDt`)).toEqual(["2026-11-23"]);
  });

  it("pays nothing that is only estimated", () => {
    const guessed = forecastOf(swedish(100, [], { history: monthly(18_400) }));
    expect(guessed.withEstimates?.shortfall).toBeGreaterThan(0);
    expect(code(() => made(guessed))).toBe("NOTHING_TO_PAY");
  });
});

describe("ids", () => {
  it("stay the same on another day and at another time, and change with what is paid", () => {
    const tomorrow = plainDate("2026-11-24");
    const later = forecastOf(swedish(29_150, [row("2026-12-14", -62_400), row("2027-01-18", -18_400)], {}, tomorrow), {}, tomorrow);
    expect(messageId(made(later, { createdAt: instant(Date.parse("2026-11-24T10:00:00Z")) }))).toBe(messageId(made(twoDates)));
    const late = plainDate("2026-12-11");
    const last = forecastOf(swedish(29_150, [row("2026-12-14", -62_400), row("2027-01-18", -18_400)], {}, late), {}, late);
    expect(textAt(made(last), `${PAYMENTS}/ReqdExctnDt`)[0]).toBe("2026-12-11");
    expect(messageId(made(last))).toBe(messageId(made(twoDates)));
    const different = [
      made(twoDates, { dueDates: [plainDate("2026-12-14")] }),
      made(forecastOf(swedish(29_149, [row("2026-12-14", -62_400), row("2027-01-18", -18_400)]))),
      made(forecastOf(swedish(29_150, [row("2026-12-28", -62_400), row("2027-01-18", -18_400)]))),
      made(twoDates, { debtor: { ...SWEDISH_DEBTOR, iban: "SE7280000810340009783242", bic: "SWEDSESS" } }),
    ].map(messageId);
    expect(new Set([...different, messageId(made(twoDates))]).size).toBe(5);
  });

  it("keep what is overdue for the month", () => {
    const overdue = (day: string) => made(forecastOf(swedish(-500, [], {}, plainDate(day)), {}, plainDate(day)));
    expect(messageId(overdue("2026-11-24"))).toBe(messageId(overdue("2026-11-23")));
    expect(messageId(overdue("2026-12-23"))).not.toBe(messageId(overdue("2026-11-23")));
  });

  it("name a payment alike in every file that holds it", () => {
    const one = endToEnd(made(twoDates, { dueDates: [plainDate("2027-01-18")] }));
    expect(endToEnd(made(twoDates))).toContain(one[0]);
  });

  it("name a payment alike where it is asked for by itself, of claims alike in everything too", () => {
    const alike = row("2027-01-15", -100, "Krav", { payTo: skatteetaten(1, null) });
    const forecast = forecastOf(norwegian([alike, row("2027-01-15", -70, "Annet", { payTo: skatteetaten(2) }), alike]));
    const dueDates = [plainDate("2027-01-15")];
    const single = [1, 2, 3].map((payment) => made(forecast, { dueDates, payment }));
    expect(single.flatMap(endToEnd)).toEqual(endToEnd(made(forecast)));
    expect(new Set(single.map(messageId)).size).toBe(3);
    for (const payment of [0, 4]) expect(code(() => made(forecast, { dueDates, payment }))).toBe("NOTHING_TO_PAY");
  });

  it("are one payment's also where claims are overdue and others due today", () => {
    const forecast = forecastOf(
      norwegian([row("2026-11-16", -100, "A", { payTo: skatteetaten(1) }), row(TODAY, -70, "B", { payTo: skatteetaten(2) })]),
    );
    const dueDates = [TODAY];
    const amounts = (payment?: number): string[] =>
      textAt(made(forecast, { dueDates, ...(payment === undefined ? {} : { payment }) }), `${TRANSFERS}/Amt/InstdAmt`);
    expect([amounts(), amounts(1), amounts(2)]).toEqual([["100.00", "70.00"], ["100.00"], ["70.00"]]);
  });

  it("tell claims apart that are alike in everything", () => {
    const alike = row("2026-12-10", -100, "Krav", { payTo: skatteetaten(1, null) });
    expect(new Set(endToEnd(made(forecastOf(norwegian([alike, alike, alike]))))).size).toBe(3);
  });
});

describe("what cannot be paid", () => {
  const refused = (debtor: Partial<Debtor>): string | undefined => code(() => made(twoDates, { debtor: { ...SWEDISH_DEBTOR, ...debtor } }));

  it.each([
    [{ iban: "SE4650000000058398257466" }, "PAY_FROM_IBAN"],
    [{ iban: "" }, "PAY_FROM_IBAN"],
    [{ bic: "ESSE" }, "PAY_FROM_BIC"],
    [{ bic: "ESSESES<" }, "PAY_FROM_BIC"],
    [{ name: "名前" }, "PAY_FROM_NAME"],
    [{ identity: "5781006662" }, "IDENTITY_LENGTH"],
  ])("%j is refused with %s", (debtor, expected) => {
    expect(refused(debtor)).toBe(expected);
  });

  it("names the field, and repeats nothing of it", () => {
    expect(() => made(twoDates, { debtor: { ...SWEDISH_DEBTOR, iban: "SE4650000000058398257466" } })).toThrow(
      /^payFrom\.iban is not an IBAN$/,
    );
    expect(() => made(twoDates, { debtor: { ...SWEDISH_DEBTOR, bic: "X" } })).toThrow(/^payFrom\.bic /);
  });

  it("is a due date that is not there, or that needs no payment, or a payment to nowhere", () => {
    expect(code(() => made(twoDates, { dueDates: [TODAY] }))).toBe("DUE_DATE_UNKNOWN");
    expect(code(() => made(twoDates, { dueDates: [] }))).toBe("NOTHING_TO_PAY");
    const covered = forecastOf(swedish(90_000, [row("2026-12-14", -100)]));
    expect(code(() => made(covered, { dueDates: [plainDate("2026-12-14")] }))).toBe("NOTHING_TO_PAY");
    const nowhere = forecastOf(norwegian([row("2026-12-10", -100, "Krav", { payTo: skatteetaten(1) }), row("2026-12-14", -200)]));
    expect(code(() => made(nowhere))).toBe("PAYEE_UNKNOWN");
    expect(endToEnd(made(nowhere, { dueDates: [plainDate("2026-12-10")] }))).toHaveLength(1);
    const sameDay = forecastOf(norwegian([row("2026-12-10", -100, "A", { payTo: skatteetaten(1) }), row("2026-12-10", -200, "B")]));
    const dueDates = [plainDate("2026-12-10")];
    expect(code(() => made(sameDay, { dueDates }))).toBe("PAYEE_UNKNOWN");
    expect(code(() => made(sameDay, { dueDates, payment: 2 }))).toBe("PAYEE_UNKNOWN");
    expect(textAt(made(sameDay, { dueDates, payment: 1 }), `${TRANSFERS}/Amt/InstdAmt`)).toEqual(["100.00"]);
  });
});

describe("any forecast", () => {
  const payable = anyForecast.filter((forecast) => forecast.dueDates.some((entry) => entry.payments.length > 0));

  it("is paid to the öre, on bank days, with ids that tell nothing", () => {
    fc.assert(
      fc.property(payable, anyText, (forecast, name) => {
        const debtor = { ...(forecast.currency === "SEK" ? SWEDISH_DEBTOR : NORWEGIAN_DEBTOR), name: `AB ${name}` };
        const file = made(forecast, { debtor });
        const advised = forecast.dueDates.flatMap((entry) => entry.payments);
        const amounts = textAt(file, `${TRANSFERS}/Amt/InstdAmt`).map(parseDecimal);
        expect([...amounts].sort()).toEqual(advised.map((payment) => payment.amount).sort());
        expect(textAt(file, "CstmrCdtTrfInitn/GrpHdr/NbOfTxs")).toEqual([String(advised.length)]);
        expect(textAt(file, "CstmrCdtTrfInitn/GrpHdr/CtrlSum").map(parseDecimal)).toEqual([sum(amounts)]);
        if (forecast.currency === "SEK") expect(sum(amounts)).toBe(forecast.shortfall);

        const country = COUNTRY_OF[forecast.source];
        const days: string[] = [];
        for (const information of at(file, PAYMENTS)) {
          const [on] = textAt(information, "ReqdExctnDt").map(plainDate) as [ReturnType<typeof plainDate>];
          days.push(on);
          expect(isBankDay(country, on) && on >= forecast.today).toBe(true);
          const own = textAt(information, "CdtTrfTxInf/Amt/InstdAmt").map(parseDecimal);
          expect(textAt(information, "NbOfTxs")).toEqual([String(own.length)]);
          expect(textAt(information, "CtrlSum").map(parseDecimal)).toEqual([sum(own)]);
        }
        expect(days).toEqual([...new Set(days)].sort());
        const soonest = advised.map((payment) => payment.payBy).sort()[0] as ReturnType<typeof plainDate>;
        expect(bankDaysBetween(country, soonest, plainDate(days[0] as string))).toBeLessThanOrEqual(1);

        const ids = [messageId(file), ...textAt(file, `${PAYMENTS}/PmtInfId`), ...endToEnd(file)];
        expect(new Set(ids).size).toBe(ids.length);
        const secrets = [debtor.identity.slice(-9), ...advised.flatMap((payment) => payment.payTo.reference ?? [])];
        for (const id of ids) {
          expect(id).toMatch(/^SV[MPE][A-Z2-7]{30}$/);
          for (const secret of secrets) expect(id).not.toContain(secret);
        }
        for (const text of [...textAt(file, `${PAYMENTS}/Dbtr/Nm`), ...textAt(file, `${TRANSFERS}/Cdtr/Nm`)]) {
          expect(text).toMatch(/^[A-Za-z0-9/\-?:().,'+ åäöæøÅÄÖÆØéÉüÜ]{1,70}$/);
        }
      }),
    );
  });

  it("gives the same file for the same data, the moment of making apart", () => {
    fc.assert(
      fc.property(payable, fc.integer({ min: 0, max: 4e12 }), (forecast, later) => {
        const debtor = forecast.currency === "SEK" ? SWEDISH_DEBTOR : NORWEGIAN_DEBTOR;
        const first = paymentFile(forecast, { debtor, createdAt: NOW });
        const second = paymentFile(forecast, { debtor, createdAt: instant(later), dueDates: "all" });
        const bare = (file: string): string => file.replace(/<CreDtTm>[^<]*<\/CreDtTm>/, "");
        expect(bare(second)).toBe(bare(first));
      }),
      { numRuns: 30 },
    );
  });

  it("is written out whole however large", () => {
    const rich = forecastOf(swedish(0, [row("2026-12-14", 0, "Moms", { amount: minor(-9_000_000_000_000_000) })]));
    expect(textAt(made(rich), `${TRANSFERS}/Amt/InstdAmt`)).toEqual(["90000000000000.00"]);
  });
});
