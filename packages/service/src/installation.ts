import type { AccountId, AccountReference } from "@saldovakt/domain";
import { NOTHING_REMEMBERED } from "@saldovakt/domain";
import type { JudgementRecord, Records } from "./ports.ts";

/** The installation itself, where an alert is about no account. */
export const INSTALLATION: AccountReference = { id: "installation" as AccountId, source: "skatteverket", name: "Saldovakt" };

/** Small facts that a store keeps beside its accounts. */
export interface Facts {
  fact(name: string): Promise<{ readonly value: string; readonly version: number } | null>;
  putFact(name: string, value: string, expected: number): Promise<boolean>;
}

const FACT = "installation.record";

/**
 * What is remembered of the installation: one fact, since a store keeps records only of accounts that stand, under the same rule as an
 * account's: written whole, and only over the version that was read. Its alerts are not kept for reading back; its deliveries tell that they went out.
 */
export function installationRecords(facts: Facts): Pick<Records, "record" | "putRecord" | "putAlert"> {
  return {
    record: async () => {
      const fact = await facts.fact(FACT);
      if (!fact) return { version: 0, remembered: NOTHING_REMEMBERED, outbox: [] };
      return { ...(JSON.parse(fact.value) as Omit<JudgementRecord, "version">), version: fact.version };
    },
    putRecord: (_id, expected, record) => facts.putFact(FACT, JSON.stringify(record), expected),
    putAlert: async () => undefined,
  };
}
