/// <reference path="../.sst/platform/config.d.ts" />
import { deliveries, undelivered } from "./alerts.ts";
import { api } from "./api.ts";
import { deliver } from "./deliver.ts";
import { untold } from "./operations.ts";
import { named, region, SERVICE } from "./stage.ts";
import { accounts, plan, unplanned, watch } from "./watch.ts";

type Line = readonly (string | $util.Input<string> | { readonly stat?: string; readonly label?: string })[];

const own = (name: string, label: string, stat = "Sum"): Line => ["Saldovakt", name, "service", SERVICE, { stat, label }];
const ofFunction = (name: string, label: string, of: sst.aws.Function, stat: string): Line => [
  "AWS/Lambda",
  name,
  "FunctionName",
  of.name,
  { stat, label },
];
const ofQueue = (name: string, label: string, of: sst.aws.Queue): Line => [
  "AWS/SQS",
  name,
  "QueueName",
  of.nodes.queue.name,
  { stat: "Maximum", label },
];

const FUNCTIONS = { plan, watch, deliver, api };
const eachFunction = (name: string, stat: string): Line[] =>
  Object.entries(FUNCTIONS).map(([label, of]) => ofFunction(name, label, of, stat));

/** Two graphs a row, from the question asked first to the one asked last. */
const GRAPHS: readonly (readonly [string, readonly Line[]])[] = [
  [
    "Accounts",
    [
      own("Planned", "planned"),
      own("PassReadings", "read"),
      own("PassFailures", "failed at the first try"),
      own("Shortfalls", "short of money"),
    ],
  ],
  ["Alerts", [own("Deliveries", "attempts")]],
  [
    "Waiting",
    [
      ofQueue("ApproximateNumberOfMessagesVisible", "accounts to read", accounts.queue),
      ofQueue("ApproximateNumberOfMessagesVisible", "alerts to deliver", deliveries.queue),
      ofQueue("ApproximateNumberOfMessagesNotVisible", "alerts put away", deliveries.queue),
    ],
  ],
  [
    "Dead letters",
    [
      ofQueue("ApproximateNumberOfMessagesVisible", "passes", unplanned),
      ofQueue("ApproximateNumberOfMessagesVisible", "accounts", accounts.deadLetters),
      ofQueue("ApproximateNumberOfMessagesVisible", "deliveries", deliveries.deadLetters),
      ofQueue("ApproximateNumberOfMessagesVisible", "alerts", undelivered),
      ofQueue("ApproximateNumberOfMessagesVisible", "alarms", untold),
    ],
  ],
  [
    "Age of the authority's figures, seconds",
    [own("SourceAgeSeconds", "youngest", "Minimum"), own("SourceAgeSeconds", "oldest", "Maximum")],
  ],
  ["Days the first certificate or key has left", [own("CertificateDaysLeft", "days", "Minimum")]],
  ["Errors", [...eachFunction("Errors", "Sum"), own("InstallationFaults", "installation")]],
  ["Duration, milliseconds, 95th percentile", eachFunction("Duration", "p95")],
];

const WIDTH = 12;
const HEIGHT = 6;

export const dashboard = new aws.cloudwatch.Dashboard("Dashboard", {
  dashboardName: named("overview"),
  dashboardBody: $jsonStringify({
    widgets: GRAPHS.map(([title, metrics], index) => ({
      type: "metric",
      x: (index % 2) * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: { title, metrics, region, view: "timeSeries", period: 300 },
    })),
  }),
});
