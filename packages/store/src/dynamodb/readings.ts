import { type AccountId, type Alert, NOTHING_REMEMBERED } from "@saldovakt/domain";
import { soonAfter } from "../clocks.ts";
import type { AccountRecord, Store } from "../port.ts";
import { ageOfAlert } from "../retention.ts";
import { type Calls, ifVersionStands, key } from "./calls.ts";
import type { Erasure } from "./erasure.ts";
import { ageing, packed, partitionOf, unpacked } from "./items.ts";
import { packObservation } from "./observation.ts";

type Readings = Pick<Store, "observation" | "putObservation" | "record" | "putRecord" | "putAlert" | "alerts" | "alert">;

/** What was read of an account, what is remembered of it, and what was told. */
export function readings(calls: Calls, erasure: Erasure, keptDays: number): Readings {
  const observationKey = (id: AccountId) => key(partitionOf(id), "OBSERVATION");
  const recordKey = (id: AccountId) => key(partitionOf(id), "RECORD");

  return {
    observation: async (id) => {
      const item = await calls.get(observationKey(id));
      return item ? unpacked(item, "observation") : null;
    },

    putObservation: async (id, observation) => {
      const where = observationKey(id);
      const item = { ...where, readAt: { S: observation.readAt }, body: { B: packObservation(observation) } };
      // Wins when nothing stands, an older reading, or the same one written again.
      const condition = {
        expression: "attribute_not_exists(#PK) OR #readAt <= :readAt OR #readAt > :soon",
        values: { ":readAt": item.readAt, ":soon": { S: soonAfter(observation.readAt) } },
      };
      await erasure.keep(
        id,
        () => calls.put(item, condition),
        () => calls.remove(where),
      );
    },

    record: async (id) => {
      const item = await calls.get(recordKey(id));
      if (!item) return { version: 0, remembered: NOTHING_REMEMBERED, outbox: [] };
      return { ...unpacked<Omit<AccountRecord, "version">>(item, "record"), version: Number(item.version?.N) };
    },

    putRecord: async (id, expected, { remembered, outbox }) => {
      const where = recordKey(id);
      const item = { ...where, version: { N: String(expected + 1) }, body: packed({ remembered, outbox }, "record") };
      const outcome = await erasure.keep(
        id,
        () => calls.put(item, ifVersionStands(expected)),
        () => calls.remove(where),
      );
      return outcome?.won ?? false;
    },

    putAlert: async (id, alert) => {
      const where = key(partitionOf(id), `ALERT#${alert.id}`);
      const item = { ...where, ...ageing(ageOfAlert(alert), keptDays), body: packed(alert, "alert") };
      // Wins when the alert does not stand: told once, it is history.
      await erasure.keep(
        id,
        () => calls.put(item, { expression: "attribute_not_exists(#PK)" }),
        () => calls.remove(where),
      );
    },

    // All of the account's are read and sorted here. They are few (a year's worth, under a kilobyte each), and keyed by their id alone they
    // stand once however often they are written.
    alerts: async (id, limit, before) => {
      const alerts: Alert[] = [];
      for await (const page of calls.query(partitionOf(id), "ALERT#")) alerts.push(...page.map((item) => unpacked<Alert>(item, "alert")));
      const order = (alert: { at: string; id: string }): string => `${alert.at}|${alert.id}`;
      const wanted = before ? alerts.filter((alert) => order(alert) < order(before)) : alerts;
      return wanted.sort((a, b) => (order(a) < order(b) ? 1 : -1)).slice(0, limit);
    },

    alert: async (id, alertId) => {
      const item = await calls.get(key(partitionOf(id), `ALERT#${alertId}`));
      return item ? unpacked<Alert>(item, "alert") : null;
    },
  };
}
