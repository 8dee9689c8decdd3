import type {
  Account,
  AccountId,
  AccountReference,
  Alert,
  AlertDocument,
  AmountDocument,
  BookedRow,
  FaultScope,
  Instant,
  Language,
  Minor,
  Observation,
  Payee,
  PayoutSettings,
  PlainDate,
  Policy,
  ReadPermission,
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
  /** The day it was made for; absent in one of before days were kept. */
  readonly day?: PlainDate;
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
  /** Keeps what readings say of the right to read; false when the account is gone. */
  updateAccount(id: AccountId, change: { readonly permission: ReadPermission }): Promise<boolean>;
  record(id: AccountId): Promise<JudgementRecord>;
  putRecord(id: AccountId, expected: number, record: Omit<JudgementRecord, "version">): Promise<boolean>;
  putAlert(id: AccountId, alert: Alert): Promise<void>;
  payments(id: AccountId): Promise<readonly RegisteredPayment[]>;
  putPayment(id: AccountId, payment: RegisteredPayment): Promise<void>;
  /** The same number as before only if nothing that is remembered has changed in between, by whatever process; null where that cannot be told. */
  mark?(): Promise<number | null>;
}

export interface AccountList {
  accounts(): AsyncIterable<WatchedAccount>;
}

/** One alert to one recipient. The id is the same however often it is queued or tried. */
export interface DeliveryMessage {
  readonly id: string;
  /** For one that is sent again: the id of the delivery it repeats, by which receivers know it. */
  readonly of?: string;
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
  /** Told of these accounts only; null or absent = of every one, and of what concerns the installation. */
  readonly accounts?: readonly AccountId[] | null;
}

/** Who added a recipient. */
export interface AddedBy {
  readonly kind: "user" | "key";
  /** Opaque. */
  readonly id: string;
  /** True: an owner, or a key to every account, who added it for the installation: it stays when they go. */
  readonly lasting: boolean;
}

/** A recipient that was added by hand, beside those of the configuration. */
export interface AddedRecipient extends Recipient {
  /** What the channel needs, as the configuration writes it: `{ url }`, `{ to }`, `{ phoneNumber }`. Personal data: shown whole to whoever gave it alone, in what is held of them. */
  readonly target: Readonly<Record<string, string>>;
  /** Webhooks: newest first. An older one signs too until its time is over. */
  readonly secrets?: readonly { readonly secret: string; readonly until: Instant | null }[];
  readonly accounts: readonly AccountId[] | null;
  readonly createdAt: Instant;
  /** Absent in one from before it was kept, which is told of nothing. */
  readonly by?: AddedBy;
}

export interface AddedRecipients {
  recipient(key: string): Promise<AddedRecipient | null>;
  recipients(): Promise<readonly AddedRecipient[]>;
}

/** Who is told of an account, or of the installation; asked anew for every alert. */
export type RecipientsFor = (account: AccountId) => Promise<readonly Recipient[]> | readonly Recipient[];

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
  /** Which of the account's alerts it carried; absent for a test. */
  readonly alertId?: string;
  /** For one that was sent again: the id of the delivery it repeats. */
  readonly of?: string;
}

export interface Deliveries {
  delivery(id: string): Promise<Delivery | null>;
  putDelivery(record: Delivery): Promise<Delivery>;
  disableRecipient(recipient: string, at: Instant): Promise<void>;
  isRecipientDisabled(recipient: string): Promise<boolean>;
}

/** A statement of an account (kontoutdrag) that somebody brought: every booked row from its opening to its closing, oldest first. */
export interface Statement {
  readonly name: string;
  /** Null where the file does not say whose account it is. */
  readonly identity: string | null;
  /** It gives a number, whose check digit is wrong. */
  readonly misnumbered?: true;
  /** The balance before the first row; `date` is the first day the statement covers. */
  readonly opening: { readonly date: PlainDate; readonly balance: Minor };
  /** The balance after the last row; `date` is the last day the statement covers. */
  readonly closing: { readonly date: PlainDate; readonly balance: Minor };
  readonly rows: readonly BookedRow[];
  /** Where the account is paid. No statement says the reference. */
  readonly payTo: Payee;
}

/** Where the use cases tell what they did: logs, metrics, progress. Only opaque ids and codes pass here. */
export interface Journal {
  accountRead(event: { readonly id: AccountId; readonly ageSeconds: number; readonly shortfall: boolean; readonly alerts: number }): void;
  accountFailed(event: { readonly id: AccountId; readonly code: string; readonly scope: FaultScope }): void;
  deliveryTried(event: { readonly id: string; readonly channel: string; readonly outcome: Outcome["kind"]; readonly fault?: string }): void;
}

export type PolicyFor = (account: Account) => Policy;
