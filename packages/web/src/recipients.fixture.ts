import { createHash } from "node:crypto";
import type { AddedRecipient, Delivery } from "@saldovakt/service";
import type { Recipients, WebPorts } from "./ports.ts";

/** Recipients and their deliveries, in memory. */
export interface FakeRecipients {
  readonly port: Recipients;
  readonly added: Map<string, AddedRecipient>;
  readonly disabled: Set<string>;
  readonly deliveries: Delivery[];
}

export const fakeRecipientKey: WebPorts["recipientKey"] = (channel, target) =>
  createHash("sha256")
    .update(JSON.stringify([channel, Object.values(target)[0]]))
    .digest("hex")
    .slice(0, 16);

export function fakeRecipients(): FakeRecipients {
  const added = new Map<string, AddedRecipient>();
  const disabled = new Set<string>();
  const deliveries: Delivery[] = [];
  const newestFirst = (a: Delivery, b: Delivery): number => (a.firstAt + a.id < b.firstAt + b.id ? 1 : -1);
  return {
    added,
    disabled,
    deliveries,
    port: {
      recipient: async (key) => added.get(key) ?? null,
      recipients: async () => [...added.values()],
      putRecipient: async (record) => void added.set(record.key, record),
      removeRecipient: async (key) => added.delete(key),
      isRecipientDisabled: async (key) => disabled.has(key),
      enableRecipient: async (key) => void disabled.delete(key),
      disableRecipient: async (key) => void disabled.add(key),
      async deliveriesOf(key, limit, before) {
        const all = deliveries.filter((each) => each.recipient === key).sort(newestFirst);
        const from = before ? all.findIndex((each) => each.id === before.id && each.firstAt === before.at) + 1 : 0;
        return all.slice(from, from + limit);
      },
      delivery: async (id) => deliveries.find((each) => each.id === id) ?? null,
      async putDelivery(record) {
        const standing = deliveries.find((each) => each.id === record.id);
        if (standing && standing.status !== "pending") return standing;
        deliveries.splice(standing ? deliveries.indexOf(standing) : 0, standing ? 1 : 0, record);
        return record;
      },
    },
  };
}
