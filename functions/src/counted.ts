import type { AccountId } from "@saldovakt/domain";
import type { WatchOutcome } from "@saldovakt/service";

/** Watches the account of a message that SQS has given out for the `received`th time. */
export type WatchOfPass = (id: AccountId, received: number) => Promise<WatchOutcome>;

/** Counts what the pass itself reads, and nothing the HTTP API is asked for: that somebody asked is no sign that a pass took place. */
export function counted(watch: WatchOfPass, count: (name: "PassReadings") => void): WatchOfPass {
  return async (id, received) => {
    const outcome = await watch(id, received);
    if (outcome.kind === "read") count("PassReadings");
    return outcome;
  };
}
