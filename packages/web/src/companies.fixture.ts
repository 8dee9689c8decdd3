import {
  addDays,
  type Charge,
  type ChargeKind,
  fromWhole,
  instant,
  kidMod10,
  luhnDigit,
  type Observation,
  ocrFor,
  type PlainDate,
  plainDate,
  type SourceName,
  ZERO,
} from "@saldovakt/domain";

/** Invented companies for tests: their names and numbers are nobody's. */

export const TODAY = plainDate("2026-11-23");
export const NOW = instant(Date.parse("2026-11-23T08:30:00Z"));

export interface Company {
  readonly name: string;
  readonly source: SourceName;
  readonly identity: string;
  /** Null: not read yet. */
  readonly observation: Observation | null;
}

const kindOf = (text: string): ChargeKind =>
  text.startsWith("Debiterad") ? "preliminary-tax" : text.startsWith("Moms") ? "vat" : text.startsWith("Arbets") ? "employer-tax" : "other";

export function row(dueDate: string, kronor: number, text: string, more: Partial<Charge> = {}): Charge {
  return { dueDate: plainDate(dueDate), amount: fromWhole(kronor), text, kind: kindOf(text), estimated: false, ...more };
}

/** Twelve digits, right to the last: an organisation number of the series for limited companies. */
export const swedishNumber = (n: number): string => {
  const nine = `559${String(100_000 + n * 137).slice(-6)}`;
  return `16${nine}${luhnDigit(nine)}`;
};

const history = (today: PlainDate): Observation["history"] => [
  { date: addDays(today, -9), text: "Inbetalning bokförd 261114", amount: fromWhole(58_000) },
  { date: addDays(today, -11), text: "Debiterad preliminärskatt", amount: fromWhole(-18_400) },
  { date: addDays(today, -11), text: "Avdragen skatt oktober 2026", amount: fromWhole(-21_950) },
  { date: addDays(today, -11), text: "Arbetsgivaravgift oktober 2026", amount: fromWhole(-23_410) },
  { date: addDays(today, -23), text: "Intäktsränta", amount: fromWhole(12) },
];

export function swedish(
  identity: string,
  balance: number,
  charges: readonly Charge[],
  more: Partial<Observation> = {},
  today: PlainDate = TODAY,
): Observation {
  const stamp = instant(Date.parse(`${today}T05:02:00Z`));
  return {
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: fromWhole(balance),
    enforcementBalance: ZERO,
    accruedInterest: ZERO,
    nextReconciliation: plainDate("2026-12-05"),
    asOf: stamp,
    readAt: instant(Date.parse(`${today}T05:10:00Z`)),
    charges,
    payTo: {
      scheme: "bankgiro",
      number: "5050-1055",
      name: "Skatteverket",
      reference: ocrFor(identity),
      referenceType: "OCR",
      iban: "SE5680000890119646240516",
      bic: "SWEDSESS",
    },
    history: history(today),
    historyFrom: addDays(today, -555),
    warnings: [],
    ...more,
  };
}

function norwegian(claims: readonly (readonly [dueDate: string, kroner: number, text: string])[]): Observation {
  const charges = claims.map(([dueDate, kroner, text], i) =>
    row(dueDate, -kroner, text, {
      payTo: {
        scheme: "bban",
        number: "12345678903",
        name: "Skatteetaten",
        reference: kidMod10(`31${i}7002445519`),
        referenceType: "KID",
      },
    }),
  );
  return {
    ...swedish("000000000000", 0, charges),
    source: "skatteetaten",
    currency: "NOK",
    settlement: "charge",
    payTo: { scheme: "bban", number: null, name: "Skatteetaten", reference: null, referenceType: "KID" },
    history: [],
  };
}

const usual = (dec: number, jan: number): Charge[] => [
  row("2026-12-14", -Math.round(dec * 0.35), "Arbetsgivaravgift november 2026", { decidedOn: plainDate("2026-11-20") }),
  row("2026-12-14", -Math.round(dec * 0.4), "Avdragen skatt november 2026", { decidedOn: plainDate("2026-11-20") }),
  row("2026-12-14", -Math.round(dec * 0.25), "Debiterad preliminärskatt"),
  row("2027-01-18", -jan, "Debiterad preliminärskatt"),
];

const company = (name: string, n: number, observation: (identity: string) => Observation | null): Company => {
  const identity = swedishNumber(n);
  return { name, source: "skatteverket", identity, observation: observation(identity) };
};

/** One of each kind, as an accounting firm might have them. */
export const COMPANIES: readonly Company[] = [
  company("Blåklockans Bygg AB", 1, (id) => swedish(id, 131_200, usual(64_000, 18_400))),
  company("Grävlingens Plåt & Sönergöken AB", 2, (id) =>
    swedish(id, 29_150, [
      row("2026-11-26", -12_400, "Moms oktober 2026", { decidedOn: plainDate("2026-11-12") }),
      ...usual(62_400, 18_400),
      row("2026-12-28", -31_000, "Moms november 2026", { estimated: true }),
    ]),
  ),
  company("Tjäderns Verkstäder AB", 3, (id) => swedish(id, 9_412_700, usual(11_860_400, 640_000))),
  company("Hjortronmyrens Åkeri AB", 4, (id) =>
    swedish(id, 6_800, [row("2026-11-12", -19_300, "Beslut 261019 efterbeskattning moms"), ...usual(38_000, 14_200)]),
  ),
  company("Nattskärrans Nattbageri AB", 5, (id) =>
    swedish(id, -14_310, usual(22_000, 11_000), {
      accruedInterest: fromWhole(-96),
      enforcementBalance: fromWhole(-8_750),
      history: [
        { date: plainDate("2026-11-12"), text: "Arbetsgivaravgift oktober 2026", amount: fromWhole(-16_000) },
        { date: plainDate("2026-11-02"), text: "Överlämnad till Kronofogden", amount: ZERO, enforcementAmount: fromWhole(-8_750) },
        { date: plainDate("2026-10-12"), text: "Inbetalning bokförd 261012", amount: fromWhole(30_000) },
      ],
    }),
  ),
  company("Kantarellens Kartor & Kompasser AB", 6, (id) =>
    swedish(id, 61_000, usual(41_000, 24_500), { payout: { payoutAccount: "Bankkonto 8327-9, 123 456 789-0", blocks: [] } }),
  ),
  company("Pilgrimsfalkens Export AB", 7, (id) =>
    swedish(id, 4_100, [row("2026-12-14", 92_000, "Moms oktober 2026"), ...usual(71_000, 16_000)]),
  ),
  company("Igelkottens Idé & Vila AB", 8, (id) => swedish(id, 1_300, [])),
  company("Älvsippans Instrument AB", 9, () => null),
  {
    name: "Fjellrypa Friluft AS",
    source: "skatteetaten",
    identity: "313367002",
    observation: norwegian([
      ["2026-12-10", 18_420, "Merverdiavgift 5. termin 2026"],
      ["2027-01-15", 42_310, "Arbeidsgiveravgift 6. termin 2026"],
    ]),
  },
];
