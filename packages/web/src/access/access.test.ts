import { epochMs, instant } from "@saldovakt/domain";
import { linkKey, signPageLink } from "@saldovakt/service";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOW } from "../companies.fixture.ts";
import { all, byClass, parseMarkup, textOf } from "../markup.fixture.ts";
import { pagesWorld, SHORT } from "../pages/world.fixture.ts";

const OTHER = "Tjäderns Verkstäder AB";
const SAME = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
const HOUR = 3_600_000;

/** Pages that ask who is there, and a browser that keeps cookies. */
function world() {
  const clock = { now: epochMs(NOW) };
  const made = pagesWorld({ now: () => instant(clock.now) }, { pages: "signed-in" });
  const cookies = new Map<string, { value: string; path: string }>();
  const browse = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const sent = [...cookies].filter(
      ([, cookie]) =>
        path === cookie.path || path.startsWith(cookie.path === "/" ? "/" : `${cookie.path}/`) || path.startsWith(`${cookie.path}?`),
    );
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(sent.length > 0 ? { cookie: sent.map(([name, { value }]) => `${name}=${value}`).join("; ") } : {}),
    };
    const answer = await made.app.request(`http://localhost${path}`, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = "", path = "/"] = /^([^=]+)=([^;]*);.*?Path=([^;]+)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) cookies.delete(name);
      else cookies.set(name, { value, path });
    }
    return answer;
  };
  const newKey = (record: Parameters<typeof made.key>[0] = {}): string => made.key(record).authorization.slice("Bearer ".length);
  const signIn = (key: string, next = "/", headers: Record<string, string> = SAME): Promise<Response> =>
    browse("/sign-in", { method: "POST", headers, body: String(new URLSearchParams({ key, next })) });
  const post = (path: string, headers: Record<string, string> = SAME, fields: Record<string, string> = {}): Promise<Response> =>
    browse(path, { method: "POST", headers, body: String(new URLSearchParams(fields)) });
  const token = async (name: string, hours = 24): Promise<string> =>
    signPageLink(await linkKey(made.ports.facts, made.ports.random), made.id(name), instant(clock.now + hours * HOUR), instant(clock.now));
  return { ...made, browse, cookies, newKey, signIn, post, token, clock };
}

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
    expect(textOf(byClass(parseMarkup(await answer.text()), "wrong")[0] as never)).toMatch(/^Nyckeln öppnar ingenting/);
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

describe("a signed link", () => {
  it("shows its account and nothing else, read-only, and says until when", async () => {
    const { browse, token, id } = world();
    const opened = await browse(`/link/${await token(SHORT)}`);
    expect([opened.status, opened.headers.get("location")]).toEqual([303, `/accounts/${id(SHORT)}`]);
    expect(opened.headers.getSetCookie()[0]).toMatch(
      new RegExp(`^saldovakt-link=[\\w-]{56}; Max-Age=86400; Path=/accounts/${id(SHORT)}; HttpOnly; SameSite=Lax$`),
    );
    const answer = await browse(`/accounts/${id(SHORT)}`);
    expect(answer.status).toBe(200);
    const page = parseMarkup(await answer.text());
    expect(textOf(byClass(page, "by-link")[0] as never)).toContain("till 24 november 2026 kl. 09.30");
    expect(all(page, "form").map((form) => form.attributes.method)).toEqual(["get"]);
    expect(all(page, "a").filter((a) => a.attributes.href === "/" && textOf(a) !== "Saldovakt")).toEqual([]);
    expect((await browse(`/accounts/${id(SHORT)}/payment.svg?dueDate=2026-12-14`)).status).toBe(200);
    for (const path of ["/", "/import", `/accounts/${id(OTHER)}`]) expect((await browse(path)).status).toBe(303);
  });

  it("stands beside links to other accounts", async () => {
    const { browse, token, id } = world();
    await browse(`/link/${await token(SHORT)}`);
    await browse(`/link/${await token(OTHER)}`);
    expect((await browse(`/accounts/${id(OTHER)}`)).status).toBe(200);
  });

  it("opens nothing once it is over, altered, or put on another account", async () => {
    const { browse, token, id, clock, app } = world();
    const right = await token(SHORT);
    for (let i = 0; i < right.length; i += 5) {
      const altered = right.slice(0, i) + (right[i] === "A" ? "B" : "A") + right.slice(i + 1);
      const answer = await browse(`/link/${altered}`);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([410, []]);
      const cookie = { headers: { cookie: `saldovakt-link=${altered}` } };
      expect((await app.request(`http://localhost/accounts/${id(SHORT)}`, cookie)).status).toBe(410);
    }
    const cookie = { headers: { cookie: `saldovakt-link=${right}` } };
    expect((await app.request(`http://localhost/accounts/${id(SHORT)}`, cookie)).status).toBe(200);
    expect((await app.request(`http://localhost/accounts/${id(OTHER)}`, cookie)).status).toBe(410);
    expect((await app.request(`http://localhost/accounts/acc_zzzzzzzzzzzzzzzzzzzz`, cookie)).status).toBe(410);
    clock.now += 24 * HOUR;
    expect((await app.request(`http://localhost/accounts/${id(SHORT)}`, cookie)).status).toBe(410);
    expect((await browse(`/link/${right}`)).status).toBe(410);
  });

  it("changes nothing, whatever is sent with it", async () => {
    const { browse, token, post, id, ports } = world();
    await browse(`/link/${await token(SHORT)}`);
    expect((await post(`/accounts/${id(SHORT)}/payments`, SAME, { amount: "100", madeOn: "2026-11-23" })).status).toBe(403);
    expect((await post(`/accounts/${id(SHORT)}/calendar`)).status).toBe(403);
    expect(await ports.watch.records.payments(id(SHORT))).toEqual([]);
  });

  it("gives way to a session", async () => {
    const { browse, token, signIn, newKey, id } = world();
    await browse(`/link/${await token(SHORT)}`);
    await signIn(newKey({ scopes: ["write"] }));
    const page = parseMarkup(await (await browse(`/accounts/${id(SHORT)}`)).text());
    expect(byClass(page, "by-link")).toEqual([]);
  });
});

describe("the language", () => {
  it("is the one chosen, kept in a cookie and taken out of the address", async () => {
    const { browse, cookies } = world();
    const chosen = await browse("/sign-in?next=%2Fimport&lang=nb");
    expect([chosen.status, chosen.headers.get("location")]).toEqual([303, "/sign-in?next=%2Fimport"]);
    expect(cookies.get("saldovakt-language")?.value).toBe("nb");
    expect(parseMarkup(await (await browse("/sign-in", { headers: { "accept-language": "en" } })).text()).attributes.lang).toBe("nb");
  });

  it("is else the browser's, else the installation's", async () => {
    const { browse } = world();
    const language = async (headers = {}) => parseMarkup(await (await browse("/sign-in", { headers })).text()).attributes.lang;
    expect(await language({ "accept-language": "en-GB,en" })).toBe("en");
    expect(await language({ "accept-language": "fr" })).toBe("sv");
    expect(await language()).toBe("sv");
  });
});
