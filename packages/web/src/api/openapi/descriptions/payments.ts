import type { RouteName } from "../../route.ts";
import * as examples from "../examples.ts";
import { RegisteredPayments } from "../schemas.ts";
import { type Described, json, OF_ACCOUNT, ok } from "./described.ts";

export const PAYMENTS = {
  listPayments: {
    tag: "Payments",
    summary: "The payments registered for the account",
    scope: "read",
    answers: ok("The payments, those settled lately among them.", json(RegisteredPayments, examples.payments)),
    problems: OF_ACCOUNT,
  },
} as const satisfies Partial<Record<RouteName, Described>>;
