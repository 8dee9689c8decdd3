import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { type Instant, instant } from "@saldovakt/domain";
import { createHttpClient, type Timer } from "@saldovakt/http";
import type { SignInOptions, SimulatedSignIn, SimulatedSkatteverket, SimulatorOptions } from "@saldovakt/simulator";
import { afterEach } from "vitest";
import { tlsMaterial } from "../src/secret.ts";
import {
  createInteractiveSkatteverket,
  createSignIns,
  type InteractiveOptions,
  type KmsLike,
  kmsDataKeys,
  memorySignIns,
  type PendingSignIns,
  type SignInKind,
  type SignInRecord,
  type SignInRecords,
  type SignInSettings,
  type SignIns,
  type SignInsOptions,
  type TokenVault,
  tokenVault,
} from "../src/sign-in/index.ts";
import type { Skatteverket } from "../src/skatteverket.ts";
import { fakeLimiter } from "./fakes.ts";
import { COMPANY, hush, NOON_MS, simulate } from "./simulated.ts";

export const REDIRECT = "https://saldovakt.example/connect/skatteverket/callback";
export const ACCOUNT = "acc_0123456789abcdef";
export const PURPOSE = { account: ACCOUNT, returnTo: `/accounts/${ACCOUNT}` };
export const MINUTE = 60_000;

/** A clock that moves when it is told to, and in pauses; it stands while one of its clients' calls is on its way. */
export interface Clock extends Timer {
  pass(ms: number): void;
  readonly createClient: typeof createHttpClient;
  readonly instant: () => Instant;
}

export function clock(start = NOON_MS): Clock {
  let now = start;
  let underWay = 0;
  return {
    now: () => now,
    instant: () => instant(now),
    pause: async (ms) => {
      const until = now + ms;
      do await new Promise((resolve) => setImmediate(resolve));
      while (underWay > 0);
      now = Math.max(now, until);
    },
    pass: (ms) => {
      now += ms;
    },
    createClient(options) {
      const client = createHttpClient(options);
      const send: typeof client.send = (request) => {
        underWay++;
        return client.send(request).finally(() => {
          underWay--;
        });
      };
      return { ...client, send };
    },
  };
}

/** A KMS of one key, in memory. */
export interface FakeKms extends KmsLike {
  readonly calls: { readonly name: string; readonly keyId: string; readonly context: Readonly<Record<string, string>> }[];
  /** Thrown by every call from now on. */
  failure: Error | null;
}

export const kmsError = (name: string): Error => Object.assign(new Error("as KMS says it"), { name });

export function fakeKms(): FakeKms {
  const master = randomBytes(32);
  const bound = (keyId: string, context: Readonly<Record<string, string>>) =>
    Buffer.from(JSON.stringify([keyId, ...Object.entries(context).sort()]));
  const kms: FakeKms = {
    calls: [],
    failure: null,
    async generateDataKey({ KeyId, EncryptionContext }) {
      kms.calls.push({ name: "generate", keyId: KeyId, context: EncryptionContext });
      if (kms.failure) throw kms.failure;
      const [plain, nonce] = [randomBytes(32), randomBytes(12)];
      const cipher = createCipheriv("aes-256-gcm", master, nonce).setAAD(bound(KeyId, EncryptionContext));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { Plaintext: plain, CiphertextBlob: Buffer.concat([nonce, text, cipher.getAuthTag()]) };
    },
    async decrypt({ KeyId, CiphertextBlob, EncryptionContext }) {
      kms.calls.push({ name: "decrypt", keyId: KeyId, context: EncryptionContext });
      if (kms.failure) throw kms.failure;
      try {
        const decipher = createDecipheriv("aes-256-gcm", master, CiphertextBlob.subarray(0, 12), { authTagLength: 16 });
        decipher.setAAD(bound(KeyId, EncryptionContext)).setAuthTag(CiphertextBlob.subarray(-16));
        return { Plaintext: Buffer.concat([decipher.update(CiphertextBlob.subarray(12, -16)), decipher.final()]) };
      } catch {
        throw kmsError("InvalidCiphertextException");
      }
    },
  };
  return kms;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

export interface House {
  readonly simulated: SimulatedSkatteverket;
  readonly signIn: SimulatedSignIn;
  readonly clock: Clock;
  readonly kms: FakeKms;
  readonly vault: TokenVault;
  readonly pendings: PendingSignIns;
  readonly records: SignInRecords;
  settings(kind?: SignInKind): SignInSettings;
  signIns(kind?: SignInKind, changes?: Partial<Omit<SignInsOptions, "settings">> & { settings?: Partial<SignInSettings> }): SignIns;
  interactive(changes?: Partial<InteractiveOptions>): Skatteverket;
  /** The record as it lies there. */
  record(): Promise<SignInRecord>;
}

/** An authority to sign in at, and a program that does. */
export async function house(options: Partial<SignInOptions> = {}, more: Partial<SimulatorOptions> = {}): Promise<House> {
  const time = clock();
  const simulated = await simulate({
    companies: [{ ...COMPANY, ombud: false }],
    now: time.now,
    signIn: { redirectUris: [REDIRECT], ...options },
    ...more,
  });
  const { signIn } = simulated;
  if (!signIn) throw new Error("not asked for");
  const kms = fakeKms();
  const vault = tokenVault(kmsDataKeys(kms, "alias/saldovakt"));
  const { pendings, records } = memorySignIns();

  const settings = (kind: SignInKind = "per"): SignInSettings => {
    const { authorizeUrl, tokenUrl } = signIn[kind];
    return { kind, authorizeUrl, tokenUrl, scope: "ska", redirectUris: [REDIRECT], ca: simulated.ca };
  };
  return {
    simulated,
    signIn,
    clock: time,
    kms,
    vault,
    pendings,
    records,
    settings,
    signIns(kind = "per", { settings: changes, ...rest } = {}) {
      const common = { secret: async () => signIn.secret, pendings, records, vault, timer: time, now: time.instant };
      return createSignIns({ ...common, ...rest, settings: { ...settings(kind), ...changes } });
    },
    interactive(changes = {}) {
      const { apiUrl, ca } = simulated;
      const skatteverket = createInteractiveSkatteverket({
        settings: { apiUrl, ca, correlationHeader: "SKV-client_correlationid", requestsPerSecond: 4, mutualTlsOnApi: false },
        signIn: settings(),
        account: ACCOUNT,
        records,
        vault,
        secret: async () => signIn.secret,
        limiter: fakeLimiter(),
        timer: time,
        random: () => 0.5,
        correlationId: randomUUID,
        now: time.instant,
        createClient: time.createClient,
        ...changes,
      });
      open.push(skatteverket);
      return skatteverket;
    },
    async record() {
      const record = await records.get(ACCOUNT);
      if (!record) throw new Error("nobody is signed in");
      return record;
    },
  };
}

/** What a browser does at `per`: shows the page, presses the button; gives where it is sent. */
export async function walk({ simulated }: House, url: string, person = "0", act: "sign" | "cancel" = "sign"): Promise<string> {
  const browser = createHttpClient({ tls: tlsMaterial(simulated.secret, simulated.ca) });
  try {
    const page = await browser.send({ method: "GET", url, headers: {} });
    // Refused with the redirect at once.
    if (page.headers.location !== undefined) return page.headers.location;
    const transaction = /name="transaction" value="([^"]+)"/.exec(page.body)?.[1];
    const action = /action="([^"]+)"/.exec(page.body)?.[1];
    if (transaction === undefined || action === undefined) throw new Error(`no page to sign on, but ${page.status}`);
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const body = new URLSearchParams({ transaction, person, act }).toString();
    const answer = await browser.send({ method: "POST", url: new URL(action, url).href, headers, body });
    const location = answer.headers.location ?? "";
    hush(...[...new URL(location).searchParams.values()].filter((value) => value.length > 20));
    return location;
  } finally {
    await browser.close();
  }
}

/** The whole sign-in of a person. */
export async function signInAs(at: House, person = "0", signIns: SignIns = at.signIns()) {
  const { url, handle, pending } = await signIns.begin({ redirectUri: REDIRECT, purpose: PURPOSE });
  hush(handle, pending.state, pending.codeVerifier);
  const finished = await signIns.finish({ url: await walk(at, url, person), handle });
  const tokens = await at.vault.open(ACCOUNT, (await at.record()).sealed);
  hush(tokens.accessToken, ...(tokens.renewal ? [tokens.renewal.token] : []));
  return finished;
}

export const callsOf = ({ signIn }: House, call: string): readonly number[] =>
  signIn.requests.filter((request) => request.call === call).map(({ status }) => status);
