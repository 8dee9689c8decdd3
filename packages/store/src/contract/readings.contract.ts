import { epochMs, type Instant, instant, minor, NOTHING_REMEMBERED } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import type { Current } from "../store.contract.ts";
import { at, day, sampleAccount, sampleAlert, sampleObservation, sampleRecord, sampleRows, sampleSummary } from "./samples.fixture.ts";

export function readingsContract(current: Current): void {
  const account = sampleAccount(1);

  describe("observations", () => {
    test("the last one is given back as it was; null before the first", async () => {
      const { store } = current();
      await store.addAccount(account);
      expect(await store.observation(account.id)).toBeNull();
      const observation = sampleObservation(account, {
        payout: { payoutAccount: "8105-9,744202466", blocks: [{ id: "1", from: day("2026-01-01"), total: true }] },
        warnings: [{ code: "INFORMATION", text: "Skatteverket skriver: “åäö” 🙂" }],
      });
      await store.putObservation(account.id, observation);
      expect(await store.observation(account.id)).toEqual(observation);
    });

    test("an earlier reading never replaces a later one; the same one may be written again", async () => {
      const { store } = current();
      await store.addAccount(account);
      const later = sampleObservation(account, { readAt: at(9) });
      await store.putObservation(account.id, later);
      await store.putObservation(account.id, sampleObservation(account, { readAt: at(8), balance: minor(1) }));
      expect(await store.observation(account.id)).toEqual(later);
      const again = { ...later, balance: minor(2) };
      await store.putObservation(account.id, again);
      expect(await store.observation(account.id)).toEqual(again);
    });

    test("one that was read by a clock far ahead gives way, and so does its summary", async () => {
      const { store } = current();
      await store.addAccount(account);
      const ahead = instant(epochMs(at(9)) + 30 * 86_400_000);
      const summary = sampleSummary();
      await store.putObservation(account.id, sampleObservation(account, { readAt: ahead }));
      await store.putSummary(account.id, { ...summary, readAt: ahead });
      await store.putObservation(account.id, sampleObservation(account, { readAt: at(9) }));
      await store.putSummary(account.id, { ...summary, readAt: at(9) });
      expect((await store.observation(account.id))?.readAt).toBe(at(9));
      expect((await store.account(account.id))?.summary?.readAt).toBe(at(9));
    });

    test("of many written at once the one read last stands", async () => {
      const { store, another } = current();
      await store.addAccount(account);
      const other = another();
      const hours = [4, 9, 2, 7, 5, 8, 3, 6];
      await Promise.all(
        hours.map((hour, index) =>
          (index % 2 ? store : other).putObservation(account.id, sampleObservation(account, { readAt: at(hour) })),
        ),
      );
      expect((await store.observation(account.id))?.readAt).toBe(at(9));
    });

    test("ten thousand booked rows are given back, every one", async () => {
      const { store } = current();
      await store.addAccount(account);
      const observation = sampleObservation(account, { history: sampleRows(10_000) });
      await store.putObservation(account.id, observation);
      expect(await store.observation(account.id)).toEqual(observation);
    });
  });

  describe("the record", () => {
    test("is empty, version 0, before it is written", async () => {
      const { store } = current();
      expect(await store.record(account.id)).toEqual({ version: 0, remembered: NOTHING_REMEMBERED, outbox: [] });
    });

    test("is written over the version that was read and no other", async () => {
      const { store } = current();
      await store.addAccount(account);
      expect(await store.putRecord(account.id, 1, sampleRecord([1]))).toBe(false);
      expect(await store.putRecord(account.id, 0, sampleRecord([1]))).toBe(true);
      expect(await store.putRecord(account.id, 0, sampleRecord([2]))).toBe(false);
      expect(await store.record(account.id)).toEqual({ version: 1, ...sampleRecord([1]) });
      expect(await store.putRecord(account.id, 1, sampleRecord([1, 2]))).toBe(true);
      expect(await store.putRecord(account.id, 3, sampleRecord([3]))).toBe(false);
      expect(await store.record(account.id)).toEqual({ version: 2, ...sampleRecord([1, 2]) });
    });

    test("of several writers at once exactly one wins, and what it wrote stands", async () => {
      const { store, another } = current();
      await store.addAccount(account);
      const stores = [store, another(), another()];
      for (const version of [0, 1, 2]) {
        const wins = await Promise.all(
          Array.from({ length: 9 }, (_, index) => stores[index % 3]?.putRecord(account.id, version, sampleRecord([index + 1]))),
        );
        expect(wins.filter(Boolean)).toHaveLength(1);
        expect(await store.record(account.id)).toEqual({ version: version + 1, ...sampleRecord([wins.indexOf(true) + 1]) });
      }
    });
  });

  describe("alerts", () => {
    test("are given back newest first, as many as asked for", async () => {
      const { store } = current();
      await store.addAccount(account);
      await store.addAccount(sampleAccount(2));
      for (const number of [3, 1, 12, 5]) await store.putAlert(account.id, sampleAlert(number));
      await store.putAlert(sampleAccount(2).id, sampleAlert(20));
      expect(await store.alerts(account.id, 10)).toEqual([12, 5, 3, 1].map((number) => sampleAlert(number)));
      expect(await store.alerts(account.id, 2)).toEqual([12, 5].map((number) => sampleAlert(number)));
    });

    test("of the same moment stand in a fixed order", async () => {
      const { store } = current();
      await store.addAccount(account);
      const alerts = [1, 2, 3].map((number) => sampleAlert(number, { at: at(1) }));
      for (const alert of alerts) await store.putAlert(account.id, alert);
      expect(await store.alerts(account.id, 10)).toEqual(alerts.toReversed());
    });

    test("go on where a page ended, also between alerts of one moment, and are found one by one", async () => {
      const { store } = current();
      await store.addAccount(account);
      await store.addAccount(sampleAccount(2));
      const alerts = [1, 2, 3, 4, 5, 6, 7].map((number) => sampleAlert(number, { at: at(Math.ceil(number / 3)) }));
      for (const alert of alerts) await store.putAlert(account.id, alert);
      const read: string[] = [];
      for (let last: { at: Instant; id: string } | undefined; ; ) {
        const page = await store.alerts(account.id, 2, last);
        read.push(...page.map(({ id }) => id));
        last = page.at(-1);
        if (page.length < 2) break;
      }
      expect(read).toEqual(alerts.toReversed().map(({ id }) => id));
      expect(await store.alert(account.id, sampleAlert(4).id)).toEqual(alerts[3]);
      expect(await store.alert(account.id, sampleAlert(8).id)).toBeNull();
      expect(await store.alert(sampleAccount(2).id, sampleAlert(4).id)).toBeNull();
    });

    test("put again under the same id stand once, as they were told first", async () => {
      const { store } = current();
      await store.addAccount(account);
      await store.putAlert(account.id, sampleAlert(1));
      await store.putAlert(account.id, sampleAlert(1, { at: at(30), missing: minor(1) }));
      expect(await store.alerts(account.id, 10)).toEqual([sampleAlert(1)]);
    });
  });
}
