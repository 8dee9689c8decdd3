import type { RouteName } from "../../route.ts";
import * as examples from "../examples.ts";
import { RegisteredPayment, RegisteredPayments, requests } from "../schemas.ts";
import { type Described, json, OF_ACCOUNT, ok, WITH_BODY } from "./described.ts";

export const PAYMENTS = {
  listPayments: {
    tag: "Payments",
    summary: "The payments registered for the account",
    scope: "read",
    answers: ok("The payments, those settled lately among them.", json(RegisteredPayments, examples.payments)),
    problems: OF_ACCOUNT,
  },
  registerPayment: {
    tag: "Payments",
    summary: "Say that a payment is under way",
    description: "Forecasts count it until it is seen among the booked rows, or has not been for some bank days.",
    headers: [
      {
        name: "Idempotency-Key",
        description:
          "The same request with the same key again is the same payment: what stands is answered with 200 and left as it is. Another request with it is answered 409 `IDEMPOTENCY_KEY_REUSED`.",
        schema: { type: "string", minLength: 1, maxLength: 255 },
        example: "payment-2026-12-08-1",
      },
    ],
    scope: "write",
    body: json(requests.NewPayment, examples.newPayment),
    answers: {
      201: { description: "It is counted from now on.", content: json(RegisteredPayment, examples.registered) },
      200: { description: "It was registered already.", content: json(RegisteredPayment, examples.registered) },
    },
    problems: [...OF_ACCOUNT, ...WITH_BODY],
  },
  removePayment: {
    tag: "Payments",
    summary: "A payment is not under way after all",
    scope: "write",
    answers: { 204: { description: "It counts no longer." } },
    problems: OF_ACCOUNT,
  },
} as const satisfies Partial<Record<RouteName, Described>>;
