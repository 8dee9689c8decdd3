import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { dateIn, instant, plainDate } from "@saldovakt/domain";
import { parsed, wholeNumber } from "./command.ts";
import { type NorwayOptions, type SimulatedNorway, startNorway } from "./skatteetaten-norway.ts";

export const NORWAY_USAGE = `A simulated Skatteetaten on this machine, with Maskinporten and Altinn before it, for trying things out.

  skatteetaten [--today DATE] [--seed N] [--companies N] [--dir DIR]

  --today DATE          the day it takes for today, YYYY-MM-DD (default: today)
  --seed N              other companies (default 1)
  --companies N         how many (default 7, one of each kind)
  --port N              where Krav og betalinger listens (default: any free port)
  --maskinporten-port N, --altinn-port N
  --calls-at-once N     calls of one caller it puts up with at once, or "unlimited" (default 5)
  --latency MS          time it takes to answer (default 0)
  --dir DIR             write ca.pem, maskinporten.secret.json and saldovakt.json there; and with
                        onboarding.secret.json and onboarding.json a client that is known to no
                        system yet, for taking customers on from the beginning
`;

const OPTIONS = {
  today: { type: "string" },
  seed: { type: "string" },
  companies: { type: "string" },
  port: { type: "string" },
  "maskinporten-port": { type: "string" },
  "altinn-port": { type: "string" },
  "calls-at-once": { type: "string" },
  latency: { type: "string" },
  dir: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** What was asked for on the command line; `dir` is where files go, if anywhere. */
export interface AskedNorway {
  readonly options: NorwayOptions;
  readonly dir?: string;
}

/** Reads the arguments after the program's name; null when help is asked for. Throws `SIMULATOR_OPTION` or `DATE_INVALID`. */
export function readNorwayArguments(args: readonly string[], nowMs: number): AskedNorway | null {
  const values = parsed(args, OPTIONS);
  if (values.help) return null;
  const atOnce = values["calls-at-once"];
  return {
    options: {
      today: values.today === undefined ? dateIn(instant(nowMs), "Europe/Oslo") : plainDate(values.today),
      seed: wholeNumber("seed", values.seed, 1),
      companies: wholeNumber("companies", values.companies, 7),
      port: wholeNumber("port", values.port, 0),
      maskinportenPort: wholeNumber("maskinporten-port", values["maskinporten-port"], 0),
      altinnPort: wholeNumber("altinn-port", values["altinn-port"], 0),
      callsAtOnce: atOnce === "unlimited" ? Number.POSITIVE_INFINITY : wholeNumber("calls-at-once", atOnce, 5),
      latencyMs: wholeNumber("latency", values.latency, 0),
    },
    ...(values.dir === undefined ? {} : { dir: resolve(values.dir) }),
  };
}

/** The sections of both authorities, beside `ca.pem` and a secret. */
const sections = ({ maskinporten, altinn, skatteetaten }: SimulatedNorway, secret: string): Record<string, unknown> => {
  const { issuer } = maskinporten;
  const { platformUrl } = altinn;
  return {
    maskinporten: { environment: "test", issuer, platformUrl, ca: "file:ca.pem", secret: `file:${secret}` },
    skatteetaten: { environment: "test", apiUrl: skatteetaten.apiUrl, package: "regnskapssystem", ca: "file:ca.pem" },
    recipients: [],
  };
};

/** A `saldovakt.json` beside `ca.pem` and `maskinporten.secret.json` that watches every company of the simulator. */
export function norwegianConfiguration(norway: SimulatedNorway): Record<string, unknown> {
  return {
    ...sections(norway, "maskinporten.secret.json"),
    accounts: norway.skatteetaten.companies.map(({ org, name }) => ({ identity: org, name, source: "skatteetaten", systemUser: { org } })),
    state: "saldovakt.db",
  };
}

/** Writes what a caller needs into a directory, made if it is not there; the secret for its owner's eyes only. */
export async function writeNorwegianFiles(norway: SimulatedNorway, dir: string): Promise<void> {
  const json = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "ca.pem"), norway.ca);
  await writeFile(join(dir, "maskinporten.secret.json"), json(norway.secret), { mode: 0o600 });
  await writeFile(join(dir, "saldovakt.json"), json(norwegianConfiguration(norway)));
  const fresh = await norway.maskinporten.addClient({ org: norway.vendor });
  await writeFile(join(dir, "onboarding.secret.json"), json(fresh), { mode: 0o600 });
  const begun = { ...sections(norway, "onboarding.secret.json"), accounts: [], state: "onboarding.db" };
  await writeFile(join(dir, "onboarding.json"), json(begun));
}

/** An accountant's system user, and a client added to it: at the same link, where Altinn has a page of its own. */
const accountantsWay = (accountant: string, client: string, onboarding: string): readonly string[] => [
  "",
  "Take an accountant on, and a client of the accountant's",
  `  saldovakt norway request-system-user ${accountant} --agent ${onboarding}`,
  `    open the link, choose Godkjenn and add the client ${client}, or:`,
  "    curl -k -d act=approve 'LINK'",
  `    curl -k -d act=client -d org=${client} 'LINK'`,
  `  saldovakt norway status ${accountant} --client ${client} --add ${onboarding}`,
];

/** How to use what has been started. */
function hints({ skatteetaten, vendor }: SimulatedNorway, dir: string | undefined): readonly string[] {
  const [{ org } = { org: "ORGNO" }, accountant, client] = skatteetaten.companies;
  if (dir === undefined)
    return ["", "No files were written. With --dir DIR it leaves the keys and a saldovakt.json that watches every company."];
  const onboarding = `--config ${join(dir, "onboarding.json")}`;
  return [
    "",
    "Take a customer on from the beginning",
    `  saldovakt norway register-system --vendor ${vendor} ${onboarding}`,
    `  saldovakt norway request-system-user ${org} ${onboarding}`,
    "    open the link it prints and choose Godkjenn, or: curl -k -d act=approve 'LINK'",
    `  saldovakt norway status ${org} --add ${onboarding}`,
    ...(accountant && client ? accountantsWay(accountant.org, client.org, onboarding) : []),
    "",
    "Try",
    `  saldovakt forecast ${org} --source skatteetaten --config ${join(dir, "saldovakt.json")}`,
  ];
}

/** Starts the simulator as asked, writes its files and says where it is and how to use it. */
export async function startNorwayAsAsked({ options, dir }: AskedNorway, say: (line: string) => void): Promise<SimulatedNorway> {
  const norway = await startNorway(options);
  if (dir !== undefined) await writeNorwegianFiles(norway, dir);
  const { maskinporten, altinn, skatteetaten } = norway;
  say(`API           ${skatteetaten.apiUrl}`);
  say(`Maskinporten  ${maskinporten.issuer}`);
  say(`Altinn        ${altinn.platformUrl}`);
  say(`Today         ${skatteetaten.today}`);
  say(`Vendor        ${norway.vendor}`);
  if (dir !== undefined) say(`Files         ${dir}`);
  say("Companies");
  for (const { org, name, profile } of skatteetaten.companies.slice(0, 20)) say(`  ${org}  ${name} (${profile})`);
  if (skatteetaten.companies.length > 20) say(`  and ${skatteetaten.companies.length - 20} more`);
  for (const line of hints(norway, dir)) say(line);
  return norway;
}
