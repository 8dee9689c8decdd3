import {
  type Account,
  bankDaysAfter,
  COUNTRY_OF,
  inputError,
  type Minor,
  type PlainDate,
  type RegisteredPayment,
  ZONE_OF,
} from "@saldovakt/domain";
import type { Clock, PolicyFor, Records } from "./ports.ts";

/** Bank days after the expected day on which an unseen payment is still believed in: bookings show a day or more late. */
const BELIEVED_BANK_DAYS = 4;

export interface PaymentPorts {
  readonly records: Pick<Records, "putPayment" | "account">;
  readonly policyFor: PolicyFor;
  readonly clock: Clock;
  readonly newId: () => string;
}

/**
 * Registers a payment under way, so that forecasts count it until it is seen or expires. `madeOn` is the day it is at the bank; it is
 * expected `payDaysBefore` bank days later unless `expectedOn` says otherwise. Throws `PAYMENT_INVALID`.
 */
export async function registerPayment(
  account: Account,
  payment: { readonly amount: Minor; readonly madeOn?: PlainDate; readonly expectedOn?: PlainDate },
  ports: PaymentPorts,
): Promise<RegisteredPayment> {
  const country = COUNTRY_OF[account.source];
  const madeOn = payment.madeOn ?? ports.clock.today(ZONE_OF[account.source]);
  const expectedOn = payment.expectedOn ?? bankDaysAfter(country, madeOn, ports.policyFor(account).payDaysBefore);
  if (payment.amount <= 0) throw inputError("PAYMENT_INVALID", "a payment under way must be more than zero", "give the amount as 12500.00");
  if (expectedOn < madeOn) throw inputError("PAYMENT_INVALID", "a payment cannot arrive before it is made", "check the two dates");
  const registered: RegisteredPayment = {
    id: ports.newId(),
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
