import type { Caller } from "./altinn-caller.ts";
import { badRequest, forbidden } from "./altinn-problem.ts";
import type { AltinnRegister, Decision } from "./altinn-types.ts";
import type { Call } from "./call.ts";
import { emptyReply, errorReply, jsonReply, type Reply } from "./reply.ts";

export const PDP_PATH = "/authorization/api/v1/authorize";
const SCOPE = "altinn:authorization/authorize";

const SYSTEM_USER = "urn:altinn:systemuser:uuid";
const ACTION = "urn:oasis:names:tc:xacml:1.0:action:action-id";
const RESOURCE = "urn:altinn:resource";
const ORGANISATION = "urn:altinn:organization:identifier-no";

export interface Pdp {
  readonly register: AltinnRegister;
  readonly subscriptionKey: string;
  readonly casing: "camel" | "pascal";
  /** What is decided whatever is asked; null: by the register. */
  readonly decision: Decision | null;
}

/** The attributes of a category (XACML 3.0, JSON profile 1.1): `[{ Attribute: [{ AttributeId, Value }] }]`. Null for another form. */
function attributes(category: unknown): Map<string, string> | null {
  const [only] = Array.isArray(category) && category.length === 1 ? category : [];
  const list: unknown = (only as { readonly Attribute?: unknown } | undefined)?.Attribute;
  if (!Array.isArray(list)) return null;
  const found = new Map<string, string>();
  for (const each of list as readonly { readonly AttributeId?: unknown; readonly Value?: unknown }[]) {
    if (typeof each?.AttributeId !== "string" || typeof each.Value !== "string" || found.has(each.AttributeId)) return null;
    found.set(each.AttributeId, each.Value);
  }
  return found;
}

/** What is asked: each attribute it needs, and in the subject nothing beside the system user. */
function questionOf(body: string): readonly [user: string, resource: string, org: string, action: string] | null {
  let request: Readonly<Record<string, unknown>> | undefined;
  try {
    request = (JSON.parse(body) as { readonly Request?: Readonly<Record<string, unknown>> } | null)?.Request;
  } catch {
    return null;
  }
  const [subject, action, resource] = [request?.AccessSubject, request?.Action, request?.Resource].map(attributes);
  if (subject?.size !== 1 || !action || !resource) return null;
  const [user, what, of, to] = [subject.get(SYSTEM_USER), resource.get(RESOURCE), resource.get(ORGANISATION), action.get(ACTION)];
  return user && what && of && to ? [user, what, of, to] : null;
}

/** Altinn attaches to a Permit the level of authentication the policy asks for. */
const obligation = (level: number) => ({
  id: "urn:altinn:obligation:authenticationLevel1",
  attributeAssignment: [
    {
      attributeId: "urn:altinn:obligation1-assignment1",
      value: String(level),
      category: "urn:altinn:minimum-authenticationlevel",
      dataType: "http://www.w3.org/2001/XMLSchema#integer",
      issuer: null,
    },
  ],
});

const STATUS: Readonly<Record<Decision, string>> = {
  Permit: "urn:oasis:names:tc:xacml:1.0:status:ok",
  Deny: "urn:oasis:names:tc:xacml:1.0:status:ok",
  NotApplicable: "urn:oasis:names:tc:xacml:1.0:status:ok",
  Indeterminate: "urn:oasis:names:tc:xacml:1.0:status:processing-error",
};

/** The documentation's example: capitals everywhere but inside the obligations. */
function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal);
  if (typeof value !== "object" || value === null) return value;
  const capital = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [capital(name), name === "obligations" ? each : pascal(each)]));
}

/** The policy decision point. The caller is known by a token of Altinn's own. */
export function answerPdp(call: Call, caller: Caller, { register, subscriptionKey, casing, decision }: Pdp): Reply {
  if (call.method !== "POST") return errorReply(405, "method_not_allowed", { allow: "POST" });
  if (call.headers["ocp-apim-subscription-key"] !== subscriptionKey) return emptyReply(401);
  if (!caller.scopes.includes(SCOPE)) return forbidden;
  if (!/^application\/json\b/i.test(call.headers["content-type"] ?? "")) return emptyReply(415);
  const question = questionOf(call.body);
  if (!question) return badRequest("the request is not XACML's JSON");
  const permitted = register.permits(...question);
  const decided: Decision = decision ?? (permitted === true ? "Permit" : "NotApplicable");
  const level = register.resources.get(question[1])?.authenticationLevel ?? 2;
  const result = {
    decision: decided,
    status: { statusCode: { value: STATUS[decided] } },
    ...(decided === "Permit" && { obligations: [obligation(level)] }),
  };
  const answer = { response: [result] };
  return jsonReply(200, casing === "pascal" ? pascal(answer) : answer);
}
