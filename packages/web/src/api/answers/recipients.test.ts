import { epochMs, instant } from "@saldovakt/domain";
import type { Delivery } from "@saldovakt/service";
import { describe, expect, it } from "vitest";
import { NOW, row, swedish, swedishNumber } from "../../companies.fixture.ts";
import { CONFIGURED } from "../../ports.fixture.ts";
import { Deliveries, Problem, Queued, Recipient, Recipients, RecipientWithSecret } from "../openapi/schemas.ts";
import { apiWorld, SHORT, UNREAD } from "../world.fixture.ts";

const HOOK = { channel: "webhook", url: "https://hooks.example.se/a/b?c=d" };

function world() {
  let now = epochMs(NOW);
  const source = { read: async () => swedish(swedishNumber(2), 1_000, [row("2026-12-14", -5_000, "Moms")]) };
  const fake = apiWorld({ now: () => instant(now), source });
  const add = async (body: object) => RecipientWithSecret.parse(await (await fake.send("POST", "/v1/recipients", body)).json());
  const pass = (ms: number): void => {
    now += ms;
  };
  return { ...fake, add, pass };
}

const code = async (answer: Response) => [answer.status, Problem.parse(await answer.json()).code];

describe("recipients", () => {
  it("are those of the configuration, and those added, masked", async () => {
    const { add, get, id } = world();
    const added = [
      await add(HOOK),
      await add({ channel: "email", to: "ekonomi@example.se", accounts: [id(SHORT)], language: "en" }),
      await add({ channel: "sms", phoneNumber: "+46701740605", senderId: "Saldovakt", discreet: true }),
      await add({ channel: "slack", url: "https://hooks.slack.example/services/T/B/secret" }),
      await add({ channel: "teams", url: "https://teams.example/workflows/secret" }),
    ];
    expect(added.map(({ target }) => target)).toEqual([
      "https://hooks.example.se/…",
      "e…@example.se",
      "…05",
      "https://hooks.slack.example/…",
      "https://teams.example/…",
    ]);
    const answer = await get("/v1/recipients");
    const text = await answer.clone().text();
    const { recipients } = Recipients.parse(await answer.json());
    expect(recipients.map(({ channel, origin }) => [channel, origin])).toEqual([
      ["console", "configuration"],
      ["webhook", "command"],
      ["email", "command"],
      ["sms", "command"],
      ["slack", "command"],
      ["teams", "command"],
    ]);
    for (const hidden of ["/a/b", "c=d", "ekonomi", "4670174", 'secret"', "services", "whsec_"]) expect(text).not.toContain(hidden);
    expect(Recipient.parse(await (await get(`/v1/recipients/${added[1]?.key}`)).json())).toEqual(added[1]);
    expect(Recipient.parse(await (await get(`/v1/recipients/${CONFIGURED.key}`)).json())).toMatchObject({
      origin: "configuration",
      target: null,
    });
  });

  it("are one for one address: asked again, it is as asked last, and keeps its secret to itself", async () => {
    const { send, add, id, told } = world();
    const first = await add(HOOK);
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const again = await send("POST", "/v1/recipients", { ...HOOK, accounts: [id(SHORT)], language: "nb" });
    expect(again.status).toBe(200);
    const { secret: _shown, ...rest } = first;
    expect(await again.json()).toEqual({ ...rest, accounts: [id(SHORT)], language: "nb" });
    expect(told.added.get(first.key)?.secrets).toEqual([{ secret: first.secret, until: null }]);
    expect(told.added.size).toBe(1);
  });

  it("say by whose key they were added", async () => {
    const { app, add, get, key, id, told } = world();
    const own = await add(HOOK);
    expect(own.by).toEqual({ kind: "key", id: expect.stringMatching(/^key_/) });
    const headers = { ...key({ id: "key_limited", scopes: ["write"], accounts: [id(SHORT)] }), "content-type": "application/json" };
    const answer = await app.request("/v1/recipients", { method: "POST", headers, body: JSON.stringify(HOOK) });
    const theirs = RecipientWithSecret.parse(await answer.json());
    expect(theirs.by).toEqual({ kind: "key", id: "key_limited" });
    expect([own, theirs].map(({ key }) => told.added.get(key)?.by?.lasting)).toEqual([true, false]);
    const { recipients } = Recipients.parse(await (await get("/v1/recipients")).json());
    expect(recipients.map(({ by }) => by)).toEqual([null, own.by, theirs.by]);
  });

  it("keep what a body that is sent again says nothing of", async () => {
    const { send, add, id, told } = world();
    const { key } = await add({ ...HOOK, accounts: [id(SHORT)], language: "nb", discreet: true });
    const before = told.added.get(key);
    const again = await send("POST", "/v1/recipients", HOOK);
    expect(again.status).toBe(200);
    expect(told.added.get(key)).toEqual(before);
    await send("POST", "/v1/recipients", { ...HOOK, discreet: false });
    expect(told.added.get(key)).toEqual({ ...before, discreet: false });
    await send("POST", "/v1/recipients", { ...HOOK, accounts: null });
    expect(told.added.get(key)?.accounts).toBeNull();
  });

  it("sign with three secrets at most", async () => {
    const { send, add, told } = world();
    const { key } = await add(HOOK);
    const given: unknown[] = [];
    for (let n = 0; n < 10; n++)
      given.unshift(((await (await send("POST", `/v1/recipients/${key}/secret`)).json()) as { secret: string }).secret);
    expect(told.added.get(key)?.secrets?.map(({ secret }) => secret)).toEqual(given.slice(0, 3));
  });

  it("that the configuration lists are changed there", async () => {
    const fake = world();
    const path = `/v1/recipients/${CONFIGURED.key}`;
    for (const [method, where, body] of [
      ["PATCH", path, {}],
      ["DELETE", path, undefined],
      ["POST", `${path}/secret`, undefined],
    ] as const) {
      expect(await code(await fake.send(method, where, body))).toEqual([409, "RECIPIENT_CONFIGURED"]);
    }
    expect((await fake.send("POST", `${path}/test`)).status).toBe(202);
  });

  it("are changed field by field; null goes back to what is usual", async () => {
    const { add, send, id } = world();
    const { key } = await add({ ...HOOK, accounts: [id(SHORT)], language: "nb", discreet: true });
    const change = async (body: object) => Recipient.parse(await (await send("PATCH", `/v1/recipients/${key}`, body)).json());
    expect(await change({ discreet: false })).toMatchObject({ accounts: [id(SHORT)], language: "nb", discreet: false });
    expect(await change({ accounts: [id(UNREAD), id(UNREAD)], language: null })).toMatchObject({ accounts: [id(UNREAD)], language: null });
    expect(await change({ accounts: null, discreet: null })).toMatchObject({ accounts: null, discreet: null });
  });

  it("are told no more when they are removed", async () => {
    const { add, send } = world();
    const { key } = await add(HOOK);
    expect((await send("DELETE", `/v1/recipients/${key}`)).status).toBe(204);
    expect(await code(await send("DELETE", `/v1/recipients/${key}`))).toEqual([404, "RECIPIENT_UNKNOWN"]);
  });

  it.each([
    ["webhook", "https://127.0.0.1/x"],
    ["webhook", "https://[::1]/x"],
    ["webhook", "https://10.0.0.8/x"],
    ["slack", "https://169.254.169.254/latest"],
    ["teams", "https://localhost/x"],
    ["webhook", "https://2130706433/x"],
  ])("are not added at an address that is never called: %s %s", async (channel, url) => {
    const { send, told } = world();
    const problem = Problem.parse(await (await send("POST", "/v1/recipients", { channel, url })).json());
    expect(problem).toMatchObject({ status: 400, code: "BODY_INVALID", errors: [{ field: "url", code: "HTTP_ADDRESS_REFUSED" }] });
    expect(told.added.size).toBe(0);
  });

  it("begin anew when they are removed and added again", async () => {
    const { add, send, get, pass } = world();
    const list = async (key: string) => Deliveries.parse(await (await get(`/v1/recipients/${key}/deliveries`)).json()).deliveries;
    const { key } = await add(HOOK);
    const { id } = Queued.parse(await (await send("POST", `/v1/recipients/${key}/test`)).json());
    // What was asked for waits, and is seen to.
    expect(await list(key)).toMatchObject([{ id, type: "test", status: "pending", attempts: 0, account: null }]);
    await send("DELETE", `/v1/recipients/${key}`);
    pass(1_000);
    expect((await add(HOOK)).key).toBe(key);
    expect(await list(key)).toEqual([]);
  });

  it("that switched themselves off are told again when somebody says so", async () => {
    const { add, send, told } = world();
    const { key } = await add(HOOK);
    told.disabled.add(key);
    expect(Recipient.parse(await (await send("GET", `/v1/recipients/${key}`)).json()).disabled).toBe(true);
    for (let n = 0; n < 2; n++) {
      expect(Recipient.parse(await (await send("POST", `/v1/recipients/${key}/enable`)).json()).disabled).toBe(false);
    }
  });

  it.each([
    [{ channel: "sns", topicArn: "arn:aws:sns:eu-north-1:123456789012:x" }, "channel"],
    [{ channel: "webhook", url: "http://hooks.example/" }, "url"],
    [{ channel: "webhook", url: "https://user:secret@hooks.example/" }, "url"],
    [{ channel: "webhook", url: "https://" }, "url"],
    [{ channel: "webhook", url: "https://hooks.example/", secret: "whsec_mine" }, ""],
    [{ channel: "email", to: "Ekonomi <ekonomi@example.se>" }, "to"],
    [{ channel: "email", to: "a@example.se\r\nBcc: b@example.se" }, "to"],
    [{ channel: "sms", phoneNumber: "0701740605" }, "phoneNumber"],
    [{ channel: "sms", phoneNumber: "+46701740605", senderId: "12345" }, "senderId"],
    [{ ...HOOK, accounts: ["acc_short"] }, "accounts.0"],
    [{ ...HOOK, accounts: ["acc_zzzzzzzzzzzzzzzzzzzz"] }, "accounts.0"],
    [{ ...HOOK, language: "de" }, "language"],
  ])("are refused as %j", async (body, field) => {
    const { send, told } = world();
    const problem = Problem.parse(await (await send("POST", "/v1/recipients", body)).json());
    expect(problem).toMatchObject({ status: 400, code: "BODY_INVALID" });
    expect(problem.errors?.map((each) => each.field)).toEqual([field]);
    expect(told.added.size).toBe(0);
  });

  it("are told over no channel that is not set up", async () => {
    const fake = world();
    const { createApi } = await import("../app.ts");
    const { fakeOptions } = await import("../../ports.fixture.ts");
    const app = createApi({ ...fake.ports, channels: ["webhook"] }, fakeOptions());
    const init = { method: "POST", headers: { ...fake.headers, "content-type": "application/json" } };
    const answer = await app.request("/v1/recipients", { ...init, body: JSON.stringify({ channel: "email", to: "a@example.se" }) });
    expect(await code(answer)).toEqual([409, "CHANNEL_NOT_OFFERED"]);
  });
});

describe("a webhook's secret", () => {
  it("is replaced, and the one before signs for a day beside it", async () => {
    const { add, send, told, pass } = world();
    const first = await add(HOOK);
    const rotate = async () => RecipientWithSecret.parse(await (await send("POST", `/v1/recipients/${first.key}/secret`)).json());
    const second = await rotate();
    const until = "2026-11-24T08:30:00.000Z";
    expect(second.secret).not.toBe(first.secret);
    expect(second.secrets).toEqual([{ until: null }, { until }]);
    expect(told.added.get(first.key)?.secrets).toEqual([
      { secret: second.secret, until: null },
      { secret: first.secret, until },
    ]);
    pass(3_600_000);
    expect((await rotate()).secrets).toEqual([{ until: null }, { until: "2026-11-24T09:30:00.000Z" }, { until }]);
    pass(86_400_000);
    expect((await rotate()).secrets).toHaveLength(2);
  });

  it("is what only webhooks have", async () => {
    const { add, send } = world();
    const { key } = await add({ channel: "email", to: "a@example.se" });
    expect(await code(await send("POST", `/v1/recipients/${key}/secret`))).toEqual([409, "NO_SECRET"]);
  });
});

describe("deliveries", () => {
  const id = (n: number): string => `msg_${n.toString(16).padStart(32, "0")}`;

  async function told() {
    const fake = world();
    const { key } = await fake.add(HOOK);
    expect((await fake.of(SHORT, "forecast?fresh=true")).status).toBe(200);
    const alert = fake.alerts.get(fake.id(SHORT))?.[0];
    if (!alert) throw new Error("nothing was told");
    fake.queued.length = 0;
    const delivery = (n: number, more: Partial<Delivery> = {}): Delivery => ({
      id: id(n),
      accountId: fake.id(SHORT),
      recipient: key,
      alertType: alert.type,
      alertId: alert.id,
      status: "delivered",
      attempts: 1,
      firstAt: instant(epochMs(NOW) + n * 1_000),
      lastAt: NOW,
      ...more,
    });
    const { alertId: _none, ...test } = delivery(9, { accountId: null, alertType: "test" });
    fake.told.deliveries.push(
      ...[1, 2, 3, 4, 5].map((n) => delivery(n)),
      delivery(6, { status: "failed", fault: "HTTP_500", of: id(1) }),
      test,
    );
    return { ...fake, key, alert, path: `/v1/recipients/${key}/deliveries` };
  }

  it("are listed, the newest first, in pages", async () => {
    const { get, path } = await told();
    const ids: string[] = [];
    let next: string | undefined;
    do {
      const page = Deliveries.parse(await (await get(`${path}?limit=3${next === undefined ? "" : `&before=${next}`}`)).json());
      ids.push(...page.deliveries.map((each) => each.id));
      next = page.next;
    } while (next !== undefined && ids.length < 20);
    expect(ids).toEqual([9, 6, 5, 4, 3, 2, 1].map(id));
    const { deliveries } = Deliveries.parse(await (await get(path)).json());
    expect(deliveries[1]).toMatchObject({ status: "failed", fault: "HTTP_500", of: id(1) });
    for (const query of ["limit=0", "limit=201", "before=x", "after=x"]) expect((await get(`${path}?${query}`)).status).toBe(400);
  });

  it("are sent again under the first one's id", async () => {
    const { send, path, queued, alert, key } = await told();
    const answer = await send("POST", `${path}/${id(6)}/replay`);
    expect(answer.status).toBe(202);
    const { id: again } = Queued.parse(await answer.json());
    expect(queued).toMatchObject([{ id: again, of: id(1), recipient: key, alert: { id: alert.id } }]);
  });

  it("whose alert is not kept cannot be", async () => {
    const { send, path, alerts, queued } = await told();
    expect(await code(await send("POST", `${path}/${id(9)}/replay`))).toEqual([409, "ALERT_NOT_KEPT"]);
    alerts.clear();
    expect(await code(await send("POST", `${path}/${id(1)}/replay`))).toEqual([409, "ALERT_NOT_KEPT"]);
    expect(await code(await send("POST", `${path}/${id(7)}/replay`))).toEqual([404, "DELIVERY_UNKNOWN"]);
    expect(await code(await send("POST", `${path}/x/replay`))).toEqual([404, "DELIVERY_UNKNOWN"]);
    expect(queued).toEqual([]);
  });

  it("of another recipient are not this one's", async () => {
    const { send, add } = await told();
    const { key } = await add({ ...HOOK, url: "https://other.example/" });
    expect(await code(await send("POST", `/v1/recipients/${key}/deliveries/${id(1)}/replay`))).toEqual([404, "DELIVERY_UNKNOWN"]);
  });

  it("of a test are waited for by its id", async () => {
    const { send, key, queued } = await told();
    const { id: test } = Queued.parse(await (await send("POST", `/v1/recipients/${key}/test`)).json());
    expect(queued).toMatchObject([{ id: test, recipient: key, alert: { type: "test" } }]);
  });

  it("of a test to one that is told of nothing are none", async () => {
    const { add, get, id, keys, told: book, send } = world();
    const { key, told, untold } = await add({ ...HOOK, accounts: [id(SHORT)] });
    expect([told, untold]).toEqual([true, null]);
    const record = book.added.get(key);
    if (!record) throw new Error("it was added");
    const by = { kind: "key", id: "key_ended", lasting: false } as const;
    keys.set("ended", { id: by.id, hash: "ended", scopes: ["write"], accounts: [id(SHORT)], revokedAt: NOW });
    book.added.set(key, { ...record, by });
    const document = async () => Recipient.parse(await (await get(`/v1/recipients/${key}`)).json());
    expect(await document()).toMatchObject({ disabled: false, told: false, untold: "key-revoked" });
    expect(await code(await send("POST", `/v1/recipients/${key}/test`))).toEqual([409, "RECIPIENT_NOT_TOLD"]);
    book.added.set(key, { ...record, by: { ...by, lasting: true } });
    expect(await document()).toMatchObject({ told: true, untold: null });
  });

  it("of a test to whom is switched off are none", async () => {
    const { send, key, queued, told: book } = await told();
    book.disabled.add(key);
    expect(await code(await send("POST", `/v1/recipients/${key}/test`))).toEqual([409, "RECIPIENT_SWITCHED_OFF"]);
    expect(queued).toEqual([]);
  });
});
