import { type AccountId, SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import { type Limiter, retrying, type Timer } from "@saldovakt/http";
import type { WatchOutcome } from "@saldovakt/service";
import type { SimulatedAccount } from "./accounts.ts";
import type { Authority } from "./authority.ts";
import { TABLE_MS } from "./table.ts";

/** What one instance of `watch` reads accounts with. */
export interface ReaderParts {
  readonly accounts: ReadonlyMap<AccountId, SimulatedAccount>;
  readonly authority: Authority;
  readonly limiter: Limiter;
  readonly timer: Timer;
  readonly random: () => number;
}

export type Reader = (id: AccountId) => Promise<WatchOutcome>;

/** As `@saldovakt/skatteverket` repeats a call: three tries within seconds, a slot for each. */
const TRIES = { attempts: 3, baseMs: 500, capMs: 8_000 } as const;
/** Round trips to the table, one after the other, before the authority is asked and after. */
const BEFORE = 1;
const AFTER = 2;

const refused = (): SaldovaktError => new SaldovaktError("not ours to read", { code: "SKV_NOT_AUTHORISED", scope: "account" });

/**
 * `watchAccount` as far as it takes time: the calls of the table and of the authority, without the answers' contents. `reader.test.ts` holds it to the
 * real use case over the real client.
 */
export function modelReader({ accounts, authority, limiter, timer, random }: ReaderParts): Reader {
  const attempt = async (): Promise<void> => {
    await limiter.take();
    await authority.call();
  };
  return async (id) => {
    const account = accounts.get(id);
    if (!account) return { kind: "gone" };
    await timer.pause(BEFORE * TABLE_MS);
    let fault: SaldovaktError | undefined = account.refused ? refused() : undefined;
    try {
      for (let n = 0; n < account.calls; n++) await retrying(attempt, { ...TRIES, timer, random });
    } catch (thrown) {
      fault = toSaldovaktError(thrown);
    }
    if (fault?.scope === "installation") throw fault;
    await timer.pause(AFTER * TABLE_MS);
    // Whoever settles the batch looks at the kind and the fault, and at nothing else.
    return (fault ? { kind: "failed", fault } : { kind: "read" }) as WatchOutcome;
  };
}
