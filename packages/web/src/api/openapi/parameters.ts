import type { Json } from "./descriptions/described.ts";

/** The parts of paths that name something. */
export const PARAMETERS: Readonly<Record<string, Json>> = {
  id: {
    description: "The account's opaque id, from `GET /v1/accounts`.",
    schema: { type: "string", pattern: "^acc_[0-9a-z]{20}$" },
    example: "acc_4q8v0x2m6z1c9r7t5w3k",
  },
  paymentId: { description: "The registered payment's id.", schema: { type: "string" }, example: "pay_2f1c5a9e7b3d4860" },
  alertId: { description: "The alert's id, from `GET …/alerts`.", schema: { type: "string" }, example: "shortfall:2026-12-14:1" },
  key: {
    description: "The recipient's opaque key, from `GET /v1/recipients`.",
    schema: { type: "string", pattern: "^[0-9a-f]{16}$" },
    example: "b4d4edb0dc8f1b04",
  },
  deliveryId: {
    description: "The delivery's id, from `GET …/deliveries`.",
    schema: { type: "string", pattern: "^msg_[0-9a-f]{32}$" },
    example: "msg_3f6a1c9e2b7d4058a1c3e5f7092b4d6f",
  },
  calendarKey: { description: "The secret of the address.", schema: { type: "string", pattern: "^svk_[0-9a-z]{52}$" } },
};
