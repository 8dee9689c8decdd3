import type { AccountId } from "../account.ts";
import type { Instant } from "../dates.ts";
import type { Action } from "./actions.ts";
import type { ChangeCode } from "./changes.ts";
import type { PrincipalKind } from "./principal.ts";

/**
 * One line of the audit log: who did, or was refused, what. Opaque ids and codes alone: no name, number, amount or address, so that it may be kept when what it
 * speaks of has been erased.
 */
export interface AuditRecord {
  /** Opaque, unique within its moment. */
  readonly id: string;
  readonly at: Instant;
  readonly principal: { readonly kind: PrincipalKind | "command"; readonly id: string };
  /** For programs of others: the account whose organisation they act for. */
  readonly onBehalfOf?: AccountId;
  readonly action: Action;
  /** Which of the things the action stands for: more than one where they were asked for together. */
  readonly changes?: readonly ChangeCode[];
  readonly account?: AccountId;
  /** What else it was about: the opaque id of a user, a group, an invitation, a key, a recipient, a payment. */
  readonly about?: string;
  /** `permitted`: written before it is done. `failed`: written after a permitted one that came to nothing. */
  readonly outcome: "permitted" | "refused" | "failed";
  /** Why it was refused or failed, or what an authority said where it was permitted: a stable code. */
  readonly reason?: string;
  readonly requestId?: string;
}
