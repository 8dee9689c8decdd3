import { type AccountId, type Alert, fromWhole, instant, plainDate } from "@saldovakt/domain";
import type { AddedRecipient, Delivery } from "@saldovakt/service";
import { describe, expect, it } from "vitest";
import { COMPANIES, NOW, TODAY } from "../companies.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { createApi } from "./app.ts";
import { check } from "./checked.fixture.ts";
import { watched } from "./lookups.fixture.ts";
import { DESCRIPTIONS } from "./openapi/descriptions/index.ts";
import { ROUTES, type Route, type RouteName } from "./route.ts";
import { OPERATIONS } from "./world.fixture.ts";

// What a key that is limited to one account can find out of the others: nothing, by any route there is. The routes are taken from their table, so that
// one that is added is looked at too.

const OWN = "Blåklockans Bygg AB";
const FOREIGN = "Grävlingens Plåt & Sönergöken AB";
const UNREAD = "Älvsippans Instrument AB";
const UNKNOWN = "acc_zzzzzzzzzzzzzzzzzzzz";
const SCOPES = ["read", "read:fresh", "write"];

const ALERT = "shortfall:2026-12-14:1";
const CALENDAR = "key_0123456789abcdef";
const PAYMENT = "pay_0123456789abcdef";
const message = (n: number): string => `msg_${n.toString(16).padStart(32, "0")}`;

/** Recipients by the accounts they are told of. */
const TOLD = {
  own: "0000000000000001",
  foreign: "0000000000000002",
  both: "0000000000000003",
  all: "0000000000000004",
  none: "0000000000000005",
};
const CONFIGURED = "c0c0c0c0c0c0c0c0";
const NOBODY = "00000000000000ff";

const ROUTED = Object.entries(ROUTES) as [RouteName, Route][];
/** What concerns the installation as a whole. */
const CLOSED = ROUTED.filter(([name, { action }]) => name === "addAccount" || /^(users|groups|invitations|audit)\./.test(action)).map(
  ([name]) => name,
);
const ofAccount = ROUTED.filter(([, { path }]) => path.includes("{id}"));
const ofRecipient = ROUTED.filter(([, { path }]) => path.includes("/recipients/{key}"));

function world() {
  const fake = fakeWorld({ operations: OPERATIONS });
  const { ports, calls } = watched(fake.ports);
  const app = createApi(ports, fakeOptions({ requestId: () => "r-1", rate: { perSecond: 1_000, burst: 100_000 } }));
  const [own, foreign] = [fake.id(OWN), fake.id(FOREIGN)];
  const alert: Alert = {
    id: ALERT,
    type: "shortfall.detected",
    at: NOW,
    today: TODAY,
    episode: "shortfall:2026-12-14",
    severity: "warning",
    dueDate: plainDate("2026-12-14"),
    currency: "SEK",
    shortfall: fromWhole(1),
    payments: [],
    missing: fromWhole(1),
    balance: fromWhole(0),
  };
  const payment = { id: PAYMENT, amount: fromWhole(1), madeOn: TODAY, expectedOn: TODAY, expiresOn: TODAY, registeredAt: NOW };
  for (const id of [foreign, fake.id(UNREAD)]) {
    fake.alerts.set(id, [alert]);
    fake.payments.set(id, [{ ...payment, status: "under-way" }]);
  }
  const recipient = (key: string, accounts: readonly AccountId[] | null): AddedRecipient => ({
    key,
    channel: "webhook",
    target: { url: `https://hooks.example/${key}` },
    secrets: [{ secret: "whsec_x", until: null }],
    accounts,
    createdAt: NOW,
  });
  const told = { own: [own], foreign: [foreign], both: [own, foreign], all: null, none: [] };
  for (const [name, key] of Object.entries(TOLD)) fake.told.added.set(key, recipient(key, told[name as keyof typeof told]));
  const delivery = (n: number, accountId: AccountId | null, to: string): Delivery => ({
    id: message(n),
    accountId,
    recipient: to,
    alertType: "shortfall.detected",
    alertId: ALERT,
    status: "delivered",
    attempts: 1,
    firstAt: instant(Date.parse(NOW) + n),
    lastAt: NOW,
  });
  // The recipient of the key's own account was told of another one once, and of the installation.
  fake.told.deliveries.push(
    delivery(1, own, TOLD.own),
    delivery(2, foreign, TOLD.own),
    delivery(3, null, TOLD.own),
    delivery(4, foreign, TOLD.all),
  );
  const headers = fake.key({ scopes: SCOPES, accounts: [own] });

  /** The answer, and what was looked up for it. */
  async function ask(method: string, path: string, body?: string, type = "application/json") {
    calls.length = 0;
    const answer = await app.request(path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": type }) },
      ...(body === undefined ? {} : { body }),
    });
    await check(method, path, answer);
    const looked = calls.filter((call) => !call.startsWith("slots.") && call !== "keys.touchKey");
    return { status: answer.status, headers: [...answer.headers].sort(), body: await answer.text(), looked };
  }
  return { ...fake, ask, own, foreign };
}

/** A body that is taken. */
const bodyOf = (name: RouteName): readonly [string | undefined, string?] => {
  const { body } = DESCRIPTIONS[name];
  if (!body) return [undefined];
  return [typeof body.example === "string" ? body.example : JSON.stringify(body.example), body.type];
};

const filled = (path: string, parts: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? "x"));

describe("a key that is limited to one account", () => {
  it.each(ofAccount)("%s answers alike for every other account, there or not", async (name, { method, path }) => {
    const { ask, foreign, id } = world();
    const asked = [foreign, id(UNREAD), UNKNOWN, "acc_short", "165591001373"];
    const answers = [];
    for (const account of asked) {
      answers.push(
        await ask(method, filled(path, { id: account, alertId: ALERT, paymentId: PAYMENT, calendarId: CALENDAR }), ...bodyOf(name)),
      );
    }
    expect(answers[0]).toMatchObject({ status: 404, looked: ["keys.keyByHash"] });
    expect(JSON.parse(answers[0]?.body ?? "").code).toBe("ACCOUNT_UNKNOWN");
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it.each(ofAccount)("%s answers alike for an own account that was erased", async (name, { method, path }) => {
    const { ask, accounts, own } = world();
    accounts.delete(own);
    const answer = await ask(method, filled(path, { id: own, alertId: ALERT, paymentId: PAYMENT, calendarId: CALENDAR }), ...bodyOf(name));
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([404, "ACCOUNT_UNKNOWN"]);
  });

  it.each(ofRecipient)("%s answers alike for every recipient who is told of others, there or not", async (name, { method, path }) => {
    const { ask, told } = world();
    const answers = [];
    for (const key of [TOLD.foreign, TOLD.both, TOLD.all, TOLD.none, CONFIGURED, NOBODY]) {
      answers.push(await ask(method, filled(path, { key, deliveryId: message(4) }), ...bodyOf(name)));
    }
    expect(answers[0]).toMatchObject({ status: 404, looked: ["keys.keyByHash", "recipients.recipient"] });
    expect(JSON.parse(answers[0]?.body ?? "").code).toBe("RECIPIENT_UNKNOWN");
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(told.added.size).toBe(Object.keys(TOLD).length);
  });

  it("finds no delivery of another account at a recipient of its own", async () => {
    const { ask, queued } = world();
    const replay = (id: string) => ask("POST", `/v1/recipients/${TOLD.own}/deliveries/${id}/replay`);
    const answers = [await replay(message(2)), await replay(message(3)), await replay(message(4)), await replay(message(9))];
    expect(answers[0]).toMatchObject({ status: 404 });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const listed = JSON.parse((await ask("GET", `/v1/recipients/${TOLD.own}/deliveries`)).body) as { deliveries: { id: string }[] };
    expect(listed.deliveries.map(({ id }) => id)).toEqual([message(1)]);
    expect(queued).toEqual([]);
  });

  it("is led past the deliveries of other accounts without a trace of them", async () => {
    const { ask, told, own, foreign } = world();
    const some = told.deliveries.filter(({ recipient }) => recipient === TOLD.own);
    told.deliveries.push(
      ...Array.from({ length: 12 }, (_, n): Delivery => {
        const accountId = n % 4 === 0 ? own : foreign;
        return { ...(some[0] as Delivery), id: message(100 + n), accountId, firstAt: instant(Date.parse(NOW) + 100 + n) };
      }),
    );
    const ids: string[] = [];
    let next: string | undefined = "";
    while (next !== undefined && ids.length < 20) {
      const query = `limit=1${next === "" ? "" : `&before=${next}`}`;
      const page = JSON.parse((await ask("GET", `/v1/recipients/${TOLD.own}/deliveries?${query}`)).body) as {
        deliveries: { id: string }[];
        next?: string;
      };
      expect(page.deliveries).toHaveLength(1);
      ids.push(...page.deliveries.map(({ id }) => id));
      next = page.next;
      if (next !== undefined) expect(Buffer.from(next, "base64url").toString()).toContain(ids.at(-1));
    }
    expect(ids).toEqual([message(108), message(104), message(100), message(1)]);
  });

  it("finds no alert and no payment of another account at its own", async () => {
    const { ask, own, payments, foreign } = world();
    for (const [method, what, there, none] of [
      ["POST", "alerts", `${ALERT}/acknowledge`, "shortfall:2026-12-14:2/acknowledge"],
      ["DELETE", "payments", PAYMENT, "pay_ffffffffffffffff"],
    ] as const) {
      const [of, nobodys] = [
        await ask(method, `/v1/accounts/${own}/${what}/${there}`),
        await ask(method, `/v1/accounts/${own}/${what}/${none}`),
      ];
      expect([of.status, of]).toEqual([404, nobodys]);
    }
    expect(payments.get(foreign)).toHaveLength(1);
  });

  it("names other accounts to no recipient, and finds none out by trying", async () => {
    const { ask, own, foreign, told } = world();
    const add = (accounts: unknown) =>
      ask("POST", "/v1/recipients", JSON.stringify({ channel: "webhook", url: "https://a.example/x", accounts }));
    const [closed, unknown] = [await add([own, foreign]), await add([own, UNKNOWN])];
    expect([closed.status, closed]).toEqual([400, unknown]);
    expect((await add(null)).status).toBe(403);
    expect((await add([])).status).toBe(400);
    const change = (accounts: unknown) => ask("PATCH", `/v1/recipients/${TOLD.own}`, JSON.stringify({ accounts }));
    const [one, other] = [await change([foreign]), await change([UNKNOWN])];
    expect([one.status, one]).toEqual([400, other]);
    expect((await change(null)).status).toBe(403);
    expect((await change([])).status).toBe(400);
    expect(told.added.get(TOLD.own)?.accounts).toEqual([own]);
  });

  it("neither takes over nor finds out a recipient that others have added at the same address", async () => {
    const { ask, told, recipientKey } = { ...world(), recipientKey: fakeWorld().ports.recipientKey };
    const target = { url: "https://hooks.example/shared" };
    const shared: AddedRecipient = { key: recipientKey("webhook", target), channel: "webhook", target, accounts: null, createdAt: NOW };
    const body = JSON.stringify({ channel: "webhook", ...target });
    const without = await ask("POST", "/v1/recipients", body);
    told.added.clear();
    told.added.set(shared.key, shared);
    const beside = await ask("POST", "/v1/recipients", body);
    expect([beside.status, beside.looked]).toEqual([201, without.looked]);
    const plain = (text: string) => ({ ...JSON.parse(text), secret: "" });
    expect(plain(beside.body)).toEqual(plain(without.body));
    expect(told.added.get(shared.key)).toBe(shared);
    // A limited key's own, asked for again, is the same one.
    const again = await ask("POST", "/v1/recipients", body);
    expect([again.status, JSON.parse(again.body).key]).toEqual([200, JSON.parse(beside.body).key]);
  });

  it("adds no account, for it would belong to no list", async () => {
    const { ask, accounts } = world();
    const answer = await ask("POST", "/v1/accounts", ...bodyOf("addAccount"));
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, "KEY_LIMITED"]);
    expect(accounts.size).toBe(COMPANIES.length);
  });

  it("reads no name, id, number or target of others in anything it may read", async () => {
    const { ask, own, foreign } = world();
    const reads = ROUTED.filter(([, { method }]) => method === "GET");
    let told = "";
    for (const [, { method, path }] of reads) {
      told += (await ask(method, filled(path, { id: own, key: TOLD.own }))).body;
    }
    expect(told).toContain(own);
    expect(told).toContain(TOLD.own);
    const others = COMPANIES.filter(({ name }) => name !== OWN);
    for (const { name, identity } of others) for (const hidden of [name, identity, identity.slice(2)]) expect(told).not.toContain(hidden);
    for (const hidden of [foreign, TOLD.foreign, TOLD.both, TOLD.all, TOLD.none, CONFIGURED, message(2), message(3)])
      expect(told).not.toContain(hidden);
  });

  it("changes nothing of others, whatever it asks", async () => {
    const fake = world();
    const { ask, foreign, accounts, payments, told, records } = fake;
    const before = JSON.stringify([accounts.get(foreign), payments.get(foreign), records.get(foreign), [...told.added]]);
    for (const [name, { method, path }] of ROUTED.filter(([, { method }]) => method !== "GET")) {
      for (const key of [TOLD.foreign, TOLD.both, TOLD.all, TOLD.none, CONFIGURED]) {
        const parts = { id: foreign, key, alertId: ALERT, paymentId: PAYMENT, calendarId: CALENDAR, deliveryId: message(4) };
        const answer = await ask(method, filled(path, parts), ...bodyOf(name));
        // Whoever adds a recipient by the example's body names an account there is none of.
        expect([name, answer.status]).toEqual([name, name === "addRecipient" ? 400 : CLOSED.includes(name) ? 403 : 404]);
      }
    }
    expect(JSON.stringify([accounts.get(foreign), payments.get(foreign), records.get(foreign), [...told.added]])).toBe(before);
    expect(fake.queued).toEqual([]);
  });
});
