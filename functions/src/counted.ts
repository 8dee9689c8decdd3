import { type AccountId, toSaldovaktError } from "@saldovakt/domain";
import type { WatchOutcome } from "@saldovakt/service";

/** Watches the account of a message that SQS has given out for the `received`th time. */
export type WatchOfPass = (id: AccountId, received: number) => Promise<WatchOutcome>;

/**
 * Counts accounts of the pass itself, and nothing the HTTP API is asked for: that somebody asked is no sign that a pass took place. An account that
 * fails is counted at its message's first try alone: one that comes back every two hours is still one. A fault of the installation is no account's.
 */
export function counted(watch: WatchOfPass, count: (name: "PassReadings" | "PassFailures") => void): WatchOfPass {
  return async (id, received) => {
    const failed = () => received === 1 && count("PassFailures");
    try {
      const outcome = await watch(id, received);
      if (outcome.kind === "read") count("PassReadings");
      if (outcome.kind === "failed") failed();
      return outcome;
    } catch (thrown) {
      if (toSaldovaktError(thrown).scope !== "installation") failed();
      throw thrown;
    }
  };
}
