import { type AccountAccess, type Instant, SaldovaktError, type SourceName } from "@saldovakt/domain";
import type { Source } from "@saldovakt/service";
import type { SourceOperations } from "@saldovakt/web";

/** An authority that the configuration names, ready to be called. */
export interface Authority {
  readonly name: SourceName;
  readonly source: Source;
  /** What the HTTP API offers of it beyond forecasts. */
  readonly operations: SourceOperations;
  /** When the key or certificate that opens it ends; null where there is none, or nothing tells. */
  readonly validTo: Instant | null;
  /** Why it will take us today no more, or not yet. */
  readonly fault: SaldovaktError | null;
  /** Secret: makes the same id of the same number every time, for accounts that are in no state. */
  readonly idKey: string;
  /** How far this machine's clock is off by the authority's, in words, where it is so far that calls may soon be refused. */
  readonly clockFault?: () => string | null;
  /** Waits for the calls under way. */
  close(): Promise<void>;
}

/** On whose behalf an account is asked for, where the state or the configuration says. */
export type AccessOf = (identity: string) => Promise<AccountAccess | undefined>;

/** In place of an authority that cannot be called: every question is answered with the reason. */
export function closedAuthority(name: SourceName, fault: SaldovaktError): Authority {
  const refuse = (): Promise<never> => Promise.reject(fault);
  const source = name === "skatteverket" ? { read: refuse, readPayout: refuse } : { read: refuse };
  const operations =
    name === "skatteverket"
      ? { balance: refuse, transactions: refuse, payoutAccount: refuse, payoutBlocks: refuse }
      : { transactions: refuse };
  return { name, source, operations, validTo: null, fault, idKey: "", close: async () => {} };
}

const notConfigured = (): SaldovaktError =>
  new SaldovaktError("the account's authority is not configured", {
    code: "SOURCE_NOT_CONFIGURED",
    scope: "account",
    remedy: "add the authority's section to the configuration, or remove the account",
  });

const UNREADABLE: Source = { read: () => Promise.reject(notConfigured()) };

/** The authorities by name. An account whose authority is not among them fails by itself; the others are read. */
export interface Authorities {
  readonly sources: (name: SourceName) => Source;
  readonly operations: (name: SourceName) => SourceOperations;
}

export function byName(authorities: readonly Authority[]): Authorities {
  const found = new Map(authorities.map((authority) => [authority.name, authority]));
  return {
    sources: (name) => found.get(name)?.source ?? UNREADABLE,
    operations: (name) => found.get(name)?.operations ?? {},
  };
}
