import { toSaldovaktError } from "@saldovakt/domain";

/** How long a secret is used before it is read again: what a rotation takes at most to be seen by a function that keeps running. */
export const SECRET_LIFETIME_MS = 5 * 60_000;

export type SecretCache = (arn: string, options?: { readonly fresh?: boolean }) => Promise<string>;

interface Held {
  readonly value: string;
  readonly readAt: number;
}

/**
 * Secrets by their ARN, each read once for all who ask at the same time and kept for its lifetime; `fresh` passes over what is kept. When a secret
 * that is merely old cannot be read just now, the old one serves. Throws what `read` throws.
 */
export function secretCache(read: (arn: string) => Promise<string>, now: () => number): SecretCache {
  const held = new Map<string, Held>();
  const underWay = new Map<string, Promise<Held>>();

  const renew = (arn: string): Promise<Held> => {
    const asked = underWay.get(arn);
    if (asked) return asked;
    const reading = (async () => {
      const entry = { readAt: now(), value: await read(arn) };
      held.set(arn, entry);
      return entry;
    })().finally(() => underWay.delete(arn));
    underWay.set(arn, reading);
    return reading;
  };

  return async (arn, options) => {
    const kept = held.get(arn);
    if (kept && !options?.fresh && now() - kept.readAt < SECRET_LIFETIME_MS) return kept.value;
    try {
      return (await renew(arn)).value;
    } catch (thrown) {
      if (kept && !options?.fresh && toSaldovaktError(thrown).scope === "transient") return kept.value;
      throw thrown;
    }
  };
}
