import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { NOW } from "../companies.fixture.ts";
import { all, byClass, parseMarkup, textOf } from "../markup.fixture.ts";
import { SHORT } from "../pages/world.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { HOUR, OTHER, SAME, signedInWorld as world } from "./world.fixture.ts";

describe("coming in and going", () => {
  it("is written down each time, by whom", async () => {
    const fake = fakeWorld();
    const app = createApp(fake.ports, fakeOptions({ pages: "signed-in" }));
    const key = fake.key({ id: "key_door", scopes: ["read"] }).authorization.slice("Bearer ".length);
    const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
    for (let round = 0; round < 2; round++) {
      const body = String(new URLSearchParams({ key, next: "/" }));
      const came = await app.request("http://localhost/sign-in", { method: "POST", headers: form, body });
      const cookie = came.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      await app.request("http://localhost/sign-out", { method: "POST", headers: { ...form, cookie } });
    }
    const lines = (await fake.audit()).map(({ action, principal, outcome }) => [action, principal.kind, principal.id, outcome].join(" "));
    expect(lines.sort()).toEqual(
      ["session.begin", "session.begin", "session.end", "session.end"].map((each) => `${each} key key_door permitted`),
    );
  });
});

describe("signing in", () => {
  it("is asked for before anything is shown, and leads back", async () => {
    const { browse, id, newKey, signIn } = world();
    for (const path of ["/", `/accounts/${id(SHORT)}?pay=100&on=2026-12-09`, "/accounts/acc_zzzzzzzzzzzzzzzzzzzz", "/import"]) {
      const answer = await browse(path);
      expect([answer.status, await answer.text()]).toEqual([303, ""]);
      const target = new URL(answer.headers.get("location") as string, "http://localhost");
      expect([target.pathname, target.searchParams.get("next") ?? "/"]).toEqual(["/sign-in", path]);
    }
    const page = parseMarkup(await (await browse(`/sign-in?next=/accounts/${id(SHORT)}`)).text());
    const input = all(page, "input").find((each) => each.attributes.name === "next");
    expect(input?.attributes.value).toBe(`/accounts/${id(SHORT)}`);
    const signed = await signIn(newKey(), `/accounts/${id(SHORT)}`);
    expect([signed.status, signed.headers.get("location")]).toEqual([303, `/accounts/${id(SHORT)}`]);
    expect((await browse(`/accounts/${id(SHORT)}`)).status).toBe(200);
    expect((await browse("/sign-in")).headers.get("location")).toBe("/");
  });

  it("sets a cookie that no script sees and no other site sends, and keeps only its hash", async () => {
    const { signIn, newKey, sessions, app, key } = world();
    const answer = await signIn(newKey());
    const [line = ""] = answer.headers.getSetCookie();
    expect(line).toMatch(/^saldovakt-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(JSON.stringify([...sessions])).not.toContain(line.slice("saldovakt-session=".length).split(";")[0]);
    const secret = key().authorization.slice(7);
    const overTls = await app.request("https://saldo.example/sign-in", { method: "POST", headers: SAME, body: `key=${secret}` });
    expect(overTls.headers.getSetCookie()[0]).toMatch(
      /^__Host-saldovakt-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const proxied = await app.request("http://saldo.example/sign-in", { method: "POST", headers: SAME, body: `key=${secret}` });
    expect(proxied.headers.getSetCookie()[0]).toContain("; Secure;");
  });

  it("says where no cookie would be kept", async () => {
    const { app } = world();
    const hint = async (address: string, headers = {}) =>
      byClass(parseMarkup(await (await app.request(address, { headers })).text()), "hint").length;
    expect(await hint("http://saldo.example/sign-in")).toBe(1);
    expect(await hint("http://saldo.example/sign-in", { "x-forwarded-proto": "https" })).toBe(0);
    expect(await hint("http://localhost/sign-in")).toBe(0);
    expect(await hint("https://saldo.example/sign-in")).toBe(0);
  });

  it.each([
    ["unknown", () => "svk_unknown"],
    ["revoked", (newKey: ReturnType<typeof world>["newKey"]) => newKey({ revokedAt: NOW })],
    ["a calendar's", (newKey: ReturnType<typeof world>["newKey"]) => newKey({ scopes: ["calendar"] })],
    ["of no scope", (newKey: ReturnType<typeof world>["newKey"]) => newKey({ scopes: [] })],
    ["empty", () => ""],
    ["no key at all", () => "x".repeat(5_000)],
  ])("opens nothing with a key that is %s", async (_what, key) => {
    const { signIn, newKey, cookies, sessions } = world();
    const answer = await signIn(key(newKey));
    expect(answer.status).toBe(403);
    expect(textOf(byClass(parseMarkup(await answer.text()), "wrong")[0] as never)).toMatch(/^Nyckeln är inte giltig/);
    expect([cookies.size, sessions.size]).toEqual([0, 0]);
  });

  it("is refused from another site, and where nobody says from where", async () => {
    const { signIn, newKey, post, browse } = world();
    const key = newKey();
    const type = { "content-type": "application/x-www-form-urlencoded" };
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      { origin: "null" },
      {},
    ]) {
      expect((await signIn(key, "/", { ...type, ...headers } as Record<string, string>)).status).toBe(403);
    }
    expect((await signIn(key, "/", { ...type, origin: "http://localhost" })).status).toBe(303);
    expect((await post("/sign-out", { ...type, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await browse("/")).status).toBe(200);
  });

  it("lets nobody try keys without end, and whoever signed in go on", async () => {
    const { signIn, newKey, browse, clock } = world();
    const key = newKey();
    expect((await signIn(key)).status).toBe(303);
    for (let i = 0; i < 10; i++) expect((await signIn(`svk_wrong${i}`)).status).toBe(403);
    const refused = await signIn(key);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "30"]);
    expect((await browse("/")).status).toBe(200);
    clock.now += 30_000;
    expect((await signIn(key)).status).toBe(303);
  });

  it("ends the session before it when done again, so that no cookie of others is taken over", async () => {
    const { signIn, newKey, sessions, cookies } = world();
    await signIn(newKey());
    const before = cookies.get("saldovakt-session")?.value;
    await signIn(newKey());
    expect(cookies.get("saldovakt-session")?.value).not.toBe(before);
    expect(sessions.size).toBe(1);
  });
});

describe("a session", () => {
  it("ends when one signs out, for a copy of its cookie too", async () => {
    const { signIn, newKey, post, browse, cookies, sessions } = world();
    await signIn(newKey());
    const copy = new Map(cookies);
    expect((await post("/sign-out")).headers.get("location")).toBe("/sign-in?out=1");
    expect([cookies.size, sessions.size]).toEqual([0, 0]);
    for (const [name, cookie] of copy) cookies.set(name, cookie);
    expect((await browse("/")).status).toBe(303);
  });

  it("ends after twelve hours, and when its key is revoked", async () => {
    const one = world();
    await one.signIn(one.newKey());
    one.clock.now += 12 * HOUR - 1;
    expect((await one.browse("/")).status).toBe(200);
    one.clock.now += 1;
    expect((await one.browse("/")).status).toBe(303);
    const other = world();
    await other.signIn(other.newKey());
    other.revokeKeys();
    expect((await other.browse("/")).status).toBe(303);
  });

  it("is none with any other cookie", async () => {
    const { app, signIn, newKey, cookies } = world();
    await signIn(newKey());
    const right = cookies.get("saldovakt-session")?.value ?? "";
    const altered = fc
      .tuple(fc.nat({ max: right.length - 1 }), fc.constantFrom(..."AZaz09-_"))
      .map(([i, c]) => right.slice(0, i) + c + right.slice(i + 1));
    await fc.assert(
      fc.asyncProperty(fc.oneof(altered, fc.string({ maxLength: 60 }).map(encodeURIComponent)), async (value) => {
        fc.pre(value !== right);
        const answer = await app.request("http://localhost/", { headers: { cookie: `saldovakt-session=${value}` } });
        expect(answer.status).toBe(303);
      }),
    );
    const otherName = await app.request("https://saldo.example/", { headers: { cookie: `saldovakt-session=${right}` } });
    expect(otherName.status).toBe(303);
  });

  it("shows the accounts of its key, and of the others nothing that differs from one that is not there", async () => {
    const { signIn, newKey, browse, id } = world();
    await signIn(newKey({ accounts: [id(SHORT)] }));
    const list = parseMarkup(await (await browse("/")).text());
    expect(byClass(list, "list").flatMap((table) => all(table, "a").map(textOf))).toEqual([SHORT]);
    expect(textOf(byClass(list, "totals")[0] as never)).toContain("1 av 1");
    for (const suffix of ["", "?pay=1&on=2026-12-09", "/forecast.csv", "/payment.svg", "/payment.xml"]) {
      const forbidden = await browse(`/accounts/${id(OTHER)}${suffix}`);
      const unknown = await browse(`/accounts/acc_zzzzzzzzzzzzzzzzzzzz${suffix}`);
      const plain = (headers: Headers) => [...headers].filter(([name]) => name !== "x-request-id");
      expect([forbidden.status, await forbidden.text(), plain(forbidden.headers)]).toEqual([
        404,
        await unknown.text(),
        plain(unknown.headers),
      ]);
    }
    expect((await browse(`/accounts/${id(SHORT)}/forecast.csv`)).status).toBe(200);
  });

  it("that may only read changes nothing, nor does one of other accounts", async () => {
    const { signIn, newKey, post, browse, id, ports } = world();
    await signIn(newKey({ scopes: ["read", "read:fresh"] }));
    const page = parseMarkup(await (await browse(`/accounts/${id(SHORT)}`)).text());
    expect(all(page, "form").map((form) => `${form.attributes.method} ${form.attributes.action}`)).toEqual([
      "post /sign-out",
      `get /accounts/${id(SHORT)}#what-if`,
    ]);
    const payment = { amount: "100", madeOn: "2026-11-23" };
    expect((await post(`/accounts/${id(SHORT)}/payments`, SAME, payment)).status).toBe(403);
    for (const path of ["calendar", "alerts/x/acknowledge", "payments/pay_1/withdraw"]) {
      expect((await post(`/accounts/${id(SHORT)}/${path}`)).status).toBe(403);
    }
    expect((await browse("/import")).status).toBe(403);
    await signIn(newKey({ scopes: ["write"], accounts: [id(OTHER)] }));
    expect((await post(`/accounts/${id(SHORT)}/payments`, SAME, payment)).status).toBe(404);
    expect((await post(`/accounts/${id(OTHER)}/payments`, { ...SAME, "sec-fetch-site": "cross-site" }, payment)).status).toBe(403);
    expect(await ports.watch.records.payments(id(SHORT))).toEqual([]);
    expect(await ports.watch.records.payments(id(OTHER))).toEqual([]);
  });
});
