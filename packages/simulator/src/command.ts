import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { dateIn, inputError, instant, plainDate } from "@saldovakt/domain";
import { startSkatteverket } from "./skatteverket.ts";
import type { Grant, SimulatedSkatteverket, SimulatorOptions } from "./types.ts";

export const USAGE = `A simulated Skatteverket on this machine, for trying things out.

  skatteverket [--today DATE] [--seed N] [--companies N] [--dir DIR]

  --today DATE               the day it takes for today, YYYY-MM-DD (default: today)
  --seed N                   other companies (default 1)
  --companies N              how many (default 12)
  --port N, --token-port N   where to listen (default: any free ports)
  --grant KIND               designated, free or keys (default designated)
  --requests-per-second N    calls it puts up with, or "unlimited" (default 4)
  --latency MS               time it takes to answer (default 0)
  --mutual-tls-on-api        the API wants the client certificate, too
  --service-window           closed 03.00-05.00 Swedish time
  --sign-in ADDRESS          people and organisations can sign in, and are sent back to this redirect address (may be repeated)
  --dir DIR                  write ca.pem, skatteverket.secret.json and saldovakt.json there, and for
                             --sign-in the keys of the program that signs in: skatteverket.sign-in.secret.json
`;

const OPTIONS = {
  today: { type: "string" },
  seed: { type: "string" },
  companies: { type: "string" },
  port: { type: "string" },
  "token-port": { type: "string" },
  grant: { type: "string" },
  "requests-per-second": { type: "string" },
  latency: { type: "string" },
  "mutual-tls-on-api": { type: "boolean" },
  "service-window": { type: "boolean" },
  "sign-in": { type: "string", multiple: true },
  dir: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** What was asked for on the command line; `dir` is where files go, if anywhere. */
export interface Asked {
  readonly options: SimulatorOptions;
  readonly dir?: string;
}

/** The number of an option; the fallback when it was not given. Throws `SIMULATOR_OPTION`. */
export function wholeNumber(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text)) throw inputError("SIMULATOR_OPTION", `--${name} is not a whole number`, `write it as --${name} 12`);
  return value;
}

function grantOf(text: string): Grant {
  if (text === "designated" || text === "free" || text === "keys") return text;
  throw inputError("SIMULATOR_OPTION", "--grant is of no known kind", "write designated, free or keys");
}

function redirectAddress(text: string): string {
  const { protocol } = URL.parse(text) ?? { protocol: "" };
  if (protocol === "https:" || protocol === "http:") return text;
  throw inputError("SIMULATOR_OPTION", "--sign-in is not a whole address", "write it as https://host/path, as the program gives it");
}

/** The options among the arguments. Throws `SIMULATOR_OPTION`. */
export function parsed<T extends NonNullable<ParseArgsConfig["options"]>>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (cause) {
    const [line = ""] = cause instanceof Error ? cause.message.split("\n") : [];
    throw inputError("SIMULATOR_OPTION", line, "see --help");
  }
}

/** Reads the arguments after the program's name; null when help is asked for. Throws `SIMULATOR_OPTION` or `DATE_INVALID`. */
export function readArguments(args: readonly string[], nowMs: number): Asked | null {
  const values = parsed(args, OPTIONS);
  if (values.help) return null;
  const rate = values["requests-per-second"];
  return {
    options: {
      today: values.today === undefined ? dateIn(instant(nowMs), "Europe/Stockholm") : plainDate(values.today),
      seed: wholeNumber("seed", values.seed, 1),
      companies: wholeNumber("companies", values.companies, 12),
      port: wholeNumber("port", values.port, 0),
      tokenPort: wholeNumber("token-port", values["token-port"], 0),
      grant: grantOf(values.grant ?? "designated"),
      requestsPerSecond: rate === "unlimited" ? Number.POSITIVE_INFINITY : wholeNumber("requests-per-second", rate, 4),
      latencyMs: wholeNumber("latency", values.latency, 0),
      mutualTlsOnApi: values["mutual-tls-on-api"] ?? false,
      serviceWindow: values["service-window"] ?? false,
      ...(values["sign-in"] && { signIn: { redirectUris: values["sign-in"].map(redirectAddress) } }),
    },
    ...(values.dir === undefined ? {} : { dir: resolve(values.dir) }),
  };
}

/** Calls a second that a configuration asks for when the simulator sets no limit: as many as a configuration may. */
const FAST = 100;

/** A `saldovakt.json` beside `ca.pem` and `skatteverket.secret.json` that watches every company of the simulator. */
export function configurationFor(skatteverket: SimulatedSkatteverket, options: SimulatorOptions): Record<string, unknown> {
  return {
    skatteverket: {
      environment: "test",
      apiUrl: skatteverket.apiUrl,
      tokenUrl: skatteverket.tokenUrl,
      requestsPerSecond: Math.min(options.requestsPerSecond ?? 4, FAST),
      mutualTlsOnApi: options.mutualTlsOnApi ?? false,
      ca: "file:ca.pem",
      secret: "file:skatteverket.secret.json",
    },
    recipients: [],
    accounts: skatteverket.companies.map(({ identity, name }) => ({ identity, name })),
    state: "saldovakt.db",
  };
}

/** Writes what a caller needs into a directory, made if it is not there; the secret for its owner's eyes only. */
export async function writeFiles(skatteverket: SimulatedSkatteverket, { options, dir }: Asked): Promise<void> {
  if (dir === undefined) return;
  const json = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "ca.pem"), skatteverket.ca);
  await writeFile(join(dir, "skatteverket.secret.json"), json(skatteverket.secret), { mode: 0o600 });
  if (skatteverket.signIn) {
    await writeFile(join(dir, "skatteverket.sign-in.secret.json"), json(skatteverket.signIn.secret), { mode: 0o600 });
  }
  await writeFile(join(dir, "saldovakt.json"), json(configurationFor(skatteverket, options)));
}

/** Starts the simulator as asked, writes its files and says where it is. */
export async function startAsAsked(asked: Asked, say: (line: string) => void): Promise<SimulatedSkatteverket> {
  const skatteverket = await startSkatteverket(asked.options);
  await writeFiles(skatteverket, asked);
  say(`API    ${skatteverket.apiUrl}`);
  say(`Token  ${skatteverket.tokenUrl}`);
  for (const kind of ["per", "org"] as const) {
    const addresses = skatteverket.signIn?.[kind];
    if (addresses) say(`Sign in (${kind})  ${addresses.authorizeUrl}  ${addresses.tokenUrl}`);
  }
  say(`Today  ${skatteverket.today}`);
  if (asked.dir !== undefined) say(`Files  ${asked.dir}`);
  return skatteverket;
}
