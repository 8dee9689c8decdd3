import type { Instant, Observation, PlainDate } from "@saldovakt/domain";
import { createHttpClient, THREE_TRIES, type Timer } from "@saldovakt/http";
import { createCaller } from "./caller.ts";
import { observationOf } from "./observation.ts";
import type { TransactionsAnswer } from "./results.ts";
import { requireAddress, type SkatteetatenSettings } from "./settings.ts";
import type { TokenSource } from "./token.ts";
import { periodOf, transactionsOf } from "./transactions.ts";
import { readClaims, readOpenClaims, readPaidIn, readPaidOut } from "./wire.ts";

export interface SkatteetatenOptions {
  readonly settings: SkatteetatenSettings;
  readonly tokens: TokenSource;
  /** The real clock: waits go by it. */
  readonly timer: Timer;
  /** Uniform in [0, 1), for the waits between tries. */
  readonly random: () => number;
  /** A new id for every try: a UUID. */
  readonly correlationId: () => string;
  readonly createClient?: typeof createHttpClient;
  /** Stamps the readings. */
  readonly now: () => Instant;
}

/**
 * Krav og betalinger, as far as this system asks it. Identities are nine digits. Errors are SaldovaktErrors: the codes of `faults.ts`, the HTTP client's,
 * the token source's, `IDENTITY_LENGTH`, and `MONEY_OVERFLOW` for amounts that cannot be.
 */
export interface Skatteetaten {
  /** Every unpaid claim as it is now. One call. */
  read(identity: string): Promise<Observation>;
  /** Claims made and payments since that day, a year back at most and unless given; and every unpaid due date. Four calls. */
  transactions(identity: string, from?: PlainDate): Promise<TransactionsAnswer>;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/** Nothing is read, loaded or opened before the first call. Throws `SKE_ADDRESS_INVALID`. */
export function createSkatteetaten(options: SkatteetatenOptions): Skatteetaten {
  const { settings, tokens, timer, random, correlationId, createClient = createHttpClient, now } = options;
  requireAddress(settings);
  const client = createClient(settings.tls ? { tls: settings.tls } : {});
  const call = createCaller({ settings, client, tokens, retry: { ...THREE_TRIES, timer, random }, correlationId, now });

  const openClaims = async (identity: string) => readOpenClaims(await call({ operation: "aapnekrav", identity }));

  return {
    read: async (identity) => observationOf(await openClaims(identity), now()),
    async transactions(identity, from) {
      const period = periodOf(from, now());
      const [open, claims, paidIn, paidOut] = await Promise.all([
        openClaims(identity),
        call({ operation: "krav", identity, period }).then(readClaims),
        call({ operation: "innbetalinger", identity, period }).then(readPaidIn),
        call({ operation: "utbetalinger", identity, period }).then(readPaidOut),
      ]);
      const rows = { open, claims: claims.krav ?? [], paidIn: paidIn.innbetaling ?? [], paidOut: paidOut.utbetaling ?? [] };
      return transactionsOf(rows, period, now());
    },
    close: () => client.close(),
  };
}
