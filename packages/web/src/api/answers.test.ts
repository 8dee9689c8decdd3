import { type Alert, addDays, fromWhole, instant, type PlainDate, plainDate, SaldovaktError, ZERO } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { COMPANIES, NOW, row, swedish, swedishNumber, TODAY } from "../companies.fixture.ts";
import { type FakeOptions, fakeOptions, fakeWorld } from "../ports.fixture.ts";
import type { SourceOperations } from "../ports.ts";
import { createApi } from "./app.ts";
import * as schemas from "./openapi/schemas.ts";

const SHORT = "Grävlingens Plåt & Sönergöken AB";
const UNREAD = "Älvsippans Instrument AB";

const STAMP = {
  asOf: instant(Date.parse("2026-11-23T05:02:00Z")),
  nextReconciliation: plainDate("2026-12-05"),
  information: ["Stängt 24 december."],
};
const OPERATIONS: SourceOperations = {
  balance: async () => ({
    ...STAMP,
    balance: fromWhole(29_150),
    enforcementBalance: ZERO,
    accruedInterest: fromWhole(-12),
    enforcementInterest: ZERO,
    reference: "1655910027483",
  }),
  transactions: async (_identity, from) => ({
    ...STAMP,
    from: from ?? plainDate("2025-05-17"),
    booked: [
      {
        date: plainDate("2026-11-12"),
        text: "Moms september 2026",
        amount: fromWhole(-100),
        interestDate: plainDate("2026-11-13"),
        rowId: "7",
      },
      { date: plainDate("2026-11-13"), text: "Överlämnad till Kronofogden", amount: ZERO, enforcementAmount: fromWhole(-50) },
    ],
    upcoming: [
      {
        date: plainDate("2026-12-14"),
        dueDate: plainDate("2026-12-14"),
        decidedOn: plainDate("2026-11-20"),
        text: "Moms",
        amount: fromWhole(-5),
      },
      { date: plainDate("2026-12-20"), text: "Kostnadsränta", enforcementAmount: fromWhole(-1), interestDate: plainDate("2026-12-20") },
    ],
  }),
  payoutAccount: async () => ({ ...STAMP, payoutAccount: "Bankkonto 8327-9, 123 456 789-0" }),
  payoutBlocks: async () => ({
    ...STAMP,
    blocks: [
      { id: "1", from: plainDate("2026-01-01"), total: true },
      { id: "2", from: plainDate("2026-01-01"), to: plainDate("2027-01-01"), amount: fromWhole(5_000), total: false },
    ],
  }),
};

function world(options: FakeOptions = {}, web: Parameters<typeof fakeOptions>[0] = {}) {
  const fake = fakeWorld({ operations: OPERATIONS, ...options });
  const app = createApi(fake.ports, fakeOptions(web));
  const headers = fake.key({ scopes: ["read", "read:fresh"] });
  const get = (path: string) => app.request(path, { headers });
  const of = (name: string, path: string) => get(`/v1/accounts/${fake.id(name)}/${path}`);
  return { ...fake, get, of };
}

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
    const { get } = world();
    const { accounts } = schemas.Accounts.parse(await (await get("/v1/accounts")).json());
    expect(accounts).toHaveLength(COMPANIES.length);
    expect(accounts.map((account) => account.severity)).toEqual([...accounts.map((account) => account.severity)].sort(bySeverity));
    expect(accounts.find((account) => account.name === SHORT)).toMatchObject({
      balance: { currency: "SEK", amount: "29150.00" },
      nextDueDate: "2026-11-26",
      shortfall: { currency: "SEK", amount: "95050.00" },
      payBy: "2026-12-09",
      severity: "notice",
      asOf: "2026-11-23T05:02:00.000Z",
    });
    expect(accounts.find((account) => account.name === UNREAD)).toMatchObject({ balance: null, severity: "unread", asOf: null });
  });

  it("holds no identity", async () => {
    const text = await (await world().get("/v1/accounts")).text();
    for (const { identity } of COMPANIES) expect(text).not.toContain(identity.slice(-10));
  });
});

const RANK = ["critical", "warning", "notice", "unread", "ok"];
const bySeverity = (a: string, b: string): number => RANK.indexOf(a) - RANK.indexOf(b);

describe("GET …/forecast", () => {
  it.each(COMPANIES.filter((company) => company.observation).map((company) => company.name))("tells of %s as published", async (name) => {
    const answer = await world().of(name, "forecast");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const told = schemas.Forecast.parse(await answer.json());
    expect(told.account.name).toBe(name);
  });

  it("tells what to pay", async () => {
    const told = schemas.Forecast.parse(await (await world().of(SHORT, "forecast")).json());
    expect(told.dueDates.map((entry) => [entry.dueDate, entry.payments[0]?.amount.amount])).toEqual([
      ["2026-11-26", undefined],
      ["2026-12-14", "45650.00"],
      ["2026-12-28", "31000.00"],
      ["2027-01-18", "18400.00"],
    ]);
    expect(told.dueDates[1]?.payments[0]?.payTo).toMatchObject({ scheme: "bankgiro", number: "5050-1055", referenceType: "OCR" });
  });

  it("has nothing to say before the first reading", async () => {
    const answer = await world().of(UNREAD, "forecast");
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
    const { of, alerts, id, queued } = world({ source });
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
      const answer = await world().of(SHORT, `forecast?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "QUERY_INVALID" });
    },
  );

  it("is in the language of the account's policy", async () => {
    const told = schemas.Forecast.parse(
      await (await world({ policy: { language: "en" } }).of("Kantarellens Kartor & Kompasser AB", "forecast")).json(),
    );
    expect(told.warnings.find((warning) => warning.code === "PAYOUT_RISK")?.text).toContain("may be paid out");
  });
});

describe("the four operations", () => {
  it("tells the balance", async () => {
    const told = schemas.Balance.parse(await (await world().of(SHORT, "balance")).json());
    expect(told).toMatchObject({
      asOf: STAMP.asOf,
      balance: { amount: "29150.00" },
      accruedInterest: { amount: "-12.00" },
      referenceType: "OCR",
    });
    expect(told.information).toEqual(["Stängt 24 december."]);
  });

  it("tells booked and upcoming rows, amounts only where there are some", async () => {
    const told = schemas.Transactions.parse(await (await world().of(SHORT, "transactions")).json());
    expect(told.from).toBe("2025-05-17");
    expect(told.booked[1]).toEqual({
      date: "2026-11-13",
      text: "Överlämnad till Kronofogden",
      amount: { currency: "SEK", amount: "0.00" },
      enforcementAmount: { currency: "SEK", amount: "-50.00" },
    });
    expect(told.upcoming[1]).not.toHaveProperty("amount");
  });

  it("passes `from` on, and no day that is none", async () => {
    const asked: (PlainDate | undefined)[] = [];
    const operations: SourceOperations = {
      transactions(identity, from) {
        asked.push(from);
        return OPERATIONS.transactions?.(identity, from) as ReturnType<NonNullable<SourceOperations["transactions"]>>;
      },
    };
    const { of } = world({ operations });
    expect((await (await of(SHORT, "transactions?from=2026-01-31")).json()) as object).toMatchObject({ from: "2026-01-31" });
    for (const query of ["from=2026-02-30", "from=", "from=today", "from=20260101", "from=2026-01-01&from=2026-01-02", "to=2026-01-01"]) {
      const answer = await of(SHORT, `transactions?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
      expect(await answer.json()).toMatchObject({ code: "QUERY_INVALID" });
    }
    expect(asked).toEqual(["2026-01-31"]);
  });

  it("tells payout account and blocks", async () => {
    const { of } = world();
    expect(schemas.PayoutAccount.parse(await (await of(SHORT, "payout-account")).json()).payoutAccount).toBe(
      "Bankkonto 8327-9, 123 456 789-0",
    );
    expect(schemas.PayoutBlocks.parse(await (await of(SHORT, "payout-blocks")).json()).blocks).toEqual([
      { id: "1", from: "2026-01-01", total: true },
      { id: "2", from: "2026-01-01", to: "2027-01-01", amount: { currency: "SEK", amount: "5000.00" }, total: false },
    ]);
  });

  it.each(["balance", "transactions", "payout-account", "payout-blocks"])("says so where the source lacks %s", async (path) => {
    const answer = await world({ operations: {} }).of(SHORT, path);
    expect(answer.status).toBe(404);
    expect(schemas.Problem.parse(await answer.json())).toMatchObject({ code: "NOT_OFFERED_BY_SOURCE", instance: `/v1/accounts/-/${path}` });
  });

  it("asks by the account's identity, and keeps `this`", async () => {
    const asked: string[] = [];
    const operations = {
      asked,
      async payoutAccount(identity: string) {
        this.asked.push(identity);
        return { ...STAMP, payoutAccount: null };
      },
    };
    const answer = await world({ operations }).of(SHORT, "payout-account");
    expect(schemas.PayoutAccount.parse(await answer.json()).payoutAccount).toBeNull();
    expect(asked).toEqual([swedishNumber(2)]);
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
    const { of, alerts, id } = world();
    alerts.set(id(SHORT), everyKind);
    const told = schemas.Alerts.parse(await (await of(SHORT, "alerts")).json());
    expect(told.alerts.map((each) => each.type)).toEqual(everyKind.map((each) => each.type));
    expect(told.alerts[0]?.data.forecastUrl).toBeNull();
  });

  it("links to the pages where they have an address", async () => {
    const { of, alerts, id } = world({}, { publicUrl: "https://saldovakt.example/" });
    alerts.set(id(SHORT), [alert()]);
    const told = schemas.Alerts.parse(await (await of(SHORT, "alerts")).json());
    expect(told.alerts[0]?.data.forecastUrl).toBe(`https://saldovakt.example/accounts/${id(SHORT)}`);
  });

  it("gives as many as asked for", async () => {
    const { of, alerts, id } = world();
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
    const answer = await world().of(SHORT, "chart.svg");
    expect(answer.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; frame-ancestors 'none'$/,
    );
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).toContain("<svg");
  });

  it("is not there before the first reading", async () => {
    expect(await (await world().of(UNREAD, "chart.svg")).json()).toMatchObject({ code: "NOT_READ_YET" });
  });
});

describe("a fault of the source", () => {
  const failing = (details: Partial<ConstructorParameters<typeof SaldovaktError>[1]>) => {
    const fail = async (): Promise<never> => {
      throw new SaldovaktError("165591002748 at host 10.1.2.3 says svk_secret", {
        code: "SKV_SOMETHING",
        scope: "transient",
        remedy: "look into /etc/saldovakt/secret.json",
        ...details,
      });
    };
    return world({ source: { read: fail }, operations: { balance: fail, transactions: fail, payoutAccount: fail, payoutBlocks: fail } });
  };
  const live = ["forecast?fresh=true", "balance", "transactions", "payout-account", "payout-blocks"];

  it.each([
    ["input", 400],
    ["account", 409],
    ["installation", 502],
    ["transient", 503],
    ["internal", 500],
  ] as const)("of scope %s is answered with %i, its code and none of its words", async (scope, status) => {
    const { of, faults } = failing({ scope });
    for (const path of live) {
      const answer = await of(SHORT, path);
      const text = await answer.text();
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.headers.get("retry-after")).toBe(scope === "transient" ? "60" : null);
      expect(schemas.Problem.parse(JSON.parse(text))).toMatchObject({ code: "SKV_SOMETHING", status });
      for (const secret of ["1655", "10.1.2.3", "svk_", "/etc"]) expect(text).not.toContain(secret);
    }
    expect(faults.map((fault) => fault.route)).toEqual(status < 500 ? [] : live.map((path) => `/v1/accounts/-/${path.split("?")[0]}`));
    expect(JSON.stringify(faults)).not.toContain("1655");
  });

  it("says when to try again", async () => {
    const answer = await failing({ retryAfterMs: 5_400_001 }).of(SHORT, "balance");
    expect(answer.headers.get("retry-after")).toBe("5401");
  });

  it("that is a fault in the program tells the operator where, and nobody what", async () => {
    const operations: SourceOperations = {
      balance: async () => {
        throw new TypeError("165591002748 is not iterable");
      },
    };
    const { of, faults } = world({ operations }, { requestId: () => "r-1" });
    const answer = await of(SHORT, "balance");
    expect(answer.status).toBe(500);
    expect(answer.headers.get("x-request-id")).toBe("r-1");
    expect(await answer.json()).toMatchObject({ code: "INTERNAL" });
    expect(faults).toMatchObject([{ requestId: "r-1", route: "/v1/accounts/-/balance", status: 500, code: "INTERNAL", scope: "internal" }]);
    expect(faults[0]?.frames?.[0]).toMatch(/answers\.test\.ts/);
    expect(JSON.stringify(faults)).not.toContain("1655");
  });
});
