import { randomBytes } from "node:crypto";
import { parseConfiguration } from "@saldovakt/configuration";
import { type AlertType, addDays, longDay, policyOf, ZONE_OF } from "@saldovakt/domain";
import { addWatchedAccount, byUrgency, importStatement, runPass } from "@saldovakt/service";
import type { SimulatedSkatteverket } from "@saldovakt/simulator";
import { parseStatement } from "@saldovakt/skatteverket/statement";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import type { Context } from "../context.ts";
import { EXIT } from "../fault.ts";
import type { Loaded } from "../load.ts";
import { VERSION } from "../program.ts";
import { accountTable, alertTable } from "../report/accounts.ts";
import { passLog } from "../report/pass.ts";
import { wrap } from "../table.ts";
import { tell } from "../tell.ts";
import { byName } from "../wiring/authority.ts";
import { type Opened, watchPorts } from "../wiring/ports.ts";
import { DEFAULT_PORT, type Fetch, listen, webApp } from "../wiring/server.ts";
import { takeInAccounts } from "../wiring/state.ts";
import { type DemoAuthorities, demoAccounts, demoSignIns, openAuthorities, startAuthorities } from "./demo-authorities.ts";
import { makeKey } from "./keys.ts";
import { portOf } from "./ports.ts";

export interface DemoOptions {
  readonly port?: string;
  readonly once?: boolean;
  readonly language: string;
}

/** Swedish companies that are read. One more is known by a statement alone, and one can be read by whoever signs in for it. */
const READ = 12;
const BY_STATEMENT = READ;
const BY_SIGN_IN = READ + 1;
/** Days the statement covers, and since its closing. */
const STATEMENT_DAYS = 730;
const STATEMENT_AGE = 3;

/** Ports tried from 8787 on when none is asked for. */
const PORTS_TRIED = 20;

/** Reads invented companies of both countries over real HTTPS and serves what it found, until Ctrl-C. Nothing is written to disk. */
export async function runDemo(context: Context, options: DemoOptions): Promise<number> {
  const port = options.port === undefined ? null : portOf(options.port);
  const ending = new AbortController();
  /** Known when the pages are served. */
  const redirectUris: string[] = [];
  const stopped = context.interrupted().then(() => {
    ending.abort();
    return EXIT.ok;
  });
  const configuration = (accounts: ReturnType<typeof demoAccounts>) =>
    parseConfiguration({ policy: { language: options.language }, accounts });
  configuration([]); // A wrong language is told before anything is started.
  const authorities = await startAuthorities(context.clock.today(ZONE_OF.skatteverket), READ + 2, redirectUris);
  try {
    const accounts = demoAccounts(authorities.skatteverket.companies.slice(0, READ), authorities.norway.skatteetaten.companies);
    const loaded: Loaded = { baseDir: context.cwd, configuration: configuration(accounts) };
    return await Promise.race([
      stopped,
      show(context, authorities, loaded, { ...options, port, stopped, redirectUris, signal: ending.signal }),
    ]);
  } finally {
    context.stderr.passing(null);
    await authorities.close();
  }
}

interface Showing {
  readonly port: number | null;
  readonly once?: boolean;
  /** Resolves at Ctrl-C; from then on nothing more is printed. */
  readonly stopped: Promise<number>;
  readonly signal: AbortSignal;
  readonly redirectUris: string[];
}

async function show(
  context: Context,
  authorities: DemoAuthorities,
  loaded: Loaded,
  { port, once, stopped, signal, redirectUris }: Showing,
): Promise<number> {
  const store = openSqliteStore(":memory:");
  const callable = await openAuthorities(authorities, context);
  const nobody = { recipients: [], channel: () => unheard, close: async () => {} };
  const opened: Opened = { loaded, store, recipients: nobody };
  const { stdout, stderr } = context;
  try {
    stdout.lines(...introduction(context, authorities));
    await takeInAccounts(store, loaded.configuration, context.clock.now());
    const log = passLog(() => null);
    const started = performance.now();
    const report = await runPass(watchPorts(context, opened, byName(callable)), {
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
    stdout.lines(
      await fromStatement(context, authorities.skatteverket, opened),
      ...(await bySignIn(context, authorities.skatteverket, opened)),
    );
    for (const { fault } of log.faults.values()) tell(fault, context);
    if (once) return report.failed > 0 ? EXIT.someFailed : EXIT.ok;

    let app: Fetch = () => new Response(null, { status: 503 });
    const server = await listen((request, env) => app(request, env), "127.0.0.1", port ?? DEFAULT_PORT, port === null ? PORTS_TRIED : 1);
    const redirectUri = `http://localhost:${server.port}/connect/skatteverket/callback`;
    redirectUris.push(redirectUri);
    app = webApp(context, opened, byName(callable), "open", demoSignIns(authorities.skatteverket, redirectUri, store, context));
    const { key } = await makeKey(store, { name: "demo", scopes: ["read", "read:fresh", "write"], accounts: null }, context);
    stdout.lines(...invitation(`http://localhost:${server.port}`, key, context));
    const status = await stopped;
    await server.close();
    return status;
  } finally {
    await Promise.all(callable.map((each) => each.close()));
    await store.close();
  }
}

/** Imports the last company's statement, as one would who has no agreement with the authority, and says so. */
async function fromStatement({ clock }: Context, authority: SimulatedSkatteverket, { loaded, store }: Opened): Promise<string> {
  const { identity, name } = authority.companies[BY_STATEMENT] as SimulatedSkatteverket["companies"][number];
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

/** Watches one whose owner has appointed nobody: it is read when somebody signs in for it. */
async function bySignIn({ clock }: Context, authority: SimulatedSkatteverket, { store }: Opened): Promise<readonly string[]> {
  const { identity, name } = authority.companies[BY_SIGN_IN] as SimulatedSkatteverket["companies"][number];
  authority.setOmbud(identity, false);
  await addWatchedAccount({ identity, name }, { book: store, clock, random: (length: number) => randomBytes(length) });
  return [
    `And ${name} lets nobody read it: its page offers to read it with BankID,`,
    "played by a page whose certificate your browser does not know.",
  ];
}

const unheard = { send: async () => ({ kind: "delivered" }) as const };

function introduction({ stdout, clock }: Context, { skatteverket, norway }: DemoAuthorities): readonly string[] {
  const at = (url: string): string => new URL(url).origin;
  const how = [
    `A simulated Skatteverket answers at ${at(skatteverket.apiUrl)}, a simulated Skatteetaten at ${at(norway.skatteetaten.apiUrl)}; their companies are invented.`,
    "They are read over HTTPS, with tokens fetched as the real ones are: by client certificate in Sweden, in Norway by grants that a simulated",
    `Maskinporten at ${at(norway.maskinporten.issuer)} takes.`,
  ].join(" ");
  return [
    stdout.style("bold", `Saldovakt ${VERSION}, demo for ${longDay(clock.today(ZONE_OF.skatteverket), "en")}`),
    ...wrap(how, "").map((line) => stdout.style("dim", line)),
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
