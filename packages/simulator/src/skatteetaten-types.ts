import type { PlainDate } from "@saldovakt/domain";
import type { NorwegianCompany } from "./claims-account.ts";
import type { ClaimsResource } from "./claims-answers.ts";
import type { NorwegianCompanySpec } from "./claims-spec.ts";
import type { ClaimsFaultPlan } from "./skatteetaten-faults.ts";

/** What a good token says of its bearer. */
export interface VerifiedToken {
  /** Space separated. */
  readonly scope: string;
  /** Nine digits: whose token it is. */
  readonly consumer: string;
  /** Nine digits: who calls, where that is somebody the consumer has let act for it. */
  readonly supplier?: string;
  readonly systemUserId?: string;
  /** Nine digits: who owns the system user. */
  readonly systemUserOrg?: string;
}

/** Null for a token that is not good: not issued by whom we trust, run out, or no token at all. */
export type VerifyToken = (token: string) => VerifiedToken | null;

export interface SkatteetatenSimulatorOptions {
  /** The day the authority takes for today. */
  readonly today: PlainDate;
  readonly verifyToken: VerifyToken;
  /** Whether the token's system user may see an organisation's claims. Default: its own organisation's, nobody else's. */
  readonly permits?: (token: VerifiedToken, org: string) => boolean;
  /** Whether the organisation has consented to the bank's seeing its claims. Default: none has. */
  readonly consents?: (token: VerifiedToken, org: string) => boolean;
  /** Default 1. The same seed and day give the same companies and the same answers. */
  readonly seed?: number;
  /** How many generated companies (default 7, one of each kind), or exactly these. */
  readonly companies?: number | readonly NorwegianCompanySpec[];
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `skatteetaten:kravogbetalinger`. */
  readonly scope?: string;
  /** Calls of one caller under way at once, default 5; `Infinity` for no limit. */
  readonly callsAtOnce?: number;
  /** `Retry-After` in seconds on the 429 of too many at once; absent: none is sent. */
  readonly retryAfter?: number;
  readonly faults?: ClaimsFaultPlan;
  /** Epoch milliseconds, for the log of requests and the certificates. Default `Date.now`. */
  readonly now?: () => number;
  /** Added to every answer. Default 0. */
  readonly latencyMs?: number;
}

export interface RecordedClaimsRequest {
  readonly method: string;
  readonly kind: ClaimsResource | "unknown";
  /** 0 when the connection was cut instead of answered. */
  readonly status: number;
  /** Arrival, by the simulator's clock. */
  readonly at: number;
  /** As the caller sent it; null when it sent none. */
  readonly correlationId: string | null;
  /** Calls of the same caller under way when it came, itself included; 0 when its token was refused. */
  readonly atOnce: number;
}

export interface SimulatedSkatteetaten {
  /** `https://localhost:PORT/v1` */
  readonly apiUrl: string;
  /** The certificate authority of its server, PEM. */
  readonly ca: string;
  readonly companies: readonly NorwegianCompany[];
  /** The latest 10 000 requests, in the order they were answered. */
  readonly requests: readonly RecordedClaimsRequest[];
  readonly today: PlainDate;
  /** Starts a new plan, its calls counted from 1. */
  setFaults(plan: ClaimsFaultPlan): void;
  /** Moves the day: claims are made, fall due and bear interest, payments are placed, credits paid out. */
  setToday(date: PlainDate): void;
  /** Money comes in that day: kroner, and the KID the payer wrote. */
  pay(org: string, kroner: number, on: PlainDate, kid: string | null): void;
  close(): Promise<void>;
}
