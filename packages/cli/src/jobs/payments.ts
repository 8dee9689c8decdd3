import { randomBytes } from "node:crypto";
import {
  amountDocument,
  CURRENCY_OF,
  type Currency,
  inputError,
  type Minor,
  parseDecimal,
  plainDate,
  type RegisteredPayment,
} from "@saldovakt/domain";
import { registerPayment, renewAccount } from "@saldovakt/service";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { figure } from "../figures.ts";
import { table } from "../table.ts";
import { noted } from "../wiring/noted.ts";
import { summaryPorts } from "../wiring/ports.ts";
import { requireAccount, withState } from "../wiring/state.ts";

/** Kronor as people type them: spaces between thousands and a comma are taken too. Throws `MONEY_FORMAT` and `MONEY_OVERFLOW`. */
const kronor = (text: string): Minor => parseDecimal(text.replace(/[\s\u00a0]/g, "").replace(",", "."));

const paymentDocument = ({ amount, ...payment }: RegisteredPayment, currency: Currency) => ({
  id: payment.id,
  amount: amountDocument(currency, amount),
  madeOn: payment.madeOn,
  expectedOn: payment.expectedOn,
  expiresOn: payment.expiresOn,
  status: payment.status,
  seenOn: payment.seenOn ?? null,
});

export interface TypedPayment {
  readonly amount: string;
  readonly made?: string;
  readonly expected?: string;
}

export async function addPayment(context: Context, text: string, typed: TypedPayment, json: boolean): Promise<undefined> {
  await withState(context, async (store, { configuration }) => {
    const { account } = await requireAccount(store, text.trim());
    const payment = {
      amount: kronor(typed.amount),
      ...(typed.made === undefined ? {} : { madeOn: plainDate(typed.made) }),
      ...(typed.expected === undefined ? {} : { expectedOn: plainDate(typed.expected) }),
    };
    const ports = summaryPorts(context, store, configuration);
    const about = `pay_${randomBytes(8).toString("hex")}`;
    const registered = await noted(store, context, { action: "payment.register", account: account.id, about }, () =>
      registerPayment(account, payment, { ...ports, newId: () => about }),
    );
    await renewAccount(account, ports);
    if (json) return printJson(context, paymentDocument(registered, CURRENCY_OF[account.source]));
    const { id, expectedOn, expiresOn } = registered;
    context.stdout.lines(
      `${id}  ${figure(registered.amount)} ${CURRENCY_OF[account.source]}, expected ${expectedOn}, believed in through ${expiresOn}`,
    );
  });
}

export async function listPayments(context: Context, text: string, json: boolean): Promise<undefined> {
  await withState(context, async (store) => {
    const { account } = await requireAccount(store, text.trim());
    const payments = await store.payments(account.id);
    if (json) return printJson(context, { payments: payments.map((each) => paymentDocument(each, CURRENCY_OF[account.source])) });
    if (payments.length === 0) return context.stderr.lines("No payment is registered for this account.");
    const columns = [
      { title: "Id" },
      { title: "Amount", align: "right" },
      { title: "Made" },
      { title: "Expected" },
      { title: "Status" },
    ] as const;
    const status = ({ status: now, seenOn, expiresOn }: RegisteredPayment): string =>
      now === "seen" ? `seen ${seenOn}` : now === "expired" ? `never seen by ${expiresOn}` : `under way, at most until ${expiresOn}`;
    context.stdout.lines(
      ...table(
        columns,
        payments.map((each) => [each.id, figure(each.amount), each.madeOn, each.expectedOn, status(each)]),
      ),
    );
  });
}

export async function removePayment(context: Context, text: string, id: string, json: boolean): Promise<undefined> {
  await withState(context, async (store, { configuration }) => {
    const { account } = await requireAccount(store, text.trim());
    const unknown = () =>
      inputError("PAYMENT_UNKNOWN", "the account has no such payment", "`saldovakt payments list ACCOUNT` shows its payments");
    // What is typed is kept only where it is a payment's id.
    if (!(await store.payments(account.id)).some((payment) => payment.id === id)) throw unknown();
    await noted(store, context, { action: "payment.withdraw", account: account.id, about: id }, async () => {
      if (!(await store.removePayment(account.id, id))) throw unknown();
    });
    await renewAccount(account, summaryPorts(context, store, configuration));
    if (json) printJson(context, { id, removed: true });
    else context.stdout.lines(`${id} is removed and counts no longer.`);
  });
}
