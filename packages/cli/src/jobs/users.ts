import { randomBytes } from "node:crypto";
import {
  type AccountId,
  type GroupId,
  inputError,
  isAccountId,
  isGroupId,
  isUserId,
  ROLES,
  type Role,
  type UserId,
} from "@saldovakt/domain";
import {
  changeUser,
  type Deed,
  eraseUser,
  exportUser,
  type GroupPorts,
  type InvitationPorts,
  type Invited,
  invite,
  signInLink,
} from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { counted } from "../figures.ts";
import { table } from "../table.ts";
import { BY, noted, notedMade } from "../wiring/noted.ts";
import { withState } from "../wiring/state.ts";
import { parts } from "./typed.ts";

const portsOf = (store: Store, { real }: Context): GroupPorts & InvitationPorts => ({
  people: store,
  now: real.now,
  random: randomBytes,
  by: BY.principal,
  isWatched: async (id) => (await store.account(id)) !== null,
});

export interface TypedInvitation {
  readonly role: string;
  readonly accounts?: string;
  readonly groups?: string;
}

/** Prints a link that lets somebody in. Throws `ROLE_UNKNOWN`, `ACCOUNTS_UNKNOWN` and `GROUPS_UNKNOWN`. */
export async function inviteUser(context: Context, typed: TypedInvitation, json: boolean): Promise<undefined> {
  if (!(ROLES as readonly string[]).includes(typed.role)) {
    throw inputError("ROLE_UNKNOWN", "there is no such role", `give one of ${ROLES.join(", ")}`);
  }
  const groups = parts(typed.groups ?? "");
  const accounts = typed.accounts === undefined ? (groups.length > 0 ? [] : null) : parts(typed.accounts);
  const wrong = !(accounts ?? []).every(isAccountId) || !groups.every(isGroupId);
  if (wrong) throw inputError("ID_INVALID", "accounts and groups are named by their ids", "write acc_… and grp_…, with commas between");
  await withState(context, async (store, { configuration }) => {
    const wanted = { role: typed.role as Role, accounts: accounts as readonly AccountId[] | null, groups: groups as readonly GroupId[] };
    const deed = { action: "invitations.change", changes: ["invited"] } as const;
    const made = await noted(store, context, deed, () => invite(wanted, portsOf(store, context)));
    await notedMade(store, context, { ...deed, about: made.invitation.id });
    printLink(context, made, configuration.publicUrl, json);
  });
}

function printLink(context: Context, { invitation, token }: Invited, publicUrl: string | undefined, json: boolean): void {
  const address = `${publicUrl?.replace(/\/+$/, "") ?? ""}/join/${token}`;
  const { id, user, expiresAt } = invitation;
  if (json) {
    printJson(context, { id, user, expiresAt, address });
    return;
  }
  context.stderr.lines(`The link lets one person in, once, until ${expiresAt.slice(0, 16).replace("T", " ")} UTC. It is not shown again.`);
  if (publicUrl === undefined)
    context.stderr.lines("Put the server's address in front of it; `publicUrl` of the configuration does so from then on.");
  context.stdout.lines(address);
}

export async function listUsers(context: Context, json: boolean): Promise<undefined> {
  await withState(context, async (store) => {
    const [users, invitations] = await Promise.all([store.users(), store.invitations()]);
    if (json) {
      return printJson(context, {
        users: users.map(({ version: _, ...user }) => user),
        invitations: invitations.map(({ hash: _, ...invitation }) => invitation),
      });
    }
    if (users.length + invitations.length === 0) {
      return context.stderr.lines("Nobody may sign in: let the first in with `saldovakt users invite --role owner`.");
    }
    const reach = (accounts: readonly unknown[] | null, groups: readonly unknown[]): string =>
      accounts === null ? "all" : `${accounts.length} and ${groups.length} groups`;
    const now = context.real.now();
    const rows = [
      ...users.map(({ id, name, role, accounts, groups, createdAt, disabledAt }) => [
        ...[id, name, role, reach(accounts, groups), createdAt.slice(0, 10)],
        disabledAt === null ? "" : `shut out ${disabledAt.slice(0, 10)}`,
      ]),
      ...invitations.map(({ id, purpose, role, accounts, groups, createdAt, expiresAt }) => [
        ...[id, purpose === "join" ? "(invited)" : "(may sign in again)", role, reach(accounts, groups), createdAt.slice(0, 10)],
        expiresAt <= now ? "over" : `until ${expiresAt.slice(0, 10)}`,
      ]),
    ];
    const columns = [
      { title: "Id" },
      { title: "Name", flexible: true },
      { title: "Role" },
      { title: "Accounts" },
      { title: "Made" },
      { title: "" },
    ];
    context.stdout.lines(...table(columns, rows));
  });
}

function requireUserId(id: string): UserId {
  if (isUserId(id)) return id;
  throw inputError("USER_UNKNOWN", "there is no such user", "`saldovakt users list` shows the users and their ids");
}

/** Throws `USER_UNKNOWN` and `USER_DISABLED`. */
export async function linkUser(context: Context, text: string, json: boolean): Promise<undefined> {
  const id = requireUserId(text);
  await withState(context, async (store, { configuration }) => {
    const deed = { action: "invitations.change", changes: ["sign-in-link"] } as const;
    const made = await noted(store, context, { ...deed, about: id }, () => signInLink(id, portsOf(store, context)));
    await notedMade(store, context, { ...deed, about: made.invitation.id });
    printLink(context, made, configuration.publicUrl, json);
  });
}

const able =
  (disabled: boolean, said: string) =>
  async (context: Context, text: string, json: boolean): Promise<undefined> => {
    const id = requireUserId(text);
    await withState(context, async (store) => {
      const deed = { action: "users.change", changes: [disabled ? "shut-out" : "let-in"], about: id } as const;
      await noted(store, context, deed, () => changeUser(id, { disabled }, portsOf(store, context)));
      if (json) printJson(context, { id, disabled });
      else context.stdout.lines(`${id} ${said}`);
    });
  };

/** Throws `USER_UNKNOWN` and `LAST_OWNER`. */
export const disableUser = able(true, "is shut out: every session is over.");
/** Throws `USER_UNKNOWN`. */
export const enableUser = able(false, "may sign in again: `saldovakt users link` makes the link.");

/** Prints one JSON document, whether asked to or not. Throws `USER_UNKNOWN`. */
export async function exportOneUser(context: Context, text: string): Promise<undefined> {
  const id = requireUserId(text);
  await withState(context, async (store) => {
    const ports = { people: store, now: context.real.now, log: store };
    const all = await noted(store, context, { action: "users.read", about: id }, () => exportUser(id, ports));
    printJson(context, all);
  });
}

/** Throws `USER_UNKNOWN`, `LAST_OWNER` and `CHANGED_MEANWHILE`. */
export async function eraseOneUser(context: Context, text: string, json: boolean): Promise<undefined> {
  const id = requireUserId(text);
  await withState(context, async (store) => {
    const deed = { action: "users.change", changes: ["erased"], about: id } as const;
    const note = (deed: Deed) => notedMade(store, context, deed);
    const ports = { ...portsOf(store, context), recipients: store, note };
    const { kept, removed } = await noted(store, context, deed, () => eraseUser(id, ports));
    const keys = (recipients: typeof kept) => recipients.map(({ key }) => key);
    if (removed.length > 0) {
      const who = counted(removed.length, "recipient that they added is", "recipients that they added are");
      context.stderr.lines(
        `warning: ${who} gone with their rights: ${removed.map(({ channel, key }) => `${channel} ${key}`).join(", ")}`,
        "  Where alerts shall still go there, have somebody who stays add the address again.",
      );
    }
    if (json) return printJson(context, { id, erased: true, recipientsKept: keys(kept), recipientsRemoved: keys(removed) });
    context.stdout.lines(`${id} is erased. The audit log keeps the id, which leads to nobody.`);
    if (kept.length > 0) context.stdout.lines(`Told on, as another owner's: ${keys(kept).join(", ")}.`);
  });
}
