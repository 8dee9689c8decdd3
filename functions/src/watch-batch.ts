import { type AccountId, type SaldovaktError, type SourceName, toSaldovaktError } from "@saldovakt/domain";
import type { SQSRecord } from "aws-lambda";
import { AGAIN, again, DONE, MESSAGE_MS, receiveCount, type Verdict } from "./batch.ts";
import type { WatchOfPass } from "./counted.ts";
import { type InstallationFaults, PUT_AWAY_SECONDS } from "./installation-fault.ts";
import { type AccountMessage, type CertificateMessage, parseWatchBody } from "./messages.ts";
import { backoffSeconds, unreadSeconds, visibilitySeconds } from "./visibility.ts";

export interface WatchBatchPorts {
  readonly watch: WatchOfPass;
  readonly certificate: (message: CertificateMessage) => Promise<void>;
  /** Of an authority's keys, certificate and section: no other authority's. */
  readonly faults: (source: SourceName) => InstallationFaults;
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
   * Whether no source that was asked answers anybody for now. Then the run should rest before it ends: it would only be handed the next messages, the most urgent
   * first, and each that it receives in vain comes nearer to the back of the queue.
   */
  readonly inVain: () => boolean;
  /** How many accounts were put away without being asked for. */
  readonly notTried: () => number;
}

/** What is known of one source within a batch. */
interface Standing {
  readonly faults: InstallationFaults;
  stopped: boolean;
  silences: number;
}

/**
 * Settles the messages of one batch of the watch queue. A fault of the installation stops the batch's readings at that source, and so does a source that
 * answers nobody: what is left of them is put away untried. For a fault of the installation other workers' messages are too, until the hold is over.
 */
export function watchSettler(ports: WatchBatchPorts): WatchSettler {
  const met: Standing[] = [];
  let notTried = 0;
  const standings = new Map<SourceName, Promise<Standing>>();

  const standingOf = (source: SourceName): Promise<Standing> => {
    const known = standings.get(source);
    if (known) return known;
    const faults = ports.faults(source);
    const asked = faults.held().then((stopped) => {
      const standing: Standing = { faults, stopped, silences: 0 };
      met.push(standing);
      return standing;
    });
    standings.set(source, asked);
    return asked;
  };

  const stop = async (fault: SaldovaktError, source: SourceName): Promise<void> => {
    const standing = await standingOf(source);
    standing.stopped = true;
    if (await standing.faults.report(fault)) ports.onInstallationFault(fault);
  };

  const later = (fault: SaldovaktError, record: SQSRecord): Verdict =>
    again(
      fault.retryAfterMs === undefined
        ? unreadSeconds(receiveCount(record), backoffSeconds(1, ports.random))
        : visibilitySeconds(fault.retryAfterMs),
    );

  const putAway = (record: SQSRecord): Verdict => again(unreadSeconds(receiveCount(record), PUT_AWAY_SECONDS));

  const thrown = async (fault: SaldovaktError, source: SourceName, record: SQSRecord): Promise<Verdict> => {
    if (fault.scope === "installation") {
      await stop(fault, source);
      return putAway(record);
    }
    ports.onFault(fault, record);
    return later(fault, record);
  };

  const account = async (id: AccountId, source: SourceName, record: SQSRecord): Promise<Verdict> => {
    const standing = await standingOf(source);
    if (standing.stopped) {
      notTried++;
      return putAway(record);
    }
    const outcome = await ports.watch(id, receiveCount(record));
    if (outcome.kind === "gone" || outcome.kind === "statement" || outcome.kind === "waiting") return DONE;
    standing.silences = outcome.kind === "failed" && outcome.fault.scope === "transient" ? standing.silences + 1 : 0;
    standing.stopped ||= standing.silences >= SILENCES;
    if (outcome.kind === "read") {
      await standing.faults.clear();
      return DONE;
    }
    // An account's own fault has been told to those who can mend it; asking again today would change nothing.
    return outcome.fault.scope === "account" ? DONE : later(outcome.fault, record);
  };

  const settle = async (record: SQSRecord): Promise<Verdict> => {
    let body: AccountMessage | CertificateMessage;
    try {
      body = parseWatchBody(record.body);
    } catch (error) {
      ports.onFault(toSaldovaktError(error), record);
      return AGAIN; // Until it lands in the dead-letter queue.
    }
    const source = "accountId" in body ? (body.source ?? "skatteverket") : body.certificateOf;
    try {
      if ("accountId" in body) return await account(body.accountId, source, record);
      // The certificate is looked at whatever holds: it may be what is wrong.
      await ports.certificate(body);
      return DONE;
    } catch (error) {
      return thrown(toSaldovaktError(error), source, record);
    }
  };

  return { settle, inVain: () => met.length > 0 && met.every(({ stopped }) => stopped), notTried: () => notTried };
}
