import { epochMs, type Instant, instant } from "@saldovakt/domain";
import type { Timer } from "@saldovakt/http";
import { type DeliverPorts, deliverMessage } from "@saldovakt/service";
import type { LocalQueue, QueuedMessage } from "@saldovakt/store";
import { messageOf } from "./ports.ts";

export interface DeliveryCount {
  readonly delivered: number;
  /** Given up for good. */
  readonly failed: number;
}

type DeliveryStatus = "delivered" | "failed" | "disabled" | "pending" | "already";

/** What a run of deliveries came to. */
export interface DeliveryReport extends DeliveryCount {
  readonly waiting: number;
  /** When the first of those is tried. */
  readonly next: Instant | null;
}

/** How long a pass stays for deliveries that come up again soon: the second attempt follows the first after some five seconds. */
const LINGER_MS = 8_000;

/** How many are sent at once. Each taker takes one message at a time, so that a crash hides no more than these. */
const SENDERS = 4;

/** A message that was taken is nobody else's for this long: a little more than the slowest attempt a channel allows (15 s). */
const HIDDEN_MS = 20_000;

/**
 * Makes one attempt at every message of the local queue whose time has come. What fails is given back for its next attempt; a message
 * that no longer has a recipient, or cannot be read, leaves the queue.
 */
export async function deliverWaiting(queue: LocalQueue, ports: DeliverPorts, stopped: () => boolean = () => false): Promise<DeliveryCount> {
  const count = { delivered: 0, failed: 0 };
  const sender = async (): Promise<void> => {
    while (!stopped()) {
      const now = epochMs(ports.clock.now());
      const [message] = await queue.take(instant(now), instant(now + HIDDEN_MS), 1);
      if (!message) return;
      const status = await deliver(message, queue, ports);
      if (status === "delivered") count.delivered++;
      if (status === "failed" || status === "disabled") count.failed++;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return count;
}

/** Delivers what waits, also what earlier runs left, and stays a few seconds for what is to be tried again by then. */
export async function deliverAndLinger(queue: LocalQueue, ports: DeliverPorts, timer: Timer): Promise<DeliveryReport> {
  const until = timer.now() + LINGER_MS;
  let [delivered, failed] = [0, 0];
  for (;;) {
    const count = await deliverWaiting(queue, ports);
    delivered += count.delivered;
    failed += count.failed;
    const { count: waiting, next } = await queue.waiting();
    const wait = next === null ? Number.POSITIVE_INFINITY : Math.max(0, epochMs(next) - timer.now());
    if (timer.now() + wait > until) return { delivered, failed, waiting, next };
    await timer.pause(wait + 1);
  }
}

async function deliver(queued: QueuedMessage, queue: LocalQueue, ports: DeliverPorts): Promise<DeliveryStatus> {
  const message = messageOf(queued.body);
  if (!message) {
    await queue.done(queued.id);
    return "failed";
  }
  const result = await deliverMessage(message, ports);
  if (result.kind === "again") {
    await queue.giveBack(queued.id, instant(epochMs(ports.clock.now()) + result.afterMs), result.record.attempts);
    return "pending";
  }
  await queue.done(queued.id);
  return result.kind === "already" ? "already" : result.record.status;
}
