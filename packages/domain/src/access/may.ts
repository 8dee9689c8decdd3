import type { AccountId } from "../account.ts";
import { ACTIONS, type Action, type Need } from "./actions.ts";
import { type Principal, ROLES, type Scope } from "./principal.ts";

/**
 * Why not. `SCOPE_MISSING`, `ROLE_MISSING`: whoever it is about; `REACH_LIMITED`: it concerns all accounts, and theirs are some; `ACCOUNT_UNKNOWN`: the account
 * is none of theirs, which is told like one that is not there; `NOT_OFFERED`: nobody who comes this way may.
 */
export type RefusalCode = "SCOPE_MISSING" | "ROLE_MISSING" | "REACH_LIMITED" | "ACCOUNT_UNKNOWN" | "NOT_OFFERED";

export interface Permit {
  readonly permitted: true;
}

export interface Refusal {
  readonly permitted: false;
  readonly code: RefusalCode;
  /** For `SCOPE_MISSING`: the scope to ask for. */
  readonly scope?: Scope;
}

const PERMIT: Permit = { permitted: true };
const refused = (code: RefusalCode): Refusal => ({ permitted: false, code });

/**
 * Whether somebody may do something, to an account or, with null, at all: the one place where that is decided. With null an action on accounts is permitted to whoever may do it to
 * any; each account is asked about again. Decides by what it is given and looks nothing up, so an account that is not there is answered as one of
 * others' is.
 */
export function may(principal: Principal, action: Action, account: AccountId | null): Permit | Refusal {
  const need: Need | undefined = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (need === undefined) return refused("NOT_OFFERED");
  if (need.on === "nothing") return PERMIT;
  return rights(principal, need) ?? reach(principal, need, account) ?? PERMIT;
}

/** By what they are, whatever it is done to. */
function rights(principal: Principal, need: Need): Refusal | null {
  switch (principal.kind) {
    case "open":
      return need.open ? null : refused("NOT_OFFERED");
    case "link":
      return need.link ? null : refused("NOT_OFFERED");
    case "user":
      if (need.role === null) return refused("NOT_OFFERED");
      return ROLES.indexOf(principal.role) >= ROLES.indexOf(need.role) ? null : refused("ROLE_MISSING");
    case "key":
    case "system-user":
    case "vendor": {
      if (principal.kind !== "key" && need.on === "all") return refused("NOT_OFFERED");
      const opened = need.openedBy.some((scope) => principal.scopes.includes(scope));
      if (opened) return principal.kind !== "key" && !need.program ? refused("NOT_OFFERED") : null;
      return need.scope === null ? refused("NOT_OFFERED") : { ...refused("SCOPE_MISSING"), scope: need.scope };
    }
    default:
      return refused("NOT_OFFERED");
  }
}

/** By what it is done to. */
function reach(principal: Principal, need: Need, account: AccountId | null): Refusal | null {
  if (principal.kind === "open" || principal.accounts === "all") return null;
  if (need.on === "all") return refused("REACH_LIMITED");
  return account === null || principal.accounts.has(account) ? null : refused("ACCOUNT_UNKNOWN");
}

/** The same for what concerns several accounts together; null stands for every one there is, and will be. */
export function mayForAll(principal: Principal, action: Action, accounts: readonly AccountId[] | null): Permit | Refusal {
  const generally = may(principal, action, null);
  if (!generally.permitted) return generally;
  if (reachesAll(principal)) return PERMIT;
  // No account at all is nobody's own.
  if (accounts === null || accounts.length === 0) return refused("REACH_LIMITED");
  return accounts.map((account) => may(principal, action, account)).find(({ permitted }) => !permitted) ?? PERMIT;
}

/** Whether every account is theirs to touch, also one that is added later. */
export const reachesAll = (principal: Principal): boolean => principal.kind === "open" || principal.accounts === "all";
