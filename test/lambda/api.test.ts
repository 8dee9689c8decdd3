import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AccountId, instant, ocrFor } from "@saldovakt/domain";
import { linkKey, pageLink } from "@saldovakt/service";
import { type NewApiKey, newApiKey } from "@saldovakt/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../functions/src/index.ts";
import { COVERED, SHORT } from "./companies.ts";
import { type Answer, type Asked, ask, HOST } from "./gateway.ts";
import { itKeepsToTheRecord } from "./held.ts";
import { told, total } from "./logged.ts";
import type { Lambda } from "./runtime-api.ts";
import { MOMENT, startWorld, type World } from "./world.ts";

let world: World;
let api: Lambda;
let short: AccountId;
let covered: AccountId;
const [reader, writer, hasty] = [newApiKey(randomBytes), newApiKey(randomBytes), newApiKey(randomBytes)];

beforeAll(async () => {
  world = await startWorld([SHORT, COVERED], ["api"]);
  api = await world.start("api");
  short = (await world.add(SHORT)).id;
  covered = (await world.add(COVERED)).id;
  const put = ({ id, hash }: NewApiKey, scopes: readonly string[], accounts: readonly AccountId[] | null) =>
    world.store.putKey({ id, hash, name: "test", scopes, accounts, createdAt: instant(MOMENT), revokedAt: null });
  await put(reader, ["read", "read:fresh"], [short]);
  await put(writer, ["write"], null);
  await put(hasty, ["read"], null);
});
afterAll(() => world?.close());

const bearer = ({ key }: NewApiKey) => ({ authorization: `Bearer ${key}` });
const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => ask(api, path, { headers });
const read = (path: string): Promise<Answer> => get(path, bearer(reader));
const write = (method: string, path: string, body?: object): Promise<Answer> =>
  ask(api, path, {
    method,
    headers: { ...bearer(writer), ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const json = ({ body }: Answer) => JSON.parse(body) as Record<string, unknown>;

describe("the API as a function", () => {
  it("says that it lives, to everyone", async () => {
    const answer = await get("/health");
    expect(answer.statusCode).toBe(200);
    expect(json(answer)).toMatchObject({ status: "ok" });
  });

  it("wants a key", async () => {
    const answer = await get("/v1/accounts");
    expect(answer.statusCode).toBe(401);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(json(answer)).toMatchObject({ code: "KEY_MISSING" });
  });

  it("shows the accounts of the key and no other", async () => {
    const answer = await read("/v1/accounts");
    expect(answer.statusCode).toBe(200);
    expect((json(answer).accounts as { id: string }[]).map(({ id }) => id)).toEqual([short]);
    expect((await read(`/v1/accounts/${covered}/forecast?fresh=true`)).statusCode).toBe(404);
  });

  it("reads afresh through the whole job, so that what it finds is told too", async () => {
    const actions = await world.actionsDuring(async () => {
      const answer = await read(`/v1/accounts/${short}/forecast?fresh=true`);
      expect(answer.statusCode, answer.body).toBe(200);
      expect(json(answer)).toMatchObject({ shortfall: { amount: "33250.00" }, payBy: "2026-12-09" });
      expect(answer.body).toContain(ocrFor(SHORT.identity));
    });
    expect(FUNCTIONS.api.actions).toEqual(expect.arrayContaining([...actions]));
    expect(world.queued("delivery").waiting).toBe(1);
    expect(total(told(api.lines).metrics, "AccountsRead")).toBe(1);
  });

  it("spares whoever has the newest figures the same again", async () => {
    const { headers } = await read(`/v1/accounts/${short}/forecast`);
    const again = await get(`/v1/accounts/${short}/forecast`, { ...bearer(reader), "if-none-match": headers.etag as string });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  it("answers the authority's own operations, live", async () => {
    const answer = await read(`/v1/accounts/${short}/balance`);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(json(answer)).toMatchObject({ balance: { currency: "SEK", amount: "10000.00" } });
  });

  it("takes changes: a payment under way covers what was missing, until it is taken back", async () => {
    const payment = await write("POST", `/v1/accounts/${short}/payments`, { amount: { currency: "SEK", amount: "33250.00" } });
    expect(payment.statusCode, payment.body).toBe(201);
    expect(json(await read(`/v1/accounts/${short}/forecast`))).toMatchObject({ shortfall: { amount: "0.00" }, payBy: null });
    expect((await write("DELETE", `/v1/accounts/${short}/payments/${json(payment).id}`)).statusCode).toBe(204);
    expect(json(await read(`/v1/accounts/${short}/forecast`))).toMatchObject({ shortfall: { amount: "33250.00" } });
    const reserve = { currency: "SEK", amount: "500" };
    const changed = await write("PATCH", `/v1/accounts/${short}`, { policy: { reserve } });
    expect([changed.statusCode, json(changed).policy]).toEqual([200, { reserve: { currency: "SEK", amount: "500.00" } }]);
    expect((await write("PATCH", `/v1/accounts/${short}`, { policy: null })).statusCode).toBe(200);
    const named = await write("PATCH", `/v1/accounts/${short}`, {
      name: "Underskott i Luleå AB",
      payFrom: { iban: "SE45 5000 0000 0583 9825 7466", bic: "ESSESESS" },
    });
    expect(named.statusCode, named.body).toBe(200);
    const refused = await ask(api, `/v1/accounts/${short}`, { method: "PATCH", headers: bearer(reader), body: "{}" });
    expect([refused.statusCode, json(refused).code]).toEqual([403, "SCOPE_MISSING"]);
  });

  it("queues a trial to a recipient added by hand, and writes nowhere who it is", async () => {
    const added = await write("POST", "/v1/recipients", { channel: "webhook", url: "https://hooks.example/saldovakt" });
    expect(added.statusCode, added.body).toBe(201);
    const waiting = world.queued("delivery").waiting;
    const recipient = `/v1/recipients/${json(added).key}`;
    expect((await write("POST", `${recipient}/test`)).statusCode).toBe(202);
    expect(world.queued("delivery").waiting).toBe(waiting + 1);
    expect((await write("POST", `${recipient}/enable`)).statusCode).toBe(200);
    expect((await write("GET", `${recipient}/deliveries`)).statusCode).toBe(200);
    expect((await write("DELETE", recipient)).statusCode).toBe(204);
    expect(api.lines.join("\n")).not.toMatch(/hooks\.example|svk_|whsec_/);
  });

  it("gives the forecast as files for banks, calendars and tables", async () => {
    const of = async (file: string) => {
      const { statusCode, headers, body } = await read(`/v1/accounts/${short}/${file}`);
      expect(statusCode, body).toBe(200);
      return [headers["content-type"], body];
    };
    expect(await of("payment.xml")).toEqual([expect.stringMatching(/xml/), expect.stringContaining("pain.001.001.03")]);
    expect(await of("payment.svg")).toEqual([expect.stringMatching(/^image\/svg\+xml/), expect.stringContaining("</svg>")]);
    expect(await of("chart.svg")).toEqual([expect.stringMatching(/^image\/svg\+xml/), expect.stringContaining("</svg>")]);
    expect(await of("forecast.csv")).toEqual([expect.stringMatching(/^text\/csv/), expect.stringContaining("2026-12-14")]);
    expect(await of("calendar.ics")).toEqual([expect.stringMatching(/^text\/calendar/), expect.stringContaining("BEGIN:VEVENT")]);
  });

  it("opens a calendar to whoever has its secret address, and nothing else", async () => {
    const made = await write("POST", `/v1/accounts/${short}/calendar`);
    expect(made.statusCode, made.body).toBe(201);
    const { pathname } = new URL(String(json(made).address), `https://${HOST}`);
    const { statusCode, body } = await get(pathname);
    expect([statusCode, body]).toEqual([200, expect.stringContaining("BEGIN:VCALENDAR")]);
    const [, key] = /\/(svk_\w+)\.ics$/.exec(pathname) ?? [];
    expect((await get(`/v1/accounts/${short}/forecast`, { authorization: `Bearer ${key}` })).statusCode).toBe(403);
  });

  it("takes a statement of a company that nobody lets us read", async () => {
    const added = await write("POST", "/v1/accounts", { identity: "165780079199", name: "Blåklockans Bygg AB", reading: "statement" });
    expect(added.statusCode, added.body).toBe(201);
    const body = readFileSync(join(import.meta.dirname, "../../docs/example-kontoutdrag.csv"), "utf8");
    const headers = { ...bearer(writer), "content-type": "text/csv" };
    const imported = await ask(api, `/v1/accounts/${json(added).id}/statement`, { method: "POST", headers, body });
    expect(imported.statusCode, imported.body).toBe(200);
    expect(json(imported)).toMatchObject({
      forecast: { warnings: expect.arrayContaining([expect.objectContaining({ code: "STATEMENT_ONLY" })]) },
    });
    expect((await write("DELETE", `/v1/accounts/${json(added).id}`)).statusCode).toBe(204);
  });

  it("says what it offers", async () => {
    const described = await get("/openapi.json");
    expect(json(described)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/), paths: { "/v1/recipients": { post: {} } } });
    expect((await get("/docs")).body).toContain("<html");
  });
});

describe("the pages as a function", () => {
  const page = (path: string, asked: Asked = {}): Promise<Answer> =>
    ask(api, path, { ...asked, headers: { accept: "text/html", ...asked.headers } });
  const signIn = (key: string): Promise<Answer> =>
    page("/sign-in", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ key, next: `/accounts/${short}` }).toString(),
    });
  const kept = ({ cookies }: Answer): string[] => cookies.map((cookie) => cookie.split(";")[0] as string);

  it("show nothing to whoever has not signed in", async () => {
    const { statusCode, headers } = await page(`/accounts/${short}`);
    expect([statusCode, headers.location]).toEqual([303, expect.stringMatching(/^\/sign-in/)]);
    const refused = await signIn("svk_none");
    expect([refused.statusCode, refused.cookies]).toEqual([403, []]);
  });

  it("show the accounts of a key to whoever signs in with it", async () => {
    const signed = await signIn(reader.key);
    expect([signed.statusCode, signed.headers.location]).toEqual([303, `/accounts/${short}`]);
    expect(signed.cookies.join()).toMatch(/^__Host-\S+=.*HttpOnly; Secure; SameSite=Strict/);
    const { statusCode, body } = await page(`/accounts/${short}`, { cookies: kept(signed) });
    expect(statusCode).toBe(200);
    expect(body).toContain("Underskott i Luleå AB");
    expect(body).toMatch(/33\s250\skr saknas/);
    expect((await page(`/accounts/${covered}`, { cookies: kept(signed) })).statusCode).toBe(404);
    expect((await page("/style.css")).headers["content-type"]).toContain("text/css");
  });

  it("show one account to whoever follows its signed link", async () => {
    const link = pageLink(`https://${HOST}`, await linkKey(world.store, randomBytes), short, instant(MOMENT));
    const followed = await page(new URL(link).pathname);
    expect([followed.statusCode, followed.headers.location]).toEqual([303, `/accounts/${short}`]);
    expect((await page(`/accounts/${short}`, { cookies: kept(followed) })).statusCode).toBe(200);
    expect((await page(`/accounts/${covered}`, { cookies: kept(followed) })).statusCode).not.toBe(200);
    const altered = link.replace(/.$/, (last) => (last === "x" ? "y" : "x"));
    expect((await page(new URL(altered).pathname)).statusCode).not.toBe(303);
  });
});

describe("what becomes of too much and of faults", () => {
  it("lets a key ask so often and no more, whoever of the functions' instances it asks", async () => {
    let answer = await get("/v1/accounts", bearer(hasty));
    await world.store.reserveSlots(`api:${hasty.id}`, 400, 50, MOMENT); // as other instances would, asked as often
    for (let asked = 1; asked < 40 && answer.statusCode === 200; asked++) answer = await get("/v1/accounts", bearer(hasty));
    expect([answer.statusCode, json(answer).code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect((await read("/v1/accounts")).statusCode).toBe(200);
  });

  it("logs a fault of the source by its code and the route's form", async () => {
    world.skatteverket.setFaults([{ fault: { kind: "status", status: 401, body: '{"error":"Invalid client id or secret"}' } }]);
    const { statusCode } = await read(`/v1/accounts/${short}/balance`);
    expect(statusCode).toBeGreaterThanOrEqual(500);
    const failed = told(api.lines).logs.filter(({ message }) => message === "request failed");
    expect(failed).toMatchObject([{ code: "SKV_KEYS_REFUSED", status: statusCode }]);
    const written = api.lines.join("\n");
    const hidden = [reader, writer, hasty].flatMap(({ key, hash }) => [key, hash]);
    for (const each of [...hidden, SHORT.identity, ocrFor(SHORT.identity)]) expect(written).not.toContain(each);
  });

  it("has called every action it declares", async () => {
    await read(`/v1/accounts/${short}/alerts`);
    const called = new Set(Object.values(world.recorders).flatMap(({ calls }) => calls.map(({ action }) => action)));
    expect(FUNCTIONS.api.actions.filter((action) => !called.has(action))).toEqual([]);
  });
});

itKeepsToTheRecord(() => world);
