import { Logger } from "@aws-lambda-powertools/logger";
import type { SaldovaktError } from "@saldovakt/domain";
import { redact } from "../redact.ts";
import { once } from "./once.ts";

export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

/** Structured lines on stdout. What is logged is opaque ids, codes and counts; the redaction is a net beneath that. */
export const log = once(() => new Logger({ jsonReplacerFn: redact }));

/** What may be told of a fault. Of a fault in the program itself only where it arose: nobody knows what its message quotes. */
export function faultFields(fault: SaldovaktError): Record<string, unknown> {
  const { code, scope, message, remedy } = fault;
  const fields = { code, scope, detail: message, ...(remedy === undefined ? {} : { remedy }) };
  if (scope !== "internal") return fields;
  const origin = fault.cause instanceof Error ? fault.cause : fault;
  const frames = (origin.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return { ...fields, kind: origin.name, frames: frames.slice(0, 8).map((line) => line.trim()) };
}
