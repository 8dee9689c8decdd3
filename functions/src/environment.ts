import { SaldovaktError } from "@saldovakt/domain";

/**
 * Every variable a handler of ours may read. What AWS itself sets is read by AWS's own libraries. `POWERTOOLS_SERVICE_NAME` is read by the logger and the
 * metrics: it keeps the stages of one AWS account apart, lest a developer's readings hush production's alarm.
 */
export type Variable =
  | "SALDOVAKT_CONFIGURATION"
  | "SALDOVAKT_CALLS_PER_SECOND"
  | "SALDOVAKT_TABLE"
  | "WATCH_QUEUE_URL"
  | "DELIVERY_QUEUE_URL"
  | "POWERTOOLS_SERVICE_NAME";

/**
 * The variables of those names. Throws `ENVIRONMENT_INCOMPLETE`, naming the first that is missing or empty. This file alone reads the
 * environment, so that what `FUNCTIONS` declares is what a function can see.
 */
export function environment<V extends Variable>(names: readonly V[]): Readonly<Record<V, string>> {
  const values = names.map((name) => {
    const value = process.env[name];
    if (value) return [name, value] as const;
    const remedy = `set ${name} on the function, as the infrastructure does`;
    throw new SaldovaktError(`the variable ${name} is not set`, { code: "ENVIRONMENT_INCOMPLETE", scope: "installation", remedy });
  });
  return Object.fromEntries(values) as Record<V, string>;
}
