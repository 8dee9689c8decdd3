import type { PlainDate } from "@saldovakt/domain";
import type { CertificateKind, KeyedCertificate } from "./certificates.ts";
import type { CompanySpec } from "./company-spec.ts";
import type { FaultPlan } from "./faults.ts";
import type { SignInOptions, SimulatedSignIn } from "./sign-in-types.ts";

/** How the token endpoint wants its callers to identify themselves. */
export type Grant = "designated" | "free" | "keys";

export interface OmbudApiOptions {
  /** The roles of the register by their codes; a few invented ones unless given. */
  readonly roles?: Readonly<Record<string, string>>;
  /** How the list of roles is sent: as it is (the default), or in an object. */
  readonly listIn?: string;
}

export type Operation = "saldo" | "transaktioner" | "utbetalningskonto" | "utbetalningssparrar";

export interface SimulatorOptions {
  /** Default 1. The same seed and day give the same companies and the same answers. */
  readonly seed?: number;
  /** The day the authority takes for today. */
  readonly today: PlainDate;
  /** How many generated companies (default 12, the curated dozen), or exactly these. */
  readonly companies?: number | readonly CompanySpec[];
  /** Calls allowed in any sliding second, default 4; `Infinity` for no limit. */
  readonly requestsPerSecond?: number;
  /** Milliseconds by which arrivals may bunch up on the way without breaking the limit, default 20. */
  readonly rateGraceMs?: number;
  /** `Retry-After` in seconds on the limiter's own 429; absent: none is sent. */
  readonly rateRetryAfter?: number;
  /** Default 0: any free port. */
  readonly port?: number;
  readonly tokenPort?: number;
  /** Default `designated`. */
  readonly grant?: Grant;
  /** Whether the API, too, wants the client certificate. Default false. */
  readonly mutualTlsOnApi?: boolean;
  /** What a wrong certificate meets: an answer (401, the default) or a connection closed on it. */
  readonly refuseCertificateBy?: "answer" | "connection";
  readonly faults?: FaultPlan;
  /** Epoch milliseconds, for token expiry, rate windows and the closed window. Default `Date.now`. */
  readonly now?: () => number;
  readonly tokenLifetimeSeconds?: number;
  /** Added to every answer. Default 0. */
  readonly latencyMs?: number;
  /** Whether the service closes 03.00–05.00 Swedish time: with felkod 5, or with the gateway's page. Default false. */
  readonly serviceWindow?: boolean | "html";
  /** Whether Ombudshantering answers, too, and the scope for it is granted. Absent: neither. */
  readonly ombudApi?: OmbudApiOptions;
  /** Whether people and organisations can sign in, too. Absent: they cannot. */
  readonly signIn?: SignInOptions;
}

/** One company as a caller may know it. */
export interface SimulatedCompany {
  /** Twelve digits. */
  readonly identity: string;
  readonly name: string;
  /** What the company is an example of; `stated` for one given as a specification. */
  readonly profile: string;
  /** False when reading it is answered with felkod 6. */
  readonly ombud: boolean;
}

export interface RecordedRequest {
  readonly method: string;
  readonly kind: "token" | Operation | "roller" | "djuplank" | "unknown";
  /** 0 when the connection was cut instead of answered. */
  readonly status: number;
  /** Arrival, by the simulator's clock. */
  readonly at: number;
  /** Which token it carried: 1 for the first issued. Absent when it carried none we know. */
  readonly tokenGeneration?: number;
}

/** The contract's "Secret of Skatteverket". */
export interface SkatteverketSecret {
  readonly oauth2: { readonly clientId: string; readonly clientSecret?: string };
  readonly apigw: { readonly clientId: string; readonly clientSecret: string };
  readonly certificate?: KeyedCertificate | { readonly pkcs12: string; readonly passphrase: string };
}

export interface SimulatedSkatteverket {
  /** `https://localhost:PORT/beskattning/skattekonto/v2` */
  readonly apiUrl: string;
  /** Ombudshantering; null unless asked for. */
  readonly ombudUrl: string | null;
  readonly tokenUrl: string;
  /** The certificate authority, PEM. */
  readonly ca: string;
  readonly secret: SkatteverketSecret;
  /** The same secret with the certificate as PKCS#12 (its own RSA key, made on the first call). */
  pkcs12Secret(passphrase: string): Promise<SkatteverketSecret>;
  certificateFor(kind: CertificateKind): Promise<KeyedCertificate>;
  /** Null unless asked for. */
  readonly signIn: SimulatedSignIn | null;
  readonly companies: readonly SimulatedCompany[];
  /** The latest 10 000 requests, in the order they were answered. */
  readonly requests: readonly RecordedRequest[];
  readonly today: PlainDate;
  /** Starts a new plan, its calls counted from 1. */
  setFaults(plan: FaultPlan): void;
  /** Moves the day: upcoming rows become history on their due date, payments arrive. */
  setToday(date: PlainDate): void;
  /** Books a payment of whole kronor on that day, as `Inbetalning bokförd YYMMDD`. */
  pay(identity: string, amount: number, bookedOn: PlainDate): void;
  /** The company appoints us as juridiskt läsombud, or takes it back: what is read next is answered by it. Throws `SIMULATOR_ACCOUNT`. */
  setOmbud(identity: string, granted: boolean): void;
  /** The statement (kontoutdrag) of those days, as the e-service exports it. Throws `SIMULATOR_ACCOUNT` for an unknown identity. */
  statement(identity: string, from: PlainDate, to: PlainDate): string;
  /** Every token issued so far is answered with 401 `Token has been revoked.` from now on. */
  revokeTokens(): void;
  close(): Promise<void>;
}
