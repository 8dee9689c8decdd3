import { plainDate, READ_BY_SIGN_IN, SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { freshForecast } from "./answer.ts";
import { runPass } from "./pass.ts";
import { plan } from "./plan.ts";
import type { Source, WatchMessage } from "./ports.ts";
import { watchAccount } from "./watch.ts";
import { observed, world } from "./world.fixture.ts";

const TODAY = plainDate("2026-11-23");
const over = new SaldovaktError("nobody is signed in", { code: "SKV_SIGN_IN_OVER", scope: "account" });
const refused = new SaldovaktError("not this one", { code: "SKV_NOT_AUTHORISED", scope: "account" });

/** One account that is read by sign-in alone; the organisation itself is refused it. */
function house(answer: () => ReturnType<typeof observed> | SaldovaktError = () => observed(1_000, [["2026-12-14", -5_000]], TODAY)) {
  const w = world();
  const account = w.add("Alfa", refused);
  w.accounts.set(account.id, { ...account, reading: "interactive" });
  const asked: string[] = [];
  const signedIn = (id: string): Source => ({
    async read() {
      asked.push(id);
      const given = answer();
      if (given instanceof SaldovaktError) throw given;
      return given;
    },
  });
  return { w, account, asked, ports: { ...w.watch, signedIn } };
}

describe("an account that is read by sign-in alone", () => {
  it("is not read in a pass, neither by us nor by the sign-in", async () => {
    const { w, account, asked, ports } = house();
    expect(await runPass(ports, { concurrency: 1 })).toMatchObject({ read: 0, failed: 0, stopped: null });
    expect([asked, w.failures, w.queued]).toEqual([[], [], []]);
    expect(await watchAccount(account.id, ports)).toMatchObject({ kind: "waiting", forecast: null, alerts: [] });
  });

  it("is read where somebody asks, and says so of its figures from then on", async () => {
    const { account, asked, ports, w } = house();
    const forecast = await freshForecast(account.id ? (w.accounts.get(account.id) ?? account) : account, ports);
    expect(asked).toEqual([account.id]);
    expect(forecast.warnings).toEqual([{ code: READ_BY_SIGN_IN, date: TODAY }]);
    expect(w.queued.map(({ alert }) => alert.type)).toEqual(["shortfall.detected"]);
    w.today = plainDate("2026-12-04");
    const outcome = await watchAccount(account.id, ports);
    expect(outcome).toMatchObject({ kind: "waiting", forecast: { today: "2026-12-04", warnings: [{ date: TODAY }] } });
    expect(w.queued.map(({ alert }) => alert.type).sort()).toEqual(["shortfall.detected", "shortfall.reminder", "sign-in.needed"]);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["nobody is signed in any more", over],
    ["the person may not read it", refused],
  ])("tells whoever asks that %s, and nobody else", async (_what, fault) => {
    const { account, ports, w } = house(() => fault);
    await expect(freshForecast({ ...account, reading: "interactive" }, ports)).rejects.toMatchObject({ code: fault.code });
    expect(w.queued).toEqual([]);
    expect(w.accounts.get(account.id)?.permission).toBeUndefined();
  });

  it("cannot be read anew where nobody can sign in", async () => {
    const { account, w } = house();
    const reading = { ...account, reading: "interactive" as const };
    await expect(freshForecast(reading, w.watch)).rejects.toMatchObject({ code: "NOT_READ_FROM_AUTHORITY" });
  });

  it("takes no call of a day's limit", async () => {
    const { ports, w } = house();
    w.add("Beta", observed(1, [], TODAY));
    const sent: WatchMessage[] = [];
    const planned = await plan({ ...ports, queue: { send: async (messages) => void sent.push(...messages) } }, 1);
    expect([planned.postponed, sent.length]).toEqual([0, 2]);
  });
});
