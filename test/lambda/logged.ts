/** One line of CloudWatch's embedded metric format. */
export interface MetricLine {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [field: string]: unknown;
}

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** What functions wrote, told apart. Throws when a line is neither a log line nor metrics. */
export function told(lines: readonly string[]): { readonly logs: readonly LogLine[]; readonly metrics: readonly MetricLine[] } {
  const parsed = lines.map((line) => {
    try {
      return JSON.parse(line) as Record<string, unknown>;
    } catch {
      throw new Error(`a line is not JSON: ${line}`);
    }
  });
  const metrics = parsed.filter((line): line is MetricLine => "_aws" in line);
  const logs = parsed.filter((line): line is LogLine => typeof line.level === "string" && typeof line.message === "string");
  if (metrics.length + logs.length !== lines.length) throw new Error("a line is neither a log line nor metrics");
  return { logs, metrics };
}

/** The sum of a metric over all lines, or over those with the dimension's value. */
export function total(metrics: readonly MetricLine[], name: string, dimension: Readonly<Record<string, string>> = {}): number {
  return metrics
    .filter((line) => Object.entries(dimension).every(([key, value]) => line[key] === value))
    .flatMap((line) => [line[name] ?? []].flat() as number[])
    .reduce((sum, value) => sum + value, 0);
}
