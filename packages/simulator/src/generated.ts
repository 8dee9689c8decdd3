import { addDays, later, ocrFor, type PlainDate } from "@saldovakt/domain";
import type { Account } from "./account.ts";
import { type Entry, isUpcoming } from "./entry.ts";
import { play, type Story } from "./history.ts";
import { organisationIdentity, personIdentity, placeOf } from "./identities.ts";
import { companyName, traderName } from "./names.ts";
import { PROFILES, type Profile, type Scene } from "./profiles.ts";
import { between, pick, type Random, stream } from "./random.ts";
import { nextReconciliation } from "./statutory.ts";
import { charges, type Origin, type Taxes } from "./taxes.ts";
import type { SimulatedCompany } from "./types.ts";
import type { WireHabits } from "./wire.ts";

/** Longer than the 915 days anybody may ask for. */
const HISTORY_DAYS = 960;
/** Nothing is listed longer before it is due. */
const AHEAD_DAYS = 80;
/** Numbers of rows beyond the monthly ones: special rows, then payments by hand. */
const SPECIAL_ID = 14_000;
const PAYMENT_ID = 15_000;
const IDS_PER_COMPANY = 20_000;

const profileAt = (index: number): Profile => PROFILES[index % PROFILES.length] as Profile;

/** The company at a place in the list, without its account. */
export function companyAt(seed: number, index: number): SimulatedCompany {
  const profile = profileAt(index);
  const round = Math.floor(index / PROFILES.length);
  const identity = profile.soleTrader ? personIdentity(seed, round) : organisationIdentity(seed, index);
  const name = round === 0 ? profile.company : profile.soleTrader ? traderName(index) : companyName(index);
  return { identity, name, profile: profile.name, ombud: true };
}

/** The place in the list of the company with an identity, null when it is not among the first `count`. */
export function indexOf(seed: number, identity: string, count: number): number | null {
  const place = placeOf(seed, identity);
  if (!place) return null;
  const index = place.kind === "organisation" ? place.n : PROFILES.findIndex((profile) => profile.soleTrader) + place.n * PROFILES.length;
  if (index >= count || (profileAt(index).soleTrader ?? false) !== (place.kind === "person")) return null;
  return index;
}

function taxesOf(profile: Profile, registered: PlainDate, random: Random): Taxes {
  return {
    preliminary: between(random, ...profile.preliminary),
    wages: between(random, ...profile.wages),
    merged: random() < 0.4,
    vat: between(random, ...profile.vat),
    vatPeriod: profile.vatPeriod,
    registered,
  };
}

function perDueDate(rows: readonly Entry[]): Scene["ahead"] {
  const dues = new Map<PlainDate, number>();
  for (const { dueDate, amount = 0 } of rows) if (dueDate) dues.set(dueDate, (dues.get(dueDate) ?? 0) - amount);
  return [...dues].map(([dueDate, toPay]) => ({ dueDate, toPay })).sort((a, b) => (a.dueDate < b.dueDate ? -1 : 1));
}

const BLOCKS_KEYS = ["utbetalningssparrar", "utbetalningssparrinformation", "sparrar"];

function wireHabits(profile: Profile, identity: string, index: number, start: PlainDate, random: Random): WireHabits {
  const zoned = random() < 0.4;
  return {
    reference: ocrFor(identity),
    stamp: (today) => (zoned ? `${today}T04:12:37Z` : `${today}T05:12:37`),
    nextReconciliation,
    information: index % 5 === 3 ? ["Uppgifterna på skattekontot uppdateras en gång per dygn."] : [],
    ...(profile.payoutAccount ? { payoutAccount: `Bankkonto 9999-00 ${String(100_000 + (index % 900_000))}` } : {}),
    blocks: profile.blocked ? [{ id: 4_000 + index, from: addDays(start, -150), total: true }] : [],
    blocksKey: pick(random, BLOCKS_KEYS),
    omitsEmpty: random() < 0.5,
    extra: index % 4 === 1 ? { kontostatus: { kod: "A", text: "Aktivt" } } : {},
  };
}

/**
 * The account of the company at a place in the list. Everything follows from seed, place and the simulator's first day; nothing is kept between
 * calls, so any number of companies costs no more than the one that is asked for.
 */
export function accountAt(seed: number, index: number, start: PlainDate): Account {
  const profile = profileAt(index);
  const random = stream(seed, index);
  const company = companyAt(seed, index);
  const openedOn = addDays(start, -(profile.registeredDays ?? HISTORY_DAYS));
  const taxes = taxesOf(profile, openedOn, random);
  const daysBefore = between(random, 1, 3);
  const wire = wireHabits(profile, company.identity, index, start, random);
  const origin: Origin = { seed, index, firstId: 1_000_000_000 + index * IDS_PER_COMPANY };

  const story = (today: PlainDate): Story => {
    const rows = charges(origin, taxes, addDays(openedOn, 25), addDays(later(start, today), AHEAD_DAYS));
    let special = origin.firstId + SPECIAL_ID;
    const scene: Scene = {
      start,
      ahead: perDueDate(rows.filter((row) => isUpcoming(row, start))),
      behind: perDueDate(rows.filter((row) => row.bookedOn <= start)),
      taxes,
      nextId: () => special++,
    };
    const { kept, events = [], missed = [] } = profile.plot(scene);
    const opening = profile.registeredDays === undefined ? kept : 0;
    const habit = { kept, until: profile.goesOnPaying ? null : start, missed, daysBefore };
    return { origin, openedOn, opening, charges: rows, events, habit };
  };

  return {
    company,
    registered: true,
    wire,
    paymentId: (n) => origin.firstId + PAYMENT_ID + n,
    standing: (today, payments) => play(story(today), payments, today),
  };
}
