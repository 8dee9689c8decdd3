import { request } from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import { FAULT, type Installation, inProcess, install, PAGES, TODAY } from "../../test/installation.ts";

let here: Installation;
beforeAll(async () => {
  here = await install();
  return () => here.close();
});

/** Serves in this process, on any free port. */
async function serving(...args: string[]): Promise<{ at: string; stop: () => Promise<{ status: number | null; stderr: string }> }> {
  const interrupt = Promise.withResolvers<void>();
  const listening = Promise.withResolvers<string>();
  const running = inProcess(here.dir, ["serve", "--port", "0", "--today", TODAY, ...args], {
    interrupted: () => interrupt.promise,
    heard: (line) => {
      const address = PAGES.exec(line)?.[1];
      if (address) listening.resolve(address);
    },
  });
  void running.then(({ stderr }) => listening.reject(new Error(`it ended by itself: ${stderr}`)), listening.reject);
  const at = await listening.promise;
  const stop = () => {
    interrupt.resolve();
    return running;
  };
  return { at, stop };
}

const key = async (...args: string[]): Promise<string> =>
  JSON.parse((await here.run(["keys", "add", "--scope", "read", "--json", ...args])).stdout).key;

describe("saldovakt serve", () => {
  it("serves what watch has read to whoever shows a key, and stops cleanly", async () => {
    expect((await here.run(["watch", "--today", TODAY])).status).toBe(0);
    const { at, stop } = await serving();
    const headers = { authorization: `Bearer ${await key()}` };
    expect((await fetch(`${at}/v1/accounts`)).status).toBe(401);
    const { accounts } = (await (await fetch(`${at}/v1/accounts`, { headers })).json()) as { accounts: { id: string }[] };
    expect(accounts).toHaveLength(12);
    const forecast = await fetch(`${at}/v1/accounts/${accounts[0]?.id}/forecast`, { headers });
    expect(await forecast.json()).toMatchObject({ today: TODAY, account: { id: accounts[0]?.id } });
    const fresh = { authorization: `Bearer ${await key("--scope", "read:fresh")}` };
    expect((await fetch(`${at}/v1/accounts/${accounts[0]?.id}/forecast?fresh=true`, { headers: fresh })).status).toBe(200);
    const balance = (await (await fetch(`${at}/v1/accounts/${accounts[0]?.id}/balance`, { headers })).json()) as { asOf: string };
    expect(balance.asOf).toMatch(/^2026-11-23T/);
    expect((await fetch(at)).headers.get("content-type")).toMatch(/^text\/html/);
    expect(await stop()).toMatchObject({ status: 0, stderr: "Ctrl-C stops.\n" });
  });

  it("answers a path or a host that cannot be like whatever else it refuses", async () => {
    const { at, stop } = await serving();
    const { hostname, port } = new URL(at);
    const ask = (path: string, host: string) =>
      new Promise<{ status: number | undefined; type: string | undefined; body: string }>((resolve, reject) => {
        const asked = request({ hostname, port, path, headers: { host } }, async (answer) => {
          let body = "";
          for await (const part of answer.setEncoding("utf8")) body += part;
          resolve({ status: answer.statusCode, type: answer.headers["content-type"], body });
        });
        asked.on("error", reject).end();
      });
    for (const [path, host] of [
      ["/v1/accounts\\x", `${hostname}:${port}`],
      ["/v1/accounts", "local host"],
      ["/v1/accounts", "a/b"],
    ] as const) {
      const { status, type, body } = await ask(path, host);
      expect([status, type]).toEqual([400, "application/problem+json"]);
      expect(JSON.parse(body)).toMatchObject({ code: "REQUEST_INVALID", status: 400, requestId: expect.stringMatching(/^[\w-]{36}$/) });
    }
    await stop();
  });

  it("asks for a key on the pages with --sign-in, and wherever they are reached from elsewhere", async () => {
    const secret = await key();
    for (const [configured, args] of [
      [{}, ["--sign-in"]],
      [{ publicUrl: "https://saldo.example" }, []],
    ] as const) {
      await here.configure(configured);
      const { at, stop } = await serving(...args);
      const asked = await fetch(at, { redirect: "manual" });
      expect([asked.status, asked.headers.get("location")]).toEqual([303, "/sign-in"]);
      const signed = await fetch(`${at}/sign-in`, {
        method: "POST",
        headers: { origin: at, "content-type": "application/x-www-form-urlencoded" },
        body: `key=${secret}`,
        redirect: "manual",
      });
      const cookie = signed.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      expect((await fetch(at, { headers: { cookie }, redirect: "manual" })).status).toBe(200);
      const { stderr } = await stop();
      for (const command of ["saldovakt users invite --role owner", "saldovakt keys add --scope read"]) expect(stderr).toContain(command);
    }
    await here.configure();
  });

  it("stops whoever tries keys without end, and nobody who calls from elsewhere", async () => {
    const { at, stop } = await serving("--sign-in");
    const signIn = (caller: string, given: string) =>
      fetch(`${at}/sign-in`, {
        method: "POST",
        headers: { origin: at, "content-type": "application/x-www-form-urlencoded", "x-forwarded-for": caller },
        body: `key=${given}`,
        redirect: "manual",
      });
    for (let i = 0; i < 10; i++) expect((await signIn("203.0.113.1", `svk_wrong${i}`)).status).toBe(403);
    expect((await signIn("203.0.113.1", "svk_wrong")).status).toBe(429);
    expect((await signIn("203.0.113.2", await key())).status).toBe(303);
    await stop();
  });

  it("serves what was last read where the authority cannot be called, and says why", async () => {
    const { apiUrl, tokenUrl } = here.authority;
    await here.configure({ skatteverket: { apiUrl, tokenUrl, secret: "file:gone.json" } });
    const { at, stop } = await serving();
    const headers = { authorization: `Bearer ${await key("--scope", "read:fresh")}` };
    const { accounts } = (await (await fetch(`${at}/v1/accounts`, { headers })).json()) as { accounts: { id: string }[] };
    expect((await fetch(`${at}/v1/accounts/${accounts[0]?.id}/forecast`, { headers })).status).toBe(200);
    const refused = await fetch(`${at}/v1/accounts/${accounts[0]?.id}/forecast?fresh=true`, { headers });
    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect(refused.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect((await stop()).stderr).toMatch(/^note: serving what was last read; fresh readings are off: .* \(REFERENCE_UNREADABLE\)$/m);
    await here.configure();
  });

  it("says that a port is taken", async () => {
    const { at, stop } = await serving();
    const taken = await here.run(["serve", "--port", new URL(at).port]);
    expect(taken.status).toBe(2);
    expect(taken.stderr).toMatch(FAULT("PORT_TAKEN"));
    await stop();
  });

  it.each(["x", "-1", "65536", "80.5"])("refuses port %j", async (port) => {
    const { status, stderr } = await here.run(["serve", `--port=${port}`]);
    expect(status).toBe(2);
    expect(stderr).toMatch(FAULT("PORT_INVALID"));
  });
});
