import type {
  AccountId,
  Alert,
  Appointee,
  BookedRow,
  FaultScope,
  Instant,
  Language,
  Minor,
  PayoutBlock,
  PlainDate,
  SourceName,
  UserId,
} from "@saldovakt/domain";
import type {
  AccessBook,
  AccountBook,
  AccountList,
  AddedRecipient,
  AuditLog,
  ClientLinks,
  Delivery,
  Facts,
  RandomBytes,
  Recipient,
  Statement,
  WatchPorts,
} from "@saldovakt/service";
import type { Callers } from "./access/callers.ts";
import type { SourceSignIns } from "./access/source-sign-ins.ts";

/** What the API and the pages need of the world. `functions/` and `cli/` plug the adapters in. */

/** A key as it is kept: never the key itself. */
export interface ApiKey {
  readonly id: string;
  /** SHA-256 of the key, hex. */
  readonly hash: string;
  readonly scopes: readonly string[];
  /** Null = every account. */
  readonly accounts: readonly AccountId[] | null;
  readonly revokedAt: Instant | null;
  readonly lastUsedAt?: Instant;
  /** The key that made this one; what the parent loses, this one loses. */
  readonly parent?: string;
}

/** A key as lists show it. */
export interface ListedKey extends ApiKey {
  readonly createdAt: Instant;
}

/** The keys, as the store keeps them. */
export interface Keys {
  keys(): Promise<readonly ListedKey[]>;
  /** False when there is none. */
  revokeKey(id: string, at: Instant): Promise<boolean>;
  keyByHash(hash: string): Promise<ApiKey | null>;
  keyById(id: string): Promise<ApiKey | null>;
  touchKey(id: string, at: Instant): Promise<void>;
  putKey(record: ApiKey & { readonly name: string; readonly createdAt: Instant }): Promise<void>;
}

/** Where a list that grows goes on. */
export interface Before {
  readonly at: Instant;
  readonly id: string;
}

export interface Alerts {
  /** Newest first; with `before` those that come after it in that order. */
  alerts(id: AccountId, limit: number, before?: Before): Promise<readonly Alert[]>;
  alert(id: AccountId, alertId: string): Promise<Alert | null>;
}

/** Who is told beside those of the configuration, and what became of it. Targets are personal data: shown in full in what is held of whoever gave them, and nowhere else. */
export interface Recipients {
  recipient(key: string): Promise<AddedRecipient | null>;
  /** Oldest first. */
  recipients(): Promise<readonly AddedRecipient[]>;
  /** Keeps the recipient, over one with the same key. */
  putRecipient(record: AddedRecipient): Promise<void>;
  removeRecipient(key: string): Promise<boolean>;
  isRecipientDisabled(key: string): Promise<boolean>;
  enableRecipient(key: string): Promise<void>;
  /** Tells it nothing more, until it is enabled again. */
  disableRecipient(key: string, at: Instant): Promise<void>;
  /** Newest first; with `before` those that come after it in that order. */
  deliveriesOf(key: string, limit: number, before?: Before): Promise<readonly Delivery[]>;
  delivery(id: string): Promise<Delivery | null>;
  /** Notes a delivery that waits; one that has come to its end stays as it is. */
  putDelivery(record: Delivery): Promise<Delivery>;
}

/** What each live reading tells beside its own figures. */
export interface Stamped {
  /** The source's own stamp. */
  readonly asOf: Instant;
  readonly nextReconciliation: PlainDate | null;
  /** What the authority wants every reader to know. */
  readonly information: readonly string[];
}

export interface BalanceReading extends Stamped {
  readonly balance: Minor;
  /** At the enforcement authority, never netted with `balance`. Negative = debt. */
  readonly enforcementBalance: Minor;
  readonly accruedInterest: Minor;
  readonly enforcementInterest: Minor;
  /** OCR or KID for payments to the account. */
  readonly reference: string | null;
}

/** A row that is decided and not yet booked. `amount` is absent where the money lies at the enforcement authority alone. */
export interface UpcomingRow {
  /** The day it counts. */
  readonly date: PlainDate;
  readonly dueDate?: PlainDate;
  readonly decidedOn?: PlainDate;
  readonly interestDate?: PlainDate;
  readonly text: string;
  readonly amount?: Minor;
  readonly enforcementAmount?: Minor;
}

export interface TransactionsReading extends Stamped {
  /** The first day covered, as the source settled it. */
  readonly from: PlainDate;
  readonly booked: readonly BookedRow[];
  readonly upcoming: readonly UpcomingRow[];
}

export interface PayoutAccountReading extends Stamped {
  /** Null: none is registered. */
  readonly payoutAccount: string | null;
}

export interface PayoutBlocksReading extends Stamped {
  readonly blocks: readonly PayoutBlock[];
}

/** The authority's own operations, read live. One that a source does not have is absent. */
export interface SourceOperations {
  balance?(identity: string): Promise<BalanceReading>;
  transactions?(identity: string, from?: PlainDate): Promise<TransactionsReading>;
  payoutAccount?(identity: string): Promise<PayoutAccountReading>;
  payoutBlocks?(identity: string): Promise<PayoutBlocksReading>;
}

/** A fault that was answered with a status of 500 or more. Holds neither ids nor messages, so it may be logged as it is. */
export interface AnsweredFault {
  readonly requestId: string;
  /** The path with its ids left out: `/v1/accounts/-/forecast`. */
  readonly route: string;
  readonly status: number;
  readonly code: string;
  readonly scope: FaultScope;
  /** Where in the program it arose, for faults in the program itself: frames only, since nobody knows what a message holds. */
  readonly frames?: readonly string[];
}

/** Somebody who signed in, with a key or as a user: one of the two is named. */
export interface Session {
  /** SHA-256 of the cookie, hex. */
  readonly hash: string;
  readonly keyId?: string;
  readonly userId?: UserId;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export interface Sessions {
  putSession(session: Session): Promise<void>;
  /** Also one that is over. */
  session(hash: string): Promise<Session | null>;
  endSession(hash: string): Promise<void>;
}

export interface WebPorts {
  readonly watch: WatchPorts & { readonly accounts: AccountList };
  readonly alerts: Alerts;
  readonly keys: Keys;
  /** Counts the requests of keys: the first of `count` slots `spacingMs` apart, none before `notBefore` (epoch ms), atomic across processes. */
  readonly slots: { reserveSlots(key: string, count: number, spacingMs: number, notBefore: number): Promise<number> };
  /** The time as it is, also where `watch.clock` shows a stated day. */
  readonly now: () => Instant;
  /** Users, groups of accounts, and invitations. */
  readonly people: AccessBook;
  /** Programs of others that show an authority's token in place of a key; left out, only keys are taken. */
  readonly callers?: Callers;
  /** People who sign in at Skatteverket themselves; left out, nobody can. Goes with `watch.signedIn`. */
  readonly signIns?: SourceSignIns;
  /** Whom clients are to appoint as juridiskt läsombud; left out, the e-service's start page is all that is known. */
  readonly appointee?: Appointee;
  /** Whoever makes links into the e-service for single clients; left out, there is only the address for everybody. */
  readonly clientLinks?: ClientLinks;
  /** Who did what. */
  readonly log: AuditLog;
  /** People who are signed in to the pages. */
  readonly sessions: Sessions;
  /** Holds the key of signed links. */
  readonly facts: Facts;
  /** Bytes fit for secrets. */
  readonly random: RandomBytes;
  /** The accounts, to add to, change and remove. */
  readonly book: AccountBook;
  readonly payments: { removePayment(id: AccountId, paymentId: string): Promise<boolean> };
  readonly recipients: Recipients;
  /** Those the configuration lists: told of every account, and not to be changed here. */
  readonly configured: readonly Recipient[];
  /** The opaque key of a channel and its target, the same as deliveries carry. */
  readonly recipientKey: (channel: string, target: Readonly<Record<string, string>>) => string;
  /** Throws, or rejects, for an address that could never be called: one of this machine, of its network, or none. */
  readonly checkAddress: (url: string) => unknown;
  /** The channels over which somebody may be told who is added here. */
  readonly channels: readonly string[];
  /** Reads a statement's file. Throws `STATEMENT_…` (input). */
  readonly readStatement: (file: Uint8Array) => Statement | Promise<Statement>;
  /** The authorities that can be read here. */
  readonly offered: readonly SourceName[];
  readonly operations: (source: SourceName) => SourceOperations;
  readonly onFault?: (fault: AnsweredFault) => void;
}

export interface WebOptions {
  /** `open`: to whoever reaches them, so only ever on loopback. `signed-in`: to those who show a key or a signed link. */
  readonly pages: false | "open" | "signed-in";
  readonly version: string;
  /** Of the pages, where readers ask for none. Documents of the API, and the page a signed link opens, are in that of the account's policy. */
  readonly language: Language;
  /**
   * Names beside loopback's own by which this server may be called in the `Host` header while the pages are open. A site on the web whose name
   * was made to point at this machine (DNS rebinding) is turned away by it.
   */
  readonly allowedHosts?: readonly string[];
  /** Where API and pages are reached from outside, for the addresses that are handed out: `https://host`, with no slash at its end. */
  readonly publicUrl?: string;
  /** Requests of one key a second, and at once after a silence; 20 and 100 when left out. */
  readonly rate?: { readonly perSecond: number; readonly burst: number };
  /** Calls the authority takes of us; 4 when left out. Who asks it by way of the API gets half of them. */
  readonly callsPerSecond?: number;
  /** Makes the id of a request; a random UUID when left out. */
  readonly requestId?: () => string;
}
