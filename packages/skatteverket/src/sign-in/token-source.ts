import { epochMs, type Instant, instant, type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import type { RetryOptions } from "@saldovakt/http";
import type { Granted, GrantedToken } from "../token-grant.ts";
import { tries } from "../tries.ts";
import { signInFault } from "./faults.ts";
import { alone, type SignInRecord, type SignInRecords } from "./records.ts";
import { isFresh, renewed, stateOf, type UserTokens, usableRenewal } from "./tokens.ts";
import type { TokenVault } from "./vault.ts";

export interface TokenSourceOptions {
  readonly account: string;
  readonly records: SignInRecords;
  readonly vault: TokenVault;
  readonly retry: RetryOptions;
  readonly random: (bytes: number) => Uint8Array;
  /** Renews by a refresh token, in one try. */
  readonly renew: (refreshToken: string) => Promise<Granted>;
  /** Told of the record whose token is handed out. */
  readonly used?: ((record: SignInRecord) => void) | undefined;
}

/** Longer than the longest call may take: whoever lets it run out has died of something. */
const LEASE_MS = 90_000;
/** How often to look whether somebody else's renewal is done. */
const LOOK_MS = 250;
/** So often that a caller waits half a minute for it. */
const LOOKS = 120;

const over = (): SaldovaktError => signInFault("SKV_SIGN_IN_OVER");

export const newVersion = (random: (bytes: number) => Uint8Array): string => Buffer.from(random(12)).toString("base64url");

/**
 * The access tokens of an account's sign-in, for one user of them. Asked again while the last one's life is not over, that one has been refused: it is
 * renewed. However many processes ask at once, one renews and the others wait for it: the right to renew is a lease written on the record, for a refresh
 * token is good for one use and a second would end the sign-in. Throws `SKV_SIGN_IN_OVER`, `SKV_SIGN_IN_BUSY` (transient) and what vault and records throw.
 */
export function tokenSource(options: TokenSourceOptions): () => Promise<GrantedToken> {
  const { account, records, vault, retry, random } = options;
  const { timer } = retry;
  let handed: string | undefined;

  const hand = (record: SignInRecord, tokens: UserTokens): GrantedToken => {
    options.used?.(record);
    handed = tokens.accessToken;
    return { value: tokens.accessToken, lifetimeMs: epochMs(tokens.accessUntil) - timer.now() };
  };

  /** The record with this lease, or null when another write came first. */
  async function lease(record: SignInRecord): Promise<SignInRecord | null> {
    const leased = { ...record, version: newVersion(random), leasedUntil: instant(timer.now() + LEASE_MS) };
    return (await records.replace(account, record.version, leased)) ? leased : null;
  }

  /** Lets others try again at once: the record as it was. */
  async function release({ leasedUntil: _, ...leased }: SignInRecord): Promise<void> {
    await records.replace(account, leased.version, { ...leased, version: newVersion(random) });
  }

  /** What cannot be used again is not kept; where another sign-in stands behind, that one is. */
  async function letGo({ version, earlier }: SignInRecord): Promise<void> {
    await (earlier ? records.replace(account, version, earlier) : records.remove(account, version)).catch(() => {});
  }

  async function renew(leased: SignInRecord, tokens: UserTokens, refreshToken: string): Promise<UserTokens | null> {
    let fresh: UserTokens;
    let sealed: string;
    try {
      const seal = await vault.sealer(account);
      const issuedAt: Instant = instant(timer.now());
      fresh = renewed(tokens, await options.renew(refreshToken), issuedAt);
      sealed = seal(fresh);
    } catch (error) {
      // A dead sign-in is not kept. Why the renewal failed tells the reader more than why the record could not be put right.
      const dead = toSaldovaktError(error).code === "SKV_SIGN_IN_OVER";
      if (dead && leased.earlier && (await records.replace(account, leased.version, leased.earlier).catch(() => false))) return null;
      await (dead ? records.remove(account, leased.version) : release(leased)).catch(() => {});
      throw error;
    }
    const { leasedUntil: _, ...before } = leased;
    const record: SignInRecord = { ...before, ...stateOf(fresh), version: newVersion(random), sealed };
    if (await tries(() => records.replace(account, leased.version, record), retry)) return fresh;
    await keepBehind(leased.version, record);
    return null;
  }

  /** Somebody signed in while the tokens were renewed, and has not read yet: the new tokens are kept behind. Disconnected meanwhile, they are nobody's. */
  async function keepBehind(version: string, renewed: SignInRecord): Promise<void> {
    const present = await records.get(account);
    if (present?.earlier?.version !== version) return;
    await records.replace(account, present.version, { ...present, version: newVersion(random), earlier: alone(renewed) });
  }

  return async () => {
    for (let look = 0; look < LOOKS; look++) {
      if (look > 0) await timer.pause(LOOK_MS);
      const record = await records.get(account);
      if (!record) throw over();
      const tokens = await vault.open(account, record.sealed);
      if (tokens.accessToken !== handed && isFresh(tokens, timer.now())) return hand(record, tokens);

      const busy = record.leasedUntil !== undefined && timer.now() < epochMs(record.leasedUntil);
      if (!busy) {
        const renewal = usableRenewal(tokens, timer.now());
        if (!renewal) {
          // Not one that was merely refused before its time: tokens that are over are of use to nobody.
          if (!isFresh(tokens, timer.now())) await letGo(record);
          throw over();
        }
        const leased = await lease(record);
        const fresh = leased && (await renew(leased, tokens, renewal.token));
        if (fresh) return hand(record, fresh);
      }
    }
    throw signInFault("SKV_SIGN_IN_BUSY");
  };
}
