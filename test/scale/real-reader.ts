import { type AccountId, DEFAULT_POLICY, instant, NOTHING_REMEMBERED } from "@saldovakt/domain";
import type { HttpRequest, HttpResponse } from "@saldovakt/http";
import { type JudgementRecord, type Records, watchAccount } from "@saldovakt/service";
import { createSkatteverket } from "@saldovakt/skatteverket";
import type { SimulatedAccount } from "./accounts.ts";
import { DAY } from "./clock.ts";
import type { Reader, ReaderParts } from "./reader.ts";
import { TABLE_MS } from "./table.ts";

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { "content-type": "application/json;charset=UTF-8" },
  body: JSON.stringify(body),
  truncated: false,
});

const STAMP = { nastaAvstamningsdatum: "2027-01-02", senastUppdaterad: `${DAY}T03:12:37Z`, informationstext: [] };
const TAX = { transaktionsdatum: "2026-12-14", ranteberakningsdatum: "2026-12-14", forfallodatum: "2026-12-14" };

/** What the authority says of an account. A surplus beside undue preliminary tax makes the client ask for the payout settings too. */
const ANSWERS: Readonly<Record<string, (account: SimulatedAccount) => object>> = {
  saldo: ({ calls }) => ({
    ...STAMP,
    saldoSkatteverket: calls === 4 ? 5_000 : 100,
    saldoKronofogden: 0,
    rantaSkatteverket: 0,
    rantaKronofogden: 0,
    ocrNummer: "1657810066627",
  }),
  transaktioner: () => ({
    ...STAMP,
    ocrNummer: "1657810066627",
    datumFrom: "2025-06-02",
    tidigareTransaktioner: [],
    kommandeTransaktioner: [{ ...TAX, transaktionstext: "Debiterad preliminärskatt", beloppSkatteverket: -90 }],
  }),
  utbetalningskonto: () => STAMP,
  utbetalningssparrar: () => ({ ...STAMP, utbetalningssparrar: [] }),
};

/** The real use case over the real client: what `modelReader` is a model of. Only the network and the table are played. */
export function realReader({ accounts, authority, limiter, timer, random }: ReaderParts): Reader {
  const byIdentity = new Map([...accounts.values()].map((account) => [account.watched.account.identity, account]));
  const now = () => instant(timer.now());

  async function send({ url }: HttpRequest): Promise<HttpResponse> {
    const [operation = "", identity = ""] = new URL(url).pathname.split("/").reverse();
    if (operation === "token") return json(200, { access_token: "t", expires_in: 86_400, token_type: "Bearer", scope: "ska" });
    const account = byIdentity.get(identity);
    try {
      await authority.call();
    } catch {
      return json(503, { felkod: 5, felmeddelande: "Skattekontot är stängt" });
    }
    if (!account || account.refused) return json(403, { felkod: 6, felmeddelande: "Auktorisation saknas" });
    return json(200, ANSWERS[operation]?.(account));
  }

  const source = createSkatteverket({
    settings: {
      apiUrl: "https://api.example/v2",
      tokenUrl: "https://tokens.example/token",
      scope: "ska",
      correlationHeader: "SKV-client_correlationid",
      requestsPerSecond: 4,
      mutualTlsOnApi: false,
    },
    secret: async () => ({ oauth2: { clientId: "a", clientSecret: "b" }, apigw: { clientId: "c", clientSecret: "d" } }),
    limiter,
    timer,
    random,
    correlationId: () => "1",
    createClient: () => ({ send, close: async () => undefined }),
    now,
  });

  const kept = new Map<AccountId, JudgementRecord>();
  const after = async <T>(act: () => T): Promise<T> => {
    await timer.pause(TABLE_MS);
    return act();
  };
  const records: Records = {
    account: (id) => after(() => accounts.get(id)?.watched ?? null),
    observation: () => after(() => null),
    putObservation: () => after(() => undefined),
    putSummary: () => after(() => undefined),
    updateAccount: () => after(() => true),
    record: (id) => after(() => kept.get(id) ?? { version: 0, remembered: NOTHING_REMEMBERED, outbox: [] }),
    putRecord: (id, version, record) => after(() => kept.set(id, { ...record, version: version + 1 }) !== undefined),
    putAlert: () => after(() => undefined),
    payments: () => after(() => []),
    putPayment: () => after(() => undefined),
  };
  const ports = {
    records,
    sources: () => source,
    policyFor: () => DEFAULT_POLICY,
    clock: { now, today: () => DAY },
    journal: { accountRead: () => undefined, accountFailed: () => undefined, deliveryTried: () => undefined },
    queue: { send: async () => undefined },
    recipients: () => [],
  };
  return (id) => watchAccount(id, ports);
}
