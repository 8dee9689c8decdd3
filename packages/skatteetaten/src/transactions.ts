import { addDays, type BookedRow, dateIn, type Instant, later, type Minor, negate, type PlainDate } from "@saldovakt/domain";
import { kindOf, textOf } from "./claim.ts";
import { observationOf } from "./observation.ts";
import type { Period, TransactionsAnswer } from "./results.ts";
import { dayOf, fromKroner, unsigned } from "./values.ts";
import type { WireClaim, WireOpenClaims, WirePaidIn, WirePaidOut } from "./wire.ts";

/** The longest period the authority takes, both days counted: one year, of 365 days to be on the safe side of a leap year. */
const LONGEST_DAYS = 365;

/** The period asked for, ending today in Oslo: a year back unless a later first day is given. */
export function periodOf(from: PlainDate | undefined, now: Instant): Period {
  const to = dateIn(now, "Europe/Oslo");
  const earliest = addDays(to, -(LONGEST_DAYS - 1));
  return { from: from === undefined || from > to ? earliest : later(from, earliest), to };
}

/** Signs of payments are not to be relied on: the list a payment stands in tells its direction. */
const size = (kroner: number): Minor => unsigned(fromKroner(kroner));

const claimed = (claim: WireClaim, index: number): BookedRow[] => {
  const date = dayOf(claim.opprettelsesdatoForKrav, "krav", `krav[${index}].opprettelsesdatoForKrav`);
  if (date === undefined || claim.opprinneligBeloep == null) return [];
  return [{ date, text: textOf(claim), amount: negate(fromKroner(claim.opprinneligBeloep)), kind: kindOf(claim) }];
};

const paidIn = (payment: WirePaidIn, index: number): BookedRow[] => {
  const date = dayOf(payment.innbetalingsdato, "innbetalinger", `innbetaling[${index}].innbetalingsdato`);
  if (date === undefined || payment.innbetaltBeloep == null) return [];
  return [{ date, text: "Innbetaling", amount: size(payment.innbetaltBeloep) }];
};

const paidOut = (payment: WirePaidOut, index: number): BookedRow[] => {
  const date = dayOf(payment.utbetaltdato, "utbetalinger", `utbetaling[${index}].utbetaltdato`);
  if (date === undefined || payment.utbetaltBeloep == null) return [];
  return [{ date, text: "Utbetaling", amount: negate(size(payment.utbetaltBeloep)) }];
};

export interface Read {
  readonly open: WireOpenClaims;
  readonly claims: readonly WireClaim[];
  readonly paidIn: readonly WirePaidIn[];
  readonly paidOut: readonly WirePaidOut[];
}

/**
 * Claims made, payments in and payments out over the period, the newest first, and every unpaid due date. Which day of a claim puts it into the authority's
 * answer is not documented: those made before the period are left out here.
 */
export function transactionsOf(read: Read, period: Period, readAt: Instant): TransactionsAnswer {
  const rows = [...read.claims.flatMap(claimed), ...read.paidIn.flatMap(paidIn), ...read.paidOut.flatMap(paidOut)];
  const booked = rows.filter(({ date }) => date >= period.from && date <= period.to);
  return {
    asOf: readAt,
    nextReconciliation: null,
    information: [],
    from: period.from,
    booked: booked.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0)),
    upcoming: observationOf(read.open, readAt)
      .charges.map(({ dueDate, decidedOn, text, amount }) => ({
        date: dueDate,
        dueDate,
        ...(decidedOn === undefined ? {} : { decidedOn }),
        text,
        amount,
      }))
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
  };
}
