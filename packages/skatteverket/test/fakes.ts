import { inspect } from "node:util";
import { type Instant, instant, SaldovaktError } from "@saldovakt/domain";
import type { createHttpClient, HttpRequest, HttpResponse, Limiter, Timer } from "@saldovakt/http";
import type { SkatteverketSecret } from "../src/secret.ts";
import type { SkatteverketSettings } from "../src/settings.ts";
import { createSkatteverket, type Skatteverket, type SkatteverketOptions } from "../src/skatteverket.ts";

/** Skatteverket publishes this number as test data. */
export const IDENTITY = "165781006662";
export const OCR = "1657810066627";

export const NOON = "2026-11-20T11:00:00.000Z" as Instant;

export const SETTINGS: SkatteverketSettings = {
  apiUrl: "https://api.example/beskattning/skattekonto/v2",
  tokenUrl: "https://tokens.example/oauth2/v1/sys/token",
  scope: "ska",
  correlationHeader: "SKV-client_correlationid",
  requestsPerSecond: 4,
  mutualTlsOnApi: false,
};

export const SECRET: SkatteverketSecret = {
  oauth2: { clientId: "oauth-id", clientSecret: "oauth-hush" },
  apigw: { clientId: "gateway-id", clientSecret: "gateway-hush" },
};

export const response = (status: number, body: unknown = "", headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { ...(typeof body !== "string" && { "content-type": "application/json;charset=UTF-8" }), ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
  truncated: false,
});

export const SALDO = {
  nastaAvstamningsdatum: "2026-12-05",
  senastUppdaterad: "2026-11-20T05:12:37",
  informationstext: [],
  saldoSkatteverket: -14_487,
  saldoKronofogden: -145_409,
  rantaSkatteverket: -12,
  rantaKronofogden: -900,
  ocrNummer: OCR,
};

export const TRANSAKTIONER = {
  nastaAvstamningsdatum: "2026-12-05",
  senastUppdaterad: "2026-11-20T05:12:37",
  informationstext: [],
  ocrNummer: OCR,
  datumFrom: "2025-05-14",
  tidigareTransaktioner: [],
  kommandeTransaktioner: [],
};

export const grant = (value: string): HttpResponse =>
  response(200, { access_token: value, expires_in: 3600, token_type: "Bearer", scope: "ska" });

/** One expected exchange: the last part of the path it goes to, and what comes of it. */
export interface Step {
  readonly to: string;
  readonly answer: HttpResponse | Error;
}

export const token = (value = "first"): Step => ({ to: "token", answer: grant(value) });
export const saldo = (changes: object = {}): Step => ({ to: "saldo", answer: response(200, { ...SALDO, ...changes }) });
export const transaktioner = (changes: object = {}): Step => ({
  to: "transaktioner",
  answer: response(200, { ...TRANSAKTIONER, ...changes }),
});
export const refusal = (to: string, status: number, body: unknown = "", headers: Record<string, string> = {}): Step => ({
  to,
  answer: response(status, body, headers),
});
export const revoked = (to: string): Step => refusal(to, 401, { error: "Token has been revoked." });

export interface Script {
  readonly createClient: typeof createHttpClient;
  readonly requests: HttpRequest[];
  /** Throws when a step was not used. */
  finish(): void;
}

/** A network on which exactly these exchanges happen, in this order. */
export function script(...steps: readonly Step[]): Script {
  const left = [...steps];
  const requests: HttpRequest[] = [];
  return {
    requests,
    createClient: () => ({
      async send(request) {
        requests.push(request);
        const step = left.shift();
        const to = new URL(request.url).pathname.split("/").at(-1);
        if (!step || step.to !== to) throw new Error(`expected a call of ${step?.to ?? "nothing"}, saw one of ${to}`);
        if (step.answer instanceof Error) throw step.answer;
        return step.answer;
      },
      close: async () => {},
    }),
    finish() {
      if (left.length > 0) throw new Error(`never called: ${left.map(({ to }) => to).join(", ")}`);
    },
  };
}

export interface FakeTimer extends Timer {
  readonly pauses: number[];
  pass(ms: number): void;
}

/** A clock that stands still but in pauses, which take no time. */
export function fakeTimer(): FakeTimer {
  let now = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    pause: async (ms) => {
      pauses.push(ms);
      now += ms;
    },
    pass: (ms) => {
      now += ms;
    },
  };
}

export interface FakeLimiter extends Limiter {
  taken: number;
  readonly holds: number[];
}

export function fakeLimiter(): FakeLimiter {
  const holds: number[] = [];
  return {
    taken: 0,
    holds,
    async take() {
      this.taken++;
    },
    holdUntil: (epochMs) => {
      holds.push(epochMs);
    },
  };
}

/** Ids as a UUID is long. */
export function countedIds(): () => string {
  let n = 0;
  return () => `00000000-0000-0000-0000-${String(++n).padStart(12, "0")}`;
}

/** A client on fakes; whatever the test cares about is given. */
export function fakeSkatteverket(options: Partial<SkatteverketOptions> = {}): Skatteverket {
  return createSkatteverket({
    settings: SETTINGS,
    secret: async () => SECRET,
    limiter: fakeLimiter(),
    timer: fakeTimer(),
    random: () => 0.5,
    correlationId: countedIds(),
    now: () => NOON,
    ...options,
  });
}

/** Stockholm has winter time in November: UTC is an hour behind. */
export const atSwedishTime = (hour: number, minute = 0): Instant => instant(Date.UTC(2026, 10, 20, hour - 1, minute));

/** Everything somebody could log of an error: its own fields and its causes', hidden ones and stacks too. */
export function everythingIn(error: unknown): string {
  const seen: string[] = [];
  for (let at = error; at !== undefined && at !== null && seen.length < 50; at = (at as { cause?: unknown }).cause) {
    seen.push(inspect(at, { depth: 20, showHidden: true }), JSON.stringify(at), String((at as Error).stack));
    if (at instanceof SaldovaktError) seen.push(`${at.message} ${at.remedy}`);
  }
  return seen.join("\n");
}
