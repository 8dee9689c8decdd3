import * as z from "zod/mini";
import { https, issuer, leaf, matching, oneScope, reference, section } from "./leaves.ts";

/** The form of the section `api`: who may ask at our own HTTP API beside those with a key. */

const word = (what: string, example: string): z.ZodMiniType<string> =>
  leaf<string>(matching(/^[\w.:/-]{1,200}$/), `is not ${what}`, `write it as "${example}"`);

/** Callers who show a token of Maskinporten's in place of a key. */
export const callers = section({
  issuer,
  ca: z.optional(reference),
  scope: oneScope("saldovakt:read"),
  audience: z.optional(
    leaf<string>(
      (value) => matching(/^[!-~]{1,500}$/)(value) && value !== "unspecified",
      "is not an audience",
      "write the address that tokens are asked for with, or leave it out",
    ),
  ),
});

/** Whom a caller's system user is judged by. */
export const altinn = section({
  platformUrl: https,
  subscriptionKey: reference,
  ca: z.optional(reference),
  resource: word("a resource's id", "saldovakt"),
  action: word("an action", "read"),
  secret: reference,
});

export const api = section({ maskinporten: z.optional(callers), altinn: z.optional(altinn) });
