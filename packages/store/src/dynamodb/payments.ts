import type { RegisteredPayment } from "@saldovakt/domain";
import type { Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { ageOfPayment, finality } from "../retention.ts";
import { type Calls, key } from "./calls.ts";
import type { Erasure } from "./erasure.ts";
import { ageing, partitionOf, string } from "./items.ts";

type Payments = Pick<Store, "putPayment" | "payments" | "removePayment">;

export function payments(calls: Calls, erasure: Erasure, keptDays: number): Payments {
  return {
    putPayment: async (id, payment) => {
      const where = key(partitionOf(id), `PAYMENT#${payment.id}`);
      const agedAt = ageOfPayment(payment);
      const item = {
        ...where,
        ...(agedAt && ageing(agedAt, keptDays)),
        finality: { N: String(finality(payment)) },
        body: { S: encode(payment) },
      };
      // Wins when nothing stands, or a status that is as final or less: under way, expired, seen.
      const condition = { expression: "attribute_not_exists(#PK) OR #finality <= :finality", values: { ":finality": item.finality } };
      await erasure.keep(
        id,
        () => calls.put(item, condition),
        () => calls.remove(where),
      );
    },

    payments: async (id) => {
      const payments: RegisteredPayment[] = [];
      for await (const page of calls.query(partitionOf(id), "PAYMENT#")) {
        payments.push(...page.map((item) => decode<RegisteredPayment>(string(item, "body"), "payment")));
      }
      const order = (payment: RegisteredPayment): string => `${payment.madeOn}|${payment.id}`;
      return payments.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    },

    removePayment: async (id, paymentId) => (await calls.remove(key(partitionOf(id), `PAYMENT#${paymentId}`))) !== undefined,
  };
}
