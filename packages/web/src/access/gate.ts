import {
  ACTIONS,
  type AccountId,
  type Action,
  CHANGES,
  type ChangeCode,
  isAccountId,
  isGroupId,
  isUserId,
  may,
  type Principal,
  type Refusal,
} from "@saldovakt/domain";
import { type Actor, auditor, type Deed } from "@saldovakt/service";
import type { Context } from "hono";
import { isDeliveryId, isInvitationId, isKeyId, isPaymentId } from "../ids.ts";
import type { WebPorts } from "../ports.ts";
import type { Judgement } from "./callers.ts";
import { recipientAsked } from "./recipient-asked.ts";

/** Where every request is let in or not, and where that is written down. What decides is `may` alone. */
export interface Gate {
  /** Which of the things its action stands for a request asks for: every line of it says so from here on. */
  asks(c: Context, changes: readonly ChangeCode[]): void;
  /** Why not, written down; null where nothing stands in the way. */
  refusal(c: Context, principal: Principal, action: Action, account: AccountId | null): Promise<Refusal | null>;
  /** Writes down that it is let in: before anything is done. What cannot be written down is not done. */
  enter(c: Context, principal: Principal, action: Action, account: AccountId | null): Promise<void>;
  /**
   * Writes down what an authority said of a program of others: each time it was asked, else once an hour; not of one that nobody vouches for, nor that a
   * token without an account holds.
   */
  judged(c: Context, action: Action, judgement: Judgement): Promise<void>;
  /** Writes down that somebody else than ourselves, an authority, does not let them in. */
  refused(c: Context, principal: Principal, action: Action, account: AccountId, reason: string): Promise<void>;
  /** Writes down that the account is not there. */
  missing(c: Context, principal: Principal, action: Action, account: AccountId): Promise<void>;
  /** Writes down what a change that was let in has made, or made something else of, or brings with it: before, it could not be named. */
  made(c: Context, what: Partial<Deed>): Promise<void>;
  /** Writes down that a change that was let in came to nothing. */
  failed(c: Context, reason: string): Promise<void>;
}

/** The parts of our addresses that name what a request is about, and what their ids look like: nothing else that stands in an address is kept. */
const NAMED: Readonly<Record<string, (text: string) => boolean>> = {
  ...{ userId: isUserId, user: isUserId, groupId: isGroupId, group: isGroupId },
  ...{ invitationId: isInvitationId, invitation: isInvitationId, paymentId: isPaymentId, payment: isPaymentId },
  ...{ deliveryId: isDeliveryId, calendarId: isKeyId },
};

function aboutOf(c: Context): string | undefined {
  for (const [name, isOurs] of Object.entries(NAMED)) {
    const value = c.req.param(name);
    if (value !== undefined && isOurs(value)) return value;
  }
  return undefined;
}

const ASKED = "changes asked for";
const CHANGE = "change under way";

export function gateOf(ports: Pick<WebPorts, "log" | "now" | "random" | "recipients" | "configured">): Gate {
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

  /** The key of the recipient in the path, where there is one: keys have no beginning of their own, so that any sixteen digits look like one. */
  async function recipientOf(c: Context): Promise<string | undefined> {
    const key = c.req.param("key");
    if (key === undefined) return undefined;
    return ports.configured.some((each) => each.key === key) || (await recipientAsked(c, ports)) ? key : undefined;
  }

  function deedOf(c: Context, action: Action, account: AccountId | null, recipient?: string): Deed {
    // What is read of an account is about nothing else: this is asked with every request.
    if (account !== null && !CHANGES.has(action)) return { action, account };
    const about = aboutOf(c) ?? recipient;
    const changes = c.get(ASKED) as readonly ChangeCode[] | undefined;
    const id = account ?? c.req.param("id");
    return {
      action,
      ...(changes === undefined ? {} : { changes }),
      account: id !== undefined && isAccountId(id) ? id : null,
      ...(about === undefined ? {} : { about }),
    };
  }

  return {
    asks: (c, changes) => c.set(ASKED, changes),
    async refusal(c, principal, action, account) {
      const decision = may(principal, action, account);
      if (decision.permitted) return null;
      await audit.refused(actorOf(c, principal, account), deedOf(c, action, account), decision.code);
      return decision;
    },
    async enter(c, principal, action, account) {
      if (ACTIONS[action].on === "nothing") return;
      const recipient = account === null ? await recipientOf(c) : undefined;
      const [actor, deed] = [actorOf(c, principal, account), deedOf(c, action, account, recipient)];
      await audit.permitted(actor, deed);
      if (CHANGES.has(action)) c.set(CHANGE, { actor, deed });
    },
    async judged(c, action, { principal, onBehalfOf, outcome, reason, anew }) {
      if (principal === null || (outcome === "allowed" && onBehalfOf === null)) return;
      const said = outcome === "allowed" ? "permitted" : "refused";
      const actor = actorOf(c, principal, onBehalfOf);
      // A token that is not taken is about nothing: what stands in the address was not looked at, and would make every line another.
      const deed = onBehalfOf === null ? { action } : deedOf(c, action, onBehalfOf);
      await audit.judged(actor, deed, { outcome: said, reason, anew });
    },
    refused: (c, principal, action, account, reason) => audit.refused(actorOf(c, principal, account), deedOf(c, action, account), reason),
    missing: (c, principal, action, account) =>
      audit.refused(actorOf(c, principal, account), deedOf(c, action, account), "ACCOUNT_UNKNOWN"),
    async made(c, what) {
      const change = c.get(CHANGE) as { actor: Actor; deed: Deed } | undefined;
      if (change) await audit.permitted(change.actor, { ...change.deed, ...what });
    },
    async failed(c, reason) {
      const change = c.get(CHANGE) as { actor: Actor; deed: Deed } | undefined;
      // That it was let in stands already; a log that fails now shall not hide what went wrong.
      c.set(CHANGE, undefined);
      if (change) await audit.failed(change.actor, change.deed, reason).catch(() => {});
    },
  };
}
