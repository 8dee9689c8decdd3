import { emptyReply, errorReply, type Felkod, felkodReply, pageReply, type Reply } from "./reply.ts";
import type { Operation } from "./types.ts";

/** Which calls a fault strikes. Calls are counted per rule, from 1, among those its `identity` and `operation` match. */
export interface FaultWhen<O extends string = Operation | "token"> {
  readonly identity?: string;
  readonly operation?: O;
  /** Only this call. */
  readonly nth?: number;
  /** First and last call, both included. */
  readonly from?: number;
  readonly to?: number;
  /** At most so many times. */
  readonly times?: number;
}

export type Fault =
  | { readonly kind: "felkod"; readonly code: Felkod }
  | { readonly kind: "http429"; readonly retryAfter?: number | string }
  /** Answers rightly, but only after so long. */
  | { readonly kind: "slow"; readonly ms: number }
  /** The connection is cut before a word of answer (the default), or in the middle of the body. */
  | { readonly kind: "cut"; readonly at?: "start" | "body" }
  /** The gateway's page, status 503 unless stated. */
  | { readonly kind: "html"; readonly status?: number }
  /** The right answer, cut short but properly ended. */
  | { readonly kind: "halfJson" }
  /** The token is revoked, and the call answered accordingly. */
  | { readonly kind: "revokedToken" }
  /** The service is closed: felkod 5. */
  | { readonly kind: "closed" }
  | { readonly kind: "emptyBody401" }
  | { readonly kind: "status"; readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

export interface FaultRule<F = Fault, O extends string = Operation | "token"> {
  readonly when?: FaultWhen<O>;
  readonly fault: F;
}

/** Rules in order; the first that strikes decides. Every rule counts every call it matches, struck or not. */
export type FaultPlan = readonly FaultRule[];

/** A call that has passed every check, about to be answered. */
export interface FaultCandidate<O extends string = Operation | "token"> {
  readonly operation: O;
  readonly identity?: string;
}

/** A plan being carried out: given each call in turn, says which fault strikes it. */
export function faultPlan<F = Fault, O extends string = Operation | "token">(
  plan: readonly FaultRule<F, O>[],
): (call: FaultCandidate<O>) => F | null {
  const states = plan.map((rule) => ({ rule, calls: 0, strikes: 0 }));
  return ({ operation, identity }) => {
    let struck: F | null = null;
    for (const state of states) {
      const { when = {}, fault } = state.rule;
      // A rule that names neither is about the API: the token endpoint is struck only by name.
      if (when.operation === undefined ? operation === "token" : when.operation !== operation) continue;
      if (when.identity !== undefined && when.identity !== identity) continue;
      const call = ++state.calls;
      const inTurn = (when.nth ?? call) === call && call >= (when.from ?? 1) && call <= (when.to ?? call);
      if (struck || !inTurn || state.strikes >= (when.times ?? Number.POSITIVE_INFINITY)) continue;
      state.strikes++;
      struck = fault;
    }
    return struck;
  };
}

/** How an answer leaves the house. */
export interface Delivery {
  readonly reply: Reply;
  readonly delayMs: number;
  readonly cut?: "start" | "body";
}

/** The right answer as the fault leaves it. */
export function spoil(right: Reply, fault: Fault): Delivery {
  const instead = (reply: Reply): Delivery => ({ reply, delayMs: 0 });
  switch (fault.kind) {
    case "felkod":
      return instead(felkodReply(fault.code));
    case "closed":
      return instead(felkodReply(5));
    case "http429":
      return instead(tooMany(fault.retryAfter));
    case "slow":
      return { reply: right, delayMs: fault.ms };
    case "cut":
      return { reply: right, delayMs: 0, cut: fault.at ?? "start" };
    case "html":
      return instead(pageReply(fault.status ?? 503));
    case "halfJson":
      return instead({ ...right, body: right.body.slice(0, Math.floor(right.body.length / 2)) });
    case "revokedToken":
      return instead(errorReply(401, "Token has been revoked."));
    case "emptyBody401":
      return instead(emptyReply(401));
    case "status":
      return instead({ status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? "" });
  }
}

/** What the limiter says; neither body nor `Retry-After` is documented. */
export function tooMany(retryAfter?: number | string): Reply {
  return errorReply(429, "Too many requests", retryAfter === undefined ? {} : { "retry-after": String(retryAfter) });
}
