import { app, grants, inputs, naming, policy, resource, sid, without, withResource } from "./mutate.ts";
import { type Mutation, property } from "./mutation.fixture.ts";

const ROOT = "arn:aws:iam::123456789012:root";

const HOUR = 3600;

/** What would let somebody in, give something away, or lose it. */
export const GUARDING: readonly Mutation[] = [
  // ── access
  ...property("no statement names a `*` as action or resource, but for the exceptions listed", {
    "a `*` as a role's resource": grants("WatchRole", (all) => (naming(all, "dynamodb:GetItem").Resource = "*")),
    "a `*` within a role's resource": grants("DeliverRole", (all) => (naming(all, "sns:Publish").Resource += "*")),
    "a `*` as an action": policy("AlertsDeadLettersPolicy", ({ Statement }) => (Statement[0].Action = "sqs:*")),
    "every action but one": policy("AlertsDeadLettersPolicy", ({ Statement }) => {
      Statement[0].NotAction = "sqs:DeleteQueue";
      delete Statement[0].Action;
    }),
    "a `*` in a policy that is no text": inputs("AlertsDeadLettersPolicy", (own) => {
      own.policy = JSON.parse(own.policy);
      own.policy.Statement[0].Resource = "*";
    }),
    "a `*` in a policy beside the role": withResource("aws:iam/rolePolicy:RolePolicy", "More", {
      policy: { Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" } },
    }),
    "an exception used elsewhere": grants(
      "PassRole",
      ([invoke]) => (invoke.Resource = "arn:aws:logs:eu-north-1:123456789012:log-group:/saldovakt/x:*"),
    ),
  }),
  ...property("no role carries a managed policy", {
    "a managed policy": inputs("PlanRole", (role) => (role.managedPolicyArns = ["arn:aws:iam::aws:policy/AdministratorAccess"])),
  }),
  ...property("a role is trusted to one service alone", {
    "a role trusted to the account": policy("WatchRole", ({ Statement }) => (Statement[0].Principal.AWS = ROOT), "assumeRolePolicy"),
    "a role trusted to another service": policy(
      "ApiRole",
      ({ Statement }) => (Statement[0].Principal.Service = "ec2.amazonaws.com"),
      "assumeRolePolicy",
    ),
  }),
  ...property("a function may make the calls it makes and no other", {
    "an action more than is called": grants("ApiRole", (all) => naming(all, "dynamodb:GetItem").Action.push("dynamodb:Scan")),
    "an action less than is called": grants("WatchRole", (all) => naming(all, "dynamodb:PutItem").Action.shift()),
  }),
  ...property("whoever is let in from outside is a service, acting for this account or one resource of it", {
    "a queue open to any topic": policy("AlertsDeadLettersPolicy", ({ Statement }) => delete Statement[0].Condition),
    "a topic open to another account": policy(
      "OperationsPolicy",
      ({ Statement }) => (Statement[0].Principal.AWS = "arn:aws:iam::999999999999:root"),
    ),
    "a function any API may call": inputs("GatewayRouteBbovcaPermissions", (permission) => delete permission.sourceArn),
  }),

  // ── secrets
  ...property("no secret's value passes through the deployment", {
    "a webhook's secret among the variables": inputs("DeliverFunction", ({ environment: { variables } }) => {
      variables.SALDOVAKT_CONFIGURATION = variables.SALDOVAKT_CONFIGURATION.replace("arn:aws:secretsmanager", "whsec_");
    }),
    "a secret's value in the deployment": withResource("aws:secretsmanager/secretVersion:SecretVersion", "SkatteverketSecretValue", {
      secretString: "{}",
    }),
    "a value marked as secret": (record) => ({ ...record, secretPaths: ["WatchFunction.environment"] }),
  }),
  ...property("a secret is read by the functions that need it and by no other", {
    "a function that reads another's secret": grants("DeliverRole", (all) =>
      naming(all, "secretsmanager:GetSecretValue").Resource.push(
        "arn:aws:secretsmanager:eu-north-1:123456789012:secret:saldovakt/production/skatteverket-AbCdEf",
      ),
    ),
  }),
  ...property("a secret's own policy denies reading to all but these functions and the operators", {
    "a secret without a policy": without("SkatteverketSecretPolicy"),
    "a policy that denies reading to nobody": policy("SkatteverketSecretPolicy", ({ Statement }) => Statement.shift()),
    "a policy that leaves everybody out": policy("SkatteverketSecretPolicy", ({ Statement }) =>
      Statement[0].Condition.ArnNotLike["aws:PrincipalArn"].push("*"),
    ),
    "a policy that locks the operators out": policy("SkatteverketSecretPolicy", ({ Statement }) =>
      Statement[0].Condition.ArnNotLike["aws:PrincipalArn"].pop(),
    ),
  }),
  ...property("a secret's own policy denies writing to all but operators, and never locks out who administers the account", {
    "a policy that denies writing to nobody": policy("SkatteverketSecretPolicy", ({ Statement }) => Statement.pop()),
    "a policy under which anybody updates the value": policy("SkatteverketSecretPolicy", ({ Statement }) => {
      Statement[1].Action = Statement[1].Action.filter((action: string) => action !== "secretsmanager:UpdateSecret");
    }),
    "a policy that cannot be mended": policy("WebhookBookkeepingSecretPolicy", ({ Statement }) =>
      Statement[1].Action.push("secretsmanager:PutResourcePolicy"),
    ),
  }),

  // ── keeping
  ...property("everything at rest is encrypted with our key", {
    "an unencrypted queue": inputs("DeliveriesQueue", (queue) => delete queue.kmsMasterKeyId),
    "an unencrypted topic": inputs("AlertsTopic", (topic) => delete topic.kmsMasterKeyId),
    "a table under AWS's key": inputs("StateTable", (table) => delete table.serverSideEncryption.kmsKeyArn),
    "a secret under AWS's key": inputs("SkatteverketSecret", (secret) => delete secret.kmsKeyId),
    "a log under AWS's key": inputs("WatchLog", (log) => delete log.kmsKeyId),
  }),
  ...property("the key is renewed every year", {
    "a key that is never renewed": inputs("Key", (key) => (key.enableKeyRotation = false)),
  }),
  ...property("a role may use the key through every service it uses, and only through these", {
    "a role that cannot use the key through a service": grants("DeliverRole", (all) => {
      const { StringEquals } = naming(all, "kms:Decrypt").Condition;
      StringEquals["kms:ViaService"] = StringEquals["kms:ViaService"].filter((via: string) => !via.startsWith("sns"));
    }),
    "sign-ins sealed for any purpose": grants("ApiRole", (all) => {
      for (const grant of all) delete grant.Condition?.StringEquals?.["kms:EncryptionContext:saldovakt:purpose"];
    }),
    "a role that uses the key as it likes": grants("PlanRole", (all) => delete naming(all, "kms:Decrypt").Condition),
  }),
  ...property("the key's own policy lets in every service that writes into a topic, a queue or a log", {
    "a key closed to alarms": policy("Key", ({ Statement }) => sid(Statement, "Notifications").Principal.Service.shift()),
    "a key closed to SNS": policy("Key", ({ Statement }) => sid(Statement, "Notifications").Principal.Service.pop()),
    "a key under which alarms encrypt nothing": policy("Key", ({ Statement }) => sid(Statement, "Notifications").Action.pop()),
    "a key for another account's alarms": policy("Key", ({ Statement }) => {
      sid(Statement, "Notifications").Condition.StringEquals["aws:SourceAccount"] = "999999999999";
    }),
    "a key closed to the API's log": policy("Key", ({ Statement }) =>
      sid(Statement, "Logs").Condition.ArnLike["kms:EncryptionContext:aws:logs:arn"].pop(),
    ),
    "a key for the logs of another region": policy("Key", ({ Statement }) => {
      sid(Statement, "Logs").Principal.Service = "logs.eu-west-1.amazonaws.com";
    }),
  }),
  ...property("a subscription's dead-letter queue takes letters from SNS, for that topic", {
    "a dead-letter queue closed to SNS": without("OperationsDeadLettersPolicy"),
    "a dead-letter queue for another topic": policy("AlertsDeadLettersPolicy", ({ Statement }) => {
      Statement[0].Condition.ArnEquals["aws:SourceArn"] += "-other";
    }),
  }),
  ...property("every log has an end, and the functions write into these logs as JSON", {
    "a log without end": inputs("GatewayAccessLog", (log) => delete log.retentionInDays),
    "a log of AWS's making": inputs("PlanFunction", (fn) => (fn.loggingConfig.logGroup = "/aws/lambda/plan")),
    "a log that is not JSON": inputs("ApiFunction", (fn) => (fn.loggingConfig.logFormat = "Text")),
    "a function that may not write its log": grants("WatchRole", (all) => all.pop()),
  }),
  ...property("messages are kept for days, not for ever and not for moments", {
    "a queue that forgets": inputs("DeliveriesQueue", (queue) => (queue.messageRetentionSeconds = HOUR)),
  }),
  ...property("the table is the store's, can be set back to any second, and forgets by itself", {
    "a table without point-in-time recovery": inputs("StateTable", (table) => (table.pointInTimeRecovery.enabled = false)),
    "a table that never forgets": inputs("StateTable", (table) => delete table.ttl),
    "a table with other keys": inputs("StateTable", (table) => (table.hashKey = "id")),
  }),

  // ── mail
  ...property(
    "mail is sent by deliver alone, from one sender, over the stage's own configuration set",
    {
      "another sender": grants("DeliverRole", (all) => delete naming(all, "ses:SendEmail").Condition),
      "another's domain": grants("DeliverRole", (all) =>
        naming(all, "ses:SendEmail").Resource.push("arn:aws:ses:eu-north-1:123456789012:identity/example.com"),
      ),
    },
    "letters",
  ),
  ...property(
    "mail travels encrypted, and what bounced or was complained about is counted and not written to again",
    {
      "mail in the open": inputs("Mail", (set) => (set.deliveryOptions.tlsPolicy = "OPTIONAL")),
      "mail to whom complained": inputs("Mail", (set) => set.suppressionOptions.suppressedReasons.pop()),
      "bounces that nobody counts": without("MailEvents"),
      "bounces that are told with their addresses": inputs("MailEvents", ({ eventDestination }) => {
        eventDestination.snsDestination = { topicArn: "arn:aws:sns:eu-north-1:123456789012:operations" };
      }),
    },
    "letters",
  ),

  // ── stages
  ...property("production is protected: it is not removed, and keeps what cannot be made again", {
    "production that may be removed": app((own) => delete own.protect),
    "a table that goes with its stage": resource("StateTable", { retained: false }),
    "a key that goes with its stage": resource("Key", { retained: false }),
    "a secret's policy that goes with its stage": resource("WebhookBookkeepingSecretPolicy", { retained: false }),
    "a table that may be deleted": inputs("StateTable", (table) => (table.deletionProtectionEnabled = false)),
    "a secret that cannot be brought back": inputs("SkatteverketSecret", (secret) => (secret.recoveryWindowInDays = 0)),
  }),
  ...property(
    "any other stage can be removed whole, and made again at once",
    {
      "a stage that keeps its table": resource("StateTable", { retained: true }),
      "a stage that is protected": app((own) => (own.protect = true)),
      "a stage whose table cannot be deleted": inputs("StateTable", (table) => (table.deletionProtectionEnabled = true)),
      "a stage whose secrets keep their names": inputs("SkatteverketSecret", (secret) => (secret.recoveryWindowInDays = 30)),
    },
    "alva",
  ),
  ...property("everything is tagged with app and stage", {
    "a missing tag": app((own) => delete own.providers.aws.defaultTags.tags.stage),
    "a resource of another provider": resource("StateTable", { provider: "other" }),
  }),
];
