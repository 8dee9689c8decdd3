import {
  type Minor,
  minor,
  NORWEGIAN_LATE_RATE,
  type PlainDate,
  projectInterest,
  rateOn,
  smaller,
  subtract,
  sum,
  ZERO,
} from "@saldovakt/domain";
import type { ReceivingAccount } from "./claims-identities.ts";

/** What a claim is for. */
export interface ClaimPeriod {
  readonly text: string;
  readonly year?: string;
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly term?: string;
}

/** One due date of a claim (`kravforfall`). */
export interface ClaimDue {
  readonly id: string;
  readonly dueDate: PlainDate;
  /** Positive = to pay, negative = a credit. */
  readonly amount: Minor;
  /** Null: the authority gives none. */
  readonly kid: string | null;
  readonly account: ReceivingAccount | null;
  /** Of a credit: the day it is paid out. */
  readonly paidOutOn?: PlainDate;
  /** Fields beside those of the documentation, or `undefined` for one of those left out. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface Claim {
  readonly id: string;
  /** Whose it is: the organisation's number or, of a sole trader, the owner's. */
  readonly party: string;
  readonly type: string;
  readonly group: string;
  readonly text: string;
  readonly period: ClaimPeriod;
  readonly createdOn: PlainDate;
  readonly assessed?: string;
  readonly dues: readonly ClaimDue[];
  /** Stated; otherwise it is reckoned. */
  readonly interest?: Minor;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Money that came in. */
export interface ClaimPayment {
  readonly id: string;
  readonly party: string;
  readonly on: PlainDate;
  /** Positive. */
  readonly amount: Minor;
  /** What the payer wrote; null: nothing. */
  readonly kid: string | null;
}

/** Everything there is to know about a company, on whatever day. */
export interface ClaimsBook {
  readonly claims: readonly Claim[];
  readonly payments: readonly ClaimPayment[];
}

export interface Placement {
  readonly claim: Claim;
  readonly due: ClaimDue;
  readonly payment: ClaimPayment;
  readonly amount: Minor;
}

export interface DueStanding {
  readonly due: ClaimDue;
  readonly remaining: Minor;
  readonly placed: readonly Placement[];
}

export interface ClaimStanding {
  readonly claim: Claim;
  readonly dues: readonly DueStanding[];
  readonly amount: Minor;
  readonly remaining: Minor;
  /** `stipulerteRenter`: late interest so far. */
  readonly interest: Minor;
}

export interface PaymentStanding {
  readonly payment: ClaimPayment;
  readonly unplaced: Minor;
  readonly placed: readonly Placement[];
}

/** A credit paid out. */
export interface Payout {
  readonly id: string;
  readonly on: PlainDate;
  /** Positive. */
  readonly amount: Minor;
  readonly claim: Claim;
  readonly due: ClaimDue;
}

/** How a company stands at the end of a day. */
export interface ClaimsStanding {
  readonly today: PlainDate;
  readonly claims: readonly ClaimStanding[];
  readonly payments: readonly PaymentStanding[];
  readonly payouts: readonly Payout[];
}

/** Not paid although its day is over. On the due date itself nothing is overdue yet. */
export const isOverdue = (due: ClaimDue, today: PlainDate): boolean => due.dueDate < today;

const lateRate = (day: PlainDate): number => rateOn(NORWEGIAN_LATE_RATE, day).percent;

function lateInterest(due: ClaimDue, remaining: Minor, today: PlainDate): Minor {
  return remaining > 0 && isOverdue(due, today) ? projectInterest(remaining, due.dueDate, today, lateRate) : ZERO;
}

/**
 * How the company stands on a day. A payment goes to the dues with its KID, the earliest first; what is left over, or has a KID nobody knows, is unplaced.
 * Credits cover nothing: they are paid out.
 */
export function claimsStanding(book: ClaimsBook, today: PlainDate): ClaimsStanding {
  const claims = book.claims.filter((claim) => claim.createdOn <= today);
  const isPaidOut = ({ paidOutOn }: ClaimDue): boolean => paidOutOn !== undefined && paidOutOn <= today;
  const dues = claims
    .flatMap((claim) => claim.dues.map((due) => ({ claim, due })))
    .sort((a, b) => (a.due.dueDate < b.due.dueDate ? -1 : a.due.dueDate > b.due.dueDate ? 1 : 0));
  const left = new Map<ClaimDue, Minor>(dues.map(({ due }) => [due, isPaidOut(due) ? ZERO : due.amount]));
  const placements: Placement[] = [];

  const received = book.payments.filter((payment) => payment.on <= today).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const payments = received.map((payment): PaymentStanding => {
    let unplaced = payment.amount;
    const placed: Placement[] = [];
    for (const { claim, due } of dues) {
      const remaining = left.get(due) as Minor;
      if (payment.kid === null || due.kid !== payment.kid || claim.createdOn > payment.on || remaining <= 0 || unplaced <= 0) continue;
      const amount = smaller(unplaced, remaining);
      left.set(due, subtract(remaining, amount));
      unplaced = subtract(unplaced, amount);
      placed.push({ claim, due, payment, amount });
    }
    placements.push(...placed);
    return { payment, unplaced, placed };
  });

  return {
    today,
    claims: claims.map((claim) => {
      const standings = claim.dues.map((due): DueStanding => {
        return { due, remaining: left.get(due) as Minor, placed: placements.filter((placement) => placement.due === due) };
      });
      return {
        claim,
        dues: standings,
        amount: sum(claim.dues.map((due) => due.amount)),
        remaining: sum(standings.map(({ remaining }) => remaining)),
        interest: claim.interest ?? sum(standings.map(({ due, remaining }) => lateInterest(due, remaining, today))),
      };
    }),
    payments,
    payouts: dues
      .filter(({ due }) => isPaidOut(due))
      .map(({ claim, due }) => ({
        id: `7${due.id.replace(/\D/g, "")}`,
        on: due.paidOutOn as PlainDate,
        amount: minor(-due.amount),
        claim,
        due,
      })),
  };
}
