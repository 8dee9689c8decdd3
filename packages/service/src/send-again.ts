import { type AccountId, inputError, testAlert, ZONE_OF } from "@saldovakt/domain";
import type { AlertHistory } from "./acknowledge.ts";
import { deliveryId } from "./delivery-id.ts";
import { INSTALLATION } from "./installation.ts";
import { referenceOf } from "./outbox.ts";
import type { Clock, Deliveries, Delivery, DeliveryMessage, DeliveryQueue, Recipient, Records } from "./ports.ts";

export interface SendPorts {
  readonly queue: DeliveryQueue;
  readonly clock: Clock;
  /** Where the delivery is noted as waiting, before it is queued; left out, it is known from its first attempt on. */
  readonly deliveries?: Pick<Deliveries, "putDelivery">;
}

/** Queues a message that somebody asked for, and notes that it waits. */
async function queued(message: DeliveryMessage, accountId: AccountId | null, { queue, clock, deliveries }: SendPorts): Promise<void> {
  const { id, of, recipient, alert } = message;
  await deliveries?.putDelivery({
    id,
    accountId,
    recipient,
    alertType: alert.type,
    status: "pending",
    attempts: 0,
    firstAt: clock.now(),
    lastAt: clock.now(),
    ...(alert.type === "test" ? {} : { alertId: alert.id }),
    ...(of === undefined ? {} : { of }),
  });
  await queue.send([message]);
}

/**
 * Queues a test message, which says of itself that it is one. Resolves to its delivery's id; twice in the same moment is once. Whether it arrived,
 * the recipient's deliveries tell.
 */
export async function sendTest(recipient: Pick<Recipient, "key">, ports: SendPorts): Promise<{ readonly id: string }> {
  const { clock } = ports;
  const alert = testAlert(clock.today(ZONE_OF[INSTALLATION.source]), clock.now());
  const id = deliveryId(INSTALLATION.id, alert.id, recipient.key);
  await queued({ id, recipient: recipient.key, account: INSTALLATION, alert }, null, ports);
  return { id };
}

export interface ReplayPorts extends SendPorts {
  readonly records: Pick<Records, "account">;
  readonly alerts: AlertHistory;
}

/**
 * Queues what a delivery carried once more, to the same recipient, as a delivery of its own; receivers know it by the id of the first. Resolves to the new
 * delivery's id; twice in the same moment is once. Throws `ALERT_NOT_KEPT` (input) for a test, for what concerned the installation, and for an alert
 * that has been forgotten by now.
 */
export async function replayDelivery(delivery: Delivery, ports: ReplayPorts): Promise<{ readonly id: string }> {
  const { accountId, alertId, recipient } = delivery;
  const of = delivery.of ?? delivery.id;
  const [watched, alert] =
    accountId === null || alertId === undefined
      ? [null, null]
      : await Promise.all([ports.records.account(accountId), ports.alerts.alert(accountId, alertId)]);
  if (!watched || !alert) {
    throw inputError(
      "ALERT_NOT_KEPT",
      "what the delivery carried is not kept",
      "only alerts of an account can be sent again; a test can be sent anew",
    );
  }
  const id = deliveryId(of, ports.clock.now(), recipient);
  await queued({ id, of, recipient, account: referenceOf(watched.account), alert }, watched.account.id, ports);
  return { id };
}
