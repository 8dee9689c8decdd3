import { toSaldovaktError } from "@saldovakt/domain";
import type { Context } from "aws-lambda";
import { faultFields, log } from "./log.ts";
import { createMeter, type Meter } from "./metrics.ts";
import { once } from "./once.ts";

export const meter: () => Meter = once(createMeter);

export type Handler<E, R> = (event: E, context: Context) => Promise<R>;

/**
 * What every invocation has around it: its request's id on each log line, its metrics written at the end, and a fault that is logged by us and given
 * to Lambda by its code alone. Lambda logs what it is given, stack and cause with it, past our redaction.
 */
export function invocation<E, R>(run: Handler<E, R>): Handler<E, R> {
  return async (event, context) => {
    log().addContext(context);
    try {
      return await run(event, context);
    } catch (thrown) {
      const fault = toSaldovaktError(thrown);
      log().error("invocation failed", faultFields(fault));
      throw Object.assign(new Error(fault.message), { name: fault.code });
    } finally {
      meter().publish();
    }
  };
}
