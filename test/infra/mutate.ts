import type { Inputs, Resource, StageRecord } from "./record.ts";

/** Damages a copy of the record. */
export type Change = (record: StageRecord) => StageRecord;
// biome-ignore lint/suspicious/noExplicitAny: a mutation reaches wherever it wants to do damage
type Bag = any;

const found = (record: StageRecord, name: string): Resource => {
  const [resource, ...more] = record.resources.filter((candidate) => candidate.name === name && candidate.type.startsWith("aws:"));
  if (!resource || more.length > 0) throw new Error(`there is not one resource ${name}`);
  return resource;
};

/** Changes what the resource was asked for. */
export const inputs =
  (name: string, change: (inputs: Bag) => void): Change =>
  (record) => {
    change(found(record, name).inputs);
    return record;
  };

/** Takes the resource away. */
export const without =
  (name: string): Change =>
  (record) => {
    const gone = found(record, name);
    return { ...record, resources: record.resources.filter((resource) => resource !== gone) };
  };

/** Adds a resource of AWS's. */
export const withResource =
  (type: string, name: string, given: Inputs): Change =>
  (record) => ({
    ...record,
    resources: [...record.resources, { type, name, arn: `arn:aws:x:::${name}`, inputs: given, retained: false, provider: null }],
  });

/** Changes the resource itself: whether it is kept, and by whom it is made. */
export const resource =
  (name: string, change: Partial<Resource>): Change =>
  (record) => ({ ...record, resources: record.resources.map((each) => (each === found(record, name) ? { ...each, ...change } : each)) });

/** Changes a policy that is kept as JSON in one of the resource's inputs. */
export const policy = (name: string, change: (policy: Bag) => void, field = "policy"): Change =>
  inputs(name, (given) => {
    const parsed = JSON.parse(given[field]);
    change(parsed);
    given[field] = JSON.stringify(parsed);
  });

/** Changes what a role may do. */
export const grants = (role: string, change: (statements: Bag[]) => void): Change =>
  inputs(role, ({ inlinePolicies }) => {
    const parsed = JSON.parse(inlinePolicies[0].policy);
    change(parsed.Statement);
    inlinePolicies[0].policy = JSON.stringify(parsed);
  });

/** The statement among them that names the action. */
export const naming = (statements: Bag[], action: string): Bag => {
  const statement = statements.find(({ Action }) => [Action].flat().includes(action));
  if (!statement) throw new Error(`no statement names ${action}`);
  return statement;
};

/** The statement of that name among them. */
export const sid = (statements: Bag[], name: string): Bag => {
  const statement = statements.find(({ Sid }) => Sid === name);
  if (!statement) throw new Error(`no statement is called ${name}`);
  return statement;
};

export const app =
  (change: (app: Bag) => void): Change =>
  (record) => {
    change(record.app);
    return record;
  };
