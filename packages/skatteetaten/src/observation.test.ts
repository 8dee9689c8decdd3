import { DEFAULT_POLICY, forecast, plainDate, SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { ACCOUNT, claim, due, KID, READ_AT } from "../test/fakes.ts";
import { observationOf } from "./observation.ts";
import { readOpenClaims } from "./wire.ts";

const observe = (claims: readonly object[], more: object = {}) =>
  observationOf(readOpenClaims({ aapentKravMedGjenstaaendeBeloep: claims, ...more }), READ_AT);

const codes = (claims: readonly object[], more: object = {}) => observe(claims, more).warnings.map(({ code }) => code);

test("every unpaid due date is a charge of its own, with its own account and KID", () => {
  const observation = observe([claim([due("2026-11-16", 1_200.5), due("2026-12-15", 800)])]);
  expect(observation).toMatchObject({
    source: "skatteetaten",
    currency: "NOK",
    settlement: "charge",
    balance: 0,
    enforcementBalance: 0,
    payTo: { number: null, reference: null },
    asOf: READ_AT,
    warnings: [],
  });
  expect(observation.charges).toEqual([
    {
      dueDate: "2026-11-16",
      amount: -120_050,
      text: "Arbeidsgiveravgift, 5. termin 2026",
      kind: "employer-tax",
      decidedOn: "2026-11-01",
      estimated: false,
      payTo: {
        scheme: "bban",
        number: ACCOUNT,
        name: "Skatteetaten",
        reference: KID,
        referenceType: "KID",
      },
    },
    expect.objectContaining({ dueDate: "2026-12-15", amount: -80_000 }),
  ]);
});

describe("what covers nothing", () => {
  it("is named, and is no charge", () => {
    const credit = observe([claim([due("2026-12-10", -500)], { gjenstaaendeBeloep: -500 })], {
      innbetalingMedUplassertBeloep: [{ innbetalingsdato: "2026-11-02", innbetaltBeloep: -900, uplassertBeloep: -300 }],
    });
    expect(credit.charges).toEqual([]);
    expect(credit.warnings).toEqual([
      { code: "CREDIT_CLAIM", amount: -50_000, date: "2026-12-10" },
      { code: "UNPLACED_PAYMENT", amount: 30_000, date: "2026-11-02" },
    ]);
  });

  it("covers nothing in the forecast either", () => {
    const observation = observe([claim([due("2026-12-10", -5_000)]), claim([due("2026-12-10", 700)])]);
    const made = forecast(observation, DEFAULT_POLICY, plainDate("2026-11-23"));
    expect(made).toMatchObject({ balance: 0, shortfall: 70_000 });
    expect(made.dueDates[0]?.payments).toMatchObject([{ amount: 70_000, payTo: { reference: KID } }]);
  });

  it("a paid due date is no charge", () => {
    expect(observe([claim([due("2026-12-10", 0)])])).toMatchObject({ charges: [], warnings: [] });
  });
});

describe("what is missing is said", () => {
  it.each([
    ["no KID", { konto: { kontonummer: ACCOUNT } }, { reference: null }],
    ["an IBAN alone", { kidnummer: KID, konto: { iban: `NO93 ${ACCOUNT}` } }, { number: `NO93${ACCOUNT}`, reference: KID }],
  ])("%s", (_what, betalingsinformasjon, payTo) => {
    const [charge] = observe([claim([due("2026-12-10", 100, { betalingsinformasjon })])]).charges;
    expect(charge?.payTo).toMatchObject(payTo);
  });

  it.each([
    [undefined, null],
    [null, null],
    [{}, null],
    [{ kidnummer: KID }, KID],
    [{ kidnummer: KID, konto: {} }, KID],
  ])("no account, and the KID that is given nevertheless: %j", (betalingsinformasjon, reference) => {
    const observation = observe([claim([due("2026-12-10", 100, { betalingsinformasjon })])]);
    const payTo = { scheme: "bban", number: null, name: "Skatteetaten", reference, referenceType: "KID" };
    expect(observation.charges[0]?.payTo).toEqual(payTo);
    const made = forecast(observation, DEFAULT_POLICY, plainDate("2026-11-23"));
    expect(made.warnings).toEqual([{ code: "ACCOUNT_MISSING", date: "2026-12-10", amount: 10_000 }]);
    expect(made.dueDates[0]?.payments).toMatchObject([{ amount: 10_000, payTo }]);
  });

  it("a due date without a day, an amount without a due date, a claim without either", () => {
    expect(codes([claim([{ ...due("2026-12-10", 100), forfallsdato: null }])])).toEqual(["CHARGE_WITHOUT_DUE_DATE"]);
    expect(codes([claim([], { gjenstaaendeBeloep: 100 })])).toEqual(["CHARGE_WITHOUT_DUE_DATE"]);
    expect(codes([claim([{ forfallsdato: "2026-12-10" }, { forfallsdato: "2026-12-11", gjenstaaendeBeloep: 5 }])])).toEqual([
      "CHARGE_WITHOUT_AMOUNT",
      "ACCOUNT_MISSING",
    ]);
    for (const silent of [claim([]), {}, { kravgruppe: "Restskatt", opprinneligBeloep: 5000 }, { kravforfall: null }]) {
      expect(codes([silent])).toEqual(["CHARGE_WITHOUT_AMOUNT"]);
    }
    expect(codes([claim([], { gjenstaaendeBeloep: 0 })])).toEqual([]);
  });

  it("one due date of several without an amount: what the others leave of the claim, unless that is less than nothing", () => {
    const dues = [due("2026-12-10", 60), { ...due("2026-12-11", 0), gjenstaaendeBeloep: null }];
    const { charges, warnings } = observe([claim(dues, { gjenstaaendeBeloep: 100 })]);
    expect(charges.map(({ dueDate, amount }) => [dueDate, amount])).toEqual([
      ["2026-12-10", -6_000],
      ["2026-12-11", -4_000],
    ]);
    expect(warnings).toEqual([]);
    expect(codes([claim(dues, { gjenstaaendeBeloep: 50 })])).toEqual(["CHARGE_WITHOUT_AMOUNT"]);
    const two = [...dues, { ...due("2026-12-12", 0), gjenstaaendeBeloep: null }];
    expect(codes([claim(two, { gjenstaaendeBeloep: 100 })])).toEqual(["CHARGE_WITHOUT_AMOUNT", "CHARGE_WITHOUT_AMOUNT"]);
  });

  it("one due date with less than the claim: the difference is told", () => {
    const { warnings } = observe([claim([due("2026-12-10", 60)], { gjenstaaendeBeloep: 100 })]);
    expect(warnings).toEqual([{ code: "TOTALS_MISMATCH", amount: 4_000 }]);
  });

  it("one due date takes the claim's own remainder when it states none", () => {
    const [charge] = observe([claim([{ forfallsdato: "2026-12-10" }], { gjenstaaendeBeloep: 250.25 })]).charges;
    expect(charge?.amount).toBe(-25_025);
  });

  it("unusual numbers are shown and warned of, never refused", () => {
    const odd = { kidnummer: "12340", konto: { kontonummer: ACCOUNT } };
    expect(codes([claim([due("2026-12-10", 1, { betalingsinformasjon: odd })])])).toEqual(["KID_UNUSUAL"]);
    const wrong = { kidnummer: KID, konto: { kontonummer: "12345678900" } };
    const observation = observe([claim([due("2026-12-10", 1, { betalingsinformasjon: wrong })])]);
    expect(observation.warnings.map(({ code }) => code)).toEqual(["ACCOUNT_UNUSUAL"]);
    expect(observation.charges[0]?.payTo).toMatchObject({ number: "12345678900", reference: KID });
  });
});

it.each([
  ["its IBAN", { iban: "DE89 3704 0044 0532 0130 00", swiftBIC: "COBADEFFXXX" }],
  ["its IBAN in the number's field", { kontonummer: "DE89370400440532013000", swiftBIC: "COBADEFFXXX" }],
])("an account abroad is shown by %s", (_what, konto) => {
  const observation = observe([claim([due("2026-12-10", 1, { betalingsinformasjon: { kidnummer: KID, konto } })])]);
  expect(observation.warnings).toEqual([]);
  expect(observation.charges[0]?.payTo).toMatchObject({
    number: "DE89370400440532013000",
    iban: "DE89370400440532013000",
    bic: "COBADEFFXXX",
    reference: KID,
  });
});

it("an IBAN whose check digits are wrong is shown, warned of, and vouches for no account number", () => {
  const iban = "NO9486011117947";
  const seen = (konto: object) => observe([claim([due("2026-12-10", 1, { betalingsinformasjon: { kidnummer: KID, konto } })])]);
  for (const konto of [{ iban }, { kontonummer: iban }]) {
    const { charges, warnings } = seen(konto);
    expect(warnings.map(({ code }) => code)).toEqual(["ACCOUNT_UNUSUAL"]);
    expect(charges[0]?.payTo?.number).toBe(iban);
  }
  expect(seen({ kontonummer: "86011117947", iban }).warnings.map(({ code }) => code)).toEqual(["ACCOUNT_UNUSUAL"]);
  expect(seen({ iban: "NO9386011117947" })).toMatchObject({ warnings: [], charges: [{ payTo: { number: "86011117947" } }] });
});

it("a wrong account number hides no wrong KID", () => {
  const wrong = { kidnummer: "12340", konto: { kontonummer: "12345678900" } };
  expect(codes([claim([due("2026-12-10", 1, { betalingsinformasjon: wrong })])])).toEqual(["ACCOUNT_UNUSUAL", "KID_UNUSUAL"]);
});

describe("shielded figures", () => {
  it("are a fault where nothing is listed: nothing to pay would be a guess", () => {
    expect(() => observe([], { skjermet: true })).toThrow(expect.objectContaining({ code: "SKE_WITHHELD", scope: "account" }));
  });
  it("are a warning where something is", () => {
    expect(codes([claim([due("2026-12-10", 1)])], { skjermet: true })).toEqual(["DATA_WITHHELD"]);
  });
});

const PERIODS: readonly (readonly [string, { readonly periodeBeskrivelse?: string; readonly aar: string | number } | null, string])[] = [
  ["Mva-melding", { periodeBeskrivelse: "januar - februar", aar: "2027" }, "Mva-melding, januar - februar 2027"],
  [
    "Forsinkelsesrenter september - oktober",
    { periodeBeskrivelse: "september - oktober", aar: 2026 },
    "Forsinkelsesrenter september - oktober, 2026",
  ],
  ["Arbeidsgiveravgift - 2026/5", { periodeBeskrivelse: "Termin", aar: "2026" }, "Arbeidsgiveravgift - 2026/5"],
  ["Restskatt", { aar: "2025" }, "Restskatt, 2025"],
  ["Restskatt", null, "Restskatt"],
];

test.each(PERIODS)("the words of %j and its period, in either form the documentation has had", (what, period, expected) => {
  const inNorwegian = (tekst: string) => ({ spraakTekst: [{ tekst, spraak: "nb" }] });
  const now = { ...period, ...(period?.periodeBeskrivelse && { periodeBeskrivelse: inNorwegian(period.periodeBeskrivelse) }) };
  const texts = (...more: object[]) => observe(more.map((each) => claim([due("2026-12-10", 1)], each))).charges.map(({ text }) => text);
  expect(texts({ kravbeskrivelse: what, kravperiode: period }, { kravbeskrivelse: inNorwegian(what), kravperiode: now })).toEqual([
    expected,
    expected,
  ]);
});

test.each([{ data: [] }, { krav: [] }, { open: true, total: 0 }])("%j holds no answer, and is none", (answer) => {
  expect(() => readOpenClaims(answer)).toThrow(expect.objectContaining({ code: "SKE_ANSWER_UNEXPECTED" }));
});

test.each([null, {}, { partIdentifikator: "313367002" }, { skjermet: false, nyttFelt: 1 }])("%j says that nothing is open", (answer) => {
  expect(observationOf(readOpenClaims(answer), READ_AT)).toMatchObject({ charges: [], warnings: [] });
});

test("a KID that lost digits as a JSON number is none", () => {
  const [charge] = observe([
    claim([due("2026-12-10", 1, { betalingsinformasjon: { kidnummer: 1.5007919181265e35, konto: { kontonummer: ACCOUNT } } })]),
  ]).charges;
  expect(charge?.payTo).toMatchObject({ number: ACCOUNT, reference: null });
});

test("a payment whose unplaced part is not said is told of without a figure", () => {
  const paid = { innbetalingMedUplassertBeloep: [{ innbetaltBeloep: 500, innbetalingsdato: "2026-11-02" }, { uplassertBeloep: 0 }] };
  expect(observationOf(readOpenClaims(paid), READ_AT).warnings).toEqual([{ code: "UNPLACED_PAYMENT", date: "2026-11-02" }]);
});

test("a national identity number in a text is masked", () => {
  const claims = [
    claim([due("2026-12-10", 1)], { kravbeskrivelse: { spraakTekst: [{ tekst: "Forskuddsskatt for 010190 12345", spraak: "nb" }] } }),
  ];
  expect(observe(claims).charges[0]).toMatchObject({ text: "Forskuddsskatt for …, 5. termin 2026", kind: "preliminary-tax" });
});

test("the due date's amounts add up to all that is unpaid, whatever is listed", () => {
  const dues = fc.array(
    fc.record({ forfallsdato: fc.constantFrom("2026-10-15", "2026-12-15"), gjenstaaendeBeloep: fc.integer({ min: -1_000, max: 100_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(dues), (lists) => {
      const observation = observe(lists.map((each) => claim(each)));
      const unpaid = lists.flat().filter(({ gjenstaaendeBeloep }) => gjenstaaendeBeloep > 0);
      expect(observation.charges).toHaveLength(unpaid.length);
      expect(observation.charges.reduce((total, { amount }) => total - amount, 0)).toBe(
        unpaid.reduce((total, { gjenstaaendeBeloep }) => total + gjenstaaendeBeloep * 100, 0),
      );
    }),
  );
});

test("no answer crashes the adapter: it is read, or refused with a code and without its values", () => {
  const leaf = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.constantFrom("2026-12-10", "01019012345", true),
    fc.object({ maxDepth: 1 }),
  );
  const shaped = fc.record(
    {
      skjermet: leaf,
      aapentKravMedGjenstaaendeBeloep: fc.oneof(
        leaf,
        fc.array(
          fc.record(
            {
              gjenstaaendeBeloep: leaf,
              stipulerteRenter: leaf,
              kravgruppe: leaf,
              kravbeskrivelse: fc.oneof(leaf, fc.record({ spraakTekst: fc.array(fc.record({ tekst: leaf, spraak: leaf })) })),
              kravforfall: fc.oneof(
                leaf,
                fc.array(
                  fc.record(
                    {
                      forfallsdato: leaf,
                      gjenstaaendeBeloep: leaf,
                      betalingsinformasjon: fc.oneof(
                        leaf,
                        fc.record({ kidnummer: leaf, konto: fc.oneof(leaf, fc.record({ kontonummer: leaf, iban: leaf })) }),
                      ),
                    },
                    { requiredKeys: [] },
                  ),
                ),
              ),
            },
            { requiredKeys: [] },
          ),
        ),
      ),
      totalOversikt: fc.oneof(leaf, fc.record({ sumForfalteKrav: leaf, sumStipulerteRenter: leaf }, { requiredKeys: [] })),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(shaped, (answer) => {
      try {
        const observation = observationOf(readOpenClaims(answer), READ_AT);
        for (const { amount } of observation.charges) expect(amount).toBeLessThan(0);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(SaldovaktError);
        expect((thrown as SaldovaktError).code).toMatch(/^(SKE_ANSWER_UNEXPECTED|SKE_WITHHELD|MONEY_OVERFLOW)$/);
        expect((thrown as SaldovaktError).message).not.toContain("01019012345");
      }
    }),
    { numRuns: 500 },
  );
});
