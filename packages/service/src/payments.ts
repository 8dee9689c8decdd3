import {
  type Account,
  addDays,
  bankDaysAfter,
  COUNTRY_OF,
  countsPayments,
  formatDecimal,
  fromWhole,
  inputError,
  type Minor,
  type PlainDate,
  type RegisteredPayment,
  ZONE_OF,
} from "@saldovakt/domain";
import type { Clock, PolicyFor, Records } from "./ports.ts";

/** Bank days after the expected day on which an unseen payment is still believed in: bookings show a day or more late. */
const BELIEVED_BANK_DAYS = 4;

/** What was paid longer ago is booked by now, or never will be. */
const DAYS_BACK = 30;

/** No single payment to a tax account comes near it: more is a slip of the finger, and would silence every alert. */
const LARGEST: Minor = fromWhole(10_000_000_000);

export interface PaymentPorts {
  readonly records: Pick<Records, "putPayment" | "payments">;
  readonly policyFor: PolicyFor;
  readonly clock: Pick<Clock, "today" | "now">;
  readonly newId: () => string;
}

export interface NewPayment {
  readonly amount: Minor;
  readonly madeOn?: PlainDate;
  readonly expectedOn?: PlainDate;
  /** The same again is the same payment: what stands is given back and left as it is. */
  readonly id?: string;
}

/** The days on which a payment of the account may be made: 30 days back, and ahead as far as its forecast reaches. */
export function paymentDays(
  account: Account,
  { policyFor, clock }: Pick<PaymentPorts, "policyFor" | "clock">,
): readonly [PlainDate, PlainDate] {
  const today = clock.today(ZONE_OF[account.source]);
  return [addDays(today, -DAYS_BACK), addDays(today, policyFor(account).horizonDays)];
}

/**
 * Registers a payment under way, so that forecasts count it until it is seen or expires. `madeOn` is the day it is at the bank, past or planned; it is
 * expected `payDaysBefore` bank days later unless `expectedOn` says otherwise. Throws `PAYMENT_INVALID`, `PAYMENT_DAY` for a day outside `paymentDays`, and
 * `PAYMENT_NOT_COUNTED` for an account whose claims are paid one by one: there it would change nothing and look as if it did.
 */
export async function registerPayment(account: Account, payment: NewPayment, ports: PaymentPorts): Promise<RegisteredPayment> {
  if (!countsPayments(account.source)) {
    const remedy = "pay the claim with its own KID: it leaves the forecast when the authority has placed the payment";
    throw inputError("PAYMENT_NOT_COUNTED", "a payment under way counts in no forecast of claims that are paid one by one", remedy);
  }
  const country = COUNTRY_OF[account.source];
  const madeOn = payment.madeOn ?? ports.clock.today(ZONE_OF[account.source]);
  const expectedOn = payment.expectedOn ?? bankDaysAfter(country, madeOn, ports.policyFor(account).payDaysBefore);
  const [first, last] = paymentDays(account, ports);
  if (payment.amount <= 0) throw inputError("PAYMENT_INVALID", "a payment under way must be more than zero", "give the amount as 12500.00");
  if (payment.amount > LARGEST)
    throw inputError("PAYMENT_INVALID", "a payment is larger than any to a tax account", `give at most ${formatDecimal(LARGEST)}`);
  if (madeOn < first || madeOn > last)
    throw inputError("PAYMENT_DAY", "a payment is made longer ago or further ahead than counts", `give a day from ${first} to ${last}`);
  if (expectedOn < madeOn) throw inputError("PAYMENT_INVALID", "a payment cannot arrive before it is made", "check the two dates");
  if (expectedOn > addDays(madeOn, DAYS_BACK))
    throw inputError("PAYMENT_INVALID", `a payment arrives within ${DAYS_BACK} days of being made`, "check the two dates");
  const { id = ports.newId() } = payment;
  const standing = payment.id === undefined ? undefined : (await ports.records.payments(account.id)).find((each) => each.id === id);
  if (standing) return standing;
  const registered: RegisteredPayment = {
    id,
    amount: payment.amount,
    madeOn,
    expectedOn,
    expiresOn: bankDaysAfter(country, expectedOn, BELIEVED_BANK_DAYS),
    registeredAt: ports.clock.now(),
    status: "under-way",
  };
  await ports.records.putPayment(account.id, registered);
  return registered;
}
