import type { Call } from "./call.ts";
import type { SimulatedMaskinporten } from "./maskinporten-types.ts";

/** Who calls, by a token that is good. */
export interface Caller {
  /** Nine digits. */
  readonly org: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

export const bearerOf = (call: Call): string | null => /^Bearer (\S+)$/.exec(call.headers.authorization ?? "")?.[1] ?? null;

/** The caller that the claims of a token tell of; null when they tell of none. */
export function callerOf(claims: Readonly<Record<string, unknown>> | null): Caller | null {
  const consumer = claims?.consumer as { readonly ID?: unknown } | undefined;
  const org = /^0192:(\d{9})$/.exec(String(consumer?.ID))?.[1];
  if (!claims || org === undefined) return null;
  return { org, clientId: String(claims.client_id), scopes: String(claims.scope).split(" ") };
}

/** Who calls with a token of Maskinporten. */
export function maskinportenCaller(call: Call, maskinporten: Pick<SimulatedMaskinporten, "check">): Caller | null {
  const token = bearerOf(call);
  return token === null ? null : callerOf(maskinporten.check(token));
}

/** The body as a JSON object, its names in lower case: ASP.NET minds no case. Null for anything else. */
export function jsonBody(call: Call): Readonly<Record<string, unknown>> | null {
  if (!/^application\/json\b/i.test(call.headers["content-type"] ?? "")) return null;
  try {
    const value: unknown = JSON.parse(call.body);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), each]));
  } catch {
    return null;
  }
}

export const texts = (value: unknown): readonly string[] | null =>
  Array.isArray(value) && value.every((each) => typeof each === "string") ? value : null;

/** The resources of `rights` (`[{ resource: [{ id: "urn:altinn:resource", value }] }]`); null when they have another form. */
export function resourcesOf(rights: unknown): readonly string[] | null {
  if (rights === undefined || rights === null) return [];
  if (!Array.isArray(rights)) return null;
  const found: string[] = [];
  for (const right of rights as readonly { readonly resource?: unknown }[]) {
    if (!Array.isArray(right?.resource) || right.resource.length === 0) return null;
    for (const { id, value } of right.resource as readonly { readonly id?: unknown; readonly value?: unknown }[]) {
      if (id !== "urn:altinn:resource" || typeof value !== "string") return null;
      found.push(value);
    }
  }
  return found;
}

/** The URNs of `accessPackages` (`[{ urn }]`); null when they have another form. */
export function packagesOf(packages: unknown): readonly string[] | null {
  if (packages === undefined || packages === null) return [];
  if (!Array.isArray(packages)) return null;
  return texts(packages.map((each: { readonly urn?: unknown } | null) => each?.urn));
}
