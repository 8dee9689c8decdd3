import { type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import type { DeliverResult, DeliveryMessage } from "@saldovakt/service";
import type { SQSRecord } from "aws-lambda";
import { AGAIN, again, DONE, receiveCount, type Verdict } from "./batch.ts";
import { parseDeliveryBody } from "./messages.ts";
import { backoffSeconds, visibilitySeconds } from "./visibility.ts";

export interface DeliverBatchPorts {
  readonly deliver: (message: DeliveryMessage) => Promise<DeliverResult>;
  readonly onFault: (fault: SaldovaktError, record: SQSRecord) => void;
  readonly random: () => number;
}

/**
 * Settles the messages of one batch of the delivery queue: one attempt at each, and after a failed one the message is put away until the next. A watch
 * worker that died may have queued a delivery twice; in one batch the first message stands for both, so that they are not sent side by side.
 */
export function deliverySettler(ports: DeliverBatchPorts): (record: SQSRecord) => Promise<Verdict> {
  const begun = new Set<string>();
  return async (record) => {
    let message: DeliveryMessage;
    try {
      message = parseDeliveryBody(record.body);
    } catch (error) {
      ports.onFault(toSaldovaktError(error), record);
      return AGAIN; // Until it lands in the dead-letter queue.
    }
    if (begun.has(message.id)) return DONE; // The first stays in the queue as long as it is not done.
    begun.add(message.id);
    return attempt(message, record, ports);
  };
}

async function attempt(message: DeliveryMessage, record: SQSRecord, ports: DeliverBatchPorts): Promise<Verdict> {
  try {
    const result = await ports.deliver(message);
    return result.kind === "again" ? again(visibilitySeconds(result.afterMs)) : DONE;
  } catch (error) {
    const fault = toSaldovaktError(error);
    ports.onFault(fault, record);
    const { retryAfterMs } = fault;
    return again(retryAfterMs === undefined ? backoffSeconds(receiveCount(record), ports.random) : visibilitySeconds(retryAfterMs));
  }
}
