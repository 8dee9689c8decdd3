import { createHash } from "node:crypto";
import { type Account, amountDocument, type PlainDate, type RegisteredPayment } from "@saldovakt/domain";
import { referenceOf, registerPayment, renewAccount } from "@saldovakt/service";
import type { Context } from "hono";
import { isPaymentId } from "../../ids.ts";
import { amountIn } from "../amounts.ts";
import { aboutBody, type Fields, readBody } from "../body.ts";
import { conditionalJson } from "../conditional.ts";
import { currencyOf } from "../currency.ts";
import { refuse } from "../problem.ts";
import { readQuery } from "../query.ts";
import type { Answer, Asking } from "./asking.ts";

export const registeredDocument = (account: Account, payment: RegisteredPayment) => ({
  id: payment.id,
  amount: amountDocument(currencyOf(account), payment.amount),
  madeOn: payment.madeOn,
  expectedOn: payment.expectedOn,
  expiresOn: payment.expiresOn,
  registeredAt: payment.registeredAt,
  status: payment.status,
  seenOn: payment.seenOn ?? null,
});

const FIELDS: Fields = { PAYMENT_DAY: "madeOn", PAYMENT: "amount" };

/** Payments somebody told us are under way. */
export const paymentAnswers = (asking: Asking) => {
  const { watch, payments, random } = asking.ports;
  const { records, policyFor, clock } = watch;

  return {
    listPayments: asking.about("listPayments", async ({ c, account }) => {
      const known = await records.payments(account.id);
      return conditionalJson(c, { account: referenceOf(account), payments: known.map((each) => registeredDocument(account, each)) });
    }),

    async registerPayment(c) {
      const asker = await asking.enter(c, "registerPayment");
      readQuery(c, []);
      const { NewPayment } = await import("../shapes/index.ts");
      const body = await readBody(c, NewPayment);
      const again = idempotencyKey(c);
      const account = await asking.account(c, asker);
      const amount = amountIn(c, "amount", body.amount, account);
      const asked = [String(amount), body.madeOn ?? "", body.expectedOn ?? ""];
      const known = again === null ? null : idOf([asker.principal.id, account.id, again], asked);
      const standing = known === null ? undefined : (await records.payments(account.id)).find(({ id }) => sameKey(id, known));
      if (standing && standing.id !== known) throw refuse(c, "IDEMPOTENCY_KEY_REUSED");
      if (standing) return c.json(registeredDocument(account, standing), 200);
      const id = known ?? `pay_${Buffer.from(random(8)).toString("hex")}`;
      const payment = {
        amount,
        ...(body.madeOn === undefined ? {} : { madeOn: body.madeOn as PlainDate }),
        ...(body.expectedOn === undefined ? {} : { expectedOn: body.expectedOn as PlainDate }),
      };
      const ports = { records, policyFor, clock, newId: () => id };
      const registered = await aboutBody(c, FIELDS, () => registerPayment(account, payment, ports));
      await asking.gate.made(c, { about: id });
      await renewAccount(account, watch);
      return c.json(registeredDocument(account, registered), 201);
    },

    removePayment: asking.about("removePayment", async ({ c, account }) => {
      const id = c.req.param("paymentId") ?? "";
      if (!isPaymentId(id) || !(await payments.removePayment(account.id, id))) throw refuse(c, "PAYMENT_UNKNOWN");
      await renewAccount(account, watch);
      return c.body(null, 204);
    }),
  } satisfies Record<string, Answer>;
};

/** What the caller says by `Idempotency-Key`: the same request again is the same payment. Throws the 400 `QUERY_INVALID`. */
function idempotencyKey(c: Context): string | null {
  const given = c.req.header("idempotency-key");
  if (given === undefined) return null;
  if (/^[\x21-\x7e]{1,255}$/.test(given)) return given;
  throw refuse(c, "QUERY_INVALID", { detail: "`Idempotency-Key` is 1 to 255 printable characters without spaces." });
}

const digest = (parts: readonly string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

const KEY_LENGTH = "pay_".length + 24;

/** An id whose first part tells who used which key, and whose second what was asked with it. */
const idOf = (key: readonly string[], asked: readonly string[]): string => `pay_${digest(key).slice(0, 24)}${digest(asked).slice(0, 16)}`;

const sameKey = (a: string, b: string): boolean => a.slice(0, KEY_LENGTH) === b.slice(0, KEY_LENGTH);
