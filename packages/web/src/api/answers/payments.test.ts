import { describe, expect, it } from "vitest";
import { Problem, RegisteredPayment, RegisteredPayments } from "../openapi/schemas.ts";
import { apiWorld, SHORT } from "../world.fixture.ts";

const sek = (amount: string) => ({ currency: "SEK", amount });

describe("registered payments", () => {
  const world = () => {
    const fake = apiWorld();
    const path = `/v1/accounts/${fake.id(SHORT)}/payments`;
    return { ...fake, path };
  };

  it("count in the forecast from then on, until they are taken back", async () => {
    const { send, path, of } = world();
    const answer = await send("POST", path, { amount: sek("45650"), madeOn: "2026-11-24", expectedOn: "2026-11-27" });
    expect(answer.status).toBe(201);
    const registered = RegisteredPayment.parse(await answer.json());
    expect(registered).toMatchObject({
      amount: sek("45650.00"),
      madeOn: "2026-11-24",
      expectedOn: "2026-11-27",
      status: "under-way",
      seenOn: null,
    });
    const forecast = (await (await of(SHORT, "forecast")).json()) as { dueDates: { dueDate: string; payments: unknown[] }[] };
    expect(forecast.dueDates.find(({ dueDate }) => dueDate === "2026-12-14")?.payments).toEqual([]);
    expect(RegisteredPayments.parse(await (await send("GET", path)).json()).payments).toEqual([registered]);
    expect((await send("DELETE", `${path}/${registered.id}`)).status).toBe(204);
    expect((await send("DELETE", `${path}/${registered.id}`)).status).toBe(404);
    expect(RegisteredPayments.parse(await (await send("GET", path)).json()).payments).toEqual([]);
  });

  it("change the list of accounts at once, as a policy does", async () => {
    const { send, path, id } = world();
    const line = async () => {
      const { accounts } = (await (await send("GET", "/v1/accounts")).json()) as {
        accounts: { name: string; shortfall: { amount: string } }[];
      };
      return accounts.find(({ name }) => name === SHORT)?.shortfall.amount;
    };
    const before = await line();
    const { id: payment } = RegisteredPayment.parse(await (await send("POST", path, { amount: sek("50"), madeOn: "2026-11-23" })).json());
    expect(Number(await line())).toBe(Number(before) - 50);
    await send("DELETE", `${path}/${payment}`);
    expect(await line()).toBe(before);
    await send("PATCH", `/v1/accounts/${id(SHORT)}`, { policy: { reserve: sek("100") } });
    expect(Number(await line())).toBe(Number(before) + 100);
  });

  it("are made today, and expected some bank days later, unless told otherwise", async () => {
    const { send, path } = world();
    expect(await (await send("POST", path, { amount: sek("1.5") })).json()).toMatchObject({
      amount: sek("1.50"),
      madeOn: "2026-11-23",
      expectedOn: "2026-11-26",
    });
  });

  it("are one when the same request is sent twice", async () => {
    const { send, path, key, app, payments, id } = world();
    const twice = { "idempotency-key": "a-1" };
    const first = await send("POST", path, { amount: sek("100") }, twice);
    const again = await send("POST", path, { amount: sek("100") }, twice);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(await again.json()).toEqual(await first.json());
    expect((await send("POST", path, { amount: sek("100.00") }, twice)).status).toBe(200);
    for (const body of [
      { amount: sek("999") },
      { amount: sek("100"), madeOn: "2026-11-24" },
      { amount: sek("100"), expectedOn: "2026-11-27" },
    ]) {
      const other = await send("POST", path, body, twice);
      expect([other.status, Problem.parse(await other.json()).code]).toEqual([409, "IDEMPOTENCY_KEY_REUSED"]);
    }
    // Another caller's word is his own.
    const headers = { ...key({ scopes: ["write"] }), "content-type": "application/json", ...twice };
    expect((await app.request(path, { method: "POST", headers, body: JSON.stringify({ amount: sek("100") }) })).status).toBe(201);
    expect(payments.get(id(SHORT))).toHaveLength(2);
    expect((await send("POST", path, { amount: sek("1") }, { "idempotency-key": "a b" })).status).toBe(400);
  });

  it.each([
    [{ amount: sek("0") }, "amount PAYMENT_INVALID"],
    [{ amount: sek("1"), madeOn: "2026-11-25", expectedOn: "2026-11-24" }, "amount PAYMENT_INVALID"],
    [{ amount: sek("900000000000") }, "amount PAYMENT_INVALID"],
    [{ amount: sek("1"), madeOn: "2020-11-23" }, "madeOn PAYMENT_DAY"],
    [{ amount: sek("1"), madeOn: "2030-11-23" }, "madeOn PAYMENT_DAY"],
    [{ amount: { currency: "NOK", amount: "1" } }, "amount.currency"],
    [{ amount: sek("1,5") }, "amount.amount"],
    [{ amount: sek("1"), madeOn: "2026-02-30" }, "madeOn"],
    [{ amount: sek("1"), seenOn: "2026-02-20" }, ""],
    [{ amount: 100 }, "amount"],
  ])("are refused as %j", async (body, field) => {
    const { send, path, payments, id } = world();
    const problem = Problem.parse(await (await send("POST", path, body)).json());
    expect(problem).toMatchObject({ status: 400, code: "BODY_INVALID" });
    expect((problem.errors ?? []).map((each) => [each.field, ...(each.code ? [each.code] : [])].join(" "))).toEqual([field]);
    expect(payments.get(id(SHORT)) ?? []).toEqual([]);
  });
});
