import type { SaldovaktError } from "@saldovakt/domain";
import type { Timer } from "@saldovakt/http";
import { createAltinn } from "../altinn/altinn.ts";
import { createMaskinporten } from "../maskinporten.ts";
import type { SecretProvider } from "../secret.ts";
import { createAuthoriser } from "./authoriser.ts";
import { type Candidate, type Permitted, permittedAccounts } from "./permitted.ts";
import {
  type AuthorisationRecord,
  createApiProvider,
  type Principal,
  type RequestContext,
  type RequestHeaders,
  type RouteAccess,
} from "./provider.ts";
import type { Refusal } from "./refusal.ts";
import { createTokenValidator } from "./validator.ts";

export interface GateOptions {
  /** Whose tokens are taken, and what they must hold. */
  readonly maskinporten: {
    readonly issuer: string;
    readonly ca?: string;
    readonly scope: string;
    readonly audience?: string;
  };
  /** Whom their system users are judged by, and about what. */
  readonly altinn: {
    readonly platformUrl: string;
    /** Secret. */
    readonly subscriptionKey: string;
    readonly ca?: string;
    readonly resource: string;
    readonly action: string;
    /** What single routes ask of their callers instead, by the routes' names. */
    readonly routes?: Readonly<Record<string, RouteAccess>>;
  };
  /** Our own client at the same issuer, which asks Altinn. */
  readonly secret: SecretProvider;
  /** Told of what an operator must look into. */
  readonly alarm: (fault: SaldovaktError) => void;
  /** Given every decision. */
  readonly audit: (record: AuthorisationRecord) => void | Promise<void>;
  readonly timer: Timer;
  readonly random: () => number;
  /** Makes the id of a grant. */
  readonly jti: () => string;
}

/** What is known of a request. A route that the settings say nothing of asks what the installation asks, and lets no vendor in. */
export interface GateContext extends RequestContext {
  /** Its name in the OpenAPI document. */
  readonly route?: string;
}

/** Callers of our own API, let in or not. Neither question throws. */
export interface CallersGate {
  authorise(headers: RequestHeaders, organisation: string | null, context: GateContext): Promise<Principal | Refusal>;
  permitted(
    headers: RequestHeaders,
    candidates: readonly Candidate[],
    context: Pick<GateContext, "requestId" | "route">,
  ): Promise<Permitted | Refusal>;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/** Everything an installation needs that takes tokens in place of keys, over one issuer and one Altinn. Nothing is called yet. Throws faults of the settings. */
export function openCallersGate(options: GateOptions): CallersGate {
  const { timer, random, alarm, audit, jti, secret } = options;
  const { issuer, ca, scope, audience } = options.maskinporten;
  const { resource, action, routes = {}, ...platform } = options.altinn;
  const trust = ca === undefined ? {} : { ca };
  const validator = createTokenValidator({ issuer, ...trust, scope, ...(audience === undefined ? {} : { audience }), now: timer.now });
  const maskinporten = createMaskinporten({ settings: { issuer, ...trust }, secret, timer, random, jti });
  const altinnTrust = platform.ca === undefined ? {} : { ca: platform.ca };
  const altinn = createAltinn({ platformUrl: platform.platformUrl, ...altinnTrust, maskinporten, timer, random });
  const authoriser = createAuthoriser({ ...platform, altinn, alarm, timer });
  const provider = createApiProvider({ validator, authoriser, resource, action, audit, now: timer.now });
  const accessOf = (route = ""): RouteAccess => (Object.hasOwn(routes, route) ? routes[route] : undefined) ?? {};
  return {
    authorise: (headers, organisation, { route, ...context }) => provider.authorise(headers, organisation, accessOf(route), context),
    permitted: (headers, candidates, { route, ...context }) => permittedAccounts(provider, headers, candidates, accessOf(route), context),
    async close() {
      await provider.close();
      await altinn.close();
      await maskinporten.close();
    },
  };
}
