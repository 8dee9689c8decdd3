import { ACTIONS, type AccountId, type Action, CHANGES, isAccountId, may, type Principal, type Refusal } from "@saldovakt/domain";
import { type Actor, auditor, type Deed } from "@saldovakt/service";
import type { Context } from "hono";
import type { WebPorts } from "../ports.ts";
import type { Judgement } from "./callers.ts";

/** Where every request is let in or not, and where that is written down. What decides is `may` alone. */
export interface Gate {
  /** Why not, written down; null where nothing stands in the way. */
  refusal(c: Context, principal: Principal, action: Action, account: AccountId | null): Promise<Refusal | null>;
  /** Writes down that it is let in: before anything is done. What cannot be written down is not done. */
  enter(c: Context, principal: Principal, action: Action, account: AccountId | null): Promise<void>;
  /** Writes down what an authority said of a program of others, each time; not of one that nobody vouches for, nor that a token without an account holds. */
  judged(c: Context, action: Action, judgement: Judgement): Promise<void>;
  /** Writes down that somebody else than ourselves, an authority, does not let them in. */
  refused(c: Context, principal: Principal, action: Action, account: AccountId, reason: string): Promise<void>;
  /** Writes down that the account is not there. */
  missing(c: Context, principal: Principal, action: Action, account: AccountId): Promise<void>;
  /** Writes down which account a change that was let in has made, or made something else of: before, it could not be named. */
  made(c: Context, account: AccountId): Promise<void>;
  /** Writes down that a change that was let in came to nothing. */
  failed(c: Context, reason: string): Promise<void>;
}

/** Ids of ours, which tell nothing by themselves. Whatever else stands in an address is not kept, nor digits alone, which may be a number of somebody's. */
const OPAQUE = /^(?:(?:usr|grp)_[0-9a-z]{20}|inv_[0-9a-f]{16}|pay_[0-9a-z]{1,64}|msg_[0-9a-f]{32}|(?=\d*[a-f])[0-9a-f]{16})$/;
const NAMED = ["userId", "groupId", "invitationId", "deliveryId", "key", "paymentId", "payment", "user", "group", "invitation"];

function aboutOf(c: Context): string | undefined {
  const found = NAMED.map((name) => c.req.param(name)).find((value) => value !== undefined && OPAQUE.test(value));
  return found;
}

const CHANGE = "change under way";

export function gateOf(ports: Pick<WebPorts, "log" | "now" | "random">): Gate {
  const audit = auditor(ports.log, ports.now, ports.random);

  /** A program of others acts for the organisation whose account it is. */
  const actorOf = (c: Context, { kind, id }: Pick<Principal, "kind" | "id">, account: AccountId | null): Actor => {
    const requestId = c.get("requestId") as string | undefined;
    return {
      principal: { kind, id },
      ...(kind === "system-user" && account ? { onBehalfOf: account } : {}),
      ...(requestId === undefined ? {} : { requestId }),
    };
  };

  function deedOf(c: Context, action: Action, account: AccountId | null): Deed {
    // What is read of an account is about nothing else: this is asked with every request.
    if (account !== null && !CHANGES.has(action)) return { action, account };
    const about = aboutOf(c);
    const id = account ?? c.req.param("id");
    return { action, account: id !== undefined && isAccountId(id) ? id : null, ...(about === undefined ? {} : { about }) };
  }

  return {
    async refusal(c, principal, action, account) {
      const decision = may(principal, action, account);
      if (decision.permitted) return null;
      await audit.refused(actorOf(c, principal, account), deedOf(c, action, account), decision.code);
      return decision;
    },
    async enter(c, principal, action, account) {
      if (ACTIONS[action].on === "nothing") return;
      const [actor, deed] = [actorOf(c, principal, account), deedOf(c, action, account)];
      await audit.permitted(actor, deed);
      if (CHANGES.has(action)) c.set(CHANGE, { actor, deed });
    },
    async judged(c, action, { principal, onBehalfOf, outcome, reason }) {
      if (principal === null || (outcome === "allowed" && onBehalfOf === null)) return;
      const said = outcome === "allowed" ? "permitted" : "refused";
      await audit.judged(actorOf(c, principal, onBehalfOf), deedOf(c, action, onBehalfOf), said, reason);
    },
    refused: (c, principal, action, account, reason) => audit.refused(actorOf(c, principal, account), deedOf(c, action, account), reason),
    missing: (c, principal, action, account) =>
      audit.refused(actorOf(c, principal, account), deedOf(c, action, account), "ACCOUNT_UNKNOWN"),
    async made(c, account) {
      const change = c.get(CHANGE) as { actor: Actor; deed: Deed } | undefined;
      if (change) await audit.permitted(change.actor, { ...change.deed, account });
    },
    async failed(c, reason) {
      const change = c.get(CHANGE) as { actor: Actor; deed: Deed } | undefined;
      // That it was let in stands already; a log that fails now shall not hide what went wrong.
      c.set(CHANGE, undefined);
      if (change) await audit.failed(change.actor, change.deed, reason).catch(() => {});
    },
  };
}
