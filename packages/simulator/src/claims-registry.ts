import { inputError, minor, type PlainDate } from "@saldovakt/domain";
import { type ClaimPayment, type ClaimsStanding, claimsStanding } from "./claims.ts";
import type { ClaimsAccount, NorwegianCompany } from "./claims-account.ts";
import { claimsAt, indexOfNorwegian, norwegianCompanyAt } from "./claims-generated.ts";
import type { NorwegianCompanySpec } from "./claims-spec.ts";
import { statedClaims } from "./claims-stated.ts";

/** More would need numbers beyond those set apart. */
export const MOST_NORWEGIAN_COMPANIES = 500_000;
const KEPT = 256;

/** Every company of the authority, and what day it is there. */
export interface ClaimsRegistry {
  readonly companies: readonly NorwegianCompany[];
  readonly today: PlainDate;
  /** Null: no such organisation. */
  find(org: string): ClaimsAccount | null;
  standing(account: ClaimsAccount): ClaimsStanding;
  setToday(date: PlainDate): void;
  /** Throws `SIMULATOR_ACCOUNT` for an unknown organisation and `SIMULATOR_AMOUNT` for no amount above 0 in kroner with at most two decimals. */
  pay(org: string, kroner: number, on: PlainDate, kid: string | null): void;
}

interface Source {
  list(): readonly NorwegianCompany[];
  account(org: string): ClaimsAccount | null;
}

function generated(count: number, seed: number, start: PlainDate): Source {
  if (!Number.isInteger(count) || count < 0 || count > MOST_NORWEGIAN_COMPANIES) {
    const remedy = `give a whole number from 0 to ${MOST_NORWEGIAN_COMPANIES}`;
    throw inputError("SIMULATOR_COMPANIES", "the number of companies is out of range", remedy);
  }
  let list: readonly NorwegianCompany[] | undefined; // made when somebody wants it, for a server never does
  return {
    list: () => (list ??= Array.from({ length: count }, (_, index) => norwegianCompanyAt(seed, index))),
    account(org) {
      const index = indexOfNorwegian(seed, org, count);
      return index === null ? null : claimsAt(seed, index, start);
    },
  };
}

function stated(specs: readonly NorwegianCompanySpec[]): Source {
  const accounts = new Map(specs.map((spec) => [spec.org, statedClaims(spec)]));
  return { list: () => [...accounts.values()].map(({ company }) => company), account: (org) => accounts.get(org) ?? null };
}

export function claimsRegistry(companies: number | readonly NorwegianCompanySpec[], seed: number, start: PlainDate): ClaimsRegistry {
  const source = typeof companies === "number" ? generated(companies, seed, start) : stated(companies);
  const made = new Map<string, readonly ClaimPayment[]>();
  const standings = new Map<string, ClaimsStanding>();
  let today = start;
  return {
    get companies() {
      return source.list();
    },
    get today() {
      return today;
    },
    find: (org) => source.account(org),
    standing(account) {
      const { org } = account.company;
      let standing = standings.get(org);
      if (!standing) {
        const { claims, payments } = account.book(today);
        standing = claimsStanding({ claims, payments: [...payments, ...(made.get(org) ?? [])] }, today);
        const oldest = standings.size >= KEPT ? standings.keys().next().value : undefined;
        if (oldest !== undefined) standings.delete(oldest);
        standings.set(org, standing);
      }
      return standing;
    },
    setToday(date) {
      today = date;
      standings.clear();
    },
    pay(org, kroner, on, kid) {
      const account = source.account(org);
      if (!account)
        throw inputError("SIMULATOR_ACCOUNT", "a payment is for a company the simulator has not got", "take one of its companies");
      const oere = Math.round(kroner * 100);
      if (!Number.isSafeInteger(oere) || oere <= 0 || Math.abs(oere - kroner * 100) > 1e-6 * Math.max(1, oere)) {
        throw inputError("SIMULATOR_AMOUNT", "a payment is no amount above 0 with at most two decimals", "write it as 12500 or 12500.5");
      }
      const before = made.get(org) ?? [];
      made.set(org, [...before, account.payment(before.length, on, minor(oere), kid)]);
      standings.delete(org);
    },
  };
}
