import * as z from "zod/mini";
import { https, issuer, leaf, matching, oneScope, reference, section, yesOrNo } from "./leaves.ts";

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

/** The routes of the HTTP API that are open to such callers, as its description names them. */
export const CALLER_ROUTES = [
  ...(["listAccounts", "account", "forecast", "forecastCsv", "chart", "paymentFile", "paymentCode"] as const),
  ...(["balance", "transactions", "payoutAccount", "payoutBlocks"] as const),
  ...(["listPayments", "alerts", "calendar", "listCalendars", "appointment"] as const),
] as const;

const resource = word("a resource's id", "saldovakt");
const action = word("an action", "read");

/** What one route asks of its callers in place of what all do. */
const callerRoute = section({ resource: z.optional(resource), action: z.optional(action), allowVendor: z.optional(yesOrNo) });
const routes = section(
  Object.fromEntries(CALLER_ROUTES.map((name) => [name, z.optional(callerRoute)])) as Record<
    (typeof CALLER_ROUTES)[number],
    z.ZodMiniOptional<typeof callerRoute>
  >,
);

/** Whom a caller's system user is judged by. */
export const altinn = section({
  platformUrl: https,
  subscriptionKey: reference,
  ca: z.optional(reference),
  resource,
  action,
  routes: z.optional(routes),
  secret: reference,
});

export const api = section({ maskinporten: z.optional(callers), altinn: z.optional(altinn) });

/** The keys known at a place of the section. */
export function keysOfApi([, section, field, route]: readonly PropertyKey[]): readonly string[] {
  if (section === "maskinporten") return Object.keys(callers.shape);
  if (section !== "altinn") return Object.keys(api.shape);
  if (field !== "routes") return Object.keys(altinn.shape);
  return route === undefined ? CALLER_ROUTES : Object.keys(callerRoute.shape);
}
