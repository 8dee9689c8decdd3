import { deliverMessage } from "@saldovakt/service";
import type { SQSEvent } from "aws-lambda";
import { settleBatch } from "./batch.ts";
import { deliverySettler } from "./deliver-batch.ts";
import { environment } from "./environment.ts";
import { FUNCTIONS } from "./functions.ts";
import { batchPorts, tellFault } from "./wiring/batch.ts";
import { delivering } from "./wiring/delivering.ts";
import { invocation } from "./wiring/invocation.ts";
import { once } from "./wiring/once.ts";

/** Messages sent at once: one slow endpoint holds up no other. */
const AT_ONCE = 10;

const wiring = once(() => delivering(environment(FUNCTIONS.deliver.environment)));

/** Messages of the delivery queue: one attempt at each. */
export const handler = invocation(async (event: SQSEvent, context) => {
  const ports = wiring();
  const settle = deliverySettler({ deliver: (message) => deliverMessage(message, ports), onFault: tellFault, random: Math.random });
  return settleBatch(event.Records, batchPorts(settle, AT_ONCE, context));
});
