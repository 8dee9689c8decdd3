import { createHash } from "node:crypto";
import { type Account, amountDocument, type PlainDate, type RegisteredPayment } from "@saldovakt/domain";
import { referenceOf, registerPayment, renewAccount } from "@saldovakt/service";
import type { Context } from "hono";
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

const PAYMENT_ID = /^pay_[0-9a-z]{1,64}$/;

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
      const id = again === null ? `pay_${Buffer.from(random(8)).toString("hex")}` : idOf(asker.principal.id, account.id, again);
      const standing = again === null ? undefined : (await records.payments(account.id)).find((payment) => payment.id === id);
      if (standing) return c.json(registeredDocument(account, standing), 200);
      const payment = {
        amount: amountIn(c, "amount", body.amount, account),
        ...(body.madeOn === undefined ? {} : { madeOn: body.madeOn as PlainDate }),
        ...(body.expectedOn === undefined ? {} : { expectedOn: body.expectedOn as PlainDate }),
      };
      const ports = { records, policyFor, clock, newId: () => id };
      const registered = await aboutBody(c, FIELDS, () => registerPayment(account, payment, ports));
      await renewAccount(account, watch);
      return c.json(registeredDocument(account, registered), 201);
    },

    removePayment: asking.about("removePayment", async ({ c, account }) => {
      const id = c.req.param("paymentId") ?? "";
      if (!PAYMENT_ID.test(id) || !(await payments.removePayment(account.id, id))) throw refuse(c, "PAYMENT_UNKNOWN");
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

const idOf = (...parts: readonly string[]): string =>
  `pay_${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
