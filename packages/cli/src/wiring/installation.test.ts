import { instant, plainDate } from "@saldovakt/domain";
import { INSTALLATION, installationRecords, watchCertificate } from "@saldovakt/service";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LocalStore } from "./state.ts";

let store: LocalStore;
beforeEach(() => {
  store = openSqliteStore(":memory:");
});
afterEach(() => store.close());

const END = instant(Date.UTC(2026, 11, 1));

/** What was queued, and a watch over the certificate on a day. */
function watcher() {
  const queued: string[] = [];
  const ports = {
    records: installationRecords(store),
    queue: { send: async (messages: readonly { readonly id: string }[]) => void queued.push(...messages.map(({ id }) => id)) },
    recipients: () => [{ key: "a", channel: "console" }],
  };
  const on = (day: string) => {
    const clock = { now: () => instant(Date.parse(`${day}T06:00:00Z`)), today: () => plainDate(day) };
    return watchCertificate("skatteverket", END, { ...ports, clock });
  };
  return { queued, on };
}

describe("installationRecords", () => {
  it("remembers what was told of the certificate from one run to the next", async () => {
    const { on, queued } = watcher();
    expect(await on("2026-11-23")).toHaveLength(1);
    expect(await on("2026-11-23")).toEqual([]);
    expect(await watcher().on("2026-11-24")).toHaveLength(1); // the reminder a week before, by another process
    expect(queued).toHaveLength(1);
  });

  it("lets one of two writers win", async () => {
    const alerts = await Promise.all([watcher().on("2026-11-23"), watcher().on("2026-11-23")]);
    expect(alerts.flat()).toHaveLength(1);
    const records = installationRecords(store);
    const { version, remembered } = await records.record(INSTALLATION.id);
    expect(await records.putRecord(INSTALLATION.id, version - 1, { remembered, outbox: [] })).toBe(false);
    expect(await records.putRecord(INSTALLATION.id, version, { remembered, outbox: [] })).toBe(true);
  });
});
