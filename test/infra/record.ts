/** One resource as the program asked for it. */
export interface Resource {
  /** Pulumi's type: `aws:sqs/queue:Queue`. */
  readonly type: string;
  readonly name: string;
  /** As made up by the evaluation; other resources name it by this. */
  readonly arn: string;
  readonly inputs: Inputs;
  /** Whether it stays when the stage is removed. */
  readonly retained: boolean;
  /** The explicit provider, where there is one. */
  readonly provider: string | null;
}

export type Value = string | number | boolean | null | undefined | readonly Value[] | Inputs;
export interface Inputs {
  readonly [name: string]: Value;
}

/** Everything a stage consists of. */
export interface StageRecord {
  readonly app: {
    readonly name: string;
    readonly stage: string;
    readonly removal: string;
    readonly protect?: boolean;
    readonly providers: {
      readonly aws: { readonly region: string; readonly defaultTags?: { readonly tags?: Readonly<Record<string, string>> } };
    };
  };
  /** The account it is evaluated for. */
  readonly account: string;
  readonly resources: readonly Resource[];
  /** Where values lie that the program marked as secret. */
  readonly secretPaths: readonly string[];
}

/** The resources of a type, written as its last part: `Queue`, `Role`. AWS's own only. */
export const ofType = (record: StageRecord, type: string): readonly Resource[] =>
  record.resources.filter((resource) => resource.type.startsWith("aws:") && resource.type.endsWith(`:${type}`));

/** A value in the depth of a resource: `at(queue.inputs, "target", "arn")`. Undefined when anything on the way is missing. */
export function at(value: Value, ...path: readonly (string | number)[]): Value {
  let here = value;
  for (const step of path) here = typeof here === "object" && here !== null ? (here as Inputs)[step] : undefined;
  return here;
}

export const listAt = (value: Value, ...path: readonly (string | number)[]): readonly Value[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};

/** Every text within a value, keys included. */
export function textsIn(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Inputs).flatMap(([key, inner]) => (Array.isArray(value) ? textsIn(inner) : [key, ...textsIn(inner)]));
}
