import { inputError, type PlainDate } from "@saldovakt/domain";
import type { Account } from "./account.ts";
import type { CompanySpec } from "./company-spec.ts";
import { type Entry, paymentEntry, type Standing } from "./entry.ts";
import { accountAt, companyAt, indexOf } from "./generated.ts";
import { statedAccount } from "./stated.ts";
import { statementCsv } from "./statement.ts";
import type { SimulatedCompany } from "./types.ts";

/** More would need identities beyond those set apart. */
export const MOST_COMPANIES = 500_000;
/** How many accounts are kept worked out: both calls of one reading find theirs, and 20 000 companies take no more room than these. */
const KEPT = 256;

/** Every account of the authority, and what day it is there. */
export interface Registry {
  readonly companies: readonly SimulatedCompany[];
  readonly today: PlainDate;
  /** Null: no such account. */
  find(identity: string): Account | null;
  standing(account: Account): Standing;
  setToday(date: PlainDate): void;
  /** Whether we are the company's ombud, from now on. Throws `SIMULATOR_ACCOUNT` for an unknown identity. */
  setOmbud(identity: string, granted: boolean): void;
  /** As last set, else as the company was made. */
  isOmbud(account: Account): boolean;
  /** Throws `SIMULATOR_ACCOUNT` for an unknown identity and `SIMULATOR_AMOUNT` for no whole amount above 0. */
  pay(identity: string, amount: number, bookedOn: PlainDate): void;
  /** The statement of those days, as of today. Throws `SIMULATOR_ACCOUNT` for an unknown identity. */
  statement(identity: string, from: PlainDate, to: PlainDate): string;
}

interface Source {
  list(): readonly SimulatedCompany[];
  account(identity: string): Account | null;
}

function generatedSource(count: number, seed: number, start: PlainDate): Source {
  if (!Number.isInteger(count) || count < 0 || count > MOST_COMPANIES) {
    throw inputError("SIMULATOR_COMPANIES", "the number of companies is out of range", `give a whole number from 0 to ${MOST_COMPANIES}`);
  }
  let list: readonly SimulatedCompany[] | undefined; // made when somebody wants it, for a server never does
  return {
    list: () => (list ??= Array.from({ length: count }, (_, index) => companyAt(seed, index))),
    account(identity) {
      const index = indexOf(seed, identity, count);
      return index === null ? null : accountAt(seed, index, start);
    },
  };
}

function statedSource(specs: readonly CompanySpec[], start: PlainDate): Source {
  const accounts = new Map(specs.map((spec) => [spec.identity, statedAccount(spec, start)]));
  const list = [...accounts.values()].map((account) => account.company);
  return { list: () => list, account: (identity) => accounts.get(identity) ?? null };
}

export function registry(companies: number | readonly CompanySpec[], seed: number, start: PlainDate): Registry {
  const source = typeof companies === "number" ? generatedSource(companies, seed, start) : statedSource(companies, start);
  const payments = new Map<string, Entry[]>();
  const appointed = new Map<string, boolean>();
  const standings = new Map<string, Standing>();
  let today = start;
  const standingOf = (account: Account): Standing => {
    const { identity } = account.company;
    let standing = standings.get(identity);
    if (!standing) {
      standing = account.standing(today, payments.get(identity) ?? []);
      const oldest = standings.size >= KEPT ? standings.keys().next().value : undefined;
      if (oldest !== undefined) standings.delete(oldest);
      standings.set(identity, standing);
    }
    return standing;
  };
  const accountFor = (identity: string, what: string): Account => {
    const account = source.account(identity);
    if (account) return account;
    throw inputError("SIMULATOR_ACCOUNT", `${what} is for an account the simulator has not got`, "take one of its companies");
  };
  return {
    get companies() {
      return source.list();
    },
    get today() {
      return today;
    },
    find: (identity) => source.account(identity),
    standing: standingOf,
    setToday(date) {
      today = date;
      standings.clear();
    },
    setOmbud(identity, granted) {
      appointed.set(accountFor(identity, "an appointment").company.identity, granted);
    },
    isOmbud: ({ company }) => appointed.get(company.identity) ?? company.ombud,
    pay(identity, amount, bookedOn) {
      const account = accountFor(identity, "a payment");
      if (!Number.isSafeInteger(amount) || amount <= 0) {
        throw inputError("SIMULATOR_AMOUNT", "a payment is not a whole number of kronor above 0", "write it as 12500");
      }
      const made = payments.get(identity) ?? [];
      payments.set(identity, [...made, paymentEntry(account.paymentId(made.length), amount, bookedOn)]);
      standings.delete(identity);
    },
    statement(identity, from, to) {
      const account = accountFor(identity, "a statement");
      return statementCsv(account.company, standingOf(account), from, to);
    },
  };
}
