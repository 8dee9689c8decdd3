// The two ways to read a list of accounts that the benchmarks compare: the main job, and a bare loop that fetches the same answers.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountId, DEFAULT_POLICY, instant, plainDate } from "@saldovakt/domain";
import { createLimiter, memorySlots, systemTimer } from "@saldovakt/http";
import { runPass, type WatchPorts } from "@saldovakt/service";
import { createSkatteverket } from "@saldovakt/skatteverket";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { Agent, request } from "undici";
import { type Authority, TODAY } from "./authority.ts";

const CONCURRENCY = 32;

/** Runs `work` over a store in one SQLite file of its own. */
export async function withStore<T>(work: (store: BenchStore) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "saldovakt-bench-"));
  const store = openSqliteStore(join(folder, "state.db"));
  try {
    return await work(store);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export type BenchStore = ReturnType<typeof openSqliteStore>;

/**
 * Reads, forecasts, judges and records every account, `passes` times, with state in one SQLite file. Resolves to each pass's milliseconds, the
 * accounts' adding not counted. The first pass also tells every shortfall for the first time, and reads payout settings that later ones know.
 */
export const mainJob = (authority: Authority, identities: readonly string[], passes: number): Promise<number[]> =>
  withStore((store) => readInto(store, authority, identities, passes));

/** The same over a store that stays. */
export async function readInto(store: BenchStore, authority: Authority, identities: readonly string[], passes: number): Promise<number[]> {
  const now = () => instant(Date.now());
  const source = createSkatteverket({
    settings: {
      apiUrl: authority.apiUrl,
      tokenUrl: authority.tokenUrl,
      ca: authority.ca,
      scope: "ska",
      correlationHeader: "SKV-client_correlationid",
      requestsPerSecond: 1_000_000,
      mutualTlsOnApi: false,
    },
    secret: async () => authority.secret,
    limiter: createLimiter({ perSecond: 1_000_000, slots: memorySlots(), timer: systemTimer }),
    timer: systemTimer,
    random: Math.random,
    correlationId: () => crypto.randomUUID(),
    now,
  });
  try {
    const add = (identity: string, index: number) => {
      const id = accountId(Uint8Array.from({ length: 20 }, (_, i) => (i < 4 ? (index >> (5 * i)) & 31 : i)));
      return store.addAccount({ id, source: "skatteverket", identity, name: `Account ${index}`, origin: "command", addedAt: now() });
    };
    for (let from = 0; from < identities.length; from += 500) {
      await Promise.all(identities.slice(from, from + 500).map((identity, i) => add(identity, from + i)));
    }
    const ports: WatchPorts = {
      records: store,
      sources: () => source,
      queue: { send: async () => undefined },
      recipients: () => [],
      policyFor: () => DEFAULT_POLICY,
      clock: { now, today: () => plainDate(TODAY) },
      journal: { accountRead: () => undefined, accountFailed: (event) => console.error(event.code), deliveryTried: () => undefined },
    };
    const times: number[] = [];
    while (times.length < passes) {
      const start = performance.now();
      const report = await runPass({ ...ports, accounts: store }, { concurrency: CONCURRENCY });
      times.push(performance.now() - start);
      if (report.read !== identities.length) throw new Error(`read ${report.read} of ${identities.length}`);
    }
    return times;
  } finally {
    await source.close();
  }
}

/** Fetches the same two answers for every account over the same kind of connection and throws them away. Resolves to milliseconds. */
export async function bareLoop(authority: Authority, identities: readonly string[]): Promise<number> {
  const certificate = authority.secret.certificate;
  if (!certificate || !("cert" in certificate)) throw new Error("the simulator gave no certificate");
  const login = new Agent({ connect: { ca: authority.ca, cert: certificate.cert, key: certificate.key } });
  const agent = new Agent({ connect: { ca: authority.ca }, connections: CONCURRENCY });
  try {
    const form = new URLSearchParams({ grant_type: "client_credentials", client_id: authority.secret.oauth2.clientId, scope: "ska" });
    const answer = await request(authority.tokenUrl, {
      method: "POST",
      dispatcher: login,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    });
    const { access_token: token } = (await answer.body.json()) as { access_token: string };
    const fetchOne = async (identity: string, operation: string): Promise<void> => {
      const { body, statusCode } = await request(`${authority.apiUrl}/skattekonton/${identity}/${operation}`, {
        dispatcher: agent,
        headers: {
          accept: "application/json",
          authorization: `Bearer ${token}`,
          client_id: authority.secret.apigw.clientId,
          client_secret: authority.secret.apigw.clientSecret,
          "SKV-client_correlationid": crypto.randomUUID(),
        },
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`the simulator answered ${statusCode} to ${operation}`);
    };
    let next = 0;
    const start = performance.now();
    await Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        while (next < identities.length) {
          const identity = identities[next++] as string;
          await fetchOne(identity, "saldo");
          await fetchOne(identity, "transaktioner");
        }
      }),
    );
    return performance.now() - start;
  } finally {
    await Promise.all([agent.close(), login.close()]);
  }
}
