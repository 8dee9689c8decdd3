import { createHash } from "node:crypto";
import {
  type Account,
  type Alert,
  accountId,
  addDays,
  type BookedRow,
  type Instant,
  instant,
  luhnDigit,
  minor,
  type Observation,
  type PlainDate,
  plainDate,
  type RegisteredPayment,
  ZERO,
} from "@saldovakt/domain";
import type { AccountRecord, AccountSummary, ApiKeyRecord, DeliveryRecord } from "../port.ts";

// Invented companies and figures, the same in every run.

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** A moment: the given hours after the start of 2026-11-20. */
export const at = (hours: number): Instant => instant(Date.UTC(2026, 10, 20) + hours * 3_600_000);

export function sampleAccount(number: number, change: Partial<Account> = {}): Account {
  const digits = `559${String(number).padStart(6, "0")}`;
  return {
    id: accountId(digest(`account ${number}`)),
    source: "skatteverket",
    identity: `16${digits}${luhnDigit(digits)}`,
    name: `Påhittade Bolaget ${number} AB`,
    origin: "command",
    addedAt: at(0),
    ...change,
  };
}

export function sampleSummary(change: Partial<AccountSummary> = {}): AccountSummary {
  return {
    balance: { currency: "SEK", amount: "1250.00" },
    nextDueDate: plainDate("2026-12-14"),
    shortfall: { currency: "SEK", amount: "33250.00" },
    payBy: plainDate("2026-12-09"),
    severity: "warning",
    asOf: at(1),
    readAt: at(2),
    ...change,
  };
}

export const sampleReference = (account: Account): string => `1${account.identity.slice(2)}22`;

const TEXTS = ["Moms", "Arbetsgivaravgift", "Avdragen skatt", "Inbetalning bokförd", "Debiterad preliminärskatt", "Kostnadsränta"];

/** As many booked rows as asked for, several a day, with figures that do not repeat. */
export function sampleRows(count: number): BookedRow[] {
  const first = plainDate("2025-05-15");
  return Array.from({ length: count }, (_, index) => ({
    date: addDays(first, Math.floor((index * 550) / count)),
    text: `${TEXTS[index % TEXTS.length]} ${["jan", "apr", "okt"][index % 3]} 2026`,
    amount: minor((digest(`row ${index}`).readUInt32BE() % 10_000_000) - 5_000_000),
  }));
}

export function sampleObservation(account: Account, change: Partial<Observation> = {}): Observation {
  return {
    source: account.source,
    currency: "SEK",
    settlement: "account",
    balance: minor(125_000),
    enforcementBalance: ZERO,
    accruedInterest: minor(-1_200),
    nextReconciliation: plainDate("2026-12-05"),
    asOf: at(1),
    readAt: at(2),
    charges: [{ dueDate: plainDate("2026-12-14"), amount: minor(-3_450_000), text: "Moms okt 2026", kind: "vat", estimated: false }],
    payTo: { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: sampleReference(account), referenceType: "OCR" },
    history: sampleRows(40),
    historyFrom: plainDate("2025-05-14"),
    warnings: [],
    ...change,
  };
}

export function sampleAlert(number: number, change: Partial<Alert> = {}): Alert {
  return {
    id: `shortfall:2026-12-14:${number}`,
    type: "shortfall.detected",
    at: at(number),
    today: plainDate("2026-11-20"),
    episode: "shortfall:2026-12-14",
    severity: "warning",
    dueDate: plainDate("2026-12-14"),
    currency: "SEK",
    shortfall: minor(3_325_000),
    payments: [],
    missing: minor(3_325_000),
    balance: minor(125_000),
    ...change,
  };
}

export function samplePayment(number: number, change: Partial<RegisteredPayment> = {}): RegisteredPayment {
  return {
    id: `payment-${number}`,
    amount: minor(3_325_000 + number),
    madeOn: addDays(plainDate("2026-11-20"), number),
    expectedOn: addDays(plainDate("2026-11-23"), number),
    expiresOn: addDays(plainDate("2026-11-30"), number),
    registeredAt: at(0),
    status: "under-way",
    ...change,
  };
}

export const day = (text: string): PlainDate => plainDate(text);

export function sampleDelivery(account: Account | null, number: number, change: Partial<DeliveryRecord> = {}): DeliveryRecord {
  return {
    id: `dlv_${digest(`${account?.id} ${number}`).toString("hex").slice(0, 24)}`,
    accountId: account?.id ?? null,
    recipient: "rcp_1",
    alertType: "shortfall.detected",
    status: "pending",
    attempts: 1,
    firstAt: at(3),
    lastAt: at(3),
    ...change,
  };
}

export function sampleRecord(numbers: readonly number[]): Omit<AccountRecord, "version"> {
  const episodes = numbers.map((told) => ({
    kind: "shortfall" as const,
    dueDate: plainDate("2026-12-14"),
    state: "open" as const,
    amount: minor(3_325_000),
    reminded: [],
    openedAt: at(0),
    told,
  }));
  return { remembered: { episodes }, outbox: numbers.map((number) => sampleAlert(number)) };
}

export function sampleKey(number: number, change: Partial<ApiKeyRecord> = {}): ApiKeyRecord {
  return {
    id: `key_${number}`,
    hash: digest(`key ${number}`).toString("hex"),
    name: `Ekonomisystem ${number}`,
    scopes: ["read"],
    accounts: null,
    createdAt: at(number),
    revokedAt: null,
    ...change,
  };
}
