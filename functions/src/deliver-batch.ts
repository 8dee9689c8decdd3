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

/** Settles one message of the delivery queue: one attempt, and after a failed one the message is put away until the next. */
export async function settleDelivery(record: SQSRecord, ports: DeliverBatchPorts): Promise<Verdict> {
  let message: DeliveryMessage;
  try {
    message = parseDeliveryBody(record.body);
  } catch (error) {
    ports.onFault(toSaldovaktError(error), record);
    return AGAIN; // Until it lands in the dead-letter queue.
  }
  try {
    const result = await ports.deliver(message);
    return result.kind === "again" ? again(visibilitySeconds(result.afterMs)) : DONE;
  } catch (error) {
    const fault = toSaldovaktError(error);
    ports.onFault(fault, record);
    return again(
      fault.retryAfterMs === undefined ? backoffSeconds(receiveCount(record), ports.random) : visibilitySeconds(fault.retryAfterMs),
    );
  }
}
