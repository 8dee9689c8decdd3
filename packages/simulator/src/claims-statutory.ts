import { addDays, fromWhole, type NorwegianDueKind, norwegianDueDates, type PlainDate, yearOf, ymd } from "@saldovakt/domain";
import type { Claim, ClaimDue, ClaimPeriod } from "./claims.ts";
import { kidOf, RECEIVING } from "./claims-identities.ts";
import { between, stream } from "./random.ts";

/** Whose taxes are made up, and from what numbers. */
export interface ClaimsOrigin {
  readonly seed: number;
  readonly index: number;
  readonly org: string;
  /** Of a sole trader: the owner's national identity number, whose the tax on income is. */
  readonly owner: string | null;
}

/** Kroner, 0 for a tax the company has not got. Of two months, but for `advance`: of one due date. */
export interface NorwegianTaxes {
  readonly wages: number;
  readonly vat: number;
  readonly advance: number;
}

interface Term {
  readonly year: number;
  /** 1–6: two months each. */
  readonly number: number;
}

const MONTHS = ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"];

/** The two months whose tax is due on the i-th of a year's six due dates. */
const termBefore = (year: number, i: number): Term => (i === 0 ? { year: year - 1, number: 6 } : { year, number: i });

const vatPeriod = ({ year, number }: Term): ClaimPeriod => ({
  text: `${MONTHS[2 * number - 2]} - ${MONTHS[2 * number - 1]}`,
  year: String(year),
  from: ymd(year, 2 * number - 1, 1),
  to: addDays(ymd(year, 2 * number + 1, 1), -1),
  term: `0${number}`,
});

const employerPeriod = ({ year, number }: Term): ClaimPeriod => ({ text: "Termin", year: String(year), term: String(number) });

/** Codes of the taxes, in KIDs and ids. */
const CODE = { vat: 1, employer: 2, withholding: 3, advance: 4, special: 9 } as const;
type Tax = keyof typeof CODE;

/** Digits of a claim: tax, year, term and company. */
const serial = (origin: ClaimsOrigin, tax: Tax, { year, number }: Term): string =>
  `${CODE[tax]}${String(year % 100).padStart(2, "0")}${number}${String(origin.index % 1_000_000).padStart(6, "0")}`;

/** KIDs of the two systems differ in length. */
export function kidFor(origin: ClaimsOrigin, tax: Tax, term: Term, endsInHyphen = false): string {
  const digits = `${tax === "vat" ? `1${origin.org}` : "00"}${serial(origin, tax, term)}`;
  return kidOf(digits, endsInHyphen);
}

/** Kroner of the tax in a term: the company's size, give or take a sixth. */
function around(origin: ClaimsOrigin, tax: Tax, { year, number }: Term, kroner: number): number {
  const random = stream(origin.seed, origin.index, year, number, CODE[tax]);
  return Math.round((kroner * between(random, 85, 115)) / 100);
}

const dayBefore = (origin: ClaimsOrigin, tax: Tax, { year, number }: Term, due: PlainDate, low: number, high: number): PlainDate =>
  addDays(due, -between(stream(origin.seed, origin.index, year, number, CODE[tax], 7), low, high));

function vatClaim(origin: ClaimsOrigin, term: Term, dueDate: PlainDate, kroner: number): Claim {
  const id = `KRAV-${serial(origin, "vat", term)}`;
  const due: ClaimDue = {
    id,
    dueDate,
    amount: fromWhole(around(origin, "vat", term, kroner)),
    kid: kidFor(origin, "vat", term),
    account: RECEIVING.vat,
  };
  return {
    id,
    party: origin.org,
    type: "Mva-melding",
    group: "Merverdiavgift",
    text: "Mva-melding",
    period: vatPeriod(term),
    createdOn: dayBefore(origin, "vat", term, dueDate, 4, 38), // a return can be filed from the term's last day
    assessed: "egenfastsatt",
    dues: [due],
  };
}

function employerClaim(origin: ClaimsOrigin, tax: "employer" | "withholding", term: Term, dueDate: PlainDate, wages: number): Claim {
  const id = serial(origin, tax, term);
  const [type, group, share] = tax === "employer" ? ["ARBGAVG", "Arbeidsgiveravgift", 0.141] : ["FORSKTREKK", "Forskuddstrekk", 0.31];
  const amount = fromWhole(around(origin, tax, term, wages * share));
  return {
    id,
    party: origin.org,
    type,
    group,
    text: `${group} - ${term.year}/${term.number}`,
    period: employerPeriod(term),
    createdOn: dayBefore(origin, "employer", term, dueDate, 4, 11), // a-meldingen is due on the fifth
    dues: [{ id: `3${id}`, dueDate, amount, kid: kidFor(origin, tax, term), account: RECEIVING.tax }],
  };
}

/** Advance tax of a year is one claim with several due dates, paid with one KID. */
function advanceClaim(origin: ClaimsOrigin, year: number, dueDates: readonly PlainDate[], kroner: number): Claim {
  const term = { year, number: 0 };
  const id = serial(origin, "advance", term);
  const incomeYear = origin.owner === null ? year - 1 : year;
  const amount = fromWhole(around(origin, "advance", term, kroner));
  const kid = kidFor(origin, "advance", term);
  return {
    id,
    party: origin.owner ?? origin.org,
    type: "UTSKR_FORSKSKATT",
    group: "Skatt",
    text: `Utskrevet forskuddsskatt, ${origin.owner === null ? "selskap" : "person"} - ${incomeYear}`,
    period: { text: "Inntektsår", year: String(incomeYear) },
    createdOn: ymd(year - 1, 12, between(stream(origin.seed, origin.index, year, 8), 10, 28)),
    dues: dueDates.map((dueDate, i) => ({ id: `3${id}${i}`, dueDate, amount, kid, account: RECEIVING.tax })),
  };
}

/** A claim out of the ordinary; its due dates share one KID. `n` tells those of a company apart. */
export function specialClaim(
  origin: ClaimsOrigin,
  n: number,
  of: Pick<Claim, "type" | "group" | "text" | "createdOn"> & {
    readonly dues: readonly (Pick<ClaimDue, "dueDate" | "amount"> & Partial<Pick<ClaimDue, "kid" | "account" | "paidOutOn">>)[];
    readonly hyphen?: boolean;
    readonly party?: string;
  },
): Claim {
  const { dues, hyphen = false, ...claim } = of;
  const term = { year: yearOf(of.createdOn), number: n };
  const id = serial(origin, "special", term);
  const kid = kidFor(origin, "special", term, hyphen);
  return {
    id,
    party: origin.org,
    period: { text: "Inntektsår", year: String(term.year - 1) },
    assessed: "myndighetsfastsatt",
    ...claim,
    dues: dues.map((due, i) => ({ id: `3${id}${i}`, kid, account: RECEIVING.tax, ...due })),
  };
}

/** Every ordinary claim with a due date from one day to another. */
export function statutoryClaims(origin: ClaimsOrigin, taxes: NorwegianTaxes, from: PlainDate, to: PlainDate): readonly Claim[] {
  const claims: Claim[] = [];
  for (let year = yearOf(from); year <= yearOf(to); year++) {
    const dueDates = norwegianDueDates(year);
    const of = (kind: NorwegianDueKind): PlainDate[] => dueDates.filter((due) => due.kind === kind).map(({ date }) => date);
    if (taxes.vat > 0) claims.push(...of("vat").map((date, i) => vatClaim(origin, termBefore(year, i), date, taxes.vat)));
    if (taxes.wages > 0) {
      for (const [i, date] of of("employer-tax").entries()) {
        const term = termBefore(year, i);
        claims.push(
          employerClaim(origin, "withholding", term, date, taxes.wages),
          employerClaim(origin, "employer", term, date, taxes.wages),
        );
      }
    }
    if (taxes.advance > 0) {
      const kind = origin.owner === null ? "advance-tax-company" : "advance-tax-person";
      claims.push(advanceClaim(origin, year, of(kind), taxes.advance));
    }
  }
  return claims.filter(({ dues }) => dues.some(({ dueDate }) => dueDate >= from && dueDate <= to));
}
