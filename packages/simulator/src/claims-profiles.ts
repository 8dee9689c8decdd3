import { addDays, bankDaysAfter, fromWhole, minor, type PlainDate } from "@saldovakt/domain";
import type { Claim, ClaimPayment } from "./claims.ts";
import { kidOf } from "./claims-identities.ts";
import { type ClaimsOrigin, type NorwegianTaxes, specialClaim } from "./claims-statutory.ts";

/** What a company is like on the day the simulator starts, before what is out of the ordinary. */
export interface ClaimsScene {
  readonly origin: ClaimsOrigin;
  readonly start: PlainDate;
  readonly taxes: NorwegianTaxes;
  readonly ordinary: readonly Claim[];
}

export interface ClaimsPlot {
  readonly claims?: readonly Claim[];
  readonly payments?: readonly ClaimPayment[];
  /** KIDs of claims it did not pay, with the share it did pay. */
  readonly missed?: Readonly<Record<string, number>>;
}

export interface ClaimsProfile {
  readonly name: string;
  readonly company: string;
  readonly soleTrader?: boolean;
  readonly shielded?: boolean;
  /** `all`: it pays whatever is claimed at once, and goes on so. Otherwise in time until the simulator starts, and then no more. */
  readonly pays?: "all";
  /** Kroner of two months, lowest and highest; absent: none. */
  readonly wages?: readonly [number, number];
  readonly vat?: readonly [number, number];
  /** Kroner a due date. */
  readonly advance?: readonly [number, number];
  plot(scene: ClaimsScene): ClaimsPlot;
}

/** Three weeks after the notice, as for tax that an assessment leaves to pay. */
const noticed = (start: PlainDate, days: number): PlainDate => bankDaysAfter("NO", addDays(start, days), 0);

const rounded = (kroner: number): number => Math.ceil(kroner / 100) * 100;

const restTax = ({ origin, start, taxes }: ClaimsScene, n: number): Claim =>
  specialClaim(origin, n, {
    type: "RESTSKATT",
    group: "Skatt",
    text: "Restskatt",
    createdOn: addDays(start, -4),
    dues: [{ dueDate: noticed(start, 17), amount: fromWhole(rounded(0.05 * (taxes.wages + taxes.vat) + 4_000)) }],
  });

/** The last claim for VAT that fell due before the start: two fifths of it paid in time. */
function overdue(scene: ClaimsScene): ClaimsPlot {
  const late = scene.ordinary
    .filter(({ group, dues }) => group === "Merverdiavgift" && dues.every(({ dueDate }) => dueDate < addDays(scene.start, -3)))
    .sort((a, b) => ((a.dues[0]?.dueDate ?? "") < (b.dues[0]?.dueDate ?? "") ? -1 : 1))
    .at(-1);
  const kid = late?.dues[0]?.kid;
  return { claims: [restTax(scene, 1)], missed: kid ? { [kid]: 0.4 } : {} };
}

/** One claim with three due dates under one KID, whose check digit is a hyphen. */
function instalments({ origin, start }: ClaimsScene): ClaimsPlot {
  const amount = fromWhole(18_750);
  const claim = specialClaim(origin, 1, {
    type: "OMGJORING",
    group: "Skatt",
    text: "Endret fastsetting, betaling i tre deler",
    createdOn: addDays(start, -9),
    hyphen: true,
    dues: [12, 43, 74].map((days) => ({ dueDate: noticed(start, days), amount })),
  });
  return { claims: [claim] };
}

/** VAT to be paid back, money that nobody knows what for, and a claim without a KID. None of them covers what is to pay. */
function credit({ origin, start, taxes }: ClaimsScene): ClaimsPlot {
  const back = specialClaim(origin, 1, {
    type: "Mva-melding",
    group: "Merverdiavgift",
    text: "Mva-melding",
    createdOn: addDays(start, -6),
    dues: [
      { dueDate: noticed(start, 6), amount: fromWhole(-rounded(0.6 * taxes.vat)), kid: null, account: null, paidOutOn: noticed(start, 7) },
    ],
  });
  const paidBack = specialClaim(origin, 2, {
    type: "RESTERENDE_SKT_TILB",
    group: "Skatt",
    text: "Tilbakebetaling restskatt",
    createdOn: addDays(start, -120),
    dues: [{ dueDate: addDays(start, -100), amount: fromWhole(-12_374), kid: null, account: null, paidOutOn: addDays(start, -100) }],
  });
  const withoutKid = specialClaim(origin, 3, {
    type: "SAERAVGIFT",
    group: "Andre krav",
    text: "Særavgift",
    createdOn: addDays(start, -11),
    dues: [{ dueDate: noticed(start, 15), amount: fromWhole(6_420), kid: null }],
  });
  const stray: ClaimPayment = {
    id: `86${String(origin.index).padStart(6, "0")}`,
    party: origin.org,
    on: addDays(start, -8),
    amount: fromWhole(9_500),
    kid: kidOf(`77${String(origin.index).padStart(6, "0")}`),
  };
  return { claims: [back, paidBack, withoutKid], payments: [stray] };
}

/** The owner's own tax beside the firm's: arrears for the year before, with øre, under the owner's number. */
function ownersTax({ origin, start }: ClaimsScene): ClaimsPlot {
  const claim = specialClaim(origin, 1, {
    type: "RESTSKATT",
    group: "Skatt",
    text: "Restskatt, person",
    createdOn: addDays(start, -10),
    dues: [
      { dueDate: noticed(start, 11), amount: minor(741_150) },
      { dueDate: noticed(start, 46), amount: minor(741_125) },
    ],
    ...(origin.owner !== null && { party: origin.owner }),
  });
  return { claims: [claim] };
}

/** The first seven are the demo's, and every further round has the same with other names, numbers and amounts. */
export const CLAIMS_PROFILES: readonly ClaimsProfile[] = [
  {
    name: "upcoming",
    company: "Fjellrevens Bakeri AS",
    wages: [220_000, 420_000],
    vat: [40_000, 90_000],
    plot: (scene) => ({ claims: [restTax(scene, 1)] }),
  },
  { name: "overdue", company: "Multemyras Bygg AS", wages: [380_000, 700_000], vat: [120_000, 260_000], plot: overdue },
  { name: "instalments", company: "Hubroens Instrument AS", wages: [150_000, 300_000], advance: [30_000, 80_000], plot: instalments },
  { name: "credit", company: "Ørekytas Transport AS", wages: [260_000, 520_000], vat: [60_000, 140_000], plot: credit },
  { name: "sole-trader", company: "Rypas Maling ENK", soleTrader: true, vat: [18_000, 45_000], advance: [14_000, 30_000], plot: ownersTax },
  { name: "settled", company: "Isbreens Regnskap AS", pays: "all", wages: [120_000, 240_000], vat: [30_000, 60_000], plot: () => ({}) },
  { name: "shielded", company: "Nattravnens Trykk AS", shielded: true, wages: [200_000, 400_000], plot: () => ({}) },
];
