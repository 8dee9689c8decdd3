import { type Account, epochMs, SaldovaktError, type SourceName } from "@saldovakt/domain";
import type { Source } from "@saldovakt/service";
import type { SourceOperations, WebOptions, WebPorts } from "../ports.ts";
import { createRate, type RateLimit } from "./rate.ts";

/** What an authority takes of us a second where nothing is said. */
const CALLS_PER_SECOND = 4;

/** How many may come at once after a silence. */
const AT_ONCE = 8;

/** Nobody waits longer for the authority; a gateway before us would not either. */
const LONGEST_WAIT_MS = 25_000;

/** A reading is two calls and now and then four. */
const CALLS_OF_A_READING = 2;

const busy = (retryAfterMs: number): SaldovaktError =>
  new SaldovaktError("the authority's calls are taken up for the moment", {
    code: "SOURCE_BUSY",
    scope: "transient",
    remedy: "try again when `Retry-After` says",
    retryAfterMs,
  });

/**
 * Keeps whoever asks the authority by way of the API to a share of the calls it takes: a quarter for its own operations and a quarter for fresh readings, counted for all
 * processes together, so that the rest is left to the readings of the day. What goes beyond it is told so at once, with `SOURCE_BUSY` (transient), and no line grows; so is
 * whoever has waited for long. Those who ask the same thing at once share one answer.
 */
export function onDemand(ports: WebPorts, options: Pick<WebOptions, "callsPerSecond">): WebPorts {
  const { watch, operations, slots, now } = ports;
  const share = (options.callsPerSecond ?? CALLS_PER_SECOND) / 4;
  const rateOf = (perSecond: number) => createRate(slots, () => epochMs(now()), { perSecond, burst: AT_ONCE } satisfies RateLimit, 1);
  const [forOperations, forReadings] = [rateOf(share), rateOf(share / CALLS_OF_A_READING)];
  const underWay = new Map<string, Promise<unknown>>();

  async function admitted<T>(turn: () => Promise<number>, work: () => Promise<T>): Promise<T> {
    const wait = await turn();
    if (wait > 0) throw busy(wait);
    return within(LONGEST_WAIT_MS, work());
  }

  function once<T>(what: string, work: () => Promise<T>): Promise<T> {
    const standing = underWay.get(what) as Promise<T> | undefined;
    const answer = standing ?? work().finally(() => underWay.delete(what));
    if (!standing) underWay.set(what, answer);
    return answer;
  }

  function sourceOf(name: SourceName): Source {
    const source = watch.sources(name);
    return {
      ...(source.readPayout
        ? { readPayout: (identity) => within(LONGEST_WAIT_MS, (source.readPayout as NonNullable<Source["readPayout"]>)(identity)) }
        : {}),
      read: (identity: Account["identity"]) =>
        admitted(
          () => forReadings(`readings:${name}`),
          () => source.read(identity),
        ),
    };
  }

  function operationsOf(name: SourceName): SourceOperations {
    const found = operations(name);
    const asked = <Answer>(operation: keyof SourceOperations, identity: string, work: () => Promise<Answer>, more = ""): Promise<Answer> =>
      once(`${name} ${operation} ${identity} ${more}`, () => admitted(() => forOperations(`operations:${name}`), work));
    const { balance, transactions, payoutAccount, payoutBlocks } = found;
    return {
      ...(balance && { balance: (identity) => asked("balance", identity, () => balance.call(found, identity)) }),
      ...(transactions && {
        transactions: (identity, from) => asked("transactions", identity, () => transactions.call(found, identity, from), from),
      }),
      ...(payoutAccount && { payoutAccount: (identity) => asked("payoutAccount", identity, () => payoutAccount.call(found, identity)) }),
      ...(payoutBlocks && { payoutBlocks: (identity) => asked("payoutBlocks", identity, () => payoutBlocks.call(found, identity)) }),
    };
  }

  return { ...ports, watch: { ...watch, sources: sourceOf }, operations: operationsOf };
}

/** The work's outcome, or `SOURCE_BUSY` once that has taken too long; what it then comes to is nobody's concern. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(busy(ms)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
