import { inputs, policy, without, withResource } from "./mutate.ts";
import { type Mutation, property } from "./mutation.fixture.ts";

const DAY = 24 * 3600;

const redrive = (change: (policy: { maxReceiveCount: number }) => void) => (queue: string) => policy(queue, change, "redrivePolicy");

/** What would stop the work, or let it stop unnoticed. */
export const RUNNING: readonly Mutation[] = [
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
];
