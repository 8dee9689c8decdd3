import type { Json } from "./descriptions/described.ts";

/** The parts of paths that name something. */
export const PARAMETERS: Readonly<Record<string, Json>> = {
  id: {
    description: "The account's opaque id, from `GET /v1/accounts`.",
    schema: { type: "string", pattern: "^acc_[0-9a-z]{20}$" },
    example: "acc_4q8v0x2m6z1c9r7t5w3k",
  },
  calendarKey: { description: "The secret of the address.", schema: { type: "string", pattern: "^svk_[0-9a-z]{52}$" } },
};
