import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { once } from "./once.ts";

/** Each is published for the whole service; a counted one with a dimension also by each of its values. No dimension ever names an account. */
export interface Meter {
  count(name: CountName, by?: number, dimension?: Readonly<Partial<Record<"code" | "outcome", string>>>): void;
  gauge(name: "SourceAgeSeconds" | "CertificateDaysLeft", value: number): void;
  /** Writes what was gathered since the last time. */
  publish(): void;
}

export type CountName =
  | "AccountsRead"
  | "AccountsFailed"
  | "Shortfalls"
  | "Deliveries"
  | "InstallationFaults"
  /** Times nobody with a token could be let in, for a reason that does not pass by itself. */
  | "CallersShutOut"
  | "Planned"
  /** Of the pass alone, accounts rather than tries: `AccountsRead` and `AccountsFailed` count each try, the HTTP API's too. */
  | "PassReadings"
  | "PassFailures";

const powertools = once(() => new Metrics({ namespace: "Saldovakt" }));

const UNIT_OF = { SourceAgeSeconds: MetricUnit.Seconds, CertificateDaysLeft: MetricUnit.Count } as const;

/** CloudWatch metrics as lines of the log (embedded metric format). Counts are added up per invocation: one line instead of one an account. */
export function createMeter(): Meter {
  const plain = new Map<CountName, number>();
  const dimensioned = new Map<string, { name: CountName; dimension: Record<string, string>; total: number }>();

  return {
    count(name, by = 1, dimension) {
      if (!dimension) {
        plain.set(name, (plain.get(name) ?? 0) + by);
        return;
      }
      const key = JSON.stringify([name, dimension]);
      const entry = dimensioned.get(key) ?? { name, dimension: { ...dimension } as Record<string, string>, total: 0 };
      entry.total += by;
      dimensioned.set(key, entry);
    },
    gauge(name, value) {
      powertools().addMetric(name, UNIT_OF[name], value);
    },
    publish() {
      const metrics = powertools();
      for (const [name, total] of plain) metrics.addMetric(name, MetricUnit.Count, total);
      plain.clear();
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
      for (const { name, dimension, total } of dimensioned.values()) {
        // Two sets of dimensions in one line: the service as a whole, for alarms, and the particular value.
        metrics.singleMetric().addDimensions({}).addDimensions(dimension).addMetric(name, MetricUnit.Count, total);
      }
      dimensioned.clear();
    },
  };
}
