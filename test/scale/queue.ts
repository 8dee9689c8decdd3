import { chance } from "./chance.ts";
import { type Heap, heap } from "./heap.ts";

/**
 * A standard SQS queue, as far as it decides when an account is read: batches, visibility, the count of receipts, dead letters, and an order that is
 * kept by best effort only. What it does not play: a message given out twice, which `watch` is proof against and tests elsewhere try.
 */
export interface Queue {
  /** Puts bodies in, visible from their own moment on. */
  send(bodies: readonly string[], visibleAt: (index: number) => number): void;
  /** At most so many messages that are visible, each hidden from now on; an empty list when none is. */
  receive(most: number): readonly Received[];
  remove(received: Received): void;
  /** Gives a received message back, to be visible at that moment, or when its time is up. */
  giveBack(received: Received, visibleAt: number | undefined): void;
  /** When the next hidden message shows; infinity when there is none. */
  nextVisible(): number;
  /** Messages neither removed nor dead. */
  waiting(): number;
  /** The most messages that were hidden at once; SQS gives out no more than 120 000. */
  mostInFlight(): number;
  /** Messages among the dead letters. */
  dead(): number;
  /** The greatest number of receipts any message has had. */
  mostReceipts(): number;
}

export interface Received {
  readonly id: number;
  readonly body: string;
  /** This time included. */
  readonly receipts: number;
}

interface Message {
  readonly id: number;
  readonly body: string;
  readonly shard: number;
  /** Its place in the line. */
  place: number;
  receipts: number;
  visibleAt: number;
}

export interface QueueOptions {
  readonly now: () => number;
  readonly visibilityMs: number;
  readonly receives: number;
}

/** SQS keeps a queue on several servers and asks some of them at a time: messages leave it in nearly the order they came in. */
const SHARDS = 10;
/** "If a message is received three or more times and not deleted, SQS moves it to the back of the queue" (SQS, CloudWatch metrics). */
const RECEIPTS_TO_THE_BACK = 3;

export function queue({ now, visibilityMs, receives }: QueueOptions): Queue {
  const random = chance(2);
  const visible: Heap<Message>[] = Array.from({ length: SHARDS }, () => heap<Message>((a, b) => a.place < b.place));
  const hidden = heap<{ readonly message: Message; readonly visibleAt: number }>((a, b) => a.visibleAt < b.visibleAt);
  const messages = new Map<number, Message>();
  let dead = 0;
  let sent = 0;
  let back = 0;
  let inFlight = 0;
  let mostInFlight = 0;
  let mostReceipts = 0;

  const hide = (message: Message, until: number): void => {
    message.visibleAt = until;
    hidden.push({ message, visibleAt: until });
  };

  const show = (): void => {
    for (let next = hidden.peek(); next && next.visibleAt <= now(); next = hidden.peek()) {
      hidden.pop();
      // An entry whose message was removed, or hidden for another time since, is an old one.
      if (messages.get(next.message.id) !== next.message || next.message.visibleAt !== next.visibleAt) continue;
      if (next.message.receipts > 0) inFlight--;
      visible[next.message.shard]?.push(next.message);
    }
  };

  return {
    dead: () => dead,
    send(bodies, visibleAt) {
      for (const [index, body] of bodies.entries()) {
        const message = { id: sent, body, shard: Math.floor(random() * SHARDS), place: back++, receipts: 0, visibleAt: 0 };
        sent++;
        messages.set(message.id, message);
        hide(message, visibleAt(index));
      }
    },
    receive(most) {
      show();
      const received: Received[] = [];
      const first = Math.floor(random() * SHARDS);
      for (let n = 0; n < SHARDS && received.length < most; n++) {
        const shard = visible[(first + n) % SHARDS];
        while (received.length < most) {
          const message = shard?.pop();
          if (!message) break;
          if (message.receipts >= receives) {
            messages.delete(message.id);
            dead++;
            continue;
          }
          message.receipts++;
          mostReceipts = Math.max(mostReceipts, message.receipts);
          mostInFlight = Math.max(mostInFlight, ++inFlight);
          hide(message, now() + visibilityMs);
          received.push({ id: message.id, body: message.body, receipts: message.receipts });
        }
      }
      return received;
    },
    remove({ id }) {
      if (messages.delete(id)) inFlight--;
    },
    giveBack({ id }, visibleAt) {
      const message = messages.get(id);
      if (!message) return;
      if (message.receipts >= RECEIPTS_TO_THE_BACK) message.place = back++;
      if (visibleAt !== undefined) hide(message, visibleAt);
    },
    nextVisible() {
      show();
      return hidden.peek()?.visibleAt ?? Number.POSITIVE_INFINITY;
    },
    waiting: () => messages.size,
    mostInFlight: () => mostInFlight,
    mostReceipts: () => mostReceipts,
  };
}
