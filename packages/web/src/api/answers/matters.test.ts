import { describe, expect, it } from "vitest";
import { COMPANIES, row, swedish, swedishNumber } from "../../companies.fixture.ts";
import { hashKey } from "../../keys.ts";
import { Acknowledged, CalendarAddress, Calendars, ImportedStatement, Problem } from "../openapi/schemas.ts";
import { apiWorld, SHORT, UNREAD } from "../world.fixture.ts";

describe("POST …/alerts/{alertId}/acknowledge", () => {
  async function told() {
    const source = { read: async () => swedish(swedishNumber(2), 1_000, [row("2026-12-14", -5_000, "Moms")]) };
    const world = apiWorld({ source });
    expect((await world.of(SHORT, "forecast?fresh=true")).status).toBe(200);
    const alert = world.alerts.get(world.id(SHORT))?.[0];
    if (!alert) throw new Error("nothing was told");
    const path = (id: string) => `/v1/accounts/${world.id(SHORT)}/alerts/${id}/acknowledge`;
    return { ...world, alert, path };
  }

  it("takes the matter in hand, once", async () => {
    const { send, alert, path, records, id } = await told();
    const first = Acknowledged.parse(await (await send("POST", path(alert.id))).json());
    expect(Acknowledged.parse(await (await send("POST", path(alert.id), {})).json())).toEqual(first);
    const [episode] = records.get(id(SHORT))?.remembered.episodes ?? [];
    expect(episode).toMatchObject({ acknowledgedAt: first.acknowledgedAt });
    expect(episode?.acknowledgedBy).toMatch(/^key_/);
  });

  it("takes the id as clients write it", async () => {
    const { send, alert, path } = await told();
    expect(alert.id).toContain(":");
    expect((await send("POST", path(encodeURIComponent(alert.id)))).status).toBe(200);
  });

  it("knows no other alert, and says when a matter is over", async () => {
    const { send, alert, path, records, id } = await told();
    const unknown = await send("POST", path("shortfall:2026-12-14:9"));
    expect([unknown.status, Problem.parse(await unknown.json()).code]).toEqual([404, "ALERT_UNKNOWN"]);
    records.delete(id(SHORT));
    const over = await send("POST", path(alert.id));
    expect([over.status, Problem.parse(await over.json()).code]).toEqual([409, "ALERT_OVER"]);
  });
});

describe("POST …/calendar", () => {
  it("gives a secret address that opens the calendar, kept as its hash alone", async () => {
    const { send, id, keys, app } = apiWorld({}, { publicUrl: "https://saldovakt.example" });
    const answer = await send("POST", `/v1/accounts/${id(SHORT)}/calendar`);
    expect(answer.status).toBe(201);
    const told = CalendarAddress.parse(await answer.json());
    const secret = /^https:\/\/saldovakt\.example\/calendar\/(svk_[0-9a-z]{52})\.ics$/.exec(told.address)?.[1] ?? "";
    expect(keys.get(hashKey(secret))).toMatchObject({ id: told.id, scopes: ["calendar"], accounts: [id(SHORT)] });
    expect(JSON.stringify([...keys])).not.toContain(secret);
    const calendar = await app.request(`/calendar/${secret}.ics`);
    expect([calendar.status, (await calendar.text()).includes("BEGIN:VEVENT")]).toEqual([200, true]);
    const maker = keys.get(hashKey(secret))?.parent;
    for (const [hash, key] of keys) if (key.id === maker) keys.set(hash, { ...key, revokedAt: key.lastUsedAt ?? null });
    expect((await app.request(`/calendar/${secret}.ics`)).status).toBe(404);
  });

  it("is listed and revoked by its id, by whoever reaches all that it shows", async () => {
    const { send, get, id, app, key, keys } = apiWorld();
    const [own, other] = [id(SHORT), id(UNREAD)];
    const made = CalendarAddress.parse(await (await send("POST", `/v1/accounts/${own}/calendar`)).json());
    const wide = { id: "key_wide", hash: "wide", scopes: ["calendar"], accounts: [own, other], revokedAt: null };
    keys.set(wide.hash, wide);
    const path = `/v1/accounts/${own}/calendars`;
    const listed = async (answer: Response) => Calendars.parse(await answer.json()).calendars.map((each) => each.id);
    expect(await listed(await get(path))).toEqual([made.id, wide.id]);
    const limited = key({ scopes: ["write"], accounts: [own] });
    expect(await listed(await app.request(path, { headers: limited }))).toEqual([made.id]);
    expect(await listed(await get(`/v1/accounts/${other}/calendars`))).toEqual([wide.id]);
    const remove = async (of: string, headers = limited) => (await app.request(`${path}/${of}`, { method: "DELETE", headers })).status;
    const reader = key({ scopes: ["read"] });
    const readers = [...keys.values()].find(({ scopes, accounts }) => accounts === null && scopes.includes("read"))?.id ?? "";
    expect([await remove(made.id, reader), await remove(wide.id), await remove("key_none"), await remove(readers)]).toEqual([
      403, 404, 404, 404,
    ]);
    const address = new URL(made.address, "http://x").pathname;
    expect((await app.request(address)).status).toBe(200);
    expect([await remove(made.id), await remove(made.id)]).toEqual([204, 404]);
    expect((await app.request(address)).status).toBe(404);
    expect(await listed(await get(path))).toEqual([wide.id]);
  });

  it("is listed no longer than whoever made it reaches the account, as it opens nothing then", async () => {
    const { send, get, id, keys } = apiWorld();
    const path = `/v1/accounts/${id(SHORT)}/calendars`;
    const listed = async () => Calendars.parse(await (await get(path)).json()).calendars.length;
    await send("POST", `/v1/accounts/${id(SHORT)}/calendar`);
    const made = [...keys.values()].find(({ parent }) => parent !== undefined);
    if (!made) throw new Error("a calendar was made");
    expect(await listed()).toBe(1);
    for (const [parent, maker] of [
      ["key_revoked", { accounts: null, revokedAt: "2026-11-23T08:00:00.000Z" as never }],
      ["key_elsewhere", { accounts: [id(UNREAD)], revokedAt: null }],
      ["key_unknown", null],
    ] as const) {
      if (maker) keys.set(parent, { id: parent, hash: parent, scopes: ["write"], ...maker });
      keys.set(made.hash, { ...made, parent });
      expect(await listed()).toBe(0);
    }
  });

  it("is a path where the installation has no public address", async () => {
    const { send, id } = apiWorld();
    expect(await (await send("POST", `/v1/accounts/${id(SHORT)}/calendar`)).json()).toMatchObject({
      address: expect.stringMatching(/^\/calendar\/svk_/),
    });
  });
});

describe("POST …/statement", () => {
  const identity = swedishNumber(77);
  const csv = [
    `Exempel AB;${identity}`,
    "2026-10-01;Ingående saldo 2026-10-01;1000",
    "2026-10-12;Debiterad preliminärskatt;-400",
    "2026-10-31;Utgående saldo 2026-10-31;600",
    "",
  ].join("\r\n");
  const CSV = { "content-type": "text/csv; charset=utf-8" };

  async function world() {
    const fake = apiWorld();
    const { id } = (await (await fake.send("POST", "/v1/accounts", { identity, reading: "statement" })).json()) as { id: string };
    return { ...fake, path: `/v1/accounts/${id}` };
  }

  it("is taken in, once", async () => {
    const { send, path } = await world();
    const first = ImportedStatement.parse(await (await send("POST", `${path}/statement`, csv, CSV)).json());
    expect(first).toMatchObject({ rows: 1, from: "2026-10-01", to: "2026-10-31", forecast: { balance: { amount: "600.00" } } });
    expect(first.forecast.warnings.map(({ code }) => code)).toContain("STATEMENT_ONLY");
    expect(ImportedStatement.parse(await (await send("POST", `${path}/statement`, csv, CSV)).json()).rows).toBe(0);
    expect(await (await send("GET", `${path}/forecast`)).json()).toMatchObject({ balance: { amount: "600.00" } });
  });

  it("is all that is known of such an account", async () => {
    const { send, path } = await world();
    const fresh = await send("GET", `${path}/forecast?fresh=true`);
    expect([fresh.status, Problem.parse(await fresh.json()).code]).toEqual([409, "NOT_READ_FROM_AUTHORITY"]);
    const balance = await send("GET", `${path}/balance`);
    expect([balance.status, Problem.parse(await balance.json()).code]).toEqual([404, "NOT_OFFERED_BY_SOURCE"]);
  });

  it("is refused with the fault's own code and what to do", async () => {
    const { send, path } = await world();
    for (const [text, code] of [
      [csv.replace(";600", ";601"), "STATEMENT_"],
      ["", "STATEMENT_"],
      ["\u0000\u0001", "STATEMENT_"],
    ] as const) {
      const answer = await send("POST", `${path}/statement`, text, CSV);
      const problem = Problem.parse(await answer.json());
      expect(problem).toMatchObject({ status: 400, code: "BODY_INVALID" });
      expect(problem.errors?.[0]?.code).toMatch(new RegExp(`^${code}`));
      expect(problem.errors?.[0]?.remedy).not.toBe("");
      expect(JSON.stringify(problem)).not.toContain(identity.slice(2));
    }
    expect((await send("POST", `${path}/statement`, csv)).status).toBe(415);
  });

  it("may have 2 MB", async () => {
    const { send, path } = await world();
    const line = "2026-10-12;Debiterad preliminärskatt;-400;".padEnd(100, "x");
    const large = `${line}\n`.repeat(10_000);
    expect((await send("POST", `${path}/statement`, large, CSV)).status).toBe(400);
    expect((await send("POST", `${path}/statement`, large.repeat(3), CSV)).status).toBe(413);
  });

  it("of another account is refused", async () => {
    const { send, id } = apiWorld();
    const answer = await send("POST", `/v1/accounts/${id(COMPANIES[0]?.name ?? "")}/statement`, csv, CSV);
    expect(Problem.parse(await answer.json()).errors?.[0]?.code).toBe("STATEMENT_OF_ANOTHER_ACCOUNT");
  });
});
