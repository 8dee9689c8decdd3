import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** A metric of ours and one set of dimensions it is published with, beside the service's name. */
export type Published = readonly [metric: string, ...dimensions: string[]];

/** What the functions publish; a test holds this to what they write. */
export const PUBLISHED: readonly Published[] = [
  ["AccountsFailed"],
  ["AccountsFailed", "code"],
  ["AccountsRead"],
  ["CallersShutOut"],
  ["CertificateDaysLeft"],
  ["Deliveries"],
  ["Deliveries", "outcome"],
  ["InstallationFaults"],
  ["InstallationFaults", "code"],
  ["PassFailures"],
  ["PassReadings"],
  ["Planned"],
  ["Shortfalls"],
  ["SourceAgeSeconds"],
];

export const NAMESPACE = "Saldovakt";

interface MetricsLine {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly service?: string;
}

const METER = join(import.meta.dirname, "..", "..", "functions", "src", "wiring", "metrics.ts");

const SCRIPT = `
  import { createMeter } from ${JSON.stringify(METER)};
  const meter = createMeter();
  for (const name of ["AccountsRead", "PassReadings", "PassFailures", "Shortfalls", "Planned", "CallersShutOut"]) meter.count(name);
  for (const name of ["AccountsFailed", "InstallationFaults"]) meter.count(name, 1, { code: "CODE" });
  meter.count("Deliveries", 1, { outcome: "delivered" });
  meter.gauge("SourceAgeSeconds", 1);
  meter.gauge("CertificateDaysLeft", 1);
  meter.publish();
`;

/** What the functions' own meter writes for a service of that name, in a process of its own: it writes to the standard output, past every interception. */
export function published(service: string): {
  readonly metrics: readonly Published[];
  readonly namespaces: readonly string[];
  readonly services: readonly string[];
} {
  const env = { ...process.env, POWERTOOLS_SERVICE_NAME: service };
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", SCRIPT], { encoding: "utf8", env });
  if (status !== 0) throw new Error(stderr);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as MetricsLine);
  const sets = lines.flatMap(({ _aws }) => _aws.CloudWatchMetrics);
  const metrics = sets.flatMap(({ Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) => Dimensions.map((names): Published => [Name, ...names.filter((name) => name !== "service").sort()])),
  );
  return {
    metrics: [...new Map(metrics.map((metric) => [metric.join(), metric])).values()].sort((a, b) => (a.join() < b.join() ? -1 : 1)),
    namespaces: [...new Set(sets.map(({ Namespace }) => Namespace))],
    services: [...new Set(lines.map((line) => line.service ?? ""))],
  };
}
