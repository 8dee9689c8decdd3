import { type Alert, fromWhole, instant, plainDate } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { COMPANIES, NOW, TODAY } from "../../companies.fixture.ts";
import { Accounts, Alerts, Problem } from "../openapi/schemas.ts";
import { apiWorld, SHORT, UNREAD } from "../world.fixture.ts";

const alert = (n: number): Alert => ({
  id: `shortfall:2026-12-14:${n}`,
  type: "shortfall.reminder",
  at: instant(Date.parse(NOW) - n * 60_000),
  today: TODAY,
  episode: "shortfall:2026-12-14",
  severity: "warning",
  dueDate: plainDate("2026-12-14"),
  currency: "SEK",
  shortfall: fromWhole(1),
  payments: [],
  missing: fromWhole(1),
  balance: fromWhole(0),
});

describe("the pages of GET /v1/accounts", () => {
  it("hold together every account once, in the same order", async () => {
    const { get } = apiWorld();
    const whole = Accounts.parse(await (await get("/v1/accounts")).json());
    expect(whole.next).toBeUndefined();
    const ids: string[] = [];
    let next: string | undefined;
    for (let pages = 0; pages < 10; pages++) {
      const page = Accounts.parse(await (await get(`/v1/accounts?limit=3${next === undefined ? "" : `&after=${next}`}`)).json());
      ids.push(...page.accounts.map(({ id }) => id));
      expect(page.accounts.length).toBe(next === undefined || page.next !== undefined ? 3 : COMPANIES.length % 3);
      next = page.next;
      if (next === undefined) break;
    }
    expect(ids).toEqual(whole.accounts.map(({ id }) => id));
  });

  it("answer alike to a place that is unknown, and to one of an account the key does not open", async () => {
    const { app, key, id, get } = apiWorld({}, { requestId: () => "r-1" });
    const headers = key({ accounts: [id(SHORT)] });
    const [closed, unknown] = await Promise.all(
      [id(UNREAD), "acc_zzzzzzzzzzzzzzzzzzzz"].map((after) => app.request(`/v1/accounts?after=${after}`, { headers })),
    );
    expect(closed?.status).toBe(400);
    expect(await closed?.text()).toBe(await unknown?.text());
    for (const query of ["limit=0", "limit=1001", "limit=x", "after=", "before=x"]) {
      const answer = await get(`/v1/accounts?${query}`);
      expect([answer.status, Problem.parse(await answer.json()).code]).toEqual([400, "QUERY_INVALID"]);
    }
  });
});

describe("the pages of GET …/alerts", () => {
  it("hold together every alert once", async () => {
    const { of, alerts, id } = apiWorld();
    const all = Array.from({ length: 7 }, (_, n) => alert(n));
    alerts.set(id(SHORT), all);
    const ids: string[] = [];
    let next: string | undefined;
    do {
      const page = Alerts.parse(await (await of(SHORT, `alerts?limit=3${next === undefined ? "" : `&before=${next}`}`)).json());
      ids.push(...page.alerts.map((each) => each.id));
      next = page.next;
    } while (next !== undefined && ids.length < 20);
    expect(ids).toEqual(all.map((each) => each.id));
  });

  it.each([
    "x",
    "",
    "%20",
    Buffer.from("2026-11-23 x").toString("base64url"),
    "a".repeat(401),
    Buffer.from(`${NOW} `).toString("base64url"),
  ])("do not go on at %j", async (before) => {
    const answer = await apiWorld().of(SHORT, `alerts?before=${before}`);
    expect([answer.status, Problem.parse(await answer.json()).code]).toEqual([400, "QUERY_INVALID"]);
  });
});
