import { randomUUID } from "node:crypto";
import { request } from "node:https";
import { importPKCS8, type JWTPayload, SignJWT } from "jose";
import { afterEach } from "vitest";
import { startAltinn } from "./altinn.ts";
import { altinnRegister, type RegisterOptions } from "./altinn-register.ts";
import type { AltinnRegister, AltinnSimulatorOptions, SimulatedAltinn } from "./altinn-types.ts";
import { startMaskinporten } from "./maskinporten.ts";
import type { MaskinportenSimulatorOptions, SimulatedMaskinporten, SimulatedMaskinportenSecret } from "./maskinporten-types.ts";

/** Invented organisations with right check digits. */
export const VENDOR = "310000019";
export const CUSTOMER = "310000027";
export const OTHER = "310000035";

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** Closed after the test. */
export async function gate(options: MaskinportenSimulatorOptions = {}): Promise<SimulatedMaskinporten> {
  const started = await startMaskinporten(options);
  open.push(started);
  return started;
}

export interface Platform {
  readonly maskinporten: SimulatedMaskinporten;
  readonly altinn: SimulatedAltinn;
  readonly register: AltinnRegister;
}

/** Maskinporten and Altinn, the one asking the other. */
async function startPlatform(options: Partial<AltinnSimulatorOptions> = {}, known: RegisterOptions = {}): Promise<Platform> {
  const register = altinnRegister(known);
  const maskinporten = await startMaskinporten({ findSystemUser: register.findSystemUser, ...(options.now && { now: options.now }) });
  const altinn = await startAltinn({ maskinporten, register, ...options });
  return { maskinporten, altinn, register };
}

/** The same, closed after the test. */
export async function platform(...options: Parameters<typeof startPlatform>): Promise<Platform> {
  const started = await startPlatform(...options);
  open.push(started.maskinporten, started.altinn);
  return started;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly json: any;
}

/** One call made by node:https alone, so that nothing of the adapters is shared. */
export function call(url: string, ca: string, sent: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const outgoing = request(url, { ca, agent: false, method: sent.method ?? "GET", headers: sent.headers ?? {} }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        const answer = { status: response.statusCode ?? 0, headers: response.headers, body };
        resolve({
          ...answer,
          get json() {
            return JSON.parse(body);
          },
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(sent.body);
  });
}

/** The certificates of a PEM text as `x5c` has them. */
export const x5cOf = (pem: string): string[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END/g)].map(([, body]) => (body ?? "").replace(/\s/g, ""));

export interface GrantChanges {
  /** Undefined leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs in place of the client's own. */
  readonly key?: string;
}

const kept = <T>(fields: Readonly<Record<string, T | undefined>>): Record<string, T> =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, T] => field[1] !== undefined));

/** A grant as documented, made by jose, but for the changes. */
export async function grant(
  { issuer }: Pick<SimulatedMaskinporten, "issuer">,
  secret: SimulatedMaskinportenSecret,
  nowMs: number,
  { claims = {}, header = {}, key = secret.key }: GrantChanges = {},
): Promise<string> {
  const iat = Math.floor(nowMs / 1000);
  const right = { aud: issuer, iss: secret.clientId, scope: "saldovakt:read", iat, exp: iat + 120, jti: randomUUID() };
  const identified = "kid" in secret ? { kid: secret.kid } : { x5c: x5cOf(secret.cert) };
  const alg = String(header.alg ?? "RS256");
  return new SignJWT(kept({ ...right, ...claims }) as JWTPayload)
    .setProtectedHeader({ alg, ...kept<unknown>({ ...identified, ...header }) })
    .sign(await importPKCS8(key, alg));
}

/** Hands a grant in. */
export function present(
  { issuer, ca }: SimulatedMaskinporten,
  assertion: string,
  form: Readonly<Record<string, string>> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const fields = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion, ...form };
  return call(`${issuer}token`, ca, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}
