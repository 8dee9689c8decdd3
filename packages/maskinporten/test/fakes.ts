import { generateKeyPairSync } from "node:crypto";
import { inspect } from "node:util";
import { SaldovaktError } from "@saldovakt/domain";
import type { createHttpClient, HttpRequest, HttpResponse, Timer } from "@saldovakt/http";
import { decodeJwt } from "jose";
import { createMaskinporten, type Maskinporten, type MaskinportenOptions } from "../src/maskinporten.ts";
import type { KeySecret } from "../src/secret.ts";

export const ISSUER = "https://maskinporten.example/";
export const SCOPE = "skatteetaten:kravogbetalinger";
/** Invented organisations with right check digits. */
export const VENDOR = "310000019";
export const CUSTOMER = "310000027";
export const OTHER = "310000035";

export const START = Date.parse("2026-11-22T12:00:00Z");

const pem = (bits: number): string =>
  generateKeyPairSync("rsa", { modulusLength: bits }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
/** Made anew on every run. */
export const KEY = pem(2048);

export const SECRET: KeySecret = { clientId: "client-1", kid: "key-1", key: KEY };

export const response = (status: number, body: unknown = "", headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { ...(typeof body !== "string" && { "content-type": "application/json;charset=UTF-8" }), ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
  truncated: false,
});

export const METADATA = { issuer: ISSUER, token_endpoint: `${ISSUER}token`, jwks_uri: `${ISSUER}jwk` };

export const granted = (value: string, seconds = 120, headers: Record<string, string> = {}): HttpResponse =>
  response(200, { access_token: value, token_type: "Bearer", expires_in: seconds, scope: SCOPE }, headers);

/** A refusal as answers seen carry it. */
export const refused = (code: string | null, error = "invalid_grant", description = "Refused", headers = {}): HttpResponse =>
  response(
    400,
    {
      error,
      error_description: `${description} (trace_id: bd1d0e3bfb1c7a7bd99fd447714a316c)`,
      ...(code !== null && { error_uri: `${ISSUER}errors/${code}` }),
    },
    headers,
  );

export interface FakeTimer extends Timer {
  readonly pauses: number[];
  pass(ms: number): void;
}

/** A clock that stands still but in pauses, which take no time. */
export function fakeTimer(start = START): FakeTimer {
  let now = start;
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

export const countedIds = (): (() => string) => {
  let n = 0;
  return () => `id-${++n}`;
};

export type Answering = (request: HttpRequest) => HttpResponse | Error | Promise<HttpResponse>;

export interface Network {
  readonly createClient: typeof createHttpClient;
  readonly requests: HttpRequest[];
  /** The claims of every grant sent. */
  grants(): Record<string, unknown>[];
}

export const assertionOf = (request: HttpRequest): string => new URLSearchParams(request.body).get("assertion") ?? "";

/** A network that answers metadata rightly, and grants as told, one answer after the other and the last one for ever. */
export function network(...answers: readonly (HttpResponse | Error | Answering)[]): Network {
  const requests: HttpRequest[] = [];
  let n = 0;
  return {
    requests,
    grants: () => requests.filter(({ method }) => method === "POST").map((request) => decodeJwt(assertionOf(request))),
    createClient: () => ({
      async send(request) {
        requests.push(request);
        if (request.method === "GET") return response(200, METADATA);
        const next = answers[Math.min(n++, answers.length - 1)];
        const answer = typeof next === "function" ? await next(request) : next;
        if (!answer) throw new Error("no answer was given");
        if (answer instanceof Error) throw answer;
        return answer;
      },
      close: async () => {},
    }),
  };
}

/** A consumer on fakes; whatever the test cares about is given. */
export function fakeMaskinporten(options: Partial<MaskinportenOptions> = {}): Maskinporten {
  return createMaskinporten({
    settings: { issuer: ISSUER },
    secret: async () => SECRET,
    timer: fakeTimer(),
    random: () => 0.5,
    jti: countedIds(),
    ...options,
  });
}

/** Everything somebody could log of an error: its own fields and its causes', hidden ones and stacks too. */
export function everythingIn(error: unknown): string {
  const seen: string[] = [];
  for (let at = error; at !== undefined && at !== null && seen.length < 50; at = (at as { cause?: unknown }).cause) {
    seen.push(inspect(at, { depth: 20, showHidden: true }), JSON.stringify(at), String((at as Error).stack));
    if (at instanceof SaldovaktError) seen.push(`${at.message} ${at.remedy}`);
  }
  return seen.join("\n");
}

/** The error a promise ends in. */
export const errorOf = (promise: Promise<unknown>): Promise<SaldovaktError> =>
  promise.then(
    () => {
      throw new Error("it ended well");
    },
    (error: unknown) => error as SaldovaktError,
  );
