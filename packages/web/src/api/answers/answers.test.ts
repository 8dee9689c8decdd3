import { type Alert, addDays, fromWhole, plainDate, ZERO } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { COMPANIES, NOW, row, swedish, swedishNumber, TODAY } from "../../companies.fixture.ts";
import { fakeOptions, fakeWorld } from "../../ports.fixture.ts";
import { createApi } from "../app.ts";
import * as schemas from "../openapi/schemas.ts";
import { apiWorld, SHORT, UNREAD } from "../world.fixture.ts";

const alert = (more: Partial<Alert> = {}): Alert => ({
  id: "shortfall:2026-12-14:1",
  type: "shortfall.detected",
  at: NOW,
  today: TODAY,
  episode: "shortfall:2026-12-14",
  severity: "warning",
  dueDate: plainDate("2026-12-14"),
  currency: "SEK",
  shortfall: fromWhole(45_650),
  payments: [],
  missing: fromWhole(45_650),
  balance: fromWhole(29_150),
  ...more,
});

describe("GET /health", () => {
  it("needs no key", async () => {
    const answer = await createApi(fakeWorld().ports, fakeOptions({ version: "1.2.3" })).request("/health");
    expect(schemas.Health.parse(await answer.json())).toEqual({ status: "ok", version: "1.2.3" });
  });
});

describe("GET /v1/accounts", () => {
  it("lists every account, the most urgent first", async () => {
    const { get } = apiWorld();
    const { accounts } = schemas.Accounts.parse(await (await get("/v1/accounts")).json());
    expect(accounts).toHaveLength(COMPANIES.length);
    expect(accounts.map((account) => account.severity)).toEqual([...accounts.map((account) => account.severity)].sort(bySeverity));
    expect(accounts.find((account) => account.name === SHORT)).toMatchObject({
      balance: { currency: "SEK", amount: "29150.00" },
      nextDueDate: "2026-11-26",
      shortfall: { currency: "SEK", amount: "64050.00" },
      payBy: "2026-12-09",
      severity: "notice",
      asOf: "2026-11-23T05:02:00.000Z",
    });
    expect(accounts.find((account) => account.name === UNREAD)).toMatchObject({ balance: null, severity: "unread", asOf: null });
  });

  it("holds no identity", async () => {
    const text = await (await apiWorld().get("/v1/accounts")).text();
    for (const { identity } of COMPANIES) expect(text).not.toContain(identity.slice(-10));
  });
});

const RANK = ["critical", "warning", "unread", "notice", "ok"];
const bySeverity = (a: string, b: string): number => RANK.indexOf(a) - RANK.indexOf(b);

describe("GET …/forecast", () => {
  it.each(COMPANIES.filter((company) => company.observation).map((company) => company.name))("tells of %s as published", async (name) => {
    const answer = await apiWorld().of(name, "forecast");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("cache-control")).toBe("private, no-cache");
    const told = schemas.Forecast.parse(await answer.json());
    expect(told.account.name).toBe(name);
  });

  it("tells what to pay", async () => {
    const told = schemas.Forecast.parse(await (await apiWorld().of(SHORT, "forecast")).json());
    expect(told.dueDates.map((entry) => [entry.dueDate, entry.payments[0]?.amount.amount])).toEqual([
      ["2026-11-26", undefined],
      ["2026-12-14", "45650.00"],
      ["2027-01-18", "18400.00"],
    ]);
    expect(told.dueDates[1]?.payments[0]?.payTo).toMatchObject({ scheme: "bankgiro", number: "5050-1055", referenceType: "OCR" });
  });

  it("has nothing to say before the first reading", async () => {
    const answer = await apiWorld().of(UNREAD, "forecast");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "NOT_READ_YET" });
  });

  it("reads anew with fresh=true, through the whole job", async () => {
    const read: string[] = [];
    const identity = swedishNumber(2);
    const source = {
      async read(asked: string) {
        read.push(asked);
        return { ...swedish(identity, 1_000, [row("2026-12-14", -5_000, "Moms")]), readAt: NOW };
      },
    };
    const { of, alerts, id, queued } = apiWorld({ source });
    const told = schemas.Forecast.parse(await (await of(SHORT, "forecast?fresh=true")).json());
    expect(read).toEqual([identity]);
    expect(told).toMatchObject({ readAt: NOW, balance: { amount: "1000.00" }, shortfall: { amount: "4000.00" } });
    expect(alerts.get(id(SHORT))?.map((each) => each.type)).toEqual(["shortfall.detected"]);
    expect(queued).toHaveLength(1);
    // and the next question is answered from that reading
    const again = schemas.Forecast.parse(await (await of(SHORT, "forecast?fresh=false")).json());
    expect(again).toEqual(told);
    expect(read).toHaveLength(1);
  });

  it.each(["fresh=yes", "fresh=", "fresh=TRUE", "fresh=true&fresh=true", "frsh=true", "fresh=true&x=1"])(
    "does not take ?%s",
    async (query) => {
      const answer = await apiWorld().of(SHORT, `forecast?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "QUERY_INVALID" });
    },
  );

  it("is in the language of the account's policy", async () => {
    const told = schemas.Forecast.parse(
      await (await apiWorld({ policy: { language: "en" } }).of("Kantarellens Kartor & Kompasser AB", "forecast")).json(),
    );
    expect(told.warnings.find((warning) => warning.code === "PAYOUT_RISK")?.text).toContain("may be paid out");
  });
});

describe("GET …/alerts", () => {
  const everyKind: Alert[] = [
    alert(),
    alert({ type: "shortfall.changed", missingBefore: fromWhole(1) }),
    alert({
      type: "deficit.open",
      deficit: {
        amount: fromWhole(5),
        since: addDays(TODAY, -3),
        interestSoFar: ZERO,
        interestPerDay: fromWhole(1),
        nextStep: "reminder",
        nextStepOn: null,
      },
    }),
    alert({ type: "enforcement.debt", dueDate: null, enforcementBalance: fromWhole(-7) }),
    alert({ type: "payout.risk", payoutRisk: { amount: fromWhole(9), dueDate: TODAY } }),
    alert({ type: "source.stale", dueDate: null, asOf: NOW }),
    alert({ type: "source.denied", dueDate: null, fault: "SKV_NOT_AUTHORISED" }),
    alert({ type: "certificate.expiring", dueDate: null, validTo: NOW }),
  ];

  it("tells every kind as published, the newest first", async () => {
    const { of, alerts, id } = apiWorld();
    alerts.set(id(SHORT), everyKind);
    const told = schemas.Alerts.parse(await (await of(SHORT, "alerts")).json());
    expect(told.alerts.map((each) => each.type)).toEqual(everyKind.map((each) => each.type));
    expect(told.alerts[0]?.data.forecastUrl).toBeNull();
  });

  it("tells programs where the forecast is, as webhooks do, where the API has an address", async () => {
    const { of, alerts, id } = apiWorld({}, { publicUrl: "https://saldovakt.example" });
    alerts.set(id(SHORT), [alert()]);
    const told = schemas.Alerts.parse(await (await of(SHORT, "alerts")).json());
    expect(told.alerts[0]?.data.forecastUrl).toBe(`https://saldovakt.example/v1/accounts/${id(SHORT)}/forecast`);
  });

  it("gives as many as asked for", async () => {
    const { of, alerts, id } = apiWorld();
    alerts.set(
      id(SHORT),
      Array.from({ length: 300 }, () => alert()),
    );
    const count = async (query: string) => schemas.Alerts.parse(await (await of(SHORT, `alerts${query}`)).json()).alerts.length;
    expect([await count(""), await count("?limit=1"), await count("?limit=200")]).toEqual([50, 1, 200]);
    for (const limit of ["0", "201", "-1", "1.5", "1e2", "", "x"]) expect((await of(SHORT, `alerts?limit=${limit}`)).status).toBe(400);
  });
});

describe("GET …/chart.svg", () => {
  it("is a picture under a policy of its own", async () => {
    const answer = await apiWorld().of(SHORT, "chart.svg");
    expect(answer.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; frame-ancestors 'none'$/,
    );
    expect(answer.headers.get("cache-control")).toBe("private, no-cache");
    expect(await answer.text()).toContain("<svg");
  });

  it("is not there before the first reading", async () => {
    expect(await (await apiWorld().of(UNREAD, "chart.svg")).json()).toMatchObject({ code: "NOT_READ_YET" });
  });
});
