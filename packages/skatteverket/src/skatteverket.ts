import type { Instant, Observation, PayoutSettings, PlainDate } from "@saldovakt/domain";
import { createHttpClient, type Limiter, type RetryOptions, THREE_TRIES, type Timer } from "@saldovakt/http";
import { payoutBlocksAnswer } from "./blocks.ts";
import { type Caller, createCaller } from "./caller.ts";
import { observationOf } from "./observation.ts";
import type { BalanceAnswer, PayoutAccountAnswer, PayoutBlocksAnswer, TransactionsAnswer } from "./results.ts";
import { createSessions, type SecretProvider } from "./sessions.ts";
import { requireAddresses, type SkatteverketSettings } from "./settings.ts";
import { balanceAnswer, payoutAccountAnswer, transactionsAnswer } from "./translate.ts";
import { readSaldo, readTransaktioner, readUtbetalningskonto } from "./wire.ts";

export interface SkatteverketOptions {
  readonly settings: SkatteverketSettings;
  /** Called at the first need; again with `fresh` when credentials are refused. */
  readonly secret: SecretProvider;
  /** Shared by everything that calls Skatteverket with the same keys. One slot is taken for every try. */
  readonly limiter: Limiter;
  /** The real clock: waits, the token's life and the certificate's go by it. */
  readonly timer: Timer;
  /** Uniform in [0, 1), for the waits between tries. */
  readonly random: () => number;
  /** A new id for every try, at most 36 characters: a UUID. */
  readonly correlationId: () => string;
  readonly createClient?: typeof createHttpClient;
  /** Stamps the readings, and tells the hours in which the service is closed. */
  readonly now: () => Instant;
}

/**
 * Skattekonto, as far as this system asks it. Identities are twelve digits. Errors are SaldovaktErrors: the codes of `faults.ts`, the HTTP
 * client's, `IDENTITY_LENGTH`, and `MONEY_OVERFLOW` or `MONEY_NOT_WHOLE` for amounts that cannot be.
 */
export interface Skatteverket {
  /** What the account looks like now, balance and rows of one and the same update wherever the authority can give them so. */
  read(identity: string): Promise<Observation>;
  /** What decides whether a surplus would be paid out. Two calls: worth making only when it matters. */
  readPayout(identity: string): Promise<PayoutSettings>;
  balance(identity: string): Promise<BalanceAnswer>;
  /** Rows booked on or after that day, 555 days back unless given, 915 at most; and all rows to come. */
  transactions(identity: string, from?: PlainDate): Promise<TransactionsAnswer>;
  payoutAccount(identity: string): Promise<PayoutAccountAnswer>;
  payoutBlocks(identity: string): Promise<PayoutBlocksAnswer>;
  /** Makes sure a token can be had: the keys of the token endpoint and the certificate are right. */
  token(): Promise<void>;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/** Nothing is read, loaded or opened before the first call. Throws `SKV_ADDRESS_INVALID`. */
export function createSkatteverket(options: SkatteverketOptions): Skatteverket {
  const { settings, secret, limiter, timer, random, correlationId, createClient = createHttpClient, now } = options;
  requireAddresses(settings);
  const retry: RetryOptions = { ...THREE_TRIES, timer, random };
  const sessions = createSessions({ settings, secret, createClient, retry, now });
  const caller = createCaller({ settings, now, sessions, limiter, retry, correlationId });
  return operationsBy(caller, now, () => sessions.close());
}

/** The operations, as that caller makes the calls. */
export function operationsBy(caller: Caller, now: () => Instant, close: () => Promise<void>): Skatteverket {
  const balance = async (identity: string): Promise<BalanceAnswer> =>
    balanceAnswer(readSaldo(await caller.call({ operation: "balance", identity })));

  const transactions = async (identity: string, from?: PlainDate): Promise<TransactionsAnswer> => {
    const json = await caller.call({ operation: "transactions", identity, ...(from !== undefined && { from }) });
    return transactionsAnswer(readTransaktioner(json), from);
  };

  const payoutAccount = async (identity: string): Promise<PayoutAccountAnswer> =>
    payoutAccountAnswer(readUtbetalningskonto(await caller.call({ operation: "payoutAccount", identity })));

  const payoutBlocks = async (identity: string): Promise<PayoutBlocksAnswer> =>
    payoutBlocksAnswer(await caller.call({ operation: "payoutBlocks", identity }));

  return {
    balance,
    transactions,
    payoutAccount,
    payoutBlocks,
    async read(identity) {
      let [account, rows] = [await balance(identity), await transactions(identity)];
      // The account was updated between the two calls. Reading the older answer once more brings both to the same update, unless it is busy.
      if (account.asOf < rows.asOf) account = await balance(identity);
      else if (account.asOf > rows.asOf) rows = await transactions(identity);
      return observationOf(identity, account, rows, now());
    },
    async readPayout(identity) {
      const { payoutAccount: registered } = await payoutAccount(identity);
      const { blocks } = await payoutBlocks(identity);
      return { payoutAccount: registered, blocks };
    },
    token: () => caller.token(),
    close,
  };
}
