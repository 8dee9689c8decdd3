import { type AccountId, type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import type { WatchOutcome } from "@saldovakt/service";
import type { SQSRecord } from "aws-lambda";
import { AGAIN, again, DONE, receiveCount, type Verdict } from "./batch.ts";
import { type InstallationFaults, PUT_AWAY_SECONDS } from "./installation-fault.ts";
import { type CertificateMessage, parseWatchBody } from "./messages.ts";
import { backoffSeconds, visibilitySeconds } from "./visibility.ts";

export interface WatchBatchPorts {
  readonly watch: (id: AccountId) => Promise<WatchOutcome>;
  readonly certificate: (message: CertificateMessage) => Promise<void>;
  readonly faults: InstallationFaults;
  /** Tells a fault of the installation; called once a day and code across all workers. */
  readonly onInstallationFault: (fault: SaldovaktError) => void;
  /** Tells any other fault that nobody has told yet. */
  readonly onFault: (fault: SaldovaktError, record: SQSRecord) => void;
  readonly random: () => number;
}

/**
 * Settles the messages of one batch of the watch queue. A fault of the installation stops the batch: what is left of it is put away untried, and so
 * are other workers' messages until the hold is over.
 */
export async function watchSettler(ports: WatchBatchPorts): Promise<(record: SQSRecord) => Promise<Verdict>> {
  const { faults } = ports;
  let stopped = await faults.held();

  const stop = async (fault: SaldovaktError): Promise<void> => {
    stopped = true;
    if (await faults.report(fault)) ports.onInstallationFault(fault);
  };

  const later = (fault: SaldovaktError, record: SQSRecord): Verdict =>
    again(fault.retryAfterMs === undefined ? backoffSeconds(receiveCount(record), ports.random) : visibilitySeconds(fault.retryAfterMs));

  const thrown = async (fault: SaldovaktError, record: SQSRecord): Promise<Verdict> => {
    if (fault.scope === "installation") {
      await stop(fault);
      return again(PUT_AWAY_SECONDS);
    }
    ports.onFault(fault, record);
    return later(fault, record);
  };

  const account = async (id: AccountId, record: SQSRecord): Promise<Verdict> => {
    if (stopped) return again(PUT_AWAY_SECONDS);
    const outcome = await ports.watch(id);
    if (outcome.kind === "gone") return DONE;
    if (outcome.kind === "read") {
      await faults.clear();
      return DONE;
    }
    // An account's own fault has been told to those who can mend it; asking again today would change nothing.
    return outcome.fault.scope === "account" ? DONE : later(outcome.fault, record);
  };

  return async (record) => {
    let body: ReturnType<typeof parseWatchBody>;
    try {
      body = parseWatchBody(record.body);
    } catch (error) {
      ports.onFault(toSaldovaktError(error), record);
      return AGAIN; // Until it lands in the dead-letter queue.
    }
    try {
      if ("accountId" in body) return await account(body.accountId, record);
      // The certificate is looked at whatever holds: it may be what is wrong.
      await ports.certificate(body);
      return DONE;
    } catch (error) {
      return thrown(toSaldovaktError(error), record);
    }
  };
}
