import { type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import type { Context, SQSRecord } from "aws-lambda";
import { type BatchPorts, receiveCount, type Verdict } from "../batch.ts";
import { meter } from "./invocation.ts";
import { faultFields, log } from "./log.ts";

/** A fault of the installation: told once a day and code, whoever meets it. */
export function tellInstallationFault(fault: SaldovaktError): void {
  meter().count("InstallationFaults", 1, { code: fault.code });
  log().error("nothing can be read until this is mended", faultFields(fault));
}

/** Any other fault: told each time, with the message it happened to. */
export function tellFault(fault: SaldovaktError, record: SQSRecord): void {
  const level = fault.scope === "transient" ? "warn" : "error";
  log()[level]("message not settled", { message_id: record.messageId, received: receiveCount(record), ...faultFields(fault) });
}

export const batchPorts = (settle: (record: SQSRecord) => Promise<Verdict>, atOnce: number, context: Context): BatchPorts => ({
  settle,
  atOnce,
  onThrown: (thrown, record) => tellFault(toSaldovaktError(thrown), record),
  putAway: async (messages) => {
    const { putAway, sqs } = await import("./queue.ts");
    await putAway(messages, sqs(), (fault) => log().warn("messages not put away", faultFields(fault)));
  },
  timeLeft: () => context.getRemainingTimeInMillis(),
});
