import { type AccountId, type Instant, instant, toSaldovaktError } from "@saldovakt/domain";
import type { Authoriser } from "./authoriser.ts";
import type { Caller, Holder } from "./claims.ts";
import { bearerOf } from "./form.ts";
import { isOrganisation } from "./organisation.ts";
import { type Refusal, type RefusalReason, refusal, unavailable } from "./refusal.ts";
import type { TokenValidator } from "./validator.ts";

/** A request's headers, as `Headers` has them. */
export interface RequestHeaders {
  get(name: string): string | null | undefined;
}

/** What a route asks of its callers. */
export interface RouteAccess {
  /** In Altinn's resource register. The installation's unless given. */
  readonly resource?: string;
  readonly action?: string;
  /** Whether a token without system user will do: for what concerns no organisation, or the caller's own. */
  readonly allowVendor?: boolean;
}

/** What the audit log shall know of a request; nothing here decides anything. */
export interface RequestContext {
  readonly requestId: string;
  /** The account asked about. */
  readonly account?: AccountId;
  /** Keeps the decision's record where the request's own log is. A caller whose record cannot be kept is not let in. */
  readonly keep?: (record: AuthorisationRecord) => void | Promise<void>;
}

/** A caller who has been let in. */
export interface Principal {
  readonly kind: "system-user" | "vendor";
  /** Opaque: the system user's UUID, or a hash of the vendor's client. */
  readonly id: string;
  /** Nine digits: the organisation whose data is open to this request. Null: no organisation's is. */
  readonly organisation: string | null;
  readonly caller: Caller;
}

/** One decision, as the audit log keeps it: who, on whose behalf, what, and why it was allowed or not. No identity, no number, no name. */
export interface AuthorisationRecord {
  readonly at: Instant;
  /** Null: nobody who can be believed, since no signature held. */
  readonly principal: { readonly kind: Principal["kind"]; readonly id: string } | null;
  readonly clientHash: string | null;
  /** The account whose organisation the caller acted for. */
  readonly onBehalfOf: AccountId | null;
  readonly resource: string;
  readonly action: string;
  readonly outcome: "allowed" | "refused" | "unavailable";
  /** `PERMIT`, `NO_ORGANISATION`, `VENDOR_ALLOWED`, a `RefusalReason`, or the code of the fault in the way. */
  readonly reason: string;
  /** Whether Altinn was asked for the sake of this request. False: what it decided before still counts, or there was nothing to ask. */
  readonly anew: boolean;
  readonly requestId: string;
}

export interface ApiProviderOptions {
  readonly validator: TokenValidator;
  readonly authoriser: Authoriser;
  /** Where a route names none. */
  readonly resource: string;
  readonly action: string;
  /** Keeps a decision's record. A caller whose record cannot be kept is not let in. */
  readonly audit: (record: AuthorisationRecord) => void | Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface ApiProvider {
  /**
   * Whether the request's token lets its caller do that with the organisation's data (nine digits; null: the route concerns no organisation, and the
   * principal then opens none). Every call leaves one record. Never throws.
   */
  authorise(
    headers: RequestHeaders,
    organisation: string | null,
    route: RouteAccess,
    context: RequestContext,
  ): Promise<Principal | Refusal>;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

type Allowed = "PERMIT" | "NO_ORGANISATION" | "VENDOR_ALLOWED";

/** Whether Altinn is asked. */
interface Asks {
  anew: boolean;
}

/** Whom a caller is to the audit log. */
const principalOf = ({ systemUser, clientHash }: Caller | Holder): Pick<Principal, "kind" | "id"> =>
  systemUser ? { kind: "system-user", id: systemUser.id } : { kind: "vendor", id: clientHash ?? "unnamed" };

/** A vendor answers for itself alone, where it is let in at all. */
function judgeVendor({ consumer }: Caller, organisation: string | null, { allowVendor = false }: RouteAccess): Allowed | RefusalReason {
  if (!allowVendor) return "SYSTEM_USER_REQUIRED";
  return organisation === null || organisation === consumer ? "VENDOR_ALLOWED" : "ORGANISATION_FOREIGN";
}

const isAllowed = (reason: string): reason is Allowed => reason === "PERMIT" || reason === "NO_ORGANISATION" || reason === "VENDOR_ALLOWED";

function outcomeOf(refused: Refusal | null): AuthorisationRecord["outcome"] {
  if (refused === null) return "allowed";
  return refused.status === 503 ? "unavailable" : "refused";
}

/** Our own API as Maskinporten and Altinn see it: the token first, then what Altinn says of the system user, and a record of either. */
export function createApiProvider(options: ApiProviderOptions): ApiProvider {
  const { validator, authoriser, audit, now } = options;

  async function decide(caller: Caller, organisation: string | null, route: RouteAccess, asks: Asks): Promise<Allowed | RefusalReason> {
    const { systemUser } = caller;
    if (!systemUser) return judgeVendor(caller, organisation, route);
    if (organisation === null) return "NO_ORGANISATION";
    // Another country's account: Altinn knows nothing of it, and must not be told its number.
    if (!isOrganisation(organisation)) return "ORGANISATION_FOREIGN";
    const { resource = options.resource, action = options.action } = route;
    asks.anew = true;
    return authoriser.decide({ systemUser: systemUser.id, organisation, resource, action }, () => {
      asks.anew = false;
    });
  }

  async function judge(caller: Caller, organisation: string | null, route: RouteAccess, asks: Asks): Promise<Allowed | Refusal> {
    try {
      const verdict = await decide(caller, organisation, route, asks);
      return isAllowed(verdict) ? verdict : refusal(verdict);
    } catch (error) {
      return unavailable(toSaldovaktError(error));
    }
  }

  /** Who calls, if that can be believed. */
  async function callerOf(headers: RequestHeaders): Promise<Caller | Refusal> {
    const authorization = headers.get("authorization")?.trim() ?? "";
    if (authorization === "") return refusal("TOKEN_MISSING");
    const token = bearerOf(authorization);
    return token === null ? refusal("TOKEN_MALFORMED") : validator.validate(token);
  }

  /** False when the record could not be kept. */
  async function kept(record: AuthorisationRecord, keep: RequestContext["keep"]): Promise<boolean> {
    try {
      await audit(record);
      await keep?.(record);
      return true;
    } catch {
      return false;
    }
  }

  return {
    async authorise(headers, organisation, route, { requestId, account, keep }) {
      const caller = await callerOf(headers);
      const known = caller.kind === "caller" ? caller : null;
      const asks: Asks = { anew: false };
      const verdict = caller.kind === "caller" ? await judge(caller, organisation, route, asks) : caller;
      const refused = typeof verdict === "string" ? null : verdict;
      const holder = known ?? refused?.holder ?? null;
      const record: AuthorisationRecord = {
        at: instant(now()),
        principal: holder && principalOf(holder),
        clientHash: holder?.clientHash ?? null,
        onBehalfOf: account ?? null,
        resource: route.resource ?? options.resource,
        action: route.action ?? options.action,
        outcome: outcomeOf(refused),
        reason: typeof verdict === "string" ? verdict : verdict.reason,
        anew: asks.anew,
        requestId,
      };
      const isKept = await kept(record, keep);
      if (refused || !known) return refused ?? refusal("TOKEN_MALFORMED");
      return isKept ? { ...principalOf(known), organisation, caller: known } : unavailable({ code: "AUDIT_UNAVAILABLE" });
    },
    async close() {
      await Promise.all([validator.close(), authoriser.close()]);
    },
  };
}
