import type {
  Account,
  AccountId,
  Alert,
  AmountDocument,
  Instant,
  Language,
  Observation,
  PlainDate,
  RegisteredPayment,
  Remembered,
  Severity,
  SourceName,
  UserId,
} from "@saldovakt/domain";
import type { AccessStore } from "./access-port.ts";
import type { SignInStore } from "./sign-in-port.ts";

/** What the list of accounts shows without opening each one. */
export interface AccountSummary {
  readonly balance: AmountDocument;
  readonly nextDueDate: PlainDate | null;
  readonly shortfall: AmountDocument;
  readonly payBy: PlainDate | null;
  readonly severity: Severity;
  /** The day it was made for; absent in one of before days were kept. */
  readonly day?: PlainDate;
  readonly asOf: Instant;
  readonly readAt: Instant;
}

export interface ListedAccount {
  readonly account: Account;
  /** Null until the first reading. */
  readonly summary: AccountSummary | null;
}

/**
 * What is remembered of one account's judgement: one item, written whole and conditionally. `outbox` holds alerts that were decided but not
 * yet handed to the delivery queue, so that a crash in between loses none.
 */
export interface AccountRecord {
  /** 0 = never written. */
  readonly version: number;
  readonly remembered: Remembered;
  readonly outbox: readonly Alert[];
}

/** One attempt's outcome as it is remembered. */
export interface DeliveryRecord {
  readonly id: string;
  /** Null when the message concerns the installation (a certificate running out) and no account. */
  readonly accountId: AccountId | null;
  readonly recipient: string;
  readonly alertType: string;
  readonly status: "pending" | "delivered" | "failed" | "disabled";
  readonly attempts: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** The last fault's code. */
  readonly fault?: string;
  /** Which of the account's alerts it carried; absent in records from before it was kept, and for a test message. */
  readonly alertId?: string;
  /** For one that was sent again: the id of the delivery it repeats. */
  readonly of?: string;
}

/** A message of the local delivery queue; on AWS SQS holds them. The body is opaque to the store. */
export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly attempts: number;
}

export interface ApiKeyRecord {
  readonly id: string;
  /** SHA-256 of the key, hex. The key itself is never stored. */
  readonly hash: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Null = every account. */
  readonly accounts: readonly AccountId[] | null;
  readonly createdAt: Instant;
  readonly revokedAt: Instant | null;
  /** About when it was last used; never kept more often than `touchKey` is called. */
  readonly lastUsedAt?: Instant;
  /** The key that made this one (a calendar's address); what the parent loses, this one loses. */
  readonly parent?: string;
}

/** Somebody who signed in, with a key or as a user: one of the two is named. The cookie itself is never stored. */
export interface SessionRecord {
  /** SHA-256 of the cookie, hex. */
  readonly hash: string;
  readonly keyId?: string;
  readonly userId?: UserId;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** A recipient that was added by hand, beside those of the configuration. */
export interface RecipientRecord {
  /** Opaque: a hash of channel and target, the same key deliveries carry. */
  readonly key: string;
  readonly channel: string;
  /** What the channel needs, as the configuration writes it: `{ url }`, `{ to }`, `{ phoneNumber }`. Opaque to the store. */
  readonly target: Readonly<Record<string, string>>;
  /** Webhooks: newest first. An older one signs too until its time is over. */
  readonly secrets?: readonly { readonly secret: string; readonly until: Instant | null }[];
  /** Told of these accounts only; null = of every one. */
  readonly accounts: readonly AccountId[] | null;
  readonly language?: Language;
  readonly discreet?: boolean;
  readonly createdAt: Instant;
  /** Who added it; `lasting` = it stays when they go. Absent in one from before it was kept, which is told of nothing. */
  readonly by?: { readonly kind: "user" | "key"; readonly id: string; readonly lasting: boolean };
}

/** Where a list that grows goes on. */
export interface Before {
  readonly at: Instant;
  readonly id: string;
}

export interface AccountExport {
  readonly account: Account;
  readonly summary: AccountSummary | null;
  readonly observation: Observation | null;
  readonly record: AccountRecord;
  readonly payments: readonly RegisteredPayment[];
  readonly alerts: readonly Alert[];
  readonly deliveries: readonly DeliveryRecord[];
}

export type AccountChange = Partial<Pick<Account, "name" | "origin">> & {
  readonly [Field in "policy" | "payFrom" | "access" | "reading" | "ombud" | "permission" | "appointing" | "revision"]?: NonNullable<
    Account[Field]
  > | null;
};

/**
 * What is remembered, behind one port. Every write touches one item and is conditional where two writers could meet, so SQLite, DynamoDB
 * and every emulator honour the same contract. A promise that has resolved is kept: the write is on disk, or at AWS.
 *
 * Whatever belongs to an account is kept only while the account stands: writing for one that was erased (or never added) leaves nothing
 * behind and is no error, so that a reading under way cannot undo an erasure.
 *
 * Errors: `STORE_UNREACHABLE` (transient: busy, throttled, no network), `STORE_UNREADABLE` (installation: not our file, newer than this
 * program, no such table, no access), `STORE_FULL` (installation), `STORE_ITEM_UNREADABLE` and `STORE_ITEM_TOO_LARGE` (account).
 */
export interface Store extends AccessStore, SignInStore {
  // ── accounts
  /** Adds the account unless its source and identity are watched already; resolves to the one that stands. */
  addAccount(account: Account): Promise<{ account: Account; added: boolean }>;
  /** Changes an account that exists; false when it does not. A field that is null is taken away. */
  updateAccount(id: AccountId, change: AccountChange): Promise<boolean>;
  account(id: AccountId): Promise<ListedAccount | null>;
  findAccount(source: SourceName, identity: string): Promise<Account | null>;
  /** Every account with its summary, in the order of their ids, in pages: flat in memory. */
  accounts(): AsyncIterable<ListedAccount>;
  /** Keeps the summary unless one with a later `readAt` stands; one more than a day later comes from a clock that was wrong, and gives way. */
  putSummary(id: AccountId, summary: AccountSummary): Promise<void>;
  /**
   * Erases everything of the account: deliveries, alerts, payments, observation, record, and last the account itself, so that an erasure
   * that was cut off can be asked for again. False when there was no such account.
   */
  eraseAccount(id: AccountId): Promise<boolean>;
  /** Everything held of the account, for its owner. */
  exportAccount(id: AccountId): Promise<AccountExport | null>;

  // ── one account's record
  /** The last observation; null before the first. */
  observation(id: AccountId): Promise<Observation | null>;
  /** Keeps the observation unless one with a later `readAt` stands, by the same rule as `putSummary`. */
  putObservation(id: AccountId, observation: Observation): Promise<void>;
  record(id: AccountId): Promise<AccountRecord>;
  /**
   * Writes the record as version `expected` + 1 if `expected` is the version that stands; false otherwise, and when the account is gone.
   */
  putRecord(id: AccountId, expected: number, record: Omit<AccountRecord, "version">): Promise<boolean>;

  // ── alerts told (for reading back)
  /** Keeps the alert; one whose id stands already is left as it is. */
  putAlert(id: AccountId, alert: Alert): Promise<void>;
  /** The newest `limit` alerts, newest first (by `at`, then by id); with `before` those that come after it in that order. */
  alerts(id: AccountId, limit: number, before?: Before): Promise<readonly Alert[]>;
  alert(id: AccountId, alertId: string): Promise<Alert | null>;

  // ── registered payments
  /**
   * Keeps the payment, or its new status. A status never goes back (under way, expired, seen), so that a registration that arrives twice
   * cannot make a payment that was seen count again.
   */
  putPayment(id: AccountId, payment: RegisteredPayment): Promise<void>;
  /** In the order of `madeOn`, then of their ids. */
  payments(id: AccountId): Promise<readonly RegisteredPayment[]>;
  removePayment(id: AccountId, paymentId: string): Promise<boolean>;

  // ── deliveries
  delivery(id: string): Promise<DeliveryRecord | null>;
  /**
   * Keeps the outcome of an attempt. Of two writers the one that says `delivered` wins: a record that is delivered or disabled is never
   * changed again. Resolves to the record that stands (for an account that is gone, to the one given).
   */
  putDelivery(record: DeliveryRecord): Promise<DeliveryRecord>;
  /** Marks a webhook recipient (by its opaque key) as disabled by its own answer 410. */
  disableRecipient(recipient: string, at: Instant): Promise<void>;
  isRecipientDisabled(recipient: string): Promise<boolean>;
  /** Lets a recipient that was disabled be told again. */
  enableRecipient(recipient: string): Promise<void>;
  /** What went, or shall go, to a recipient: the newest `limit` by `firstAt`, then by id; with `before` those that come after it. */
  deliveriesOf(recipient: string, limit: number, before?: Before): Promise<readonly DeliveryRecord[]>;

  // ── recipients added by hand
  /** Keeps the recipient, over one with the same key. */
  putRecipient(record: RecipientRecord): Promise<void>;
  recipient(key: string): Promise<RecipientRecord | null>;
  /** Oldest first. */
  recipients(): Promise<readonly RecipientRecord[]>;
  /** False when there is no such recipient. */
  removeRecipient(key: string): Promise<boolean>;

  // ── the shared call rate
  /**
   * Reserves `count` ≥ 1 consecutive slots `spacingMs` apart, none before `notBefore` (epoch ms); resolves to the first slot's time, a
   * whole millisecond. Atomic across processes.
   */
  reserveSlots(key: string, count: number, spacingMs: number, notBefore: number): Promise<number>;

  // ── small facts of the installation (last pass, last installation fault …)
  fact(name: string): Promise<{ value: string; version: number } | null>;
  /** Writes the fact if `expected` is its version (0 = does not stand yet); false otherwise. */
  putFact(name: string, value: string, expected: number): Promise<boolean>;

  // ── keys for the HTTP API
  /** Adds a key; one whose hash stands already is left as it is, so that a revoked key cannot come back. */
  putKey(record: ApiKeyRecord): Promise<void>;
  /** The key whether revoked or not; the caller looks at `revokedAt`. */
  keyByHash(hash: string): Promise<ApiKeyRecord | null>;
  /** By its id, the same way; for sessions and for keys made by other keys. */
  keyById(id: string): Promise<ApiKeyRecord | null>;
  /** Keeps the moment a key was used, unless a later one stands. */
  touchKey(id: string, at: Instant): Promise<void>;
  /** Oldest first. */
  keys(): Promise<readonly ApiKeyRecord[]>;
  /** False when there is no such key; the moment of a first revocation stands. */
  revokeKey(id: string, at: Instant): Promise<boolean>;

  // ── people who are signed in
  putSession(session: SessionRecord): Promise<void>;
  /** Also one that is over; the caller looks at `expiresAt`. */
  session(hash: string): Promise<SessionRecord | null>;
  endSession(hash: string): Promise<void>;

  // ── whether anything has changed
  /**
   * The same number as before only if nothing that is remembered has changed in between, by whatever process; the shared call rate and the audit log are
   * left out. Null where the state would have to be read for it.
   */
  mark(): Promise<number | null>;

  // ── retention
  /**
   * Deletes sessions, invitations and sign-ins under way that are over, alerts and audit lines (by `at`), deliveries (by `lastAt`) and settled payments (by the day they were seen or expired) older than `before`.
   * Resolves to the number deleted. DynamoDB's own TTL does the same after `keptDays`.
   */
  prune(before: Instant): Promise<number>;
  /** Waits for writes under way. A connection that was passed in stays the caller's. */
  close(): Promise<void>;
}

/** The local delivery queue; only the SQLite store has one. Erasing an account drops the messages whose body names its id. */
export interface LocalQueue {
  /** Adds messages; one whose id is queued already is left as it is. */
  enqueue(messages: readonly { id: string; body: string; notBefore: Instant }[]): Promise<void>;
  /** The next messages whose time has come, hidden from other takers until `hiddenUntil`, the longest waiting first. */
  take(now: Instant, hiddenUntil: Instant, limit: number): Promise<readonly QueuedMessage[]>;
  done(id: string): Promise<void>;
  /** Gives a message back for a later time, its attempts counted. */
  giveBack(id: string, notBefore: Instant, attempts: number): Promise<void>;
  /** How many wait (those taken and not done among them), and the time of the first. */
  waiting(): Promise<{ count: number; next: Instant | null }>;
}
