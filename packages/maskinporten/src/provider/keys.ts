import { toSaldovaktError } from "@saldovakt/domain";
import type { HttpClient } from "@saldovakt/http";
import { type IssuerKey, type IssuerKeys, judgeKeys, keysRequest, keysUrl, metadataRequest } from "./jwks.ts";

export interface KeyBook {
  /** The issuer's key of that id; null when it has none. Throws a coded fault when that cannot be known now. */
  key(kid: string): Promise<IssuerKey | null>;
  /** Resolves when no fetch is under way. */
  settled(): Promise<void>;
}

/** No key is used longer without having been seen again. */
const KEEP_MS = 86_400_000;
/** From then on it is looked for beside the calls, so that a key withdrawn is soon forgotten, and no caller waits for the look. */
const RENEW_AFTER_MS = 3_600_000;
/** At most two fetches in this time, whatever ids strangers make up: two, so that a key changed just after a fetch is found. Sooner only when the last one failed. */
const WINDOW_MS = 60_000;
const PAUSE_AFTER_FAULT_MS = 5_000;

/**
 * The keys of an issuer: fetched at the first need, kept for up to a day, and fetched again, once, when a token names one that is not among them. However
 * many ask at once, one fetch is under way.
 */
export function keyBook(http: HttpClient, issuer: string, now: () => number): KeyBook {
  let known: { readonly keys: IssuerKeys; readonly askedAt: number } | undefined;
  /** When the last fetch ended, and the one before it. */
  let triedAt = Number.NEGATIVE_INFINITY;
  let triedBefore = Number.NEGATIVE_INFINITY;
  let failure: Error | undefined;
  let underWay: Promise<IssuerKeys> | undefined;

  async function fetchKeys(): Promise<IssuerKeys> {
    const askedAt = now();
    try {
      const metadata = await http.send(metadataRequest(issuer)).catch(() => null);
      const keys = judgeKeys(await http.send(keysRequest(keysUrl(metadata, issuer, now()))), now());
      known = { keys, askedAt };
      failure = undefined;
      return keys;
    } catch (error) {
      failure = toSaldovaktError(error);
      throw failure;
    } finally {
      triedBefore = triedAt;
      triedAt = now();
    }
  }

  function renew(): Promise<IssuerKeys> {
    underWay ??= fetchKeys().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  // By how far the clock has moved either way: set back, it must not put off the next fetch, nor make old keys young.
  const passedSince = (moment: number): number => Math.abs(now() - moment);
  const mayTry = (): boolean => (failure ? passedSince(triedAt) >= PAUSE_AFTER_FAULT_MS : passedSince(triedBefore) >= WINDOW_MS);
  const age = (): number => (known ? passedSince(known.askedAt) : Number.POSITIVE_INFINITY);

  /** The keys as they are known now, or another look at the issuer's, where one may be taken. */
  async function again(): Promise<IssuerKeys | undefined> {
    if (underWay || mayTry()) return renew();
    if (failure) throw failure;
    return known?.keys;
  }

  return {
    async key(kid) {
      const found = age() < KEEP_MS ? known?.keys.get(kid) : undefined;
      if (!found) return (await again())?.get(kid) ?? null;
      if (age() >= RENEW_AFTER_MS && !underWay && mayTry()) renew().catch(() => {}); // what is known stays good for the day
      return found;
    },
    async settled() {
      await underWay?.catch(() => {});
    },
  };
}
