// What the system costs a month on AWS. Prints the tables of docs/cost.md; `node bench/cost.ts --write` puts them into the document.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CALLS_A_READING, passSeconds } from "../test/scale/arithmetic.ts";
import { replaced } from "../test/scale/document.ts";
import { table } from "../test/scale/report.ts";
import { SETTINGS } from "../test/scale/settings.ts";
import { PRICES, PRICES_KNOWN, SMS_PART } from "./prices.ts";

const DAYS = 30.4;
const GB = 1e9;

/** What is assumed of the accounts' owners; put your own figures here. */
const ASSUMED = {
  /** Alerts an account gives in a month. One in eight lacks money for some due date, and is told four times of it. */
  alerts: 0.5,
  /** Each alert goes to the topic, with one e-mail address subscribed, and to one webhook. */
  recipients: 2,
  emails: 1,
  /** Requests of the HTTP API an account causes in a month. */
  requests: 10,
} as const;

/** Measured by `node bench/usage.ts`; for an account with ninety booked rows. */
export const MEASURED = {
  readsAReading: 3,
  writesAReading: 3,
  /** A reading that tells something, beyond a quiet one. */
  readsAnAlert: 4,
  writesAnAlert: 10,
  readsADelivery: 4,
  writesADelivery: 3,
  bytesAnAccount: 2_600,
  bytesAnAlert: 2_640,
  /** Lines of our own that a run of `watch` writes, and one delivery. */
  logBytesARun: 390,
  logBytesADelivery: 440,
  /** Runs of `deliver` and `api`, local and warm, in seconds. */
  deliverSeconds: 0.2,
  apiSeconds: 0.05,
  initSeconds: 0.15,
} as const;

/** Known of AWS, or counted in the infrastructure. */
export const COUNTED = {
  /** How much slower than here a function runs with half a gigabyte: a third of a processor. */
  slower: 4,
  /** Lambda's own lines for each run, in JSON. */
  platformLogBytes: 900,
  /** Calls reserve one or two slots of the shared rate at a time. */
  writesACall: 0.75,
  /** A key's rate is taken from the table twenty requests at a time. */
  writesARequest: 1 / 20,
  /** The last reading, looked at where payout settings matter: in one account of three. */
  readsPayout: 1 / 3,
  /** An account in the list, of the 4 kB a read unit holds. */
  readsListed: 0.15,
  /** Lambda polls an idle queue with five pollers, every twenty seconds each, for as long as a limit on concurrency stands. */
  pollsAQueue: 5 * 3 * 60 * 24 * DAYS,
  queues: 2,
  secrets: 2,
  metrics: 12,
  alarmMetrics: 25,
  dashboards: 1,
  keptLogMonths: 3,
  alertsKeptMonths: 13,
  /** Sent to the authority with each call: headers, keys and the frame around them. */
  bytesACall: 2_000,
  /** Times an hour that a running instance asks the key service: for the table, the queues and the secret. */
  keyRequestsAnHour: 12 * 4,
} as const;

/** What so many accounts use in a month. */
export function usage(accounts: number) {
  const { alerts, recipients, emails, requests } = ASSUMED;
  const readings = accounts * DAYS;
  const workers = SETTINGS.workers;
  const passes = passSeconds(accounts, SETTINGS.perSecond);
  const runs = Math.max(workers, Math.ceil(accounts / SETTINGS.batchSize)) * DAYS;
  const told = accounts * alerts;
  const deliveries = told * recipients;
  const deliverRuns = Math.min(deliveries, deliveries / 3 + DAYS);
  const calls = accounts * requests;
  const init = MEASURED.initSeconds * COUNTED.slower * (workers + 2) * DAYS;
  const gb = SETTINGS.megabytes / 1024;
  const seconds = {
    // Workers wait for their turns as long as the pass lasts; that is what their time goes to.
    watch: (workers * passes + 1) * DAYS,
    plan: (2 + accounts / 5_000) * DAYS,
    deliver: deliverRuns * MEASURED.deliverSeconds * COUNTED.slower,
  };
  const hours = Math.max(1, passes / 3600) * DAYS;
  const logBytes =
    runs * (MEASURED.logBytesARun + COUNTED.platformLogBytes) +
    deliveries * MEASURED.logBytesADelivery +
    (deliverRuns + calls) * COUNTED.platformLogBytes;
  return {
    watchSeconds: seconds.watch,
    lambdaGbSeconds:
      gb * (seconds.watch + seconds.plan + seconds.deliver + init) + calls * MEASURED.apiSeconds * COUNTED.slower * (1024 / 1024),
    lambdaRequests: runs + deliverRuns + calls + DAYS,
    dynamoReads:
      readings * (MEASURED.readsAReading + COUNTED.readsPayout + COUNTED.readsListed + 1 / SETTINGS.batchSize) +
      told * MEASURED.readsAnAlert +
      deliveries * MEASURED.readsADelivery +
      calls * 4,
    dynamoWrites:
      readings * (MEASURED.writesAReading + CALLS_A_READING * COUNTED.writesACall) +
      told * MEASURED.writesAnAlert +
      deliveries * MEASURED.writesADelivery +
      calls * COUNTED.writesARequest,
    dynamoGb: (accounts * (MEASURED.bytesAnAccount + alerts * COUNTED.alertsKeptMonths * MEASURED.bytesAnAlert)) / GB,
    sqsRequests: COUNTED.pollsAQueue * COUNTED.queues + (readings * 3) / SETTINGS.batchSize + deliveries * 3,
    kmsRequests: hours * workers * COUNTED.keyRequestsAnHour + calls * 0.1 + 1_000,
    secretRequests: hours * workers * 12 + calls * 0.1,
    logGb: logBytes / GB,
    metricHours: COUNTED.metrics * hours,
    published: told,
    emails: told * emails,
    httpRequests: calls,
    egressGb: (readings * CALLS_A_READING * COUNTED.bytesACall + deliveries * 3_000 + calls * 5_000) / GB,
  };
}

export interface Line {
  readonly what: string;
  readonly dollars: number;
}

/** The month's bill for so many accounts, at list prices, nothing taken off for what AWS gives away. */
export function bill(accounts: number): readonly Line[] {
  const used = usage(accounts);
  const hoursAMonth = 24 * DAYS;
  return [
    { what: "Lambda", dollars: used.lambdaGbSeconds * PRICES.lambdaGbSecond + used.lambdaRequests * PRICES.lambdaRequest },
    {
      what: "DynamoDB",
      dollars:
        used.dynamoReads * PRICES.dynamoRead +
        used.dynamoWrites * PRICES.dynamoWrite +
        used.dynamoGb * (PRICES.dynamoGbMonth + PRICES.dynamoRecoveryGbMonth),
    },
    { what: "SQS", dollars: used.sqsRequests * PRICES.sqsRequest },
    { what: "Secrets Manager", dollars: COUNTED.secrets * PRICES.secretMonth + used.secretRequests * PRICES.secretRequest },
    { what: "KMS", dollars: PRICES.kmsKeyMonth + used.kmsRequests * PRICES.kmsRequest },
    {
      what: "CloudWatch: alarms and dashboard",
      dollars: COUNTED.alarmMetrics * PRICES.alarmMetricMonth + COUNTED.dashboards * PRICES.dashboardMonth,
    },
    {
      what: "CloudWatch: logs and metrics",
      dollars:
        used.logGb * (PRICES.logGb + COUNTED.keptLogMonths * PRICES.logGbMonth) +
        Math.min(COUNTED.metrics, used.metricHours / hoursAMonth) * PRICES.metricMonth,
    },
    { what: "SNS: topic and e-mail", dollars: used.published * PRICES.snsPublish + used.emails * PRICES.snsEmail },
    { what: "API Gateway", dollars: used.httpRequests * PRICES.httpRequest },
    { what: "Data out", dollars: used.egressGb * PRICES.egressGb },
  ];
}

export const SIZES = [10, 1_000, 100_000] as const;

const dollars = (value: number): string => value.toFixed(2);
const total = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + line.dollars, 0);

export function costTable(): string {
  const bills = SIZES.map(bill);
  const rows = (bills[0] as readonly Line[]).map(({ what }, index) => [
    what,
    ...bills.map((lines) => dollars((lines[index] as Line).dollars)),
  ]);
  const each = bills.map((lines, index) => `${((100 * total(lines)) / (SIZES[index] as number)).toFixed(2)} ¢`);
  return table(
    ["US dollars a month", "10 accounts", "1 000", "100 000"],
    [
      ...rows,
      ["**Sum**", ...bills.map((lines) => `**${dollars(total(lines))}**`)],
      ["an account", ...each],
      ["a text message for each alert, besides", ...SIZES.map((size) => dollars(size * ASSUMED.alerts * SMS_PART))],
    ],
  );
}

export function usageTable(): string {
  const all = SIZES.map(usage);
  const amount = (value: number): string =>
    value >= 100 ? String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " ") : value.toPrecision(2);
  const rows: readonly (readonly [string, keyof ReturnType<typeof usage>])[] = [
    ["seconds of `watch`", "watchSeconds"],
    ["Lambda, GB-seconds in all", "lambdaGbSeconds"],
    ["Lambda, runs", "lambdaRequests"],
    ["DynamoDB, read units", "dynamoReads"],
    ["DynamoDB, write units", "dynamoWrites"],
    ["DynamoDB, GB held", "dynamoGb"],
    ["SQS, calls", "sqsRequests"],
    ["KMS, calls", "kmsRequests"],
    ["logs, GB", "logGb"],
    ["alerts", "published"],
    ["HTTP API, requests", "httpRequests"],
  ];
  return table(
    ["a month", "10 accounts", "1 000", "100 000"],
    rows.map(([what, key]) => [what, ...all.map((used) => amount(used[key]))]),
  );
}

if (process.argv[1] === import.meta.filename) {
  const tables = { cost: costTable(), usage: usageTable() };
  console.log(`list prices known in ${PRICES_KNOWN}\n\n${tables.cost}\n\n${tables.usage}`);
  if (process.argv.includes("--write")) {
    const file = join(import.meta.dirname, "../docs/cost.md");
    let text = readFileSync(file, "utf8");
    for (const [name, content] of Object.entries(tables)) text = replaced(text, name, content);
    writeFileSync(file, text);
  }
}
