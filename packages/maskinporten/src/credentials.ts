import { isDeepStrictEqual } from "node:util";
import { SaldovaktError } from "@saldovakt/domain";
import type { SecretProvider } from "./secret.ts";
import { openSigner, type Signer } from "./signer.ts";

export interface Credentials {
  /** The signer in use; the secret is read at the first need. */
  current(): Promise<Signer>;
  /**
   * Reads the secret anew after the signer was refused; true when another signer is now in use. It is read once for all callers and then not again
   * for a minute: a refused key must not become a flood of readings.
   */
  renew(refused: Signer): Promise<boolean>;
}

const FRESH_PAUSE_MS = 60_000;

/** Refusals another reading of the secret may cure: keys and certificates are replaced while the program runs. */
const CURED_BY_SECRET: ReadonlySet<string> = new Set([
  "MP_CLIENT_UNKNOWN",
  "MP_KEY_UNKNOWN",
  "MP_KEY_REQUIRED",
  "MP_KEY_EXPIRED",
  "MP_CERTIFICATE_REFUSED",
  "MP_CERTIFICATE_FOREIGN",
  "MP_CHAIN_REFUSED",
  "MP_SIGNATURE_REFUSED",
  "CERTIFICATE_EXPIRED",
  "CERTIFICATE_NOT_YET_VALID",
]);

export const curedBySecret = (error: unknown): boolean => error instanceof SaldovaktError && CURED_BY_SECRET.has(error.code);

export function credentials(provider: SecretProvider, now: () => number): Credentials {
  let present: Promise<Signer> | undefined;
  let renewing: Promise<boolean> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let unusable = false;

  function current(): Promise<Signer> {
    if (!present) {
      const opening = provider(unusable ? { fresh: true } : undefined).then(openSigner);
      present = opening;
      // A secret that could not be read or opened is asked for again by the next caller, past whatever keeps it.
      opening.then(
        () => {
          unusable = false;
        },
        () => {
          unusable = true;
          if (present === opening) present = undefined;
        },
      );
    }
    return present;
  }

  async function readAnew(refused: Signer): Promise<boolean> {
    askedAt = now();
    // Why the key was refused tells the reader more than why no other could be had.
    const fresh = await provider({ fresh: true }).catch(() => undefined);
    if (!fresh || isDeepStrictEqual(fresh, refused.secret)) return false;
    present = Promise.resolve(openSigner(fresh));
    await present;
    return true;
  }

  return {
    current,
    async renew(refused) {
      if ((await current()) !== refused) return true;
      if (!renewing && now() - askedAt < FRESH_PAUSE_MS) return false;
      renewing ??= readAnew(refused).finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
  };
}
