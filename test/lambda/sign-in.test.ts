import { randomBytes } from "node:crypto";
import { request } from "node:https";
import type { AccountId } from "@saldovakt/domain";
import { instant } from "@saldovakt/domain";
import { newApiKey } from "@saldovakt/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { motoOnPath } from "../../packages/cli/test/moto.ts";
import { type Change, grants, policy } from "../infra/mutate.ts";
import { CLOSED_TO_US } from "./companies.ts";
import { type Answer, ask, HOST } from "./gateway.ts";
import { absent, production } from "./granted.ts";
import { callFaults, itKeepsToTheRecord } from "./held.ts";
import { type Kms, startKms } from "./kms.ts";
import { told } from "./logged.ts";
import { startMotoKms } from "./moto.ts";
import type { Lambda } from "./runtime-api.ts";
import { startSecretsManager } from "./secrets-manager.ts";
import { CALLBACK, identity, MOMENT, startWorld, type World } from "./world.ts";

// Somebody signs in at the simulated Skatteverket before the bundled function, which seals what that leaves under KMS by the AWS SDK.

const HOUR_MS = 3_600_000;
const OTHER = { ...CLOSED_TO_US, identity: identity("579000104"), name: "Också Utan Ombud AB" };

function signingIn(openKms: () => Promise<Kms>): void {
  let world: World;
  let api: Lambda;
  let account: AccountId;
  let other: AccountId;
  let cookies: string[] = [];
  const reader = newApiKey(randomBytes);

  const start = (options: { readonly aheadMs?: number } = {}): Promise<Lambda> => {
    const { authorizeUrl, tokenUrl } = signInAt().per;
    const signIn = { kind: "per", authorizeUrl, tokenUrl, key: world.kms.keyArn };
    return world.start("api", {
      ...options,
      configuration: { skatteverket: { ...world.source, secret, signIn }, publicUrl: `https://${HOST}` },
    });
  };
  const signInAt = () => {
    const { signIn } = world.skatteverket;
    if (!signIn) throw new Error("nobody can sign in");
    return signIn;
  };
  let secret: string;

  beforeAll(async () => {
    world = await startWorld([CLOSED_TO_US, OTHER], ["api"], startSecretsManager, openKms);
    secret = await world.secrets.create("saldovakt/sign-in", JSON.stringify(signInAt().secret));
    [account, other] = [(await world.add(CLOSED_TO_US)).id, (await world.add(OTHER)).id];
    const { id, hash } = reader;
    await world.store.putKey({
      id,
      hash,
      name: "test",
      scopes: ["read:fresh"],
      accounts: null,
      createdAt: instant(MOMENT),
      revokedAt: null,
    });
    api = await start();
    cookies = (await post("/sign-in", `key=${reader.key}&next=/`)).cookies.map((cookie) => cookie.split(";")[0] ?? "");
  });
  afterAll(() => world?.close());

  const page = (path: string, more: readonly string[] = []): Promise<Answer> =>
    ask(api, path, { headers: { accept: "text/html" }, cookies: [...cookies, ...more] });
  const post = (path: string, body = ""): Promise<Answer> =>
    ask(api, path, {
      method: "POST",
      cookies,
      body,
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
    });
  const fresh = (id: AccountId, by: Lambda = api): Promise<Answer> =>
    ask(by, `/v1/accounts/${id}/forecast?fresh=true`, { headers: { authorization: `Bearer ${reader.key}` } });
  const calls = () => world.recorders.kms.calls;

  /** The authority's own pages, whose certificate only its own authority vouches for. */
  const there = (url: string, body?: string): Promise<{ readonly location: string; readonly text: string }> =>
    new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
      const asked = request(url, { ca: world.skatteverket.ca, method: body === undefined ? "GET" : "POST", headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => resolve({ location: answer.headers.location ?? "", text }));
      });
      asked.on("error", reject);
      asked.end(body);
    });

  /** Somebody signs, and comes back. */
  async function sign(id: AccountId, person = "0"): Promise<Answer> {
    const away = await page(`/connect/skatteverket?account=${id}`);
    expect(away.statusCode, away.body).toBe(303);
    const url = away.headers.location ?? "";
    const { text } = await there(url);
    const [, action = ""] = /action="([^"]+)"/.exec(text) ?? [];
    const [, transaction = ""] = /name="transaction" value="([^"]+)"/.exec(text) ?? [];
    const { location } = await there(new URL(action, url).href, String(new URLSearchParams({ transaction, person, act: "sign" })));
    expect(location.slice(0, CALLBACK.length)).toBe(CALLBACK);
    const { pathname, search } = new URL(location);
    return page(
      `${pathname}${search}&here=1`,
      away.cookies.map((cookie) => cookie.split(";")[0] ?? ""),
    );
  }

  it("reads the account, with its tokens sealed for it under the key", async () => {
    const done = await sign(account);
    expect([done.statusCode, done.headers.location], done.body).toEqual([303, `/accounts/${account}`]);
    expect((await page(`/accounts/${account}`)).body).toContain("Inloggad hos Skatteverket till");
    expect(calls().map(({ action, resource }) => [action, resource])).toEqual([
      ["kms:GenerateDataKey", world.kms.keyArn],
      ...calls()
        .slice(1)
        .map(() => ["kms:Decrypt", world.kms.keyArn]),
    ]);
    expect(calls().length).toBeGreaterThan(1);
    for (const { body } of calls()) {
      expect(JSON.parse(body)).toMatchObject({
        EncryptionContext: { "saldovakt:account": account, "saldovakt:purpose": "skatteverket-sign-in" },
      });
    }
  });

  it("opens them in another instance, which renews and seals them anew", async () => {
    const later = await start({ aheadMs: HOUR_MS });
    const before = calls().length;
    const answer = await fresh(account, later);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.body).toContain("READ_BY_SIGN_IN");
    expect(
      calls()
        .slice(before)
        .map(({ action }) => action),
    ).toContain("kms:GenerateDataKey");
    expect(
      signInAt()
        .requests.filter(({ call }) => call === "refresh")
        .map(({ status }) => status),
    ).toEqual([200]);
    expect((await fresh(account)).statusCode).toBe(200);
  });

  it("does not open them in another account's place: KMS refuses the context", async () => {
    expect((await sign(other)).statusCode).toBe(303);
    const [own, foreign] = [await world.store.signIn(other), await world.store.signIn(account)];
    expect(await world.store.putSignIn(other, own?.version ?? null, { version: "moved", body: foreign?.body ?? "" })).toBe(true);
    const answer = await fresh(other);
    expect(JSON.parse(answer.body)).toMatchObject({ code: "SKV_TOKENS_UNREADABLE" });
    const shown = await post(`/accounts/${other}/read`);
    expect([shown.statusCode, shown.body]).toEqual([400, expect.stringContaining("Inloggningen måste göras om")]);
    expect((await sign(other)).statusCode).toBe(303);
  });

  it("loses nothing while KMS is out of order: whoever comes back is asked to come later", async () => {
    world.recorders.kms.decide = () => "refuse";
    const answer = await fresh(account);
    const came = await sign(account);
    world.recorders.kms.decide = null;
    expect([answer.statusCode, answer.body], answer.body).toEqual([200, expect.stringContaining("SOURCE_CLOSED")]);
    expect(came.statusCode, came.body).toBe(503);
    expect((await fresh(account)).body).not.toContain("SOURCE_CLOSED");
  });

  it("keeps a colleague's behind one that may not read, whose first reading met a closed door", async () => {
    world.skatteverket.setFaults([{ fault: { kind: "closed" } }]);
    await sign(account, "1");
    world.skatteverket.setFaults([]);
    const answer = await fresh(account);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.body).not.toContain("SOURCE_CLOSED");
    expect((await sign(account, "1")).statusCode).toBe(403);
    expect((await fresh(account)).statusCode).toBe(200);
  });

  it("leaves nothing when somebody disconnects", async () => {
    expect((await post(`/accounts/${account}/disconnect`)).statusCode).toBe(303);
    expect(await world.store.signIn(account)).toBeNull();
  });

  it("writes no token, code or identity into its log", () => {
    const written = world.lines().join("\n");
    expect(told(world.lines()).logs.length).toBeGreaterThan(0);
    expect(written).not.toMatch(
      new RegExp(`code=|state=|refresh_token|accessToken|${CLOSED_TO_US.identity.slice(2)}|${OTHER.identity.slice(2)}`),
    );
    expect(written).not.toContain(signInAt().secret.oauth2.clientSecret);
  });

  itKeepsToTheRecord(() => world);

  const SPOILT: readonly [what: string, change: Change][] = [
    ["the role may not seal", grants("ApiRole", (all) => void all.splice(all.findIndex(seals), 1))],
    [
      "the role may seal for another purpose",
      grants("ApiRole", (all) => {
        all.find(seals).Condition.StringEquals[PURPOSE] = "other";
      }),
    ],
    ["the key's own policy lets nobody seal", policy("Key", ({ Statement }) => void Statement.splice(Statement.findIndex(seals), 1))],
    [
      "the role may use the key through services only",
      grants("ApiRole", (all) => {
        all.find(seals).Condition = { StringEquals: { "kms:ViaService": "sqs.eu-north-1.amazonaws.com" } };
      }),
    ],
  ];
  for (const [what, change] of SPOILT) {
    it(`is told from what was called: ${what}`, async ({ skip }) => {
      skip(absent !== null, absent ?? "");
      const record = change(structuredClone(await production()));
      const faults = world.runs().flatMap((run) => callFaults(record, run));
      expect(faults.length).toBeGreaterThan(0);
      for (const fault of faults) {
        expect(fault).toMatch(/^api: kms:(Decrypt|GenerateDataKey) on .* with kms:EncryptionContext:\S+ and \S+ is not allowed$/);
      }
    });
  }
}

const PURPOSE = "kms:EncryptionContext:saldovakt:purpose";
const seals = ({ Condition }: { readonly Condition?: { readonly StringEquals?: object } }): boolean =>
  PURPOSE in (Condition?.StringEquals ?? {});

describe("people who sign in, with KMS played in this process", () => signingIn(startKms));

const program = motoOnPath();
if (program) {
  describe("people who sign in, with KMS played by moto_server", () => signingIn(() => startMotoKms(program)));
} else {
  console.warn("lambda: moto_server is not on PATH, so KMS is played in process only");
  it("moto_server is not on PATH: KMS was played in process only", () => expect(program).toBeNull());
}
