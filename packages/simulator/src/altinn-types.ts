import type { GateFault, SimulatedMaskinporten, SystemUserFinder } from "./maskinporten-types.ts";
import type { Reply } from "./reply.ts";

export type SystemUserKind = "standard" | "agent";
export type OrderStatus = "New" | "Accepted" | "Rejected" | "Timedout";

/** A resource in Altinn's resource register. */
export interface ResourceSpec {
  readonly id: string;
  readonly actions: readonly string[];
  /** The level of authentication whoever uses it must have; Maskinporten's is 3. Default 2. */
  readonly authenticationLevel?: number;
}

export interface AccessPackageSpec {
  readonly urn: string;
  readonly resources: readonly string[];
}

/** What a system may ask its customers for. */
export interface AccessRights {
  readonly resources: readonly string[];
  readonly accessPackages: readonly string[];
}

export interface SystemRecord extends AccessRights {
  readonly id: string;
  readonly vendorOrg: string;
  readonly clientIds: readonly string[];
  readonly redirectUrls: readonly string[];
  /** The registration as it came. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface OrderRecord extends AccessRights {
  readonly id: string;
  readonly kind: SystemUserKind;
  readonly systemId: string;
  readonly org: string;
  readonly externalRef: string;
  readonly redirectUrl: string | null;
  readonly created: string;
  status: OrderStatus;
}

export interface SystemUserRecord extends AccessRights {
  readonly id: string;
  readonly kind: SystemUserKind;
  readonly systemId: string;
  readonly org: string;
  readonly externalRef: string;
  readonly created: string;
  /** Whom an agent acts for. */
  readonly clients: Set<string>;
}

/** What Altinn knows of systems, orders and system users. Maskinporten asks it, the platform changes it, the PDP goes by it. */
export interface AltinnRegister {
  readonly resources: ReadonlyMap<string, ResourceSpec>;
  readonly accessPackages: ReadonlyMap<string, AccessPackageSpec>;
  readonly systems: Map<string, SystemRecord>;
  readonly orders: Map<string, OrderRecord>;
  readonly users: Map<string, SystemUserRecord>;
  /** For `startMaskinporten`. */
  readonly findSystemUser: SystemUserFinder;
  /** A system user straight away, without order and approval, and its system with it. Resolves to its id. */
  addSystemUser(spec: SystemUserSpec): string;
  /** The customer approves the order: its system user comes to be. Resolves to its id. */
  approve(orderId: string): string;
  reject(orderId: string): void;
  timeOut(orderId: string): void;
  /** The customer takes the system user away. */
  removeSystemUser(id: string): void;
  /** A client lets the agent act for it. */
  delegateClient(systemUserId: string, clientOrg: string): void;
  /** Whether the system user may do that with the organisation's data. Null: Altinn knows no such resource. */
  permits(systemUserId: string, resource: string, org: string, action: string): boolean | null;
}

export interface SystemUserSpec {
  /** The client of Maskinporten that speaks for the system. */
  readonly clientId: string;
  /** Nine digits: who owns client and system. */
  readonly vendorOrg: string;
  /** Nine digits: the customer. */
  readonly org: string;
  readonly externalRef?: string;
  readonly kind?: SystemUserKind;
  /** Default: every resource there is, and every access package. */
  readonly resources?: readonly string[];
  readonly accessPackages?: readonly string[];
}

export type Decision = "Permit" | "Deny" | "NotApplicable" | "Indeterminate";

export interface AltinnSimulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Whose tokens it takes. */
  readonly maskinporten: Pick<SimulatedMaskinporten, "check">;
  readonly register: AltinnRegister;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  readonly tokenLifetimeSeconds?: number;
  /** Whether the exchanged token comes as a JSON string or as it is. Default quoted. */
  readonly exchangeAnswer?: "quoted" | "plain";
  /** How the PDP writes its field names. The service answers camelCase (the default), the documentation shows PascalCase. */
  readonly casing?: "camel" | "pascal";
  readonly faults?: readonly GateFault[];
}

export interface RecordedAltinnCall {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface SimulatedAltinn {
  /** `https://localhost:PORT` */
  readonly platformUrl: string;
  /** The certificate authority of its server, PEM. */
  readonly ca: string;
  /** What the PDP wants in `Ocp-Apim-Subscription-Key`. */
  readonly subscriptionKey: string;
  readonly register: AltinnRegister;
  /** Every decision of the PDP until it is given null again. */
  setDecision(decision: Decision | null): void;
  setFaults(faults: readonly GateFault[]): void;
  /** Exchanged tokens are refused from now on. */
  revokeTokens(): void;
  /** The latest 10 000 calls. */
  readonly calls: readonly RecordedAltinnCall[];
  close(): Promise<void>;
}

/** One answer of the platform; null when the path is not this part's. */
export type Answer = Reply | null;
