import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { createHttpClient, HttpRequest, HttpResponse, Timer } from "@saldovakt/http";
import { createTokenValidator, type TokenValidator, type TokenValidatorOptions } from "../src/provider/validator.ts";
import { CUSTOMER, ISSUER, METADATA, response, START, VENDOR } from "./fakes.ts";

export const API_SCOPE = "saldovakt:read";
export const USER_ID = "5f1c2a34-9b0d-4c57-8e21-0d6a7b8c9e10";
export const NOW_S = START / 1000;

export interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Made anew on every run. */
export const pair = (bits = 2_048): Pair => generateKeyPairSync("rsa", { modulusLength: bits });

/** The issuer's, its next one, and a stranger's. */
export const ISSUERS = pair();
export const NEXT = pair();
export const STRANGERS = pair();
export const KID = "key-2026";

export type Fields = Readonly<Record<string, unknown>>;

/** A key as key sets publish it. */
export const jwk = (kid: string, { publicKey }: Pair, changes: Fields = {}): Fields => ({
  ...publicKey.export({ format: "jwk" }),
  kid,
  use: "sig",
  alg: "RS256",
  ...changes,
});

export const organisation = (number: string, changes: Fields = {}): Fields => ({
  authority: "iso6523-actorid-upis",
  ID: `0192:${number}`,
  ...changes,
});

export const systemUser = (changes: Fields = {}): Fields => ({
  type: "urn:altinn:systemuser",
  systemuser_id: [USER_ID],
  systemuser_org: organisation(CUSTOMER),
  system_id: `${VENDOR}_system`,
  ...changes,
});

/** The claims of Maskinporten's own example, for now. */
export const claims = (changes: Fields = {}): Fields => ({
  iss: ISSUER,
  client_amr: "private_key_jwt",
  token_type: "Bearer",
  aud: "unspecified",
  scope: API_SCOPE,
  iat: NOW_S,
  exp: NOW_S + 120,
  client_id: "client-of-a-vendor",
  jti: "jti-1",
  consumer: organisation(VENDOR),
  authorization_details: [systemUser()],
  ...changes,
});

export const encoded = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const HASHES: Readonly<Record<string, string>> = { RS256: "sha256", RS384: "sha384", RS512: "sha512" };

/** A token by hand, as good as the key it is signed with. */
export function token(body: unknown = claims(), header: Fields = {}, by: Pair = ISSUERS): string {
  const full = { kid: KID, alg: "RS256", ...header };
  const content = `${encoded(full)}.${encoded(body)}`;
  return `${content}.${sign(HASHES[String(full.alg)] ?? "sha256", Buffer.from(content), by.privateKey).toString("base64url")}`;
}

export interface Issuer {
  readonly createClient: typeof createHttpClient;
  /** What is published. */
  keys: readonly Fields[];
  /** Answered in place of the keys. */
  instead: HttpResponse | Error | null;
  metadata: HttpResponse | Error;
  readonly asked: string[];
  /** How often the keys have been fetched. */
  readonly fetches: number;
  /** Keys are answered once this has resolved. */
  gate: Promise<void>;
}

/** An issuer that publishes what it is told to. */
export function issuer(): Issuer {
  const asked: string[] = [];
  const made: Issuer = {
    keys: [jwk(KID, ISSUERS)],
    instead: null,
    metadata: response(200, METADATA),
    asked,
    gate: Promise.resolve(),
    get fetches() {
      return asked.filter((url) => !url.includes(".well-known")).length;
    },
    createClient: () => ({
      async send({ url }: HttpRequest) {
        asked.push(url);
        const isMetadata = url.includes(".well-known");
        if (!isMetadata) await made.gate;
        const answer = isMetadata ? made.metadata : (made.instead ?? response(200, { keys: made.keys }));
        if (answer instanceof Error) throw answer;
        return answer;
      },
      close: async () => {},
    }),
  };
  return made;
}

export interface TestClock extends Timer {
  pass(ms: number): void;
  /** Ends every pause that has begun. */
  ring(): void;
  /** Pauses that have neither ended nor been given up. */
  readonly pauses: number;
}

/** A clock that moves when told to; pauses end when it rings. */
export function testClock(start = START): TestClock {
  let now = start;
  const waiting = new Set<() => void>();
  return {
    now: () => now,
    pass(ms) {
      now += ms;
    },
    pause: (_, signal) =>
      new Promise((resolve, reject) => {
        waiting.add(resolve);
        signal?.addEventListener(
          "abort",
          () => {
            waiting.delete(resolve);
            reject(signal.reason);
          },
          { once: true },
        );
      }),
    get pauses() {
      return waiting.size;
    },
    ring() {
      for (const wake of waiting) wake();
      waiting.clear();
    },
  };
}

/** A validator on fakes. */
export function fakeValidator(of: Issuer, options: Partial<TokenValidatorOptions> = {}): TokenValidator {
  return createTokenValidator({ issuer: ISSUER, scope: API_SCOPE, now: () => START, createClient: of.createClient, ...options });
}
