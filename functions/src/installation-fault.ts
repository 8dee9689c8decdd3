import { epochMs, type Instant, type PlainDate, type SaldovaktError } from "@saldovakt/domain";
import type { Facts } from "@saldovakt/service";

export const INSTALLATION_FAULT = "installation-fault";

/** While the last fault of the installation is younger than this, no worker tries the source. */
export const HELD_MS = 10 * 60_000;
/** How long messages are put away over a fault of the installation: longer than it holds, so that the first to come back tries the source anew. */
export const PUT_AWAY_SECONDS = 15 * 60;

/** Another worker may write the fact in between; each loss means that one did. */
const TRIES = 5;

interface Standing {
  readonly day: PlainDate;
  /** The codes told on that day. */
  readonly told: readonly string[];
  /** The last fault's moment; null once a reading has succeeded since. */
  readonly at: Instant | null;
}

export interface InstallationFaults {
  /** Whether somebody met such a fault so lately that trying would only repeat it. */
  held(): Promise<boolean>;
  /** Notes the fault for all workers. True for the one who is to tell it: once a day and code. */
  report(fault: SaldovaktError): Promise<boolean>;
  /** A reading has succeeded. Writes only when a fault stands. */
  clear(): Promise<void>;
}

/**
 * What all workers know of the fault that is the same for every account. Made anew for each batch: `held` reads the fact once, and `clear` goes
 * by what it read.
 */
export function installationFaults(facts: Facts, now: () => Instant, today: () => PlainDate): InstallationFaults {
  let standsBefore = false;

  const read = async (): Promise<{ standing: Standing | null; version: number }> => {
    const fact = await facts.fact(INSTALLATION_FAULT);
    return fact ? { standing: JSON.parse(fact.value) as Standing, version: fact.version } : { standing: null, version: 0 };
  };

  return {
    async held() {
      const { standing } = await read();
      if (!standing?.at) return false;
      standsBefore = true;
      return epochMs(now()) - epochMs(standing.at) < HELD_MS;
    },

    async report(fault) {
      standsBefore = true;
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const { standing, version } = await read();
        const day = today();
        const told = standing?.day === day ? standing.told : [];
        const first = !told.includes(fault.code);
        const next: Standing = { day, told: first ? [...told, fault.code] : told, at: now() };
        if (await facts.putFact(INSTALLATION_FAULT, JSON.stringify(next), version)) return first;
      }
      // So many others met it at this very moment that one of them tells it.
      return false;
    },

    async clear() {
      if (!standsBefore) return;
      standsBefore = false;
      const { standing, version } = await read();
      // What was told today stays noted, so that a fault that comes and goes is told once a day all the same.
      if (standing?.at) await facts.putFact(INSTALLATION_FAULT, JSON.stringify({ ...standing, at: null }), version);
    },
  };
}
