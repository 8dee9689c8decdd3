import { SaldovaktError } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CUSTOMER, response, START } from "../../test/fakes.ts";
import { USER_ID } from "../../test/provider-fakes.ts";
import { judgePdpAnswer, pdpRequest } from "./pdp.ts";

const LEVEL = "urn:altinn:minimum-authenticationlevel";
const assignment = (changes: object = {}) => ({
  attributeId: "urn:altinn:obligation1-assignment1",
  value: "2",
  category: LEVEL,
  ...changes,
});
const obligation = (...assignments: readonly object[]) => ({
  id: "urn:altinn:obligation:authenticationLevel1",
  attributeAssignment: assignments,
});
const permit = (obligations?: unknown) => ({ response: [{ decision: "Permit", ...(obligations !== undefined && { obligations }) }] });

/** The verdict, or the code of the fault. */
function judged(body: unknown, status = 200, headers: Record<string, string> = {}): string {
  try {
    return judgePdpAnswer(response(status, body, headers), START);
  } catch (error) {
    if (!(error instanceof SaldovaktError)) throw error;
    return error.code;
  }
}

test("the question names the system user and nothing else of the subject", () => {
  const to = { platformUrl: "https://platform.example", subscriptionKey: "hush", token: "t", deadlineMs: 5 };
  const request = pdpRequest({ systemUser: USER_ID, organisation: CUSTOMER, resource: "saldovakt", action: "read" }, to);
  expect(request).toMatchObject({
    method: "POST",
    url: "https://platform.example/authorization/api/v1/authorize",
    headers: { Authorization: "Bearer t", "Ocp-Apim-Subscription-Key": "hush", "Content-Type": "application/json" },
    deadlineMs: 5,
  });
  const asked = JSON.parse(request.body ?? "").Request;
  const pairs = (name: string) =>
    asked[name].map(({ Attribute }: { Attribute: { AttributeId: string; Value: string }[] }) =>
      Attribute.map(({ AttributeId, Value }) => [AttributeId, Value]),
    );
  expect(pairs("AccessSubject")).toEqual([[["urn:altinn:systemuser:uuid", USER_ID]]]);
  expect(pairs("Action")).toEqual([[["urn:oasis:names:tc:xacml:1.0:action:action-id", "read"]]]);
  expect(pairs("Resource")).toEqual([
    [
      ["urn:altinn:resource", "saldovakt"],
      ["urn:altinn:organization:identifier-no", CUSTOMER],
    ],
  ]);
});

describe("an answer", () => {
  test.each([
    ["Permit", "PERMIT"],
    ["Deny", "PDP_DENIED"],
    ["NotApplicable", "PDP_NOT_APPLICABLE"],
    ["Indeterminate", "PDP_INDETERMINATE"],
    ["permit", "ALTINN_ANSWER_UNEXPECTED"],
    ["Permit ", "ALTINN_ANSWER_UNEXPECTED"],
    [["Permit"], "ALTINN_ANSWER_UNEXPECTED"],
    [undefined, "ALTINN_ANSWER_UNEXPECTED"],
  ])("%j is read in either writing", (decision, verdict) => {
    expect(judged({ response: [{ decision, status: { statusCode: { value: "x" } } }] })).toBe(verdict);
    expect(judged({ Response: [{ Decision: decision, Status: {} }] })).toBe(verdict);
    expect(judged({ Response: [{ decision }] })).toBe(verdict);
  });

  test("decides only with exactly one result, told once", () => {
    const result = { decision: "Permit" };
    const others: readonly unknown[] = [
      { response: [] },
      { response: [result, result] },
      { response: [result, { decision: "Deny" }] },
      { response: result },
      { response: [[result]] },
      { response: { result: [result] } },
      { response: [result], Response: [result] },
      { response: [{ decision: "Permit", Decision: "Permit" }] },
      { RESPONSE: [result] },
      [result],
      result,
    ];
    for (const each of others) expect(judged(JSON.stringify(each))).toMatch(/^ALTINN_(ANSWER_UNEXPECTED|MALFORMED)$/);
  });

  test("permits with every obligation understood and met", () => {
    for (const met of [null, [], [obligation(assignment())], [obligation(assignment({ value: 3 }), assignment({ value: "0" }))]]) {
      expect(judged(permit(met))).toBe("PERMIT");
    }
    const { attributeAssignment: _, ...documented } = obligation();
    const pascal = { ...documented, AttributeAssignment: [{ Category: LEVEL, Value: "2" }] };
    expect(judged({ Response: [{ Decision: "Permit", Obligations: [pascal] }] })).toBe("PERMIT");
    expect(judged({ Response: [{ Decision: "Permit", Obligations: [obligation(assignment({ value: "4" }))] }] })).toBe("OBLIGATION_UNMET");
    for (const value of ["4", 4, "10", "999"]) {
      expect(judged(permit([obligation(assignment()), obligation(assignment({ value }))]))).toBe("OBLIGATION_UNMET");
    }
    const unknown: readonly unknown[] = [
      [obligation(assignment({ category: "urn:altinn:other" }))],
      [obligation(assignment({ category: `${LEVEL}-org` }))],
      [obligation(assignment(), assignment({ category: undefined }))],
      [obligation(assignment()), obligation()],
      [{ id: "urn:altinn:obligation:log" }],
      [null],
      ["x"],
      ...["", "two", "2.0", "-1", " 2", "1e0", "0x1", null, true, 2.5, -1, ["2"], undefined].map((value) => [
        obligation(assignment({ value })),
      ]),
    ];
    for (const each of unknown) expect(judged(permit(each))).toBe("OBLIGATION_UNKNOWN");
    for (const each of ["x", {}, 7, true]) expect(judged(permit(each))).toBe("ALTINN_ANSWER_UNEXPECTED");
    expect(judged({ response: [{ decision: "Deny", obligations: [null] }] })).toBe("PDP_DENIED");
  });

  test("of any status but 200 decides nothing, whatever its body says", () => {
    const codes: readonly (readonly [status: number, code: string])[] = [
      [201, "ALTINN_ANSWER_UNEXPECTED"],
      [202, "ALTINN_ANSWER_UNEXPECTED"],
      [204, "ALTINN_ANSWER_UNEXPECTED"],
      [302, "ALTINN_ANSWER_UNEXPECTED"],
      [400, "ALTINN_REQUEST_INVALID"],
      [401, "PDP_ACCESS_REFUSED"],
      [403, "PDP_ACCESS_REFUSED"],
      [404, "ALTINN_REQUEST_INVALID"],
      [429, "ALTINN_RATE_LIMITED"],
      [500, "ALTINN_UNAVAILABLE"],
      [503, "ALTINN_UNAVAILABLE"],
    ];
    for (const [status, code] of codes) expect(judged(permit(), status)).toBe(code);
  });

  test("that is a web page, or cut short, decides nothing", () => {
    expect(judged("<!DOCTYPE html><p>Permit</p>")).toBe("ALTINN_HTML");
    expect(judged(permit(), 200, { "content-type": "text/html" })).toBe("ALTINN_HTML");
    for (const body of ["", "{", '{"response":[{"decision":"Permit"', "null", "Permit", '"Permit"'])
      expect(judged(body)).toBe("ALTINN_MALFORMED");
  });
});

/** Answers that are nearly right: every name in either writing, missing, doubled or of another kind. */
const either = (name: string) => fc.constantFrom(name, `${name[0]?.toUpperCase()}${name.slice(1)}`, name.toUpperCase());
const fields = (...pairs: readonly (readonly [name: string, value: fc.Arbitrary<unknown>])[]) =>
  fc
    .tuple(...pairs.map(([name, value]) => fc.array(fc.tuple(either(name), value), { minLength: 0, maxLength: 2, size: "max" })))
    .map((lists) => Object.fromEntries(lists.flat()));
const anything = fc.jsonValue({ maxDepth: 2 });
const anAssignment = fields(
  ["category", fc.oneof({ weight: 4, arbitrary: fc.constant(LEVEL) }, fc.constant(`${LEVEL}-org`), anything)],
  ["value", fc.oneof({ weight: 4, arbitrary: fc.constantFrom("0", "2", "3", "4", 2, 3, 4) }, anything)],
);
const anObligation = fc.oneof(
  { weight: 5, arbitrary: fields(["attributeAssignment", fc.array(anAssignment, { maxLength: 2 })]) },
  anything,
);
const aResult = fields(
  [
    "decision",
    fc.oneof({ weight: 6, arbitrary: fc.constant("Permit") }, fc.constantFrom("Deny", "NotApplicable", "Indeterminate"), anything),
  ],
  ["obligations", fc.oneof({ weight: 5, arbitrary: fc.array(anObligation, { maxLength: 2 }) }, anything)],
);
const anAnswer = fc.oneof(
  { weight: 8, arbitrary: fields(["response", fc.oneof({ weight: 6, arbitrary: fc.array(aResult, { maxLength: 2 }) }, anything)]) },
  anything,
);

type Loose = Readonly<Record<string, unknown>>;
/** What stands under the name in either of the two writings. */
const under = (of: unknown, name: string): readonly unknown[] =>
  typeof of === "object" && of !== null
    ? [name, `${name[0]?.toUpperCase()}${name.slice(1)}`].filter((each) => Object.hasOwn(of, each)).map((each) => (of as Loose)[each])
    : [];

test("any answer is judged or is a coded fault, and permits only where its one result does, with nothing left undone", () => {
  let permits = 0;
  fc.assert(
    fc.property(anAnswer, fc.constantFrom(200, 200, 200, 200, 201, 401, 500), (answer, status) => {
      if (judged(JSON.stringify(answer), status) !== "PERMIT") return;
      permits++;
      expect(status).toBe(200);
      const [results, ...others] = under(answer, "response");
      expect([others, (results as unknown[]).length]).toEqual([[], 1]);
      const [result] = results as unknown[];
      expect(under(result, "decision")).toEqual(["Permit"]);
      for (const obligation of (under(result, "obligations")[0] ?? []) as unknown[]) {
        const [assignments] = under(obligation, "attributeAssignment") as unknown[][];
        expect(assignments?.length).toBeGreaterThan(0);
        for (const each of assignments ?? []) {
          expect(under(each, "category")).toEqual([LEVEL]);
          expect(["0", "2", "3", 2, 3, 0, 1, "1"]).toContain(under(each, "value")[0]);
        }
      }
    }),
    { numRuns: 3_000 },
  );
  expect(permits).toBeGreaterThan(20);
});

test("any text at all is judged or is a coded fault, and permits nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii", maxLength: 60 }), fc.integer({ min: 100, max: 599 }), (body, status) => {
      expect(judged(body, status)).toMatch(/^(ALTINN|PDP)_/);
    }),
  );
});
