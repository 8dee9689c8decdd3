import { KEPT_DAYS, TABLE } from "@saldovakt/store";
import { at, listAt, ofType, type Resource, type StageRecord, type Value } from "../record.ts";
import { grantsOf, roleOf, type Statement } from "../statements.ts";
import { type Check, failing } from "./check.ts";

/** Where each kind of resource says what it is encrypted with. */
const ENCRYPTED_BY: Readonly<Record<string, readonly string[]>> = {
  Queue: ["kmsMasterKeyId"],
  Topic: ["kmsMasterKeyId"],
  Table: ["serverSideEncryption", "kmsKeyArn"],
  Secret: ["kmsKeyId"],
  LogGroup: ["kmsKeyId"],
};

const ourKeys = (record: StageRecord): readonly Value[] => ofType(record, "Key").map(({ arn }) => arn);

/** Services whose things are encrypted, by the actions that use them. */
const THROUGH = ["dynamodb", "secretsmanager", "sns", "sqs"];

function servicesWithoutKey(record: StageRecord, role: Resource): readonly string[] {
  const granted = grantsOf(role);
  const used = new Set(
    granted.flatMap(({ actions }) => actions.map((action) => action.split(":")[0] ?? "")).filter((service) => THROUGH.includes(service)),
  );
  const opened = granted
    .filter(({ actions, resources }) => actions.includes("kms:Decrypt") && resources.some((arn) => ourKeys(record).includes(arn)))
    .flatMap(({ condition }) => [at(condition, "StringEquals", "kms:ViaService")].flat().map((via) => String(via).split(".")[0] ?? ""));
  return [...used].filter((service) => !opened.includes(service));
}

const PURPOSE = "kms:EncryptionContext:saldovakt:purpose";

/** The one use of the key that goes through no service: what people's sign-ins leave is sealed by the API itself, bound to that purpose. */
const sealsSignIns = ({ of, condition }: Statement): boolean =>
  of === "ApiRole" && [at(condition, "StringEquals", PURPOSE)].flat().every((purpose) => purpose === "skatteverket-sign-in");

const DAY = 86_400;

export const KEEPING: readonly Check[] = [
  {
    holds: "everything at rest is encrypted with our key",
    find: (record) =>
      Object.entries(ENCRYPTED_BY).flatMap(([type, path]) =>
        failing(
          ofType(record, type),
          ({ inputs }) => ourKeys(record).includes(at(inputs, ...path)),
          ({ name }) => `${name} is not encrypted with our key`,
        ),
      ),
  },
  {
    holds: "the key is renewed every year",
    find: (record) =>
      failing(
        ofType(record, "Key"),
        ({ inputs }) => inputs.enableKeyRotation === true,
        ({ name }) => `${name} is never renewed`,
      ).concat(ourKeys(record).length === 0 ? ["there is no key"] : []),
  },
  {
    holds: "a role may use the key through every service it uses, and only through these",
    find: (record) => [
      ...ofType(record, "Role").flatMap((role) =>
        servicesWithoutKey(record, role).map((service) => `${role.name} may use ${service} and cannot read what it holds`),
      ),
      ...failing(
        ofType(record, "Role")
          .flatMap(grantsOf)
          .filter(({ actions }) => actions.some((action) => action.startsWith("kms:"))),
        (grant) => at(grant.condition, "StringEquals", "kms:ViaService") !== undefined || sealsSignIns(grant),
        ({ of }) => `${of} may use the key on its own`,
      ),
    ],
  },
  {
    holds: "every log has an end, and the functions write into these logs as JSON",
    find: (record) => [
      ...failing(
        ofType(record, "LogGroup"),
        ({ inputs }) => Number(inputs.retentionInDays) >= 1,
        ({ name }) => `${name} is kept for ever`,
      ),
      ...failing(
        ofType(record, "Function"),
        ({ inputs }) =>
          at(inputs, "loggingConfig", "logFormat") === "JSON" &&
          ofType(record, "LogGroup").some((log) => log.inputs.name === at(inputs, "loggingConfig", "logGroup")),
        ({ name }) => `${name} writes a log of AWS's making`,
      ),
      ...failing(
        ofType(record, "Function"),
        (fn) =>
          grantsOf(roleOf(record, fn)).some(
            ({ actions, resources }) =>
              actions.includes("logs:PutLogEvents") &&
              resources.some((arn) => arn.endsWith(`:log-group:${at(fn.inputs, "loggingConfig", "logGroup")}:*`)),
          ),
        ({ name }) => `${name} may not write its log`,
      ),
    ],
  },
  {
    holds: "messages are kept for days, not for ever and not for moments",
    find: (record) =>
      failing(
        ofType(record, "Queue"),
        ({ inputs }) => Number(inputs.messageRetentionSeconds) >= 4 * DAY,
        ({ name }) => `${name} forgets within four days`,
      ),
  },
  {
    holds: "the table is the store's, can be set back to any second, and forgets by itself",
    find: (record) =>
      failing(
        ofType(record, "Table"),
        ({ inputs }) =>
          inputs.hashKey === TABLE.KeySchema[0].AttributeName &&
          inputs.rangeKey === TABLE.KeySchema[1].AttributeName &&
          JSON.stringify(listAt(inputs, "attributes")) ===
            JSON.stringify(
              TABLE.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({ name: AttributeName, type: AttributeType })),
            ) &&
          listAt(inputs, "globalSecondaryIndexes").length === 0 &&
          inputs.billingMode === "PAY_PER_REQUEST" &&
          at(inputs, "pointInTimeRecovery", "enabled") === true &&
          at(inputs, "ttl", "enabled") === true &&
          at(inputs, "ttl", "attributeName") === TABLE.TimeToLiveAttribute &&
          KEPT_DAYS > 0,
        ({ name }) => `${name} has another shape, no recovery or no end`,
      ).concat(ofType(record, "Table").length === 1 ? [] : ["there is not one table"]),
  },
];
