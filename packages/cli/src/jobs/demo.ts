import { randomBytes } from "node:crypto";
import { parseConfiguration } from "@saldovakt/configuration";
import { type AlertType, addDays, longDay, policyOf, ZONE_OF } from "@saldovakt/domain";
import { memorySlots } from "@saldovakt/http";
import { importStatement, runPass } from "@saldovakt/service";
import { type SimulatedSkatteverket, startSkatteverket } from "@saldovakt/simulator";
import { parseStatement } from "@saldovakt/skatteverket/statement";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import type { Context } from "../context.ts";
import { EXIT } from "../fault.ts";
import type { Loaded } from "../load.ts";
import { VERSION } from "../program.ts";
import { accountTable, alertTable } from "../report/accounts.ts";
import { byUrgency, passLog } from "../report/pass.ts";
import { tell } from "../tell.ts";
import { type Opened, watchPorts } from "../wiring/ports.ts";
import { DEFAULT_PORT, listen, webApp } from "../wiring/server.ts";
import { type Access, openSkatteverket, sourcesOf } from "../wiring/source.ts";
import { takeInAccounts } from "../wiring/state.ts";
import { makeKey } from "./keys.ts";
import { portOf } from "./ports.ts";

export interface DemoOptions {
  readonly port?: string;
  readonly once?: boolean;
  readonly language: string;
}

/** The simulated authority's limit, and so ours: real ones are slower, and nobody wants to wait for a demo. */
const CALLS_PER_SECOND = 40;

/** Companies that are read. One more is known by a statement alone. */
const READ = 12;
/** Days the statement covers, and since its closing. */
const STATEMENT_DAYS = 730;
const STATEMENT_AGE = 3;

/** Ports tried from 8787 on when none is asked for. */
const PORTS_TRIED = 20;

/** Reads a dozen invented companies over real HTTPS and serves what it found, until Ctrl-C. Nothing is written to disk. */
export async function runDemo(context: Context, options: DemoOptions): Promise<number> {
  const port = options.port === undefined ? null : portOf(options.port);
  const ending = new AbortController();
  const stopped = context.interrupted().then(() => {
    ending.abort();
    return EXIT.ok;
  });
  const loaded = (companies: SimulatedSkatteverket["companies"]): Loaded => ({
    baseDir: context.cwd,
    configuration: configurationOf(companies, options),
  });
  loaded([]); // A wrong language is told before anything is started.
  const today = context.clock.today(ZONE_OF.skatteverket);
  const authority = await startSkatteverket({ today, companies: READ + 1, requestsPerSecond: CALLS_PER_SECOND });
  try {
    return await Promise.race([
      stopped,
      show(context, authority, loaded(authority.companies.slice(0, READ)), { ...options, port, stopped, signal: ending.signal }),
    ]);
  } finally {
    context.stderr.passing(null);
    await authority.close();
  }
}

const configurationOf = (companies: SimulatedSkatteverket["companies"], { language }: DemoOptions) =>
  parseConfiguration({ policy: { language }, accounts: companies.map(({ identity, name }) => ({ identity, name })) });

interface Showing {
  readonly port: number | null;
  readonly once?: boolean;
  /** Resolves at Ctrl-C; from then on nothing more is printed. */
  readonly stopped: Promise<number>;
  readonly signal: AbortSignal;
}

async function show(
  context: Context,
  authority: SimulatedSkatteverket,
  loaded: Loaded,
  { port, once, stopped, signal }: Showing,
): Promise<number> {
  const store = openSqliteStore(":memory:");
  const skatteverket = openSkatteverket(accessTo(authority), memorySlots(), context.clock);
  const nobody = { recipients: [], channel: () => unheard, close: async () => {} };
  const opened: Opened = { loaded, store, recipients: nobody };
  const { stdout, stderr } = context;
  try {
    stdout.lines(...introduction(context, authority));
    await takeInAccounts(store, loaded.configuration, context.clock.now());
    const log = passLog(() => null);
    const started = performance.now();
    const report = await runPass(watchPorts(context, opened, skatteverket), {
      concurrency: 8,
      signal,
      onOutcome(outcome, done, planned) {
        if (signal.aborted) return;
        log.outcome(outcome);
        stderr.passing(`reading companies: ${done} of ${planned}`);
      },
    });
    stderr.passing(null);
    if (signal.aborted) return EXIT.ok;
    const seconds = (performance.now() - started) / 1000;
    stdout.lines(...accountTable([...log.accounts].sort(byUrgency), stdout), "");
    const told = log.alerts.sort((a, b) => order(a.type) - order(b.type) || (a.data.dueDate ?? "").localeCompare(b.data.dueDate ?? ""));
    stdout.lines(
      ...alertTable(told, stdout),
      "",
      `${report.read} of ${report.planned} companies read in ${seconds.toFixed(1)} s; ${told.length} alerts.`,
    );
    if (report.stopped) return tell(report.stopped, context);
    stdout.lines(await fromStatement(context, authority, opened));
    for (const { fault } of log.faults.values()) tell(fault, context);
    if (once) return report.failed > 0 ? EXIT.someFailed : EXIT.ok;

    const app = webApp(context, opened, sourcesOf(skatteverket), "open");
    const server = await listen(app, "127.0.0.1", port ?? DEFAULT_PORT, port === null ? PORTS_TRIED : 1);
    const { key } = await makeKey(store, { name: "demo", scopes: ["read", "read:fresh", "write"], accounts: null }, context);
    stdout.lines(...invitation(`http://localhost:${server.port}`, key, context));
    const status = await stopped;
    await server.close();
    return status;
  } finally {
    await skatteverket.close();
    await store.close();
  }
}

/** Imports the last company's statement, as one would who has no agreement with the authority, and says so. */
async function fromStatement({ clock }: Context, authority: SimulatedSkatteverket, { loaded, store }: Opened): Promise<string> {
  const { identity, name } = authority.companies[READ] as SimulatedSkatteverket["companies"][number];
  const [from, to] = [-STATEMENT_DAYS, -STATEMENT_AGE].map((days) => addDays(authority.today, days)) as [
    typeof authority.today,
    typeof authority.today,
  ];
  const statement = parseStatement(new TextEncoder().encode(authority.statement(identity, from, to)));
  const ports = {
    book: store,
    records: store,
    clock,
    random: (length: number) => randomBytes(length),
    policyFor: (account: Parameters<typeof policyOf>[1]) => policyOf(loaded.configuration.policy, account),
  };
  await importStatement({}, statement, ports);
  return `One more, ${name}, is known by a statement of ${statement.rows.length} rows alone: its forecast is estimated.`;
}

const unheard = { send: async () => ({ kind: "delivered" }) as const };

const accessTo = ({ apiUrl, tokenUrl, ca, secret }: SimulatedSkatteverket): Access => ({
  secret,
  readSecret: async () => secret,
  settings: {
    ...{ apiUrl, tokenUrl, ca, scope: "ska", correlationHeader: "SKV-client_correlationid", mutualTlsOnApi: false },
    requestsPerSecond: CALLS_PER_SECOND,
  },
});

function introduction({ stdout, clock }: Context, { apiUrl }: SimulatedSkatteverket): readonly string[] {
  return [
    stdout.style("bold", `Saldovakt ${VERSION}, demo for ${longDay(clock.today(ZONE_OF.skatteverket), "en")}`),
    stdout.style("dim", `A simulated Skatteverket answers at ${new URL(apiUrl).origin}; its companies are invented.`),
    stdout.style("dim", "They are read over HTTPS, with a token fetched by client certificate, as the real ones are."),
    "",
  ];
}

/** What asks for money first, as one would read it. */
const ORDER: readonly AlertType[] = ["deficit.open", "shortfall.detected", "enforcement.debt", "payout.risk"];
function order(type: AlertType): number {
  const place = ORDER.indexOf(type);
  return place < 0 ? ORDER.length : place;
}

const invitation = (at: string, key: string, { stdout }: Context): readonly string[] => [
  "",
  `${stdout.style("bold", "Pages")}  ${at}`,
  `${stdout.style("bold", "API")}    ${at}/docs`,
  `${stdout.style("bold", "Key")}    ${key}, good for this demo only:`,
  "",
  `  curl ${at}/v1/accounts \\`,
  `    -H "Authorization: Bearer ${key}"`,
  "",
  stdout.style("dim", "Ctrl-C stops. Nothing is kept."),
];
