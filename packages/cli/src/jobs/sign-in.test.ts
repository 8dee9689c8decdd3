import { chmod, stat } from "node:fs/promises";
import { request } from "node:https";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Door, openDoor } from "../../test/door.ts";
import { type Installation, install, type Serving, serving, TODAY } from "../../test/installation.ts";

// `saldovakt serve` where somebody signs in at the simulated Skatteverket, walked as a browser walks: with cookies, and following what it is told.

let here: Installation;
let door: Door;
let served: Serving;
let at: string;
let account: string;
const jar = new Map<string, string>();

beforeAll(async () => {
  door = await openDoor();
  at = door.address;
  const redirectUri = `${at}/connect/skatteverket/callback`;
  here = await install({ companies: 2, signIn: { redirectUris: [redirectUri] } });
  const { signIn } = here.authority;
  if (!signIn) throw new Error("no sign-in");
  const [first = ""] = here.identities;
  here.authority.setOmbud(first, false);
  await here.write("sign-in.secret.json", signIn.secret);
  const whole = JSON.parse(await here.read("saldovakt.json"));
  const { authorizeUrl, tokenUrl, revocationUrl } = signIn.per;
  const section = { kind: "per", redirectUri, secret: "file:sign-in.secret.json", authorizeUrl, tokenUrl, revocationUrl };
  await here.configure({ skatteverket: { ...whole.skatteverket, signIn: section } });
  await here.run(["watch", "--today", TODAY]);
  served = await serving(here.dir, "--today", TODAY);
  door.leadsTo(Number(new URL(served.at).port));
  const { accounts } = JSON.parse((await here.run(["accounts", "list", "--json"])).stdout) as {
    accounts: { id: string; severity: string }[];
  };
  account = accounts.find(({ severity }) => severity === "unread")?.id ?? "";
}, 30_000);
afterAll(async () => {
  await served?.stop();
  await door?.close();
  await here?.close();
});

async function browse(path: string, init: RequestInit = {}): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const answer = await fetch(path.startsWith("/") ? at + path : path, {
    redirect: "manual",
    ...init,
    headers: { cookie, ...init.headers },
  });
  for (const line of answer.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    jar.set(name, value);
  }
  return answer;
}
const post = (path: string) => browse(path, { method: "POST", headers: { "sec-fetch-site": "same-origin", origin: at } });

/** The authority's own pages, whose certificate only its own authority vouches for. */
const there = (url: string, body?: string): Promise<{ readonly location: string; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
    const asked = request(url, { ca: here.authority.ca, method: body === undefined ? "GET" : "POST", headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => resolve({ location: answer.headers.location ?? "", text: Buffer.concat(chunks).toString() }));
    });
    asked.on("error", reject);
    asked.end(body);
  });

/** Somebody signs, and the browser is sent back. */
async function sign(person: string): Promise<string> {
  const away = await browse(`/connect/skatteverket?account=${account}`);
  expect(away.status).toBe(303);
  const url = away.headers.get("location") ?? "";
  const { text } = await there(url);
  const [, action = ""] = /action="([^"]+)"/.exec(text) ?? [];
  const [, transaction = ""] = /name="transaction" value="([^"]+)"/.exec(text) ?? [];
  const { location } = await there(new URL(action, url).href, String(new URLSearchParams({ transaction, person, act: "sign" })));
  const onTheWay = await browse(location);
  const [, on = ""] = /url=(.*)$/.exec(onTheWay.headers.get("refresh") ?? "") ?? [];
  return on;
}

const page = async (): Promise<string> => (await browse(`/accounts/${account}`)).text();

describe("saldovakt serve, where people sign in at Skatteverket", () => {
  it("offers it for the account that it was refused", async () => {
    expect(account).toMatch(/^acc_/);
    expect(await page()).toContain("Read now with BankID");
  });

  it("tells whoever may not read the company, and keeps nothing of them", async () => {
    const answer = await browse(await sign("1"));
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("You may not read this account")]);
    expect(await page()).toContain("Read now with BankID");
  });

  it("reads the account, seals the tokens under a file of its own, and reads anew while they last", async () => {
    const on = await sign("0");
    const done = await browse(on);
    expect([done.status, done.headers.get("location")]).toEqual([303, `/accounts/${account}`]);
    const shown = await page();
    expect(shown).toContain("The account is read only when somebody signs in at Skatteverket, last on");
    expect(shown).toContain("Signed in at Skatteverket until");
    expect((await stat(here.path("sign-in.key"))).mode & 0o077).toBe(0);
    expect((await browse(on)).status).toBe(400);

    const read = async () => here.authority.requests.length;
    const before = await read();
    expect((await post(`/accounts/${account}/read`)).status).toBe(303);
    expect(await read()).toBeGreaterThan(before);
    const fresh = JSON.parse((await here.run(["keys", "add", "--scope", "read:fresh", "--json"])).stdout).key;
    const forecast = await fetch(`${at}/v1/accounts/${account}/forecast?fresh=true`, { headers: { authorization: `Bearer ${fresh}` } });
    expect(await forecast.json()).toMatchObject({
      warnings: expect.arrayContaining([expect.objectContaining({ code: "READ_BY_SIGN_IN" })]),
    });
    const files = await Promise.all(["saldovakt.db", "saldovakt.db-wal"].map((name) => here.read(name).catch(() => "")));
    expect(files.join("")).not.toContain("accessToken");
  });

  it("leaves it alone in the pass", async () => {
    const before = here.authority.requests.length;
    const { stdout } = await here.run(["watch", "--today", TODAY, "--json"]);
    const { accounts } = JSON.parse(stdout) as { accounts: { id: string; status: string }[] };
    expect(accounts.find(({ id }) => id === account)).toMatchObject({ status: "waiting", severity: expect.not.stringMatching("unread") });
    expect(accounts.filter(({ status }) => status === "read")).toHaveLength(1);
    expect(here.authority.requests.length).toBeGreaterThan(before);
  });

  it("asks for a new sign-in when the authority has ended it, and disconnects", async () => {
    here.authority.signIn?.endAll();
    const over = await post(`/accounts/${account}/read`);
    expect([over.status, await over.text()]).toEqual([400, expect.stringContaining("The sign-in has to be done again")]);
    expect(await page()).toContain("Sign in with BankID again");
    expect((await post(`/accounts/${account}/disconnect`)).status).toBe(303);
    const { stdout } = await here.run(["watch", "--today", TODAY, "--json"]);
    const { accounts } = JSON.parse(stdout) as { accounts: { id: string; status: string }[] };
    expect(accounts.find(({ id }) => id === account)).toMatchObject({ status: "failed" });
    expect(served.stderr()).not.toMatch(/code=|state=|Bearer|token=/);
  });

  it("is looked at by doctor: keys, key file, and what the authority says to the first step", async () => {
    const doctor = async (...args: string[]) => {
      const { stdout } = await here.run([...args, "doctor", "--json", "--today", TODAY]);
      const { checks } = JSON.parse(stdout) as { checks: { name: string; status: string; what: string; code?: string }[] };
      return checks.find(({ name }) => name === "sign-in");
    };
    expect(await doctor()).toMatchObject({
      status: "ok",
      what: expect.stringMatching(/goes on to whoever is to sign, and sends back to http:.*callback; nobody was signed in$/),
    });
    const whole = JSON.parse(await here.read("saldovakt.json"));
    const variant = (changes: object) =>
      here.write("other.json", { ...whole, skatteverket: { ...whole.skatteverket, signIn: { ...whole.skatteverket.signIn, ...changes } } });
    const { authorizeUrl, tokenUrl } = here.authority.signIn?.org ?? {};
    await variant({ kind: "org", authorizeUrl, tokenUrl });
    expect(await doctor("--config", "other.json")).toMatchObject({
      status: "ok",
      what: expect.stringContaining("lets the certificate in"),
    });
    await variant({ redirectUri: "http://localhost:1/connect/skatteverket/callback" });
    expect(await doctor("--config", "other.json")).toMatchObject({ status: "fault", code: "SKV_SIGN_IN_REFUSED" });
    await variant({ key: "open.key" });
    await here.write("open.key", `${"A".repeat(43)}\n`);
    await chmod(here.path("open.key"), 0o644);
    expect(await doctor("--config", "other.json")).toMatchObject({ status: "fault", code: "SKV_VAULT_KEY_EXPOSED" });
  });

  it("does not start with a KMS key, which is for functions", async () => {
    const whole = JSON.parse(await here.read("saldovakt.json"));
    const key = "arn:aws:kms:eu-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    await here.write("kms.json", { ...whole, skatteverket: { ...whole.skatteverket, signIn: { ...whole.skatteverket.signIn, key } } });
    const outcome = await here.run(["--config", "kms.json", "serve", "--port", "0"]);
    expect([outcome.status, outcome.stderr]).toEqual([2, expect.stringContaining("SIGN_IN_KEY")]);
  });
});
