import { SaldovaktError } from "@saldovakt/domain";
import { type HttpRequest, type HttpResponse, isObject, type Json, jsonObject } from "@saldovakt/http";
import { fault } from "../altinn/faults.ts";
import { judgeAnswer } from "../altinn/judge.ts";
import type { RefusalReason } from "./refusal.ts";

/** May this system user do that with that organisation's data? */
export interface Question {
  /** UUID. */
  readonly systemUser: string;
  /** Nine digits: whose data it is. An agent asks for its clients', so it need not be the system user's own. */
  readonly organisation: string;
  /** The id in Altinn's resource register. */
  readonly resource: string;
  readonly action: string;
}

export type Verdict =
  | "PERMIT"
  | Extract<RefusalReason, "PDP_DENIED" | "PDP_NOT_APPLICABLE" | "PDP_INDETERMINATE" | "OBLIGATION_UNKNOWN" | "OBLIGATION_UNMET">;

const PATH = "/authorization/api/v1/authorize";
const TEXT = "http://www.w3.org/2001/XMLSchema#string";
const MAX_BYTES = 200_000;

const attribute = (AttributeId: string, Value: string) => ({ AttributeId, Value, DataType: TEXT });

/** The question in XACML's JSON. The subject is the system user and nothing beside it. */
export const pdpRequest = (
  { systemUser, organisation, resource, action }: Question,
  to: { readonly platformUrl: string; readonly subscriptionKey: string; readonly token: string; readonly deadlineMs: number },
): HttpRequest => ({
  method: "POST",
  url: `${to.platformUrl}${PATH}`,
  headers: {
    Accept: "application/json",
    Authorization: `Bearer ${to.token}`,
    "Content-Type": "application/json",
    "Ocp-Apim-Subscription-Key": to.subscriptionKey,
  },
  body: JSON.stringify({
    Request: {
      ReturnPolicyIdList: false,
      AccessSubject: [{ Attribute: [attribute("urn:altinn:systemuser:uuid", systemUser)] }],
      Action: [{ Attribute: [attribute("urn:oasis:names:tc:xacml:1.0:action:action-id", action)] }],
      Resource: [
        { Attribute: [attribute("urn:altinn:resource", resource), attribute("urn:altinn:organization:identifier-no", organisation)] },
      ],
    },
  }),
  deadlineMs: to.deadlineMs,
  maxBytes: MAX_BYTES,
});

const unexpected = (what: string): SaldovaktError =>
  fault("ALTINN_ANSWER_UNEXPECTED", { message: `the policy decision point's answer is not understood: ${what}` });

/**
 * A field by its name in PascalCase, as the documentation writes it, or in camelCase, as the service does. Throws when both stand there: nobody knows
 * which of the two counts.
 */
function field(of: Json, pascal: string): unknown {
  const camel = `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}`;
  const written = [pascal, camel].filter((name) => Object.hasOwn(of, name));
  if (written.length > 1) throw unexpected(`${camel} stands there twice`);
  return written[0] === undefined ? undefined : of[written[0]];
}

/** What Maskinporten's callers have: an enterprise certificate, or a key registered by whoever has one. */
const OUR_LEVEL = 3;
const LEVEL = "urn:altinn:minimum-authenticationlevel";

/** The level an obligation asks for; null when it asks for something else. */
function levelOf(assignment: unknown): number | null {
  if (!isObject(assignment) || field(assignment, "Category") !== LEVEL) return null;
  const value = field(assignment, "Value");
  const level = typeof value === "string" && /^[0-9]{1,3}$/.test(value) ? Number(value) : value;
  return typeof level === "number" && Number.isInteger(level) && level >= 0 ? level : null;
}

/** A Permit holds only with every obligation understood and met (XACML 3.0, 7.18). */
function obliged(obligations: unknown): Verdict {
  if (obligations === undefined || obligations === null) return "PERMIT";
  if (!Array.isArray(obligations)) throw unexpected("the obligations are no list");
  const levels = obligations.flatMap((obligation: unknown) => {
    const assignments = isObject(obligation) ? field(obligation, "AttributeAssignment") : undefined;
    return Array.isArray(assignments) && assignments.length > 0 ? assignments.map(levelOf) : [null];
  });
  if (levels.includes(null)) return "OBLIGATION_UNKNOWN";
  return levels.every((level) => level !== null && level <= OUR_LEVEL) ? "PERMIT" : "OBLIGATION_UNMET";
}

const refusedUs = (status: number): SaldovaktError =>
  new SaldovaktError(`Altinn's policy decision point does not take our own question (HTTP ${status})`, {
    code: "PDP_ACCESS_REFUSED",
    scope: "installation",
    remedy: "check `subscriptionKey`, and that Digdir has granted our client the scope altinn:authorization/authorize",
  });

/** What the answer decides. Only HTTP 200 with exactly one result decides anything; whatever else came is thrown as a coded error. */
export function judgePdpAnswer(response: HttpResponse, now: number): Verdict {
  if (response.status === 401 || response.status === 403) throw refusedUs(response.status);
  const { status, body } = judgeAnswer(response, now);
  if (status !== 200) throw unexpected(`HTTP ${status}`);
  const answer = jsonObject(body);
  if (!answer) throw fault("ALTINN_MALFORMED");
  const results = field(answer, "Response");
  if (!Array.isArray(results) || results.length !== 1 || !isObject(results[0])) throw unexpected("there is not exactly one result");
  switch (field(results[0], "Decision")) {
    case "Permit":
      return obliged(field(results[0], "Obligations"));
    case "Deny":
      return "PDP_DENIED";
    case "NotApplicable":
      return "PDP_NOT_APPLICABLE";
    case "Indeterminate":
      return "PDP_INDETERMINATE";
    default:
      throw unexpected("the decision is none of the four");
  }
}
