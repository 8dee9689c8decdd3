import type { StageName } from "./deployments.fixture.ts";
import { app, type Change, grants, inputs, naming, policy, resource, sid, without, withResource } from "./mutate.ts";

/** One way to break the infrastructure, and the one check that must see it. */
export interface Mutation {
  readonly breaks: string;
  readonly by: string;
  /** Production unless given. */
  readonly stage?: StageName;
  readonly change: Change;
}

const property = (breaks: string, ways: Readonly<Record<string, Change>>, stage?: StageName): readonly Mutation[] =>
  Object.entries(ways).map(([by, change]) => ({ breaks, by, change, ...(stage ? { stage } : {}) }));

const redrive = (change: (policy: { maxReceiveCount: number }) => void) => (queue: string) => policy(queue, change, "redrivePolicy");
const ROOT = "arn:aws:iam::123456789012:root";
const HOUR = 3600;
const DAY = 24 * HOUR;

export const MUTATIONS: readonly Mutation[] = [
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

  // ── queues
  ...property("a queue hides a message for six times as long as its function may run", {
    "a visibility time-out that is too short": inputs("AccountsQueue", (queue) => (queue.visibilityTimeoutSeconds = 300)),
    "a function that may run longer": inputs("DeliverFunction", (fn) => (fn.timeout = 61)),
  }),
  ...property("behind every asynchronous step there is a dead-letter queue", {
    "a queue without dead letters": inputs("DeliveriesQueue", (queue) => delete queue.redrivePolicy),
    "a schedule without dead letters": inputs("PassSchedule", ({ target }) => delete target.deadLetterConfig),
    "an asynchronous function without a place for what failed": without("PlanEventInvokeConfig"),
    "a subscription without dead letters": inputs("AlertsToEmail35575598", (subscription) => delete subscription.redrivePolicy),
    "an alarm's address without dead letters": inputs("OperationsToEmailf1860407", (subscription) => delete subscription.redrivePolicy),
  }),
  ...property("what failed is tried again before it is a dead letter", {
    "a queue that gives up at once": redrive((to) => (to.maxReceiveCount = 1))("AccountsQueue"),
    "a schedule that tries once": inputs("PassSchedule", ({ target }) => (target.retryPolicy.maximumRetryAttempts = 0)),
  }),
  ...property("a dead letter is kept longer than the queue it came from keeps it", {
    "dead letters that are forgotten first": inputs("AccountsDeadLettersQueue", (queue) => (queue.messageRetentionSeconds = 5 * DAY)),
  }),
  ...property("a batch answers for each message, and so many workers at most work at once", {
    "workers without bound": inputs("AccountsToWatch", (mapping) => delete mapping.scalingConfig),
    "one message's failure that is all others'": inputs("DeliveriesToDeliver", (mapping) => (mapping.functionResponseTypes = [])),
  }),
  ...property("a delivery is given out as often as it has attempts", {
    "fewer receipts than attempts": redrive((to) => (to.maxReceiveCount = 9))("DeliveriesQueue"),
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

  // ── running
  ...property("a pass begins every day after the service window, in the authority's time zone", {
    "a pass within the service window": inputs("PassSchedule", (schedule) => (schedule.scheduleExpression = "cron(30 4 * * ? *)")),
    "a pass in another time zone": inputs("PassSchedule", (schedule) => delete schedule.scheduleExpressionTimezone),
    "a pass that is switched off": inputs("PassSchedule", (schedule) => (schedule.state = "DISABLED")),
    "Norway's pass in Sweden's name": inputs("NorwegianPassSchedule", ({ target }) => (target.input = '{"source":"skatteverket"}')),
    "Norway's pass by Sweden's clock": inputs(
      "NorwegianPassSchedule",
      (schedule) => (schedule.scheduleExpressionTimezone = "Europe/Stockholm"),
    ),
    "no pass for Norway": without("NorwegianPassSchedule"),
  }),
  ...property("every function's variables are those its handler reads, and no other", {
    "an unset variable": inputs("WatchFunction", ({ environment }) => delete environment.variables.DELIVERY_QUEUE_URL),
    "a variable that nobody reads": inputs("ApiFunction", ({ environment }) => (environment.variables.DEBUG = "1")),
    "an empty variable": inputs("PlanFunction", ({ environment }) => (environment.variables.SALDOVAKT_TABLE = "")),
  }),
  ...property("all four functions run on Node 24 and arm64", {
    "another architecture": inputs("WatchFunction", (fn) => (fn.architectures = ["x86_64"])),
    "another runtime": inputs("PlanFunction", (fn) => (fn.runtime = "nodejs20.x")),
  }),
  ...property("the API may be called by no other page than those listed, and not without end", {
    "an API for any page": inputs("GatewayApi", (api) => (api.corsConfiguration.allowOrigins = ["*"])),
    "an API without throttling": inputs("GatewayStage", (stage) => delete stage.defaultRouteSettings),
  }),
  ...property("the API's log names nobody: no address, no path, no query, no key", {
    "a log with paths": inputs("GatewayStage", ({ accessLogSettings }) => (accessLogSettings.format = '{"path":"$context.path"}')),
    "a log with addresses": inputs("GatewayStage", ({ accessLogSettings }) => (accessLogSettings.format += "$context.identity.sourceIp")),
    "no access log": inputs("GatewayStage", (stage) => delete stage.accessLogSettings),
  }),
  ...property("no function has an address of its own", {
    "a function's own address": withResource("aws:lambda/functionUrl:FunctionUrl", "ApiUrl", { authorizationType: "NONE" }),
  }),

  // ── watching
  ...property("every alarm tells the operations' topic, when it begins and when it is over", {
    "an alarm that tells nobody": inputs("NoPassAlarm", (alarm) => delete alarm.alarmActions),
    "an alarm that tells somebody else": inputs(
      "ThrottlesAlarm",
      (alarm) => (alarm.okActions = ["arn:aws:sns:eu-north-1:123456789012:other"]),
    ),
    "an alarm that is switched off": inputs("SourceStaleAlarm", (alarm) => (alarm.actionsEnabled = false)),
  }),
  ...property("alarms and the budget may tell the operations' topic, and the budget does", {
    "a topic that takes nothing from alarms": policy("OperationsPolicy", ({ Statement }) => Statement[0].Principal.Service.shift()),
    "a budget that tells nobody": inputs("Budget", ({ notifications }) => (notifications[0].subscriberSnsTopicArns = [])),
    "no budget": without("Budget"),
  }),
  ...property("every dead-letter queue has an alarm", {
    "dead letters that nobody sees": without("PassesDeadLettersAlarm"),
  }),
  ...property("every function has an alarm for its errors and one for runs turned away", {
    "errors that nobody sees": without("WatchErrorsAlarm"),
    "runs turned away that nobody sees": without("ThrottlesAlarm"),
  }),
  ...property("the source, the certificate, the readings and the deliveries each have an alarm", {
    "a certificate whose end nobody sees": without("CertificateExpiringAlarm"),
    "tries that are watched in place of accounts": inputs(
      "AccountsFailingAlarm",
      ({ metricQueries }) => (metricQueries[0].metric.metricName = "AccountsFailed"),
    ),
    "a stale source that nobody sees": without("SourceStaleAlarm"),
  }),
  ...property("26 hours without one reading raise an alarm, silence included", {
    "a missing pass that is forgiven": inputs("NoPassAlarm", (alarm) => (alarm.treatMissingData = "notBreaching")),
    "a missing pass that a request hides": inputs("NoPassAlarm", (alarm) => (alarm.metricName = "AccountsRead")),
    "a missing pass that is noticed late": inputs("NoPassAlarm", (alarm) => (alarm.evaluationPeriods = 48)),
  }),
  ...property("every metric of ours that an alarm watches is one the functions publish", {
    "an alarm for another stage": inputs("InstallationFaultAlarm", (alarm) => {
      alarm.dimensions = { service: "saldovakt-alva" };
    }),
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
