import type { Fault } from "./faults.ts";
import type { EnterpriseCertificate, EnterpriseCertificateKind } from "./maskinporten-certificates.ts";
import type { CodePlace, RefusalName } from "./maskinporten-errors.ts";

/** The contract's "Secret of Maskinporten". */
export type SimulatedMaskinportenSecret =
  | { readonly clientId: string; readonly kid: string; readonly key: string }
  | ({ readonly clientId: string } & EnterpriseCertificate);

export interface ScopeSpec {
  readonly name: string;
  /** Who may have it: organisation numbers, or everybody (the default). */
  readonly access?: readonly string[];
  /** A scope for people logging in is not given to machines. Default `maskinporten`. */
  readonly kind?: "maskinporten" | "login";
}

export interface ClientSpec {
  /** Nine digits: who owns the client. */
  readonly org: string;
  /** Default: every scope there is. */
  readonly scopes?: readonly string[];
  /** How it signs. Default `key`. */
  readonly authentication?: "key" | "certificate";
  /** 120–7200, default 120. */
  readonly tokenLifetimeSeconds?: number;
}

/** What Maskinporten asks Altinn before it names a system user in a token. */
export interface SystemUserQuery {
  readonly clientId: string;
  /** Nine digits: who owns the client. */
  readonly vendorOrg: string;
  /** Nine digits: who is said to own the system user. */
  readonly org: string;
  readonly externalRef: string | undefined;
}

export type SystemUserFinder = (query: SystemUserQuery) => { readonly id: string; readonly systemId: string } | null;

/** A fault that meets every call of its kind until another is set; `times` at most. */
export interface GateFault {
  readonly on: "metadata" | "jwks" | "token" | "altinn";
  readonly fault: Extract<Fault, { readonly kind: "http429" | "slow" | "cut" | "html" | "halfJson" | "status" }>;
  readonly times?: number;
}

export interface MaskinportenSimulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Epoch milliseconds, for grants, keys, certificates, tokens and the `Date` of every answer. Default `Date.now`. */
  readonly now?: () => number;
  /** Default: those this house needs, open to everybody. */
  readonly scopes?: readonly ScopeSpec[];
  /** Whoever knows the system users. Default: there are none. */
  readonly findSystemUser?: SystemUserFinder;
  /** Where refusals carry their code. Default `uri`. */
  readonly codeIn?: CodePlace;
  readonly faults?: readonly GateFault[];
}

export interface RecordedGrant {
  /** Arrival, by the simulator's clock. */
  readonly at: number;
  /** The grant as it came. */
  readonly assertion: string;
  readonly refused: RefusalName | null;
}

/** The claims of a token issued here that is good now. */
export type TokenClaims = Readonly<Record<string, unknown>>;

export interface SimulatedMaskinporten {
  /** `https://localhost:PORT/` */
  readonly issuer: string;
  /** The certificate authority of its server, PEM. */
  readonly ca: string;
  /** A new client. Resolves to its secret. */
  addClient(spec: ClientSpec): Promise<SimulatedMaskinportenSecret>;
  /** One more key for the client, which keeps its others. It ends a year from now, or when stated (epoch ms). */
  addKey(clientId: string, validTo?: number): Promise<SimulatedMaskinportenSecret>;
  /** Takes every key off the client but this one. */
  keepKey(clientId: string, kid: string): void;
  /** An enterprise certificate, whoever it is for. */
  certificate(org: string, kind?: EnterpriseCertificateKind): Promise<EnterpriseCertificate>;
  giveAccess(scope: string, org: string): void;
  /** The customer lets the supplier have the scope on its behalf. */
  delegate(scope: string, customer: string, supplier: string): void;
  revokeDelegation(scope: string, customer: string, supplier: string): void;
  /** The claims of a token, if it was issued here and is good now. For the APIs behind the gate. */
  check(token: string): TokenClaims | null;
  /** Signs tokens with a new key from now on. The former stays published unless it is dropped. */
  rotateSigningKey(options?: { readonly drop?: boolean }): Promise<void>;
  setFaults(faults: readonly GateFault[]): void;
  /** The latest 10 000 grants. */
  readonly grants: readonly RecordedGrant[];
  /** Calls of each kind answered so far. */
  readonly calls: Readonly<Record<"metadata" | "jwks" | "token", number>>;
  close(): Promise<void>;
}
