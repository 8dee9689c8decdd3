import { addDays, later, ocrFor, type PlainDate } from "@saldovakt/domain";
import type { Account } from "./account.ts";
import type { CompanySpec, RowSpec } from "./company-spec.ts";
import { byDay, countsOn, type Entry, isUpcoming, type Standing } from "./entry.ts";
import { nextReconciliation } from "./statutory.ts";
import type { WireHabits } from "./wire.ts";

/** Numbers of stated rows, and of payments by hand after them. */
const FIRST_ID = 500_000_001;
const FIRST_PAYMENT_ID = 600_000_001;

function entryOf(row: RowSpec, id: number, bookedOn: PlainDate): Entry {
  const { text, amount, enforcement, dueDate, decidedOn, date, interestDate, extra } = row;
  const known = { amount, enforcement, dueDate, decidedOn, date, interestDate, extra };
  const stated = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Partial<Entry>;
  return { ...stated, text, bookedOn, id: row.id === undefined ? id : row.id };
}

function wireOf(spec: CompanySpec): WireHabits {
  const { stamp, nextReconciliation: reconciled } = spec;
  return {
    reference: spec.reference ?? (/^\d{12}$/.test(spec.identity) ? ocrFor(spec.identity) : ""),
    stamp: (today) => stamp ?? `${today}T05:12:37`,
    nextReconciliation: (today) => reconciled ?? nextReconciliation(today),
    information: spec.information ?? [],
    ...(spec.payoutAccount === undefined ? {} : { payoutAccount: spec.payoutAccount }),
    blocks: spec.blocks ?? [],
    blocksKey: spec.blocksKey ?? "utbetalningssparrar",
    omitsEmpty: spec.emptyArrays === "omitted",
    extra: spec.extra ?? {},
  };
}

/** The account of a company stated for a test: exactly its rows and figures on the start day, moved on by what is booked later. */
export function statedAccount(spec: CompanySpec, start: PlainDate): Account {
  const history = (spec.history ?? []).map((row, n) => entryOf(row, FIRST_ID + n, row.date ?? start));
  const upcoming = (spec.upcoming ?? []).map((row, n) => {
    const bookedOn = row.bookedOn ?? later(row.dueDate ?? row.date ?? start, addDays(start, 1));
    return { ...entryOf(row, FIRST_ID + history.length + n, bookedOn), visibleFrom: "1900-01-01" as PlainDate };
  });
  const name = spec.name ?? "Exempelbolaget AB";
  return {
    company: { identity: spec.identity, name, profile: "stated", ombud: spec.ombud ?? true },
    registered: spec.registered ?? true,
    wire: wireOf(spec),
    paymentId: (n) => FIRST_PAYMENT_ID + n,
    standing(today, payments): Standing {
      // The stated history happened before the start, whatever its dates; what was upcoming then, and payments, come in as their days pass.
      const since = [...upcoming, ...payments].filter((entry) => entry.bookedOn <= today);
      const moved = (amount: (entry: Entry) => number | undefined): number => since.reduce((sum, entry) => sum + (amount(entry) ?? 0), 0);
      return {
        balance: (spec.balance ?? 0) + moved((entry) => entry.amount),
        enforcementBalance: (spec.enforcementBalance ?? 0) + moved((entry) => entry.enforcement),
        interest: spec.interest ?? 0,
        enforcementInterest: spec.enforcementInterest ?? 0,
        booked: [...history, ...since].sort(byDay((entry) => entry.bookedOn)),
        upcoming: upcoming.filter((entry) => isUpcoming(entry, today)).sort(byDay(countsOn)),
      };
    },
  };
}
