import {
  type Account,
  accountId,
  addDays,
  amountDocument,
  daysBetween,
  instant,
  type PlainDate,
  plainDate,
  type Severity,
  ZERO,
} from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountsByUrgency, plan } from "./plan.ts";
import type { Summary, WatchedAccount, WatchMessage } from "./ports.ts";
import { readingsADay } from "./postpone.ts";

const TODAY = plainDate("2026-12-09");

interface State {
  readonly severity?: Severity;
  readonly payBy?: string;
  readonly nextDueDate?: string;
  /** Days since it was read. */
  readonly unreadFor?: number;
}

let added = 0;

/** An account whose summary says this; null for one that was never read. */
function watched(state: State | null, today = TODAY): WatchedAccount {
  const id = accountId(Uint8Array.from({ length: 20 }, (_, place) => (added >> (5 * (19 - place))) & 31));
  added++;
  const account: Account = { id, source: "skatteverket", identity: "", name: "", origin: "command", addedAt: instant(0) };
  if (!state) return { account, summary: null };
  const readAt = instant(Date.parse(`${addDays(today, -(state.unreadFor ?? 1))}T06:00:00Z`));
  const none = amountDocument("SEK", ZERO);
  const summary: Summary = {
    balance: none,
    shortfall: none,
    nextDueDate: (state.nextDueDate ?? null) as PlainDate | null,
    payBy: (state.payBy ?? null) as PlainDate | null,
    severity: state.severity ?? "ok",
    asOf: readAt,
    readAt,
  };
  return { account, summary };
}

async function planned(list: readonly WatchedAccount[], most?: number, today = TODAY) {
  const sent: WatchMessage[] = [];
  const result = await plan(
    {
      accounts: {
        accounts: () =>
          (async function* () {
            yield* list;
          })(),
      },
      queue: { send: async (messages) => void sent.push(...messages) },
      clock: { now: () => instant(0), today: () => today },
    },
    most,
  );
  return { ...result, sent, places: sent.map(({ accountId: id }) => list.findIndex(({ account }) => account.id === id)) };
}

describe("plan", () => {
  it("queues every account, the most urgent first", async () => {
    const list = [
      watched({}),
      watched({ nextDueDate: "2026-12-14" }),
      watched({ severity: "notice", payBy: "2026-12-20", nextDueDate: "2026-12-28" }),
      watched({ severity: "warning", payBy: "2026-12-09", nextDueDate: "2026-12-14" }),
      watched({ severity: "critical", payBy: "2026-12-08" }),
      watched(null),
    ];
    const { places, sent, postponed, day } = await planned(list);
    expect(places).toEqual([5, 4, 3, 1, 2, 0]);
    expect(sent.every((message) => message.day === TODAY)).toBe(true);
    expect({ postponed, day }).toEqual({ postponed: 0, day: TODAY });
    const ids = await accountsByUrgency({
      accounts: async function* () {
        yield* list;
      },
    });
    expect(ids).toEqual(sent.map((message) => message.accountId));
  });

  it("is no other for a limit that suffices", async () => {
    const list = [watched({}), watched(null), watched({ severity: "critical" }), watched({ nextDueDate: "2026-12-11", unreadFor: 9 })];
    expect((await planned(list, 4)).places).toEqual((await planned(list)).places);
  });

  it("postpones the calm before those with a due date near, and those that were read last before the others", async () => {
    const list = [
      watched({ unreadFor: 1 }),
      watched({ unreadFor: 2 }),
      watched({ nextDueDate: "2026-12-14", unreadFor: 1 }),
      watched({ nextDueDate: "2026-12-14", unreadFor: 2 }),
      watched({ unreadFor: 4 }),
    ];
    expect((await planned(list, 3)).places).toEqual([2, 3, 4]);
    expect((await planned(list, 2)).places.sort()).toEqual([3, 4]);
    expect(await planned(list, 2)).toMatchObject({ planned: 2, postponed: 3 });
  });

  it("never postpones what is known to be wrong for what is only unknown", async () => {
    const wrong = [
      watched({ severity: "notice" }),
      watched({ severity: "warning", payBy: "2026-12-13" }),
      watched({ severity: "critical" }),
    ];
    const list = [watched(null), watched({ unreadFor: 30 }), ...wrong, watched(null)];
    expect((await planned(list, 3)).places.sort()).toEqual([2, 3, 4]);
    expect((await planned(list, 4)).places[0]).toBe(0);
  });
});

describe("a rate that never suffices", () => {
  /** Plans day after day; whatever is planned is read. Resolves to each account's longest time between two readings, in days. */
  async function longestWaits(list: WatchedAccount[], most: number, days: number): Promise<number[]> {
    const lastRead = list.map(() => TODAY);
    const longest = list.map(() => 0);
    for (let n = 1; n <= days; n++) {
      const today = addDays(TODAY, n);
      for (const place of (await planned(list, most, today)).places) {
        longest[place] = Math.max(longest[place] as number, daysBetween(lastRead[place] as PlainDate, today));
        lastRead[place] = today;
        const { account, summary } = list[place] as WatchedAccount;
        // What the authority refuses is tried and stays unread.
        list[place] = { account, summary: summary && { ...summary, readAt: instant(Date.parse(`${today}T06:00:00Z`)) } };
      }
    }
    return longest.map((wait, place) => Math.max(wait, daysBetween(lastRead[place] as PlainDate, addDays(TODAY, days))));
  }
  const many = (count: number, state: State): WatchedAccount[] => Array.from({ length: count }, () => watched({ unreadFor: 0, ...state }));
  const NEAR = { nextDueDate: "2026-12-14" };
  const FAR = { nextDueDate: "2027-02-12" };
  const WRONG = { severity: "warning", payBy: "2026-12-14" } as const;

  it("reads what is wrong or due soon every day, and the calm every third, while there are calls for that", async () => {
    const list = [...many(5, WRONG), ...many(20, NEAR), ...many(30, FAR)];
    const waits = await longestWaits(list, 5 + 20 + 10, 10);
    expect(waits.slice(0, 25)).toEqual(Array(25).fill(1));
    expect(Math.max(...waits.slice(25))).toBe(3);
  });

  it("leaves none out for ever, however few the calls", async () => {
    const number = fc.nat(20);
    await fc.assert(
      fc.asyncProperty(number, number, number, number, fc.integer({ min: 2, max: 20 }), async (wrong, refused, near, far, spare) => {
        const unread = Array.from({ length: refused }, () => watched(null));
        const list = [...many(wrong, WRONG), ...unread, ...many(near, NEAR), ...many(far, FAR)];
        const waits = await longestWaits(list, wrong + spare, 60);
        for (const wait of waits.slice(0, wrong)) expect(wait).toBe(1);
        // Once round with half the calls to spare, and as much as the calm may come after the others.
        const others = Math.max(refused, near + far);
        for (const wait of waits.slice(wrong)) expect(wait).toBeLessThanOrEqual(Math.ceil(others / Math.floor(spare / 2)) + 3);
      }),
      { numRuns: 40 },
    );
  });

  it("tries those never read first, when there are calls for all of them", async () => {
    const list = [watched({ unreadFor: 9 }), watched(null), watched(null), watched({ unreadFor: 9 })];
    expect((await planned(list, 3)).places.slice(0, 2).sort()).toEqual([1, 2]);
  });
});

describe("readingsADay", () => {
  it("is what the rate gives in a day without the closed hours, at no more than the calls that readings take", () => {
    expect(readingsADay(4)).toBe(127_636);
    expect(readingsADay(4) * 2.2).toBeLessThanOrEqual(4 * 19.5 * 3600);
  });
});
