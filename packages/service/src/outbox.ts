import type { Account, AccountReference, Alert } from "@saldovakt/domain";
import { deliveryId } from "./delivery-id.ts";
import type { DeliveryMessage, DeliveryQueue, JudgementRecord, Recipient, RecipientsFor, Records } from "./ports.ts";

export interface OutboxPorts {
  readonly records: Pick<Records, "putAlert" | "putRecord">;
  readonly queue: DeliveryQueue;
  readonly recipients: RecipientsFor;
}

export const referenceOf = (account: Account): AccountReference => ({ id: account.id, source: account.source, name: account.name });

/**
 * Hands every alert in a record's outbox to the delivery queue, one message a recipient, then empties the outbox. A crash in between leaves
 * the outbox as it was; the next run queues the same messages under the same ids, and `deliver` does nothing twice.
 */
export async function handOver(ports: OutboxPorts, account: AccountReference, record: JudgementRecord): Promise<JudgementRecord> {
  if (record.outbox.length === 0) return record;
  const recipients = await ports.recipients(account.id);
  await Promise.all([
    ...record.outbox.map((alert) => ports.records.putAlert(account.id, alert)),
    ports.queue.send(record.outbox.flatMap((alert) => messagesFor(account, alert, recipients))),
  ]);
  const emptied = { remembered: record.remembered, outbox: [] };
  // Losing this write to another worker is harmless: that worker holds the same outbox and empties it.
  const won = await ports.records.putRecord(account.id, record.version, emptied);
  return won ? { ...emptied, version: record.version + 1 } : record;
}

const messagesFor = (account: AccountReference, alert: Alert, recipients: readonly Recipient[]): DeliveryMessage[] =>
  recipients.map((recipient) => ({ id: deliveryId(account.id, alert.id, recipient.key), recipient: recipient.key, account, alert }));
