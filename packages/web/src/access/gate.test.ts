import { instant, SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { SHORT } from "../pages/world.fixture.ts";
import { seedPeople, sessionOf } from "../people.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";

async function world() {
  const fake = fakeWorld();
  const id = fake.id(SHORT);
  const people = await seedPeople(fake.ports, id);
  const broken = { log: false };
  const away = () => Promise.reject(new SaldovaktError("the log is away", { code: "STORE_UNREACHABLE", scope: "transient" }));
  const { log } = fake.ports;
  const ports = {
    ...fake.ports,
    log: { ...log, putAudit: (...given: Parameters<typeof log.putAudit>) => (broken.log ? away() : log.putAudit(...given)) },
  };
  const app = createApp(ports, fakeOptions({ pages: "signed-in", requestId: () => "r-1" }));
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
    app.request(`http://localhost${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { ...fake, id, people, broken, ask, app };
}

const OURS = { "sec-fetch-site": "same-origin" };

describe("a user at the API", () => {
  it("is known by the cookie, and changes something from our own pages alone", async () => {
    const { ask, ports, people, id } = await world();
    const cookie = await sessionOf(ports, people.adviser);
    expect((await ask("GET", `/v1/accounts/${id}/forecast`, cookie)).status).toBe(200);
    const change = (headers: Record<string, string>) =>
      ask("PATCH", `/v1/accounts/${id}`, { ...cookie, ...headers }, { policy: { payDaysBefore: 2 } });
    for (const site of [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://elsewhere.example" },
    ]) {
      const answer = await change(site);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, "KEY_MISSING"]);
    }
    expect((await change(OURS)).status).toBe(200);
  });

  it("leaves word of which account was added", async () => {
    const { ask, ports, key } = await world();
    const answer = await ask("POST", "/v1/accounts", key({ scopes: ["write"] }), { identity: "165781006662", name: "Exempel AB" });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    const lines = (await ports.log.audit({ from: instant(0), to: instant(Date.parse("2199-01-01")), limit: 10 })).filter(
      ({ action }) => action === "account.add",
    );
    expect(lines.map(({ account }) => account ?? null).sort()).toEqual([id, null]);
  });

  it("is not mixed with a key: where one is shown, it alone counts", async () => {
    const { ask, ports, people, key } = await world();
    const cookie = await sessionOf(ports, people.owner);
    expect((await ask("GET", "/v1/users", cookie)).status).toBe(200);
    expect((await ask("GET", "/v1/users", { ...cookie, ...key() })).status).toBe(403);
    expect((await ask("GET", "/v1/users", { ...cookie, authorization: "Bearer svk_unknown" })).status).toBe(401);
  });

  it("has a rate of their own", async () => {
    const { ask, ports, people } = await world();
    const cookie = await sessionOf(ports, people.reader);
    let status = 0;
    for (let n = 0; n < 120 && status !== 429; n++) ({ status } = await ask("GET", "/v1/accounts?limit=x", cookie));
    expect(status).toBe(429);
  });
});

describe("what is written down", () => {
  it("stands before anything is done: without it nothing is read and nothing changed", async () => {
    const { ask, key, broken, id, accounts, people, ports, app } = await world();
    const headers = key({ scopes: ["read", "write", "admin"] });
    broken.log = true;
    const before = JSON.stringify([accounts.get(id), await ports.people.users()]);
    for (const [method, path, body] of [
      ["GET", `/v1/accounts/${id}/forecast`, undefined],
      ["GET", "/v1/accounts", undefined],
      ["PATCH", `/v1/accounts/${id}`, { policy: { payDaysBefore: 2 } }],
      ["DELETE", `/v1/users/${people.reader}`, undefined],
    ] as const) {
      const answer = await ask(method, path, headers, body);
      expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([path, 503, "STORE_UNREACHABLE"]);
    }
    const page = await app.request(`http://localhost/accounts/${id}`, { headers: await sessionOf(ports, people.owner) });
    expect(page.status).toBe(503);
    expect(await page.text()).not.toContain(SHORT.split(" ")[0]);
    expect(JSON.stringify([accounts.get(id), await ports.people.users()])).toBe(before);
    broken.log = false;
    expect((await ask("GET", `/v1/accounts/${id}/forecast`, headers)).status).toBe(200);
  });

  it("says of a change that came to nothing why it did", async () => {
    const { ask, key, id, audit } = await world();
    const headers = key({ scopes: ["write", "admin"] });
    await ask("DELETE", `/v1/accounts/${id}/payments/pay_0123456789abcdef`, headers);
    await ask("POST", "/v1/groups", headers, { name: "" });
    const lines = (await audit()).map(({ action, outcome, reason, about, requestId }) =>
      [action, outcome, reason, about, requestId].join(" "),
    );
    expect(lines.toSorted()).toEqual([
      "groups.change failed BODY_INVALID  r-1",
      "groups.change permitted   r-1",
      "payment.withdraw failed PAYMENT_UNKNOWN pay_0123456789abcdef r-1",
      "payment.withdraw permitted  pay_0123456789abcdef r-1",
    ]);
  });

  it("tells apart what one action stands for, and names what was made", async () => {
    const { ask, key, id, audit, people, ports } = await world();
    const headers = key({ scopes: ["write", "admin"] });
    const json = async (method: string, path: string, body?: unknown) => {
      const answer = await ask(method, path, headers, body);
      expect([method, path, answer.status < 300]).toEqual([method, path, true]);
      return answer.status === 204 ? {} : ((await answer.json()) as Record<string, string>);
    };
    const user = `/v1/users/${people.adviser}`;
    await json("PATCH", user, { role: "reader", accounts: [id], disabled: true });
    await json("PATCH", user, { disabled: false, name: "Påhittade Nya" });
    await json("DELETE", user);
    const { id: invitation = "" } = await json("POST", "/v1/invitations", { role: "reader", accounts: [id] });
    await json("DELETE", `/v1/invitations/${invitation}`);
    const { id: link = "" } = await json("POST", `/v1/users/${people.reader}/sign-in`);
    const { id: group = "" } = await json("POST", "/v1/groups", { name: "Nytt" });
    await json("PATCH", `/v1/groups/${group}`, { accounts: [id] });
    await json("DELETE", `/v1/groups/${group}`);
    const hook = { channel: "webhook", url: "https://hooks.example/saldovakt" };
    const { key: recipient = "" } = await json("POST", "/v1/recipients", hook);
    await json("POST", "/v1/recipients", { ...hook, discreet: true });
    await json("PATCH", `/v1/recipients/${recipient}`, { language: "en", accounts: [id] });
    for (const what of ["secret", "test", "enable"]) await json("POST", `/v1/recipients/${recipient}/${what}`);
    const delivery = `msg_${"0".repeat(32)}`;
    await ask("POST", `/v1/recipients/${recipient}/deliveries/${delivery}/replay`, headers);
    await json("DELETE", `/v1/recipients/${recipient}`);
    const { id: calendar = "" } = await json("POST", `/v1/accounts/${id}/calendar`);
    await json("DELETE", `/v1/accounts/${id}/calendars/${calendar}`);
    const pay = async (more: Record<string, string> = {}) => {
      const body = { amount: { currency: "SEK", amount: "100.00" } };
      const answer = await ask("POST", `/v1/accounts/${id}/payments`, { ...headers, ...more }, body);
      return ((await answer.json()) as { id: string }).id;
    };
    const payments = [await pay(), await pay({ "idempotency-key": "first" })];
    for (const payment of payments) await json("DELETE", `/v1/accounts/${id}/payments/${payment}`);
    await json("PATCH", `/v1/accounts/${id}`, { policy: { payDaysBefore: 2 } });
    expect(await ports.people.user(people.adviser)).toBeNull();
    const lines = (await audit())
      .filter(({ action }) => action !== "session.begin")
      .map(({ action, changes = [], about = "", outcome }) => `${outcome} ${action} ${changes.join(" ")} ${about}`.trim());
    expect(lines.toReversed()).toEqual([
      `permitted users.change role reach shut-out ${people.adviser}`,
      `permitted users.change name let-in ${people.adviser}`,
      `permitted users.change erased ${people.adviser}`,
      "permitted invitations.change invited",
      `permitted invitations.change invited ${invitation}`,
      `permitted invitations.change withdrawn ${invitation}`,
      `permitted invitations.change sign-in-link ${people.reader}`,
      `permitted invitations.change sign-in-link ${link}`,
      "permitted groups.change added",
      `permitted groups.change added ${group}`,
      `permitted groups.change accounts ${group}`,
      `permitted groups.change removed ${group}`,
      "permitted recipients.change added",
      `permitted recipients.change added ${recipient}`,
      "permitted recipients.change added",
      `permitted recipients.change discreet ${recipient}`,
      `permitted recipients.change accounts language ${recipient}`,
      `permitted recipients.change secret-rotated ${recipient}`,
      `permitted recipients.change tested ${recipient}`,
      `permitted recipients.change enabled ${recipient}`,
      `permitted recipients.change replayed ${delivery}`,
      `failed recipients.change replayed ${delivery}`,
      `permitted recipients.change removed ${recipient}`,
      "permitted calendar.make added",
      `permitted calendar.make added ${calendar}`,
      `permitted calendar.make revoked ${calendar}`,
      ...payments.flatMap((payment) => ["permitted payment.register", `permitted payment.register  ${payment}`]),
      ...payments.map((payment) => `permitted payment.withdraw  ${payment}`),
      "permitted account.change policy",
    ]);
  });

  it("keeps an id of an address only where it is one of the kind asked for", async () => {
    const { ask, key, audit, people } = await world();
    const headers = key({ scopes: ["read", "write", "admin"] });
    const madeUp = [
      "/v1/users/usr_1980010112340000ilou",
      `/v1/users/${people.group}`,
      `/v1/users/${people.invitation}`,
      `/v1/groups/${people.reader}`,
      "/v1/invitations/usr_198001011234",
      "/v1/recipients/198001011234000a",
      "/v1/recipients/198001011234000a/deliveries/msg_198001011234",
    ];
    for (const path of madeUp) for (const method of ["GET", "DELETE"]) await ask(method, path, headers);
    await ask("POST", "/v1/recipients/198001011234000a/deliveries/pay_198001011234/replay", headers);
    // Whoever may not is written down too, before anything is looked up.
    const reader = key({ scopes: ["read"] });
    for (const path of madeUp) await ask("DELETE", path, reader);
    const lines = await audit();
    expect(lines.filter(({ outcome }) => outcome === "refused").length).toBeGreaterThan(3);
    for (const line of lines) expect(line).not.toHaveProperty("about");
    await ask("DELETE", `/v1/users/${people.reader}`, reader);
    expect((await audit())[0]).toMatchObject({ outcome: "refused", action: "users.change", changes: ["erased"], about: people.reader });
  });

  it("holds nothing that somebody put into an address", async () => {
    const { ask, key, audit } = await world();
    const headers = key({ scopes: ["read", "write", "admin"] });
    for (const path of [
      "/v1/accounts/198001011234/forecast",
      "/v1/users/198001011234",
      "/v1/groups/Hemliga%20Namnet",
      "/v1/recipients/198001011234",
      "/v1/recipients/1980010112340000",
    ])
      for (const method of ["GET", "DELETE"]) await ask(method, path, headers);
    await ask("GET", "/v1/audit?by=198001011234", headers);
    const lines = await audit();
    expect(lines.length).toBeGreaterThan(3);
    expect(JSON.stringify(lines)).not.toMatch(/198001011234|Hemliga/);
  });
});

describe("an export of the log", () => {
  it("is every line of the period, as CSV and as JSON lines", async () => {
    const { ask, key, audit } = await world();
    const headers = key({ scopes: ["admin"] });
    for (let n = 0; n < 7; n++) await ask("POST", "/v1/groups", headers, { name: `Grupp ${n}` });
    const csv = await (await ask("GET", "/v1/audit.csv", headers)).text();
    const lines = (await (await ask("GET", "/v1/audit.jsonl", headers)).text()).trim().split("\n");
    expect(csv.trim().split("\r\n").length).toBe(1 + 2 * 7 + 1);
    expect(lines.map((line) => JSON.parse(line))).toEqual((await audit()).slice(0, lines.length));
    expect(csv + lines.join("")).not.toContain("Grupp");
    const first = (await (await ask("GET", "/v1/audit?limit=3", headers)).json()) as { lines: unknown[]; next: string };
    const second = (await (await ask("GET", `/v1/audit?limit=100&before=${first.next}`, headers)).json()) as { lines: unknown[] };
    expect([...first.lines, ...second.lines]).toEqual(await audit());
    expect((await ask("GET", "/v1/audit?from=2026-12-01&to=2026-11-01", headers)).status).toBe(400);
  });
});
