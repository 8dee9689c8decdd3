import type {
  Account,
  AccountId,
  AccountReference,
  Alert,
  AlertDocument,
  AmountDocument,
  FaultScope,
  Instant,
  Language,
  Observation,
  PayoutSettings,
  PlainDate,
  Policy,
  RegisteredPayment,
  Remembered,
  Severity,
  SourceName,
  Zone,
} from "@saldovakt/domain";

/** What the use cases need of the world. Adapters have these shapes; `functions/` and `cli/` plug them in. */

export interface Clock {
  now(): Instant;
  today(zone: Zone): PlainDate;
}

/** An authority's service. Faults are SaldovaktErrors whose scope says whose they are. */
export interface Source {
  read(identity: string): Promise<Observation>;
  /** Absent where the source knows no payouts. */
  readPayout?(identity: string): Promise<PayoutSettings>;
}

export type Sources = (source: SourceName) => Source;

export interface Summary {
  readonly balance: AmountDocument;
  readonly nextDueDate: PlainDate | null;
  readonly shortfall: AmountDocument;
  readonly payBy: PlainDate | null;
  readonly severity: Severity;
  readonly asOf: Instant;
  readonly readAt: Instant;
}

export interface WatchedAccount {
  readonly account: Account;
  readonly summary: Summary | null;
}

export interface JudgementRecord {
  readonly version: number;
  readonly remembered: Remembered;
  readonly outbox: readonly Alert[];
}

/** What `watch` remembers of one account. Each write is one item. */
export interface Records {
  account(id: AccountId): Promise<WatchedAccount | null>;
  observation(id: AccountId): Promise<Observation | null>;
  putObservation(id: AccountId, observation: Observation): Promise<void>;
  putSummary(id: AccountId, summary: Summary): Promise<void>;
  record(id: AccountId): Promise<JudgementRecord>;
  putRecord(id: AccountId, expected: number, record: Omit<JudgementRecord, "version">): Promise<boolean>;
  putAlert(id: AccountId, alert: Alert): Promise<void>;
  payments(id: AccountId): Promise<readonly RegisteredPayment[]>;
  putPayment(id: AccountId, payment: RegisteredPayment): Promise<void>;
}

export interface AccountList {
  accounts(): AsyncIterable<WatchedAccount>;
}

/** One alert to one recipient. The id is the same however often it is queued or tried. */
export interface DeliveryMessage {
  readonly id: string;
  readonly recipient: string;
  readonly account: AccountReference;
  readonly alert: Alert;
}

export interface DeliveryQueue {
  send(messages: readonly DeliveryMessage[]): Promise<void>;
}

export interface WatchMessage {
  readonly accountId: AccountId;
  /** The day the pass was planned for. */
  readonly day: PlainDate;
}

export interface WatchQueue {
  send(messages: readonly WatchMessage[]): Promise<void>;
}

export interface Recipient {
  /** Opaque and stable. */
  readonly key: string;
  readonly channel: string;
  readonly language?: Language;
  readonly discreet?: boolean;
}

export interface OutgoingMessage {
  readonly id: string;
  readonly alert: Alert;
  readonly account: AccountReference;
  /** Of the recipient's texts, for channels that write their own. */
  readonly language: Language;
  readonly discreet: boolean;
  /** Where people read on; null where there are no pages. */
  readonly link: string | null;
  readonly texts: { readonly subject: string; readonly sms: string; readonly body: string };
  readonly document: AlertDocument;
}

export type Outcome =
  | { readonly kind: "delivered" }
  | { readonly kind: "retry"; readonly fault: string; readonly afterMs?: number }
  | { readonly kind: "failed"; readonly fault: string }
  | { readonly kind: "disabled"; readonly fault: string };

export interface Channel {
  send(message: OutgoingMessage, attempt: { readonly number: number; readonly now: Instant }): Promise<Outcome>;
}

export interface Delivery {
  readonly id: string;
  /** Null for a message about the installation. */
  readonly accountId: AccountId | null;
  readonly recipient: string;
  readonly alertType: string;
  readonly status: "pending" | "delivered" | "failed" | "disabled";
  readonly attempts: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly fault?: string;
}

export interface Deliveries {
  delivery(id: string): Promise<Delivery | null>;
  putDelivery(record: Delivery): Promise<Delivery>;
  disableRecipient(recipient: string, at: Instant): Promise<void>;
  isRecipientDisabled(recipient: string): Promise<boolean>;
}

/** Where the use cases tell what they did: logs, metrics, progress. Only opaque ids and codes pass here. */
export interface Journal {
  accountRead(event: { readonly id: AccountId; readonly ageSeconds: number; readonly shortfall: boolean; readonly alerts: number }): void;
  accountFailed(event: { readonly id: AccountId; readonly code: string; readonly scope: FaultScope }): void;
  deliveryTried(event: { readonly id: string; readonly channel: string; readonly outcome: Outcome["kind"]; readonly fault?: string }): void;
}

export type PolicyFor = (account: Account) => Policy;
