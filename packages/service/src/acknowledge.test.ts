import { plainDate } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { acknowledgeAlert } from "./acknowledge.ts";
import { watchAccount } from "./watch.ts";
import { observed, world } from "./world.fixture.ts";

const TODAY = plainDate("2026-11-23");
const ALERT = "shortfall:2026-12-14:1";

async function told() {
  const w = world();
  const account = w.add("Alfa", observed(1_000, [["2026-12-14", -5_000]], TODAY));
  await watchAccount(account.id, w.watch);
  return { w, account, ports: { ...w.watch, alerts: w.alertHistory } };
}

describe("taking an alert's matter in hand", () => {
  it("silences its reminders until the pay-by day, says when it was done, and is done once", async () => {
    const { w, account, ports } = await told();
    const first = await acknowledgeAlert(account, ALERT, { by: "key_1" }, ports);
    expect(first).toEqual({ acknowledgedAt: w.watch.clock.now() });
    const onDay = (day: string) => {
      w.today = plainDate(day);
      w.answers.set(account.identity, observed(1_000, [["2026-12-14", -5_000]], w.today));
    };
    onDay("2026-12-04");
    expect(await acknowledgeAlert(account, ALERT, {}, ports)).toEqual(first);
    expect(await watchAccount(account.id, w.watch)).toMatchObject({ kind: "read", alerts: [] });
    onDay("2026-12-09");
    expect(await watchAccount(account.id, w.watch)).toMatchObject({ alerts: [{ type: "shortfall.reminder" }] });
  });

  it("is refused for an alert nobody gave, and for a matter that is over", async () => {
    const { w, account, ports } = await told();
    await expect(acknowledgeAlert(account, "shortfall:2026-12-14:2", {}, ports)).rejects.toMatchObject({
      code: "ALERT_UNKNOWN",
      scope: "input",
    });
    w.answers.set(account.identity, observed(5_000, [["2026-12-14", -5_000]], TODAY));
    await watchAccount(account.id, w.watch);
    await expect(acknowledgeAlert(account, ALERT, {}, ports)).rejects.toMatchObject({ code: "ALERT_OVER", scope: "input" });
  });

  it("loses nothing of what another writes in between, and gives up when it never ends", async () => {
    const { w, account, ports } = await told();
    let interrupted = 0;
    const contended = (times: number) => ({
      ...ports,
      records: {
        ...ports.records,
        putRecord: async (...args: Parameters<typeof ports.records.putRecord>) => {
          const { version, ...record } = await ports.records.record(account.id);
          if (interrupted++ < times) await ports.records.putRecord(account.id, version, record);
          return ports.records.putRecord(...args);
        },
      },
    });
    await expect(acknowledgeAlert(account, ALERT, {}, contended(99))).rejects.toMatchObject({ code: "RECORD_CONTENDED", retryable: true });
    interrupted = 0;
    await acknowledgeAlert(account, ALERT, {}, contended(2));
    expect((await w.watch.records.record(account.id)).remembered.episodes).toMatchObject([
      { kind: "shortfall", acknowledgedAt: w.watch.clock.now() },
    ]);
  });

  it("hands over first what is still to be told", async () => {
    const { w, account, ports } = await told();
    const { version, remembered } = await ports.records.record(account.id);
    const alert = [...w.alerts.values()][0];
    if (!alert) throw new Error("nothing was told");
    await ports.records.putRecord(account.id, version, { remembered, outbox: [{ ...alert, id: "waiting" }] });
    await acknowledgeAlert(account, ALERT, {}, ports);
    expect(w.queued.map((message) => message.alert.id)).toEqual([ALERT, "waiting"]);
    expect((await ports.records.record(account.id)).outbox).toEqual([]);
  });
});
