import { describe, expect, it } from "vitest";
import { COMPANIES, swedishNumber } from "../../companies.fixture.ts";
import { Account, Problem } from "../openapi/schemas.ts";
import { apiWorld, SHORT } from "../world.fixture.ts";

const NEW = swedishNumber(77);
const IBAN = "SE45 5000 0000 0583 9825 7466";
const sek = (amount: string) => ({ currency: "SEK", amount });

const errorsOf = async (answer: Response) => {
  expect(answer.status).toBe(400);
  const problem = Problem.parse(await answer.json());
  expect(problem.code).toBe("BODY_INVALID");
  return (problem.errors ?? []).map(({ field, code }) => (code === undefined ? field : `${field} ${code}`));
};

describe("POST /v1/accounts", () => {
  it("watches an account from now on, once", async () => {
    const { send, accounts } = apiWorld();
    const body = {
      identity: ` ${NEW} `,
      name: "  Exempel\u00a0AB ",
      policy: { reserve: sek("5000"), remindDaysBefore: [3, 1], estimates: false },
      payFrom: { iban: IBAN, bic: "essesess" },
    };
    const first = await send("POST", "/v1/accounts", body);
    expect(first.status).toBe(201);
    const told = Account.parse(await first.json());
    expect(told).toMatchObject({
      name: "Exempel AB",
      source: "skatteverket",
      reading: "authority",
      origin: "command",
      policy: { reserve: sek("5000.00"), remindDaysBefore: [3, 1], estimates: false },
      payFrom: { iban: "SE…7466", bic: "ESSESESS" },
    });
    expect(first.headers.get("location")).toBe(`/v1/accounts/${told.id}`);
    const kept = [...accounts.values()].at(-1);
    expect(kept).toMatchObject({ identity: NEW, payFrom: { iban: "SE4550000000058398257466" }, policy: { reserve: 500_000 } });
    const again = await send("POST", "/v1/accounts", { identity: NEW, name: "Other" });
    expect([again.status, await again.json()]).toEqual([200, told]);
    expect(accounts.size).toBe(COMPANIES.length + 1);
  });

  it("has one known by statements alone read when that is asked for, and never unasked", async () => {
    const { send } = apiWorld();
    const add = async (body: object) => {
      const answer = await send("POST", "/v1/accounts", { identity: NEW, ...body });
      return [answer.status, ((await answer.json()) as { reading: string }).reading];
    };
    expect(await add({ reading: "statement" })).toEqual([201, "statement"]);
    expect(await add({ name: "Annat namn" })).toEqual([200, "statement"]);
    expect(await add({ reading: "statement" })).toEqual([200, "statement"]);
    expect(await add({ reading: "authority" })).toEqual([200, "authority"]);
  });

  it("says at `reading` that no statements are brought of a Norwegian account", async () => {
    const { send } = apiWorld();
    const problem = Problem.parse(await (await send("POST", "/v1/accounts", { identity: "313367002", reading: "statement" })).json());
    expect(problem).toMatchObject({ status: 400, code: "BODY_INVALID", errors: [{ field: "reading", code: "STATEMENT_NOT_OFFERED" }] });
  });

  it("takes one known by statements alone, and one in Norway", async () => {
    const { send } = apiWorld();
    expect(await (await send("POST", "/v1/accounts", { identity: NEW, reading: "statement" })).json()).toMatchObject({
      reading: "statement",
    });
    const norwegian = await send("POST", "/v1/accounts", { identity: "974760673", policy: { reserve: { currency: "NOK", amount: "1" } } });
    expect(await norwegian.json()).toMatchObject({ source: "skatteetaten", policy: { reserve: { currency: "NOK", amount: "1.00" } } });
  });

  it("keeps whose access opens a Norwegian account, and shows it to nobody", async () => {
    const { send, accounts } = apiWorld();
    const access = { systemUser: { org: "313367002", externalRef: "avdeling 7" }, consumerOrg: "310000027" };
    const answer = await send("POST", "/v1/accounts", { identity: "974760673", ...access });
    expect(answer.status).toBe(201);
    expect(await answer.text()).not.toMatch(/313367002|310000027|avdeling/);
    expect([...accounts.values()].at(-1)).toMatchObject({ identity: "974760673", access });
  });

  it.each([
    [{}, ["identity"]],
    [[], [""]],
    [null, [""]],
    [{ identity: 165581006662 }, ["identity"]],
    [{ identity: "165591001375" }, ["identity IDENTITY_CHECK_DIGIT"]],
    [{ identity: NEW, name: " " }, ["name NAME_INVALID"]],
    [{ identity: NEW, name: "x".repeat(201) }, ["name"]],
    [{ identity: NEW, source: "skatteetaten" }, ["source SOURCE_MISMATCH"]],
    [{ identity: NEW, payFrom: { iban: "SE4550000000058398257467", bic: "ESSESESS" } }, ["payFrom PAY_FROM_INVALID"]],
    [{ identity: NEW, payfrom: {} }, [""]],
    [{ identity: NEW, policy: { reserve: "5000" } }, ["policy.reserve"]],
    [{ identity: NEW, policy: { reserve: sek("-1") } }, ["policy.reserve.amount"]],
    [{ identity: NEW, policy: { reserve: { currency: "NOK", amount: "1" } } }, ["policy.reserve.currency"]],
    [
      { identity: NEW, policy: { payDaysBefore: "3", horizonDays: 0, language: "de" } },
      ["policy.payDaysBefore", "policy.horizonDays", "policy.language"],
    ],
    [{ identity: "974760673", systemUser: { org: "313367003" } }, ["systemUser IDENTITY_CHECK_DIGIT"]],
    [{ identity: "974760673", systemUser: {} }, ["systemUser.org"]],
    [{ identity: "974760673", consumerOrg: NEW }, ["consumerOrg ACCESS_INVALID"]],
    [{ identity: NEW, systemUser: { org: "313367002" } }, ["systemUser ACCESS_INVALID"]],
    [{ identity: NEW, policy: { remindDaysBefore: [1, 400] } }, ["policy.remindDaysBefore.1"]],
  ])("names what is wrong in %j", async (body, fields) => {
    const { send, accounts } = apiWorld();
    const answer = await send("POST", "/v1/accounts", body);
    const text = await answer.clone().text();
    expect(await errorsOf(answer)).toEqual(fields);
    expect(text).not.toContain("1655");
    expect(accounts.size).toBe(COMPANIES.length);
  });

  it("takes JSON and nothing else, and not too much of it", async () => {
    const { send } = apiWorld();
    const typed = await send("POST", "/v1/accounts", "identity=1", { "content-type": "application/x-www-form-urlencoded" });
    expect([typed.status, Problem.parse(await typed.json()).code, typed.headers.get("accept")]).toEqual([
      415,
      "BODY_TYPE",
      "application/json, application/merge-patch+json",
    ]);
    expect(await errorsOf(await send("POST", "/v1/accounts", "{"))).toEqual([""]);
    expect(await errorsOf(await send("POST", "/v1/accounts", "\ufeff"))).toEqual([""]);
    expect((await send("POST", "/v1/accounts", "x".repeat(65_537))).status).toBe(413);
  });

  it("stops reading a body that does not say how long it is", async () => {
    const { app, headers } = apiWorld();
    let given = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
    });
    const init = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body, duplex: "half" };
    const answer = await app.request("/v1/accounts", init as RequestInit);
    expect(answer.status).toBe(413);
    expect(given).toBeLessThan(200_000);
  });
});

describe("PATCH /v1/accounts/{id}", () => {
  it("changes field by field; null goes back to the installation's", async () => {
    const { send, id, of } = apiWorld();
    const path = `/v1/accounts/${id(SHORT)}`;
    const first = await send("PATCH", path, {
      policy: { reserve: sek("1000"), payDaysBefore: 5 },
      payFrom: { iban: IBAN, bic: "ESSESESS" },
    });
    expect(Account.parse(await first.json()).policy).toEqual({ reserve: sek("1000.00"), payDaysBefore: 5 });
    expect(await (await of(SHORT, "forecast")).json()).toMatchObject({ reserve: sek("1000.00") });
    const second = Account.parse(await (await send("PATCH", path, { name: "Ny AB", policy: { reserve: null } })).json());
    expect(second).toMatchObject({ name: "Ny AB", policy: { payDaysBefore: 5 }, payFrom: { bic: "ESSESESS" } });
    const third = Account.parse(await (await send("PATCH", path, { policy: null, payFrom: null })).json());
    expect(third).toMatchObject({ policy: {}, payFrom: null });
    expect(await (await send("GET", path)).json()).toEqual(third);
    expect(Account.parse(await (await send("PATCH", path, {})).json())).toEqual(third);
  });

  it("leaves the name of a configured account to the configuration", async () => {
    const { send, id, accounts } = apiWorld();
    const account = accounts.get(id(SHORT));
    if (account) accounts.set(account.id, { ...account, origin: "configuration" });
    const path = `/v1/accounts/${id(SHORT)}`;
    const renamed = await send("PATCH", path, { name: "Annat AB" });
    const refusal = Problem.parse(await renamed.json());
    expect([renamed.status, refusal.code, refusal.errors?.map(({ field }) => field)]).toEqual([409, "ACCOUNT_CONFIGURED", ["name"]]);
    expect(refusal.detail).toMatch(/`name` cannot be changed here/);
    expect((await send("PATCH", path, { name: account?.name })).status).toBe(200);
    expect((await send("PATCH", path, { policy: { discreet: true } })).status).toBe(200);
    const removed = await send("DELETE", path);
    expect([removed.status, Problem.parse(await removed.json()).code]).toEqual([409, "ACCOUNT_CONFIGURED"]);
    expect(accounts.has(id(SHORT))).toBe(true);
  });
});

describe("DELETE /v1/accounts/{id}", () => {
  it("erases the account; a second time there is none", async () => {
    const { send, id, accounts } = apiWorld();
    const account = id(SHORT);
    const first = await send("DELETE", `/v1/accounts/${account}`);
    expect([first.status, await first.text(), first.headers.get("content-type")]).toEqual([204, "", null]);
    expect(accounts.has(account)).toBe(false);
    expect((await send("DELETE", `/v1/accounts/${account}`)).status).toBe(404);
  });
});
