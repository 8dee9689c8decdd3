// Requests of `GET /v1/accounts/{id}/forecast` a second through the app (key, rate limit, account, forecast, JSON, ETag, over one SQLite file) against the
// same Hono with an empty handler, and against one that has the same answers ready: over HTTP with the server in a process of its own, and called
// directly. The empty handler sends no body and none of our headers, which is a good part of the difference.
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { DEFAULT_POLICY, instant, plainDate } from "@saldovakt/domain";
import { newApiKey } from "@saldovakt/web";
import { createApi, type WebPorts } from "@saldovakt/web/api";
import { Hono } from "hono";
import { type Authority, startAuthority, TODAY } from "./authority.ts";
import { load } from "./load.ts";
import { interleaved, median, milliseconds, printRatio } from "./measure.ts";
import { type BenchStore, readInto, withStore } from "./readers.ts";

/** Of an office that keeps the books of many companies; each with 555 days of history, as the authority gives them. */
const ACCOUNTS = 200;
const REQUESTS = 4_000;
const ROUNDS = 9;
const CONNECTIONS = 16;

type Fetch = (request: Request) => Response | Promise<Response>;

interface Contestants {
  readonly fetch: Readonly<Record<Name, Fetch>>;
  /** Each with its key. */
  readonly paths: readonly string[];
  readonly authorization: string;
}
type Name = "app" | "ready" | "empty";

const today = plainDate(TODAY);
const now = () => instant(Date.now());

const PATH = "/v1/accounts/:id/forecast";

function emptyApp(): Fetch {
  const app = new Hono();
  app.get(PATH, (c) => c.body(""));
  return (request) => app.fetch(request);
}

/** Answers what the app answers, without a key, a store or a thought. */
async function readyApp(fetch: Fetch, paths: readonly string[], authorization: string): Promise<Fetch> {
  const answers = new Map<string, { readonly body: string; readonly headers: Record<string, string> }>();
  for (const path of paths) {
    const answer = await fetch(new Request(`http://localhost${path}`, { headers: { authorization } }));
    answers.set(path, { body: await answer.text(), headers: Object.fromEntries(answer.headers) });
  }
  const app = new Hono();
  app.get(PATH, (c) => {
    const ready = answers.get(c.req.path);
    return new Response(ready?.body ?? "", { headers: { ...ready?.headers } });
  });
  return (request) => app.fetch(request);
}

function api(store: BenchStore): Fetch {
  const never = async (): Promise<never> => {
    throw new Error("nothing is read afresh here");
  };
  const watch: WebPorts["watch"] = {
    records: store,
    accounts: store,
    sources: () => ({ read: never }),
    policyFor: () => DEFAULT_POLICY,
    clock: { now, today: () => today },
    journal: { accountRead: () => undefined, accountFailed: () => undefined, deliveryTried: () => undefined },
    queue: { send: never },
    recipients: () => [],
  };
  const ports: WebPorts = {
    watch,
    alerts: store,
    keys: store,
    slots: store,
    sessions: store,
    people: store,
    log: store,
    facts: store,
    recipients: store,
    book: store,
    payments: store,
    configured: [],
    recipientKey: () => "none",
    checkAddress: () => {},
    channels: [],
    readStatement: never,
    offered: ["skatteverket"],
    now,
    random: randomBytes,
    operations: () => ({}),
    onFault: (fault) => console.error(fault),
  };
  // So high that nobody is ever refused; counted all the same.
  const app = createApi(ports, { pages: false, version: "0.0.0", language: "sv", rate: { perSecond: 1_000, burst: 1_000_000_000 } });
  return (request) => app.fetch(request);
}

/** Both over a store that holds what a pass has read. */
async function contestants(store: BenchStore, authority: Authority): Promise<Contestants> {
  await readInto(store, authority, authority.identities, 1);
  const paths: string[] = [];
  for await (const { account } of store.accounts()) paths.push(`/v1/accounts/${account.id}/forecast`);
  const { id, hash, key } = newApiKey(randomBytes);
  await store.putKey({ id, hash, name: "bench", scopes: ["read"], accounts: null, createdAt: now(), revokedAt: null });
  const [app, authorization] = [api(store), `Bearer ${key}`];
  return { fetch: { app, ready: await readyApp(app, paths, authorization), empty: emptyApp() }, paths, authorization };
}

async function called(fetch: Fetch, { paths, authorization }: Contestants): Promise<number> {
  let asked = 0;
  const one = async (): Promise<void> => {
    while (asked < REQUESTS) {
      const response = await fetch(new Request(`http://localhost${paths[asked++ % paths.length]}`, { headers: { authorization } }));
      if (response.status !== 200) throw new Error(`answered ${response.status}`);
      await response.text();
    }
  };
  return milliseconds(() => Promise.all(Array.from({ length: CONNECTIONS }, one)));
}

interface Served {
  readonly ports: Readonly<Record<Name, number>>;
  readonly paths: readonly string[];
  readonly authorization: string;
}

async function serve(fetch: Fetch): Promise<number> {
  const server = createAdaptorServer({ fetch });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function report(name: string, figures: Readonly<Record<Name, readonly number[]>>): void {
  const rate = (of: Name): number => (1_000 * REQUESTS) / median(figures[of]);
  const line = (what: string, against: Name, aim: string): void =>
    printRatio(what, rate("app") / rate(against), aim, `${rate("app").toFixed(0)} : ${rate(against).toFixed(0)} a second`);
  line(`requests ${name}, app : empty`, "empty", "≥ 0.5");
  line("  app : the same answers ready", "ready", "–");
}

/** Until the just-in-time compiler has come to rest, which on a busy machine takes longest for whoever does most. */
const WARM_UP = 8;

if (process.send) {
  process.once("message", (authority) =>
    withStore(async (store) => {
      const { fetch, paths, authorization } = await contestants(store, authority as Authority);
      const ports = { app: await serve(fetch.app), ready: await serve(fetch.ready), empty: await serve(fetch.empty) };
      process.send?.({ ports, paths, authorization } satisfies Served);
      await new Promise((resolve) => process.once("message", resolve));
    }).then(() => process.exit(0)),
  );
} else {
  const { authority, stop } = await startAuthority(ACCOUNTS);
  const server = fork(import.meta.filename);
  try {
    server.send(authority);
    const served = await new Promise<Served>((resolve, reject) => {
      server.once("message", (message) => resolve(message as Served));
      server.once("exit", (status) => reject(new Error(`the server ended with ${status}`)));
    });
    const { paths, authorization, ports } = served;
    const requests = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}`);
    const over = (port: number) => () => load({ port, requests, connections: CONNECTIONS, count: REQUESTS });
    const http = { app: over(ports.app), ready: over(ports.ready), empty: over(ports.empty) };
    await interleaved(WARM_UP, http);
    report("over HTTP", await interleaved(ROUNDS, http));

    await withStore(async (store) => {
      const all = await contestants(store, authority);
      const { app, ready, empty } = all.fetch;
      const direct = { app: () => called(app, all), ready: () => called(ready, all), empty: () => called(empty, all) };
      await interleaved(WARM_UP, direct);
      report("called", await interleaved(ROUNDS, direct));
    });
  } finally {
    server.removeAllListeners("exit");
    server.send("done");
    stop();
  }
}
