import { at, ofType, type Resource, type StageRecord, textsIn } from "../record.ts";
import { grantsOf, resourcePolicies, type Statement } from "../statements.ts";
import { type Check, failing } from "./check.ts";

/** What a secret looks like, whoever made it. */
const SECRET_LIKE = [
  /-----BEGIN/,
  /\bwhsec_/,
  /client_?secret/i,
  /\bpassw(or)?d\b/i,
  /\bpassphrase\b/i,
  /\bpkcs12\b/i,
  /^SST_KEY/,
  /\bAKIA[0-9A-Z]{16}\b/,
];

/** The deployment's own chance, made up by the evaluation as bytes of 7: the key to links that no function may be given. */
const CHANCE = Buffer.alloc(32, 7).toString("base64");

const policyOf = (record: StageRecord, secret: Resource): readonly Statement[] => {
  const [policy] = ofType(record, "SecretPolicy").filter(({ inputs }) => inputs.secretArn === secret.arn);
  return policy ? resourcePolicies(record).filter(({ of }) => of === policy.name) : [];
};

/** Whom a statement that denies leaves out. */
const leftOut = ({ condition }: Statement): readonly string[] =>
  ([at(condition, "ArnNotLike", "aws:PrincipalArn") ?? at(condition, "ArnNotEquals", "aws:PrincipalArn")].flat() as unknown[]).map(String);

const denying = (statements: readonly Statement[], action: string): readonly Statement[] =>
  statements.filter(
    ({ effect, actions, principals }) => effect === "Deny" && actions.includes(action) && principals.some(([, who]) => who === "*"),
  );

const readersOf = (record: StageRecord, secret: Resource): readonly string[] =>
  ofType(record, "Role")
    .filter((role) =>
      grantsOf(role).some(({ actions, resources }) => actions.includes("secretsmanager:GetSecretValue") && resources.includes(secret.arn)),
    )
    .map(({ name }) => name)
    .sort();

const EXPECTED = (secret: Resource): readonly string[] =>
  secret.name === "AltinnSecret"
    ? ["ApiRole"]
    : /^(Skatteverket|Maskinporten)Secret$/.test(secret.name)
      ? ["ApiRole", "WatchRole"]
      : ["DeliverRole"];

/** What whoever administers the account needs to mend a policy that shuts everyone out. */
const RECOVERY = ["secretsmanager:PutResourcePolicy", "secretsmanager:DeleteResourcePolicy", "secretsmanager:DescribeSecret"];

/** Each makes another value the current one. */
const WRITING = ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:UpdateSecretVersionStage"];

const roleArns = (record: StageRecord): ReadonlyMap<string, string> => new Map(ofType(record, "Role").map(({ arn, name }) => [arn, name]));

export const SECRETS: readonly Check[] = [
  {
    holds: "no secret's value passes through the deployment",
    find: (record) => [
      ...record.secretPaths.map((path) => `${path} is a secret`),
      ...ofType(record, "SecretVersion").map(({ name }) => `${name} puts a value`),
      ...record.resources.flatMap(({ name, inputs }) => {
        const texts = textsIn(inputs);
        const found = texts.find((text) => text.includes(CHANCE) || SECRET_LIKE.some((pattern) => pattern.test(text)));
        return found === undefined ? [] : [`${name} holds what looks like a secret`];
      }),
    ],
  },
  {
    holds: "a secret is read by the functions that need it and by no other",
    find: (record) =>
      failing(
        ofType(record, "Secret"),
        (secret) => JSON.stringify(readersOf(record, secret)) === JSON.stringify(EXPECTED(secret)),
        (secret) => `${secret.name} may be read by ${readersOf(record, secret).join(", ") || "nobody"}`,
      ),
  },
  {
    holds: "a secret's own policy denies reading to all but these functions and the operators",
    find: (record) => {
      const roles = roleArns(record);
      return failing(
        ofType(record, "Secret"),
        (secret) => {
          const [deny, ...more] = denying(policyOf(record, secret), "secretsmanager:GetSecretValue");
          if (!deny || more.length > 0 || !deny.resources.includes(secret.arn)) return false;
          const out = leftOut(deny);
          const functions = out.flatMap((arn) => roles.get(arn) ?? []).sort();
          // At least one of them is not a function: an operator, or nobody could ever put a value.
          return JSON.stringify(functions) === JSON.stringify(EXPECTED(secret)) && out.length > functions.length && !out.includes("*");
        },
        ({ name }) => `${name} has no policy, or one for others`,
      );
    },
  },
  {
    holds: "a secret's own policy denies writing to all but operators, and never locks out who administers the account",
    find: (record) => {
      const roles = roleArns(record);
      return failing(
        ofType(record, "Secret"),
        (secret) => {
          const policy = policyOf(record, secret);
          if (policy.length === 0) return true; // told by the check above
          const denied = WRITING.map((action) => denying(policy, action));
          const out = denied.flat().flatMap(leftOut);
          const locked = policy.filter(({ effect, actions }) => effect === "Deny" && RECOVERY.some((action) => actions.includes(action)));
          return (
            denied.every(([deny, ...more]) => deny?.resources.includes(secret.arn) && more.length === 0 && leftOut(deny).length > 0) &&
            !out.some((arn) => roles.has(arn) || arn === "*") &&
            locked.length === 0
          );
        },
        ({ name }) => `${name} may be written by others, or by nobody`,
      );
    },
  },
];
