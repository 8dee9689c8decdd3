import type { AccountId } from "@saldovakt/domain";

/** A request's headers, as `Headers` has them. */
export interface CallerHeaders {
  get(name: string): string | null | undefined;
}

/** Somebody whose token holds. `id` is opaque: it may be kept in the audit log, where a name may not. */
export interface Caller {
  readonly kind: "system-user" | "vendor";
  readonly id: string;
}

/** Why a caller is not let in. */
export interface CallerRefusal {
  readonly kind: "refusal";
  /** 401: the token does not hold; 403: its bearer may not; 503: nobody can say just now. */
  readonly status: 401 | 403 | 503;
  /** For the caller. */
  readonly code:
    | "TOKEN_MISSING"
    | "TOKEN_EXPIRED"
    | "TOKEN_REFUSED"
    | "SCOPE_MISSING"
    | "SYSTEM_USER_REQUIRED"
    | "ACCESS_REFUSED"
    | "AUTHORISATION_UNAVAILABLE";
  /** For the audit log. */
  readonly reason: string;
  /** For `WWW-Authenticate`. */
  readonly challenge: string | null;
  readonly retryAfterSeconds?: number;
}

/** An account of an organisation's: nine digits. */
export interface CallerCandidate {
  readonly account: AccountId;
  readonly organisation: string;
}

/** What was decided of a caller, for the audit log. */
export interface Judgement {
  /** Null: nobody who can be believed. */
  readonly principal: Pick<Caller, "kind" | "id"> | null;
  /** The account whose organisation they asked for. */
  readonly onBehalfOf: AccountId | null;
  readonly outcome: "allowed" | "refused" | "unavailable";
  readonly reason: string;
  /** Whether the authority was asked for the sake of this request. */
  readonly anew: boolean;
}

/** What the audit log shall know of a request. */
export interface CallerContext {
  readonly requestId: string;
  readonly account?: AccountId;
  /** Called with each decision before it is answered. Where it rejects, nobody is let in. */
  readonly keep?: (judgement: Judgement) => Promise<void>;
  /** The route asked for, by its name in the OpenAPI document: what is asked of callers may differ from one to the next. */
  readonly route?: string;
}

/** Programs of others that show an authority's token in place of a key. */
export interface Callers {
  /** Whether the header carries a token rather than a key of our own. Says nothing of its being good. */
  carriesToken(authorization: string | null | undefined): boolean;
  /** Whether the request's token opens the organisation's data; with null: whether it holds at all. Never throws. */
  authorise(headers: CallerHeaders, organisation: string | null, context: CallerContext): Promise<Caller | CallerRefusal>;
  /** Which of the accounts it opens; refused as a whole where one cannot be decided. Never throws. */
  permitted(
    headers: CallerHeaders,
    candidates: readonly CallerCandidate[],
    context: Omit<CallerContext, "account">,
  ): Promise<{ readonly kind: "permitted"; readonly accounts: readonly AccountId[] } | CallerRefusal>;
}
