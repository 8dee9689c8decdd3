import type { Role, Scope } from "./principal.ts";

/** What an action takes. */
export interface Need {
  /**
   * What it is done to. `nothing`: what anybody may see, or what a secret in the request opens by itself. `account`: one account. `own`: whatever lies within
   * reach. `all`: the installation, so that whoever reaches some accounts only may not.
   */
  readonly on: "nothing" | "account" | "own" | "all";
  /** The least role; null where no role is enough. */
  readonly role: Role | null;
  /** The scope to ask for, and every scope that opens it. */
  readonly scope: Scope | null;
  readonly openedBy: readonly Scope[];
  /** Whether programs of others may that an authority vouches for, as far as it lets them. */
  readonly program: boolean;
  /** Whether a signed link to the account is enough. */
  readonly link: boolean;
  /** Whether pages that are open to this machine offer it. */
  readonly open: boolean;
}

const READING: readonly Scope[] = ["read", "read:fresh", "write"];

const anybody: Need = { on: "nothing", role: null, scope: null, openedBy: [], program: true, link: true, open: true };
const read: Need = { on: "account", role: "reader", scope: "read", openedBy: READING, program: true, link: false, open: true };
const refresh: Need = { ...read, role: "adviser", scope: "read:fresh", openedBy: ["read:fresh"] };
const write: Need = { on: "account", role: "adviser", scope: "write", openedBy: ["write"], program: false, link: false, open: true };
/** Pages without sign-in cannot tell who asks, so they neither let anybody in nor show who did what. */
const administer: Need = { on: "all", role: "owner", scope: "admin", openedBy: ["admin"], program: false, link: false, open: false };

/** What whoever has the state at hand does by a command, and nobody else. */
const command: Need = { on: "all", role: null, scope: null, openedBy: [], program: false, link: false, open: false };

/**
 * Everything that can be done, and what it takes. The list is closed: a route without an action of this list is none. Nobody changes what he cannot see, so
 * whatever opens `write` opens `read`.
 */
export const ACTIONS = {
  // What anybody may.
  "service.read": anybody,
  "session.begin": anybody,
  "session.end": anybody,
  "notices.stop": anybody,
  "appointment.read": anybody,

  // Accounts and what is known of them.
  "accounts.list": { ...read, on: "own" },
  "account.read": { ...read, link: true },
  "account.refresh": refresh,
  // Somebody signs in at the authority so that the account can be read, or what that left is taken away.
  "signin.connect": { ...refresh, program: false },
  "signin.disconnect": { ...refresh, program: false },
  "account.ask": read,
  "account.change": write,
  "account.add": { ...write, on: "all", role: "owner" },
  "account.remove": { ...write, role: "owner" },
  "statement.form": write,
  "statement.import": write,
  "payment.register": write,
  "payment.withdraw": write,
  "alert.acknowledge": write,
  "calendar.make": write,
  "calendar.read": { ...read, role: null, scope: "calendar", openedBy: ["calendar"], program: false, open: false },

  // Who is told.
  "recipients.read": { ...read, on: "own", role: "adviser", program: false },
  "recipients.change": { ...write, on: "own" },

  // Who may what, and who did what.
  "users.read": administer,
  "users.change": administer,
  "groups.read": administer,
  "groups.change": administer,
  "invitations.read": administer,
  "invitations.change": administer,
  "audit.read": administer,

  // What there are commands for alone: keys, and taking on Norwegian customers.
  "keys.change": command,
  "norway.change": command,
} as const satisfies Record<string, Need>;

export type Action = keyof typeof ACTIONS;

/** Whether something is changed by it: such a thing is written down each time, a reading once in a while. */
export const CHANGES: ReadonlySet<Action> = new Set<Action>([
  "account.change",
  "account.add",
  "account.remove",
  "signin.connect",
  "signin.disconnect",
  "statement.import",
  "payment.register",
  "payment.withdraw",
  "alert.acknowledge",
  "calendar.make",
  "recipients.change",
  "users.change",
  "groups.change",
  "invitations.change",
  "keys.change",
  "norway.change",
]);
