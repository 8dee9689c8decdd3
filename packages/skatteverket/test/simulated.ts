import { randomUUID } from "node:crypto";
import { instant, type PlainDate, SaldovaktError } from "@saldovakt/domain";
import { type SimulatedSkatteverket, type SimulatorOptions, startSkatteverket } from "@saldovakt/simulator";
import { afterEach, expect } from "vitest";
import type { SkatteverketSettings } from "../src/settings.ts";
import { createSkatteverket, type Skatteverket, type SkatteverketOptions } from "../src/skatteverket.ts";
import { everythingIn, fakeLimiter } from "./fakes.ts";

export const TODAY = "2026-11-20" as PlainDate;
export const COMPANY = {
  identity: "165781006662",
  name: "Exempel AB",
  balance: 1_500,
  enforcementBalance: -700,
  interest: -3,
  history: [
    { text: "Moms sep 2026", date: "2026-11-12" as PlainDate, amount: -4_100, id: 9 },
    { text: "Moms sep 2026", date: "2026-11-12" as PlainDate, amount: -4_100, id: null },
    { text: "Överlämnad till Kronofogden", date: "2026-10-05" as PlainDate, enforcement: -700 },
  ],
  upcoming: [
    { text: "Debiterad preliminärskatt", dueDate: "2026-12-14" as PlainDate, amount: -1_292, decidedOn: "2026-01-05" as PlainDate },
    { text: "Slutlig skatt", date: "2026-12-28" as PlainDate, amount: -900 },
    { text: "Restskatt", date: "2026-12-28" as PlainDate, enforcement: -50 },
  ],
  payoutAccount: "8327-9 123 456 789-0",
  blocks: [{ id: 17, from: "2026-01-01" as PlainDate, amount: 5_000 }],
  blocksKey: "utbetalningssparrinformation",
  extra: { framtidaFalt: { a: [1] } },
};

/** A day by the authority's clock, so that no test ever runs in the closed night. */
export const NOON_MS = Date.UTC(2026, 10, 20, 11);

/** The identity, and every key of the authorities started. */
let hushed: string[] = [];
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  hushed = [];
  for (const one of open.splice(0).reverse()) await one.close();
});

/** Texts that must not be told either, in the test at hand. */
export function hush(...texts: readonly string[]): void {
  hushed = [...hushed, ...texts];
}

export async function simulate(options: Partial<SimulatorOptions> = {}): Promise<SimulatedSkatteverket> {
  const simulated = await startSkatteverket({
    today: TODAY,
    companies: [COMPANY],
    requestsPerSecond: Number.POSITIVE_INFINITY,
    now: () => NOON_MS,
    ...options,
  });
  open.push(simulated);
  const { oauth2, apigw } = simulated.secret;
  hush(
    COMPANY.identity.slice(2),
    ...Object.values(oauth2),
    ...Object.values(apigw),
    ...Object.values(simulated.signIn?.secret.oauth2 ?? {}),
  );
  return simulated;
}

/** A client whose pauses between tries take no time. Its clock is the authority's. */
export function connect(
  simulated: SimulatedSkatteverket,
  options: Partial<Omit<SkatteverketOptions, "settings">> & { readonly settings?: Partial<SkatteverketSettings> } = {},
): Skatteverket {
  const { settings, ...rest } = options;
  const { apiUrl, tokenUrl, ca } = simulated;
  const skatteverket = createSkatteverket({
    secret: async () => simulated.secret,
    limiter: fakeLimiter(),
    timer: { now: () => NOON_MS, pause: async () => {} },
    random: Math.random,
    correlationId: randomUUID,
    now: () => instant(NOON_MS),
    ...rest,
    settings: {
      ...{ apiUrl, tokenUrl, ca, scope: "ska", correlationHeader: "SKV-client_correlationid", requestsPerSecond: 4, mutualTlsOnApi: false },
      ...settings,
    },
  });
  open.push(skatteverket);
  return skatteverket;
}

export const tokensIssued = ({ requests }: SimulatedSkatteverket): number =>
  requests.filter(({ kind, status }) => kind === "token" && status === 200).length;

/** The error of a call. It tells nothing it must not, and neither do its causes, down to the network's own errors. */
export async function refusal(call: Promise<unknown>): Promise<SaldovaktError> {
  const error = await call.then(
    () => new Error("the call succeeded"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SaldovaktError);
  const told = everythingIn(error);
  for (const hush of hushed) expect(told).not.toContain(hush);
  return error as SaldovaktError;
}
