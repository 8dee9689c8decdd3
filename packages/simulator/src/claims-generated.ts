import { addDays, bankDaysBefore, earlier, later, type Minor, minor, type PlainDate } from "@saldovakt/domain";
import type { Claim, ClaimDue, ClaimPayment } from "./claims.ts";
import type { ClaimsAccount, NorwegianCompany } from "./claims-account.ts";
import { nationalIdentityNumber, organisationNumber, placeOfOrganisation } from "./claims-identities.ts";
import { norwegianName } from "./claims-names.ts";
import { CLAIMS_PROFILES, type ClaimsProfile, type ClaimsScene } from "./claims-profiles.ts";
import { type ClaimsOrigin, type NorwegianTaxes, statutoryClaims } from "./claims-statutory.ts";
import { between, stream } from "./random.ts";

/** Longer than the year anybody may ask for, whatever year. */
const HISTORY_DAYS = 800;
/** Nothing is claimed longer before it is due: advance tax is claimed a year at a time. */
const AHEAD_DAYS = 400;

const profileAt = (index: number): ClaimsProfile => CLAIMS_PROFILES[index % CLAIMS_PROFILES.length] as ClaimsProfile;

/** The company at a place in the list, without its account. */
export function norwegianCompanyAt(seed: number, index: number): NorwegianCompany {
  const profile = profileAt(index);
  const name = index < CLAIMS_PROFILES.length ? profile.company : norwegianName(index, profile.soleTrader ?? false);
  return { org: organisationNumber(seed, index), name, profile: profile.name };
}

/** The place in the list of the company with a number, null when it is not among the first `count`. */
export function indexOfNorwegian(seed: number, org: string, count: number): number | null {
  const index = placeOfOrganisation(seed, org);
  return index === null || index >= count ? null : index;
}

function taxesOf(profile: ClaimsProfile, seed: number, index: number): NorwegianTaxes {
  const random = stream(seed, index, 5);
  const one = (range: readonly [number, number] | undefined): number => (range ? between(random, ...range) : 0);
  return { wages: one(profile.wages), vat: one(profile.vat), advance: one(profile.advance) };
}

const share = (amount: Minor, part: number): Minor => minor(Math.round((amount * part) / 100) * 100);

interface Habit {
  readonly profile: ClaimsProfile;
  readonly start: PlainDate;
  readonly missed: Readonly<Record<string, number>>;
  readonly bankDays: number;
}

/** What the company pays for a due date, if anything: in time, before the simulator's first day, or whatever is claimed as soon as it is. */
function paymentFor({ profile, start, missed, bankDays }: Habit, claim: Claim, due: ClaimDue): ClaimPayment | null {
  if (due.amount <= 0 || due.kid === null) return null;
  const atOnce = profile.pays === "all";
  if (!atOnce && due.dueDate > start) return null;
  const amount = share(due.amount, missed[due.kid] ?? 1);
  const inTime = later(claim.createdOn, bankDaysBefore("NO", due.dueDate, bankDays));
  const on = atOnce ? claim.createdOn : earlier(inTime, start);
  return amount <= 0 ? null : { id: `84${due.id.replace(/\D/g, "")}`, party: claim.party, on, amount, kid: due.kid };
}

/**
 * The account of the company at a place in the list. Everything follows from seed, place and the simulator's first day; nothing is kept between calls.
 */
export function claimsAt(seed: number, index: number, start: PlainDate): ClaimsAccount {
  const profile = profileAt(index);
  const company = norwegianCompanyAt(seed, index);
  const origin: ClaimsOrigin = { seed, index, org: company.org, owner: profile.soleTrader ? nationalIdentityNumber(seed, index) : null };
  const taxes = taxesOf(profile, seed, index);
  const random = stream(seed, index, 6);
  const bankDays = between(random, 1, 4);
  return {
    company,
    registered: true,
    habits: {
      shielded: profile.shielded ?? false,
      omitsEmpty: random() < 0.5,
      paymentSign: random() < 0.7 ? -1 : 1,
      extra: index % 4 === 1 ? { datagrunnlag: { kilde: "reskontro" } } : {},
      totals: {},
    },
    book(today) {
      const ordinary = statutoryClaims(origin, taxes, addDays(start, -HISTORY_DAYS), addDays(later(start, today), AHEAD_DAYS));
      const scene: ClaimsScene = { origin, start, taxes, ordinary };
      const { claims: special = [], payments: strays = [], missed = {} } = profile.plot(scene);
      const claims = [...ordinary, ...special];
      const habit: Habit = { profile, start, missed, bankDays };
      const paid = claims.flatMap((claim) => claim.dues.map((due) => paymentFor(habit, claim, due))).filter((payment) => payment !== null);
      return { claims, payments: [...paid, ...strays] };
    },
    payment: (n, on, amount, kid) => ({ id: `85${String(index).padStart(6, "0")}${n}`, party: company.org, on, amount, kid }),
  };
}
