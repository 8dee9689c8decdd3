import { fromWhole, instant, plainDate, ZERO } from "@saldovakt/domain";
import { type FakeOptions, fakeOptions, fakeWorld } from "../ports.fixture.ts";
import type { SourceOperations, WebOptions } from "../ports.ts";
import { createApi } from "./app.ts";
import { check } from "./checked.fixture.ts";

/** Something is missing here. */
export const SHORT = "Grävlingens Plåt & Sönergöken AB";
export const UNREAD = "Älvsippans Instrument AB";

export const STAMP = {
  asOf: instant(Date.parse("2026-11-23T05:02:00Z")),
  nextReconciliation: plainDate("2026-12-05"),
  information: ["Stängt 24 december."],
};
/** A source that has all four operations. */
export const OPERATIONS: SourceOperations = {
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

/** The API over a fake world, asked with a key that opens everything. Every answer is held against its description. */
export function apiWorld(options: FakeOptions = {}, web: Partial<WebOptions> = {}) {
  const fake = fakeWorld({ operations: OPERATIONS, ...options });
  const api = createApi(fake.ports, fakeOptions(web));
  const headers = fake.key({ scopes: ["read", "read:fresh", "write"] });
  const app = {
    async request(path: string, init: RequestInit = {}): Promise<Response> {
      const answer = await api.request(path, init);
      await check(init.method ?? "GET", path, answer);
      return answer;
    },
  };
  const send = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    app.request(path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }), ...more },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  const get = (path: string) => app.request(path, { headers });
  const of = (name: string, path: string) => get(`/v1/accounts/${fake.id(name)}/${path}`);
  return { ...fake, app, headers, send, get, of };
}
