import { type AccountId, type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import type { SQSRecord } from "aws-lambda";
import { AGAIN, again, DONE, MESSAGE_MS, receiveCount, type Verdict } from "./batch.ts";
import type { WatchOfPass } from "./counted.ts";
import { type InstallationFaults, PUT_AWAY_SECONDS } from "./installation-fault.ts";
import { type CertificateMessage, parseWatchBody } from "./messages.ts";
import { backoffSeconds, unreadSeconds, visibilitySeconds } from "./visibility.ts";

export interface WatchBatchPorts {
  readonly watch: WatchOfPass;
  readonly certificate: (message: CertificateMessage) => Promise<void>;
  readonly faults: InstallationFaults;
  /** Tells a fault of the installation; called once a day and code across all workers. */
  readonly onInstallationFault: (fault: SaldovaktError) => void;
  /** Tells any other fault that nobody has told yet. */
  readonly onFault: (fault: SaldovaktError, record: SQSRecord) => void;
  readonly random: () => number;
}

/** So many accounts in a row without an answer, and the source is taken to be closed to everybody. */
const SILENCES = 5;

/** What a run keeps of its time when it rests: to give its answer, and a message's time besides. */
const REST_MARGIN_MS = MESSAGE_MS + 10_000;

/** How long a run rests that has so much time left. */
export const restMs = (timeLeftMs: number): number => Math.max(0, timeLeftMs - REST_MARGIN_MS);

export interface WatchSettler {
  readonly settle: (record: SQSRecord) => Promise<Verdict>;
  /**
   * Whether the source answers nobody for now. Then the run should rest before it ends: it would only be handed the next messages, the most urgent
   * first, and each that it receives in vain comes nearer to the back of the queue.
   */
  readonly inVain: () => boolean;
}

/**
 * Settles the messages of one batch of the watch queue. A fault of the installation stops the batch, and so does a source that answers nobody: what is
 * left of it is put away untried. For a fault of the installation other workers' messages are too, until the hold is over.
 */
export async function watchSettler(ports: WatchBatchPorts): Promise<WatchSettler> {
  const { faults } = ports;
  let stopped = await faults.held();
  let silences = 0;

  const stop = async (fault: SaldovaktError): Promise<void> => {
    stopped = true;
    if (await faults.report(fault)) ports.onInstallationFault(fault);
  };

  const later = (fault: SaldovaktError, record: SQSRecord): Verdict =>
    again(
      fault.retryAfterMs === undefined
        ? unreadSeconds(receiveCount(record), backoffSeconds(1, ports.random))
        : visibilitySeconds(fault.retryAfterMs),
    );

  const putAway = (record: SQSRecord): Verdict => again(unreadSeconds(receiveCount(record), PUT_AWAY_SECONDS));

  const thrown = async (fault: SaldovaktError, record: SQSRecord): Promise<Verdict> => {
    if (fault.scope === "installation") {
      await stop(fault);
      return putAway(record);
    }
    ports.onFault(fault, record);
    return later(fault, record);
  };

  const account = async (id: AccountId, record: SQSRecord): Promise<Verdict> => {
    if (stopped) return putAway(record);
    const outcome = await ports.watch(id, receiveCount(record));
    if (outcome.kind === "gone" || outcome.kind === "statement") return DONE;
    silences = outcome.kind === "failed" && outcome.fault.scope === "transient" ? silences + 1 : 0;
    stopped ||= silences >= SILENCES;
    if (outcome.kind === "read") {
      await faults.clear();
      return DONE;
    }
    // An account's own fault has been told to those who can mend it; asking again today would change nothing.
    return outcome.fault.scope === "account" ? DONE : later(outcome.fault, record);
  };

  const settle = async (record: SQSRecord): Promise<Verdict> => {
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

  return { settle, inVain: () => stopped };
}
