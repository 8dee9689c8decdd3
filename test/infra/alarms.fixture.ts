import { at, listAt, ofType, type StageRecord, type Value } from "./record.ts";

/** When an alarm rings: what is measured, how, over how many periods of how many seconds, against what, and what a period without data says. */
type Rings = readonly [
  alarm: string,
  metrics: string,
  statistic: string,
  operator: ">" | "<",
  threshold: number,
  seconds: number,
  periods: number,
  silence: "good" | "bad",
  expression?: string,
];

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const deadLetters = (of: string): Rings => [
  `${of}DeadLetters`,
  "ApproximateNumberOfMessagesVisible",
  "Maximum",
  ">",
  0,
  5 * MINUTE,
  1,
  "good",
];
const SHARE_OF_RUNS = "100 * errors / MAX([errors, runs])";
const errors = (of: string): Rings => [`${of}Errors`, "Errors, Invocations", "Sum", ">", 5, 15 * MINUTE, 1, "good", SHARE_OF_RUNS];

/** Of every stage that has what it watches: every alarm, by its name, as `docs/operations.md` tells of them. */
const ALARMS: readonly Rings[] = [
  deadLetters("Accounts"),
  [
    "AccountsFailing",
    "PassFailures, PassReadings",
    "Sum",
    ">",
    10,
    DAY,
    1,
    "good",
    "IF(failed >= 5, 100 * failed / (failed + FILL(read, 0)), 0)",
  ],
  deadLetters("Alerts"),
  errors("Api"),
  ["ApiFaults", "5xx", "Sum", ">", 4, 15 * MINUTE, 1, "good"],
  ["CallersShutOut", "CallersShutOut", "Sum", ">", 0, 5 * MINUTE, 1, "good"],
  ["CertificateExpiring", "CertificateDaysLeft", "Minimum", "<", 30, DAY, 1, "good"],
  errors("Deliver"),
  deadLetters("Deliveries"),
  ["DeliveriesFailing", "Deliveries", "Sum", ">", 0, 15 * MINUTE, 1, "good", "FILL(failed, 0) + FILL(disabled, 0)"],
  ["InstallationFault", "InstallationFaults", "Sum", ">", 0, 5 * MINUTE, 1, "good"],
  [
    "MailReturned",
    "Bounce, Complaint, Reject",
    "Sum",
    ">",
    0,
    15 * MINUTE,
    1,
    "good",
    "FILL(bounces, 0) + FILL(complaints, 0) + FILL(rejects, 0)",
  ],
  ["NoPass", "PassReadings", "Sum", "<", 1, HOUR, 26, "bad"],
  deadLetters("Operations"),
  deadLetters("Passes"),
  errors("Plan"),
  ["SourceStale", "SourceAgeSeconds", "Minimum", ">", 4 * DAY, DAY, 1, "good"],
  ["Throttles", "Throttles", "Sum", ">", 0, 15 * MINUTE, 1, "good", "SUM([plan, watch, deliver, api])"],
  errors("Watch"),
];

/** Those of a stage: one without a sender has no mail that could come back, one that takes no tokens shuts no caller out. */
export const alarmsOfStage = (record: StageRecord): readonly Rings[] =>
  ALARMS.filter(([name]) => name !== "MailReturned" || ofType(record, "ConfigurationSet").length > 0).filter(
    ([name]) => name !== "CallersShutOut" || ofType(record, "Secret").some((secret) => secret.name === "AltinnSecret"),
  );

const OPERATORS: Readonly<Record<string, string>> = { GreaterThanThreshold: ">", LessThanThreshold: "<" };
const SILENCE: Readonly<Record<string, string>> = { notBreaching: "good", breaching: "bad" };

/** The record's alarms, as a table of the same form. */
export function alarmsOf(record: StageRecord): readonly (readonly Value[])[] {
  return ofType(record, "MetricAlarm").map(({ name, inputs }) => {
    const queries = listAt(inputs, "metricQueries");
    const measured = queries.flatMap((query) => at(query, "metric") ?? []);
    const each = (own: string, inQuery = own): readonly Value[] =>
      measured.length > 0 ? [...new Set(measured.map((metric) => at(metric, inQuery)))] : [inputs[own]];
    const [seconds, ...others] = each("period");
    if (others.length > 0) throw new Error(`${name} mixes periods`);
    const expression = queries.map((query) => at(query, "expression")).find((text) => text !== undefined);
    return [
      name.replace(/Alarm$/, ""),
      each("metricName").join(", "),
      each("statistic", "stat").join(", "),
      OPERATORS[String(inputs.comparisonOperator)],
      inputs.threshold,
      seconds,
      inputs.evaluationPeriods,
      SILENCE[String(inputs.treatMissingData)],
      ...(expression === undefined ? [] : [expression]),
    ];
  });
}
