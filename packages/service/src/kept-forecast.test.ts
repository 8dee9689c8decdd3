import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Account,
  accountId,
  addDays,
  DEFAULT_POLICY,
  fromWhole,
  instant,
  type Observation,
  type Policy,
  plainDate,
  policyOf,
  type RegisteredPayment,
  ZERO,
} from "@saldovakt/domain";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnswerPorts, lastForecast } from "./answer.ts";
import { keptForecast, type Terms } from "./kept-forecast.ts";
import type { Records } from "./ports.ts";

const DAY = plainDate("2026-11-20");
const NOON = Date.parse("2026-11-20T12:00:00Z");

const account: Account = {
  id: accountId(Uint8Array.from({ length: 20 }, (_, n) => n)),
  source: "skatteverket",
  identity: "165560000019",
  name: "Påhittade Bolaget AB",
  origin: "command",
  addedAt: instant(NOON),
};

/** Of the same moment whatever it says: a stamp alone would not tell two of them apart. */
const observation = (balance: number, charge: number): Observation => ({
  source: "skatteverket",
  currency: "SEK",
  settlement: "account",
  balance: fromWhole(balance),
  enforcementBalance: ZERO,
  accruedInterest: ZERO,
  nextReconciliation: null,
  asOf: instant(NOON),
  readAt: instant(NOON),
  charges: [{ dueDate: plainDate("2026-12-14"), amount: fromWhole(-charge), text: "Moms", kind: "vat", estimated: false }],
  payTo: { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: null, referenceType: "OCR" },
  history: [],
  historyFrom: plainDate("2025-05-15"),
  warnings: [],
});

const payment = (n: number): RegisteredPayment => ({
  id: `pay_${n % 2}`,
  amount: fromWhole(100 * n),
  madeOn: DAY,
  expectedOn: addDays(DAY, 3),
  expiresOn: addDays(DAY, 10),
  status: "under-way",
  registeredAt: instant(NOON),
});

type Stores = readonly [ReturnType<typeof openSqliteStore>, ReturnType<typeof openSqliteStore>];
interface Given {
  today: typeof DAY;
  policy: Policy;
}

/** What may happen between two questions, in this process (`own`) or in another. */
const EVENTS: readonly ((store: Stores[0], terms: Given, n: number) => unknown)[] = [
  (store, _, n) => store.putObservation(account.id, observation(1_000 * n, 500)),
  (store, _, n) => store.putObservation(account.id, observation(1_000, 500 * n)),
  (store, _, n) => store.putPayment(account.id, payment(n)),
  (store, _, n) => store.removePayment(account.id, `pay_${n % 2}`),
  (store, _, n) => store.updateAccount(account.id, { policy: { reserve: fromWhole(n) } }),
  (store) => store.updateAccount(account.id, { policy: null }),
  (store) => store.eraseAccount(account.id),
  (store) => store.addAccount(account),
  (_, terms, n) => (terms.today = addDays(DAY, n)),
  (_, terms, n) => (terms.policy = { ...DEFAULT_POLICY, horizonDays: 10 * n }),
  (store, _, n) => store.reserveSlots("api", n, 10, 0),
];

describe("a forecast that is kept", () => {
  it("is never another than one made anew, whatever happened in between, here or in another process", async () => {
    const step = fc.record({ own: fc.boolean(), event: fc.nat({ max: EVENTS.length - 1 }), n: fc.integer({ min: 1, max: 6 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const folder = mkdtempSync(join(tmpdir(), "saldovakt-kept-"));
        const stores: Stores = [openSqliteStore(join(folder, "state.db")), openSqliteStore(join(folder, "state.db"))];
        const terms: Given = { today: DAY, policy: DEFAULT_POLICY };
        const portsOver = (records: Records): AnswerPorts => ({
          records,
          accounts: stores[0],
          sources: () => ({ read: async () => observation(0, 0) }),
          policyFor: (of) => policyOf(terms.policy, of),
          clock: { now: () => instant(NOON), today: () => terms.today },
        });
        const kept = portsOver(stores[0]);
        const { mark: _, ...unmarked } = stores[0];
        const anew = portsOver(unmarked);
        try {
          await stores[0].addAccount(account);
          await stores[0].putObservation(account.id, observation(1_000, 500));
          for (const { own, event, n } of [{ own: true, event: 10, n: 1 }, ...steps]) {
            await EVENTS[event]?.(stores[own ? 0 : 1], terms, n);
            const listed = await stores[0].account(account.id);
            const asked = listed?.account ?? account;
            const truth = await lastForecast(asked, anew);
            expect(await lastForecast(asked, kept)).toEqual(truth);
            expect(await lastForecast(asked, kept)).toEqual(truth);
          }
        } finally {
          await Promise.all(stores.map((store) => store.close()));
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 25 },
    );
  });

  const terms: Terms = { account, policy: DEFAULT_POLICY, today: DAY };
  /** Records of which only the mark is looked at. */
  const marked = (mark: () => number | null): Records => ({ mark: async () => mark() }) as unknown as Records;

  it("is made once for as long as the mark stands, and anew for each question where there is none", async () => {
    let [mark, made] = [1 as number | null, 0];
    const records = marked(() => mark);
    const ask = () =>
      keptForecast(records, terms, async () => {
        made++;
        return null;
      });
    await ask();
    await ask();
    expect(made).toBe(1);
    mark = 2;
    await ask();
    expect(made).toBe(2);
    mark = null;
    await ask();
    await ask();
    expect(made).toBe(4);
  });

  it("is not kept beyond a change that came while it was being made", async () => {
    let [mark, made] = [1, 0];
    const records = marked(() => mark);
    const ask = (meanwhile: () => void) =>
      keptForecast(records, terms, async () => {
        made++;
        meanwhile();
        return null;
      });
    await ask(() => (mark = 2));
    await ask(() => undefined);
    expect(made).toBe(2);
  });

  it("makes room for others", async () => {
    const records = marked(() => 1);
    const made: number[] = [];
    const ask = (n: number) =>
      keptForecast(records, { ...terms, account: n === 0 ? account : { ...account, id: `acc_${n}` as Account["id"] } }, async () => {
        made.push(n);
        return null;
      });
    for (let n = 0; n <= 1_000; n++) await ask(n);
    await ask(0);
    expect(made.filter((n) => n === 0)).toEqual([0, 0]);
  });
});
