import { at, type Inputs, listAt, ofType, type Resource, type StageRecord, type Value } from "./record.ts";

/** One statement of a policy, its lists always lists. */
export interface Statement {
  /** The resource the policy belongs to, by its name in the program. */
  readonly of: string;
  readonly sid: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `AWS` or `Service`, and who. Empty in a role's own policies. */
  readonly principals: readonly (readonly [kind: string, who: string])[];
  readonly condition: Inputs;
}

const list = (value: Value): readonly string[] => (value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)]);

function statements(of: string, policy: Value): readonly Statement[] {
  const document = typeof policy === "string" ? (JSON.parse(policy) as Value) : policy;
  // One statement may stand without its list.
  return [at(document, "Statement") ?? []].flat().map((statement) => ({
    of,
    sid: String(at(statement, "Sid") ?? ""),
    effect: String(at(statement, "Effect")),
    // What a statement does not name, it names by its opposite: everything else.
    actions: at(statement, "NotAction") === undefined ? list(at(statement, "Action")) : ["*"],
    resources: at(statement, "NotResource") === undefined ? list(at(statement, "Resource")) : ["*"],
    principals: at(statement, "NotPrincipal") === undefined ? principalsOf(at(statement, "Principal")) : [["AWS", "*"] as const],
    condition: (at(statement, "Condition") ?? {}) as Inputs,
  }));
}

function principalsOf(principal: Value): Statement["principals"] {
  if (typeof principal !== "object" || principal === null) return principal === undefined ? [] : [["AWS", String(principal)]];
  return Object.entries(principal as Inputs).flatMap(([kind, who]) => list(who).map((one) => [kind, one] as const));
}

/** What a role may do. */
export const grantsOf = (role: Resource): readonly Statement[] =>
  listAt(role.inputs, "inlinePolicies").flatMap((policy) => statements(role.name, at(policy, "policy")));

/** Who may become the role. */
export const trustOf = (role: Resource): readonly Statement[] => statements(role.name, role.inputs.assumeRolePolicy);

/** Policies that stand at a resource and say who may use it. */
export function resourcePolicies(record: StageRecord): readonly Statement[] {
  const types = ["Key", "QueuePolicy", "TopicPolicy", "SecretPolicy", "Queue", "Topic", "Secret", "BucketPolicy"];
  return types.flatMap((type) => ofType(record, type)).flatMap(({ name, inputs }) => statements(name, inputs.policy));
}

export const allStatements = (record: StageRecord): readonly Statement[] => [
  ...ofType(record, "Role").flatMap(grantsOf),
  ...["RolePolicy", "Policy"].flatMap((type) => ofType(record, type)).flatMap(({ name, inputs }) => statements(name, inputs.policy)),
  ...resourcePolicies(record),
];

/** The role of a function. */
export function roleOf(record: StageRecord, of: Resource): Resource {
  const role = ofType(record, "Role").find(({ arn }) => arn === of.inputs.role);
  if (!role) throw new Error(`${of.name} has a role that is not in the record`);
  return role;
}

/** Whether the statements allow the action on the resource. Our policies hold no pattern but the end of a log's ARN. */
export const allows = (granted: readonly Statement[], action: string, arn: string): boolean =>
  granted.some(({ effect, actions, resources }) => effect === "Allow" && actions.includes(action) && resources.includes(arn));
