import { SaldovaktError } from "@saldovakt/domain";
import { fault, type SkatteetatenFaultCode } from "./faults.ts";

/** So many organisations refused alike, with none answered in between, and the fault is taken to be everyone's. */
const ALIKE = 3;

/** How long an answer to one organisation shows that client, scope and addresses are in order. */
const SHOWS_MS = 10 * 60_000;

const ALONE_REMEDY = "compare its number, `systemUser` and `consumerOrg` in the configuration; ask Skatteetaten if they are right";

/** Whose fault a refusal is that may be the installation's: what was answered to others decides. */
export interface WhoseFault {
  /** Runs the call of that organisation. A fault of the installation comes back with the scope that others' answers give it. */
  judged<T>(identity: string, call: () => Promise<T>): Promise<T>;
}

/**
 * A refusal that usually stands for a fault of the whole installation may be about one organisation alone, and must not keep the others from being read. It is
 * the account's where another organisation was answered lately, the installation's where several are refused alike and none is answered, and until
 * that is known a passing matter, of which people are told only when it has stood for days (`judgeFailed`). `now` in milliseconds.
 */
export function createWhoseFault(now: () => number): WhoseFault {
  const underWay = new Set<Promise<unknown>>();
  const refused = new Map<string, Set<string>>();
  let answeredAt = Number.NEGATIVE_INFINITY;

  const decided = async (error: SaldovaktError, identity: string): Promise<SaldovaktError> => {
    const alike = refused.get(error.code) ?? new Set();
    refused.set(error.code, alike.add(identity));
    // What the others are answered at this very moment may decide it.
    await Promise.allSettled(underWay);
    if (now() - answeredAt <= SHOWS_MS && (refused.get(error.code)?.size ?? 0) < ALIKE) {
      const message = `${error.message}, for this organisation alone`;
      return fault(error.code as SkatteetatenFaultCode, { scope: "account", message, remedy: ALONE_REMEDY });
    }
    return (refused.get(error.code)?.size ?? 0) < ALIKE ? fault(error.code as SkatteetatenFaultCode, { scope: "transient" }) : error;
  };

  return {
    async judged(identity, call) {
      const called = call();
      underWay.add(called);
      try {
        const value = await called;
        answeredAt = now();
        refused.clear();
        return value;
      } catch (error) {
        underWay.delete(called);
        if (!(error instanceof SaldovaktError) || error.scope !== "installation" || !error.code.startsWith("SKE_")) throw error;
        throw await decided(error, identity);
      } finally {
        underWay.delete(called);
      }
    },
  };
}
