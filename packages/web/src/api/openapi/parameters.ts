import type { Json } from "./descriptions/described.ts";

/** The parts of paths that name something. */
export const PARAMETERS: Readonly<Record<string, Json>> = {
  id: {
    description: "The account's opaque id, from `GET /v1/accounts`.",
    schema: { type: "string", pattern: "^acc_[0-9a-z]{20}$" },
    example: "acc_4q8v0x2m6z1c9r7t5w3k",
  },
  paymentId: { description: "The registered payment's id.", schema: { type: "string" }, example: "pay_2f1c5a9e7b3d4860" },
  calendarId: {
    description: "The address's id, from `GET …/calendars`.",
    schema: { type: "string" },
    example: "key_0123456789abcdef",
  },
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
  userId: {
    description: "The user's opaque id, from `GET /v1/users`.",
    schema: { type: "string", pattern: "^usr_[0-9a-z]{20}$" },
    example: "usr_7h2k9m4p6r8t0v2x4z6b",
  },
  groupId: {
    description: "The group's opaque id, from `GET /v1/groups`.",
    schema: { type: "string", pattern: "^grp_[0-9a-z]{20}$" },
    example: "grp_3c5e7g9j2m4p6r8t0v2x",
  },
  invitationId: {
    description: "The invitation's opaque id, from `GET /v1/invitations`.",
    schema: { type: "string", pattern: "^inv_[0-9a-f]{16}$" },
    example: "inv_9a8b7c6d5e4f3021",
  },
  calendarKey: { description: "The secret of the address.", schema: { type: "string", pattern: "^svk_[0-9a-z]{52}$" } },
};
