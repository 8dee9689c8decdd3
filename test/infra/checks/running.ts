import { FUNCTIONS, type FunctionName } from "@saldovakt/functions";
import { at, type Inputs, ofType, type Resource, type StageRecord, textsIn } from "../record.ts";
import { type Check, failing } from "./check.ts";

const nameOf = ({ name }: Resource): FunctionName => name.replace(/Function$/, "").toLowerCase() as FunctionName;
const variablesOf = ({ inputs }: Resource): readonly string[] =>
  Object.keys((at(inputs, "environment", "variables") ?? {}) as Inputs).sort();

/** Of what API Gateway can log, all that says who asked or for what. */
const TELLING = /path|query|header|identity|authorizer|sourceIp|userAgent|cookie|body|domain|caller/i;

/** Minutes since midnight of a daily cron expression; null for any other. */
function dailyAt(expression: unknown): number | null {
  const [, minute, hour] = /^cron\((\d+) (\d+) \* \* \? \*\)$/.exec(String(expression)) ?? [];
  return minute === undefined || hour === undefined ? null : Number(hour) * 60 + Number(minute);
}
/** The authorities' own time. */
const TIME_OF: Readonly<Record<string, string>> = { skatteverket: "Europe/Stockholm", skatteetaten: "Europe/Oslo" };

/** The authority a schedule's event names. */
const sourceOf = (schedule: Inputs): string => String(at(JSON.parse(String(at(schedule, "target", "input") ?? "{}")) as Inputs, "source"));

const passesOf = (record: StageRecord): string =>
  ofType(record, "Schedule")
    .map(({ inputs }) => sourceOf(inputs))
    .sort()
    .join(", ");

/** One pass for each authority that the functions are configured for. */
function meantIn(record: StageRecord): string {
  const watch = ofType(record, "Function").find((fn) => nameOf(fn) === "watch");
  const configuration = JSON.parse(
    String(at(watch?.inputs ?? {}, "environment", "variables", "SALDOVAKT_CONFIGURATION") ?? "{}"),
  ) as Inputs;
  return Object.keys(TIME_OF)
    .filter((name) => configuration[name] !== undefined)
    .sort()
    .join(", ");
}

/** Skatteverket is closed until 05.00 Swedish time. */
const OPENS = 5 * 60;

export const RUNNING: readonly Check[] = [
  {
    holds: "a pass begins every day after the service window, in the authority's time zone",
    find: (record) =>
      failing(
        ofType(record, "Schedule"),
        ({ inputs }) =>
          (dailyAt(inputs.scheduleExpression) ?? 0) > OPENS &&
          inputs.scheduleExpressionTimezone === TIME_OF[sourceOf(inputs)] &&
          inputs.state === "ENABLED",
        ({ name, inputs }) => `${name} runs ${inputs.scheduleExpression} in ${inputs.scheduleExpressionTimezone}`,
      ).concat(passesOf(record) === meantIn(record) ? [] : [`there are passes of ${passesOf(record) || "nothing"}`]),
  },
  {
    holds: "every function's variables are those its handler reads, and no other",
    find: (record) =>
      ofType(record, "Function").flatMap((fn) => {
        const expected = [...(FUNCTIONS[nameOf(fn)]?.environment ?? [])].sort() as readonly string[];
        const given = variablesOf(fn);
        const empty = given.filter((variable) => !at(fn.inputs, "environment", "variables", variable));
        return [
          ...expected.filter((variable) => !given.includes(variable)).map((variable) => `${fn.name} is not given ${variable}`),
          ...given
            .filter((variable) => !expected.includes(variable))
            .map((variable) => `${fn.name} is given ${variable} and never reads it`),
          ...empty.map((variable) => `${fn.name} is given an empty ${variable}`),
        ];
      }),
  },
  {
    holds: "all four functions run on Node 24 and arm64",
    find: (record) => [
      ...failing(
        ofType(record, "Function"),
        ({ inputs }) => inputs.runtime === "nodejs24.x" && JSON.stringify(inputs.architectures) === '["arm64"]',
        ({ name, inputs }) => `${name} runs on ${inputs.runtime}, ${inputs.architectures}`,
      ),
      ...failing(
        Object.keys(FUNCTIONS),
        (name) => ofType(record, "Function").some((fn) => nameOf(fn) === name),
        (name) => `there is no function ${name}`,
      ),
    ],
  },
  {
    holds: "the API may be called by no other page than those listed, and not without end",
    find: (record) => [
      ...failing(
        ofType(record, "Api"),
        ({ inputs }) => !textsIn(inputs.corsConfiguration).some((text) => text.includes("*")),
        ({ name }) => `${name} may be called by any page`,
      ),
      ...failing(
        ofType(record, "Stage"),
        ({ inputs }) =>
          Number(at(inputs, "defaultRouteSettings", "throttlingRateLimit")) > 0 &&
          Number(at(inputs, "defaultRouteSettings", "throttlingBurstLimit")) > 0,
        ({ name }) => `${name} takes any number of requests`,
      ),
    ],
  },
  {
    holds: "the API's log names nobody: no address, no path, no query, no key",
    find: (record) =>
      failing(
        ofType(record, "Stage"),
        ({ inputs }) => {
          const format = String(at(inputs, "accessLogSettings", "format") ?? "");
          const variables = format.match(/\$context\.[\w.]+/g) ?? [];
          const { arn } = ofType(record, "LogGroup").find((log) => at(inputs, "accessLogSettings", "destinationArn") === log.arn) ?? {};
          return arn !== undefined && variables.length > 0 && !variables.some((variable) => TELLING.test(variable));
        },
        ({ name }) => `${name} logs nothing, or who asked for what`,
      ),
  },
  {
    holds: "no function has an address of its own",
    find: (record) => ofType(record, "FunctionUrl").map(({ name }) => `${name} is open past the API`),
  },
];
