import { createHash } from "node:crypto";
import type { Account } from "@saldovakt/domain";
import type { NewPayment, RandomBytes } from "@saldovakt/service";

const ONCE = /^[0-9a-f]{16}$/;

/** What a form carries from the page it was made for, so that it makes one payment however often it is sent. */
export const newOnce = (random: RandomBytes): string => Buffer.from(random(8)).toString("hex");

/** The payment with the id that follows from its form: the same with the same in it, while a form that is filled in anew makes another payment. */
export function onceOnly(account: Account, payment: NewPayment, once: string): NewPayment {
  if (!ONCE.test(once)) return payment;
  const said = JSON.stringify([account.id, once, payment.amount, payment.madeOn]);
  return { ...payment, id: `pay_${createHash("sha256").update(said).digest("hex").slice(0, 32)}` };
}
