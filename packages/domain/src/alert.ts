import type { Instant, PlainDate } from "./dates.ts";
import type { DeficitOutlook } from "./deficit.ts";
import type { AdvisedPayment, DueDate } from "./forecast.ts";
import type { Currency, Minor } from "./money.ts";
import type { PayoutRisk } from "./payout.ts";
import type { Severity } from "./severity.ts";

export type AlertType =
  | "shortfall.detected"
  | "shortfall.changed"
  | "shortfall.reminder"
  | "shortfall.covered"
  | "deficit.open"
  | "enforcement.debt"
  | "payout.risk"
  | "due.reminder"
  | "source.stale"
  | "source.denied"
  | "certificate.expiring"
  /** Read by sign-in alone, and a due date is near. */
  | "sign-in.needed"
  /** Somebody asks whether messages arrive. */
  | "test";

/** What somebody is told, once. Carries the figures; the words are made at the edge (`alertTexts`). */
export interface Alert {
  /** Unique within its account and the same however often it is computed: `shortfall:2026-12-14:1`. */
  readonly id: string;
  readonly type: AlertType;
  readonly at: Instant;
  /** The day the program took for today. */
  readonly today: PlainDate;
  /** The episode's key within its account: `shortfall:2026-12-14`. */
  readonly episode: string;
  readonly severity: Severity;
  readonly dueDate: PlainDate | null;
  readonly currency: Currency;
  /** What is missing by the due date in all. */
  readonly shortfall: Minor;
  readonly payments: readonly AdvisedPayment[];
  /** What this due date adds, now and when it was last told. */
  readonly missing: Minor;
  readonly missingBefore?: Minor;
  readonly balance: Minor;
  /** The due date's own line of the forecast, where it has one. */
  readonly entry?: DueDate;
  readonly deficit?: DeficitOutlook;
  readonly enforcementBalance?: Minor;
  readonly payoutRisk?: PayoutRisk;
  /** The source's stamp of the figures; absent where nothing was read. */
  readonly asOf?: Instant;
  /** `source.denied`: the error's code. */
  readonly fault?: string;
  /** `certificate.expiring`: the last moment it is valid. */
  readonly validTo?: Instant;
}
