import { hash } from "node:crypto";
import {
  epochMs,
  type Instant,
  type Invitation,
  inputError,
  instant,
  isUserId,
  type Membership,
  type SaldovaktError,
  type User,
  type UserId,
  userId,
} from "@saldovakt/domain";
import { readableName } from "../accounts.ts";
import type { RandomBytes } from "../link.ts";
import { checkedMembership, type MembershipPorts } from "./membership.ts";
import type { AccessBook } from "./ports.ts";
import { removeSignInLinks } from "./sign-in-links.ts";

const DAY_MS = 86_400_000;
const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

/** For how long an invitation holds: over a week's holiday. */
export const INVITED_DAYS = 7;
/** For how long a link to sign in again holds: it is handed over and used. */
export const SIGN_IN_HOURS = 24;

export interface InvitationPorts extends MembershipPorts {
  readonly people: AccessBook;
  readonly now: () => Instant;
  readonly random: RandomBytes;
  /** Who makes the link. */
  readonly by: Invitation["by"];
}

export interface Invited {
  readonly invitation: Invitation;
  /** What the link carries: shown this once. */
  readonly token: string;
}

const hashed = (token: string): string => hash("sha256", token, "hex");

async function keep(
  fields: Omit<Invitation, "id" | "hash" | "by" | "createdAt" | "expiresAt" | "usedAt">,
  ms: number,
  ports: InvitationPorts,
) {
  const createdAt = ports.now();
  const token = Buffer.from(ports.random(TOKEN_BYTES).subarray(0, TOKEN_BYTES)).toString("base64url");
  const invitation: Invitation = {
    ...fields,
    id: `inv_${Buffer.from(ports.random(8).subarray(0, 8)).toString("hex")}`,
    hash: hashed(token),
    by: ports.by,
    createdAt,
    expiresAt: instant(epochMs(createdAt) + ms),
    usedAt: null,
  };
  await ports.people.putInvitation(invitation);
  return { invitation, token };
}

/** Invites somebody, with what they shall be able to do. Throws `ACCOUNTS_UNKNOWN` and `GROUPS_UNKNOWN` (input). */
export async function invite(wanted: Membership, ports: InvitationPorts): Promise<Invited> {
  const membership = await checkedMembership(wanted, ports);
  return keep({ ...membership, purpose: "join", user: userId(ports.random(20)) }, INVITED_DAYS * DAY_MS, ports);
}

/** A link by which a user who stands signs in again, once; those before it are taken back. Throws `USER_UNKNOWN` and `USER_DISABLED` (input). */
export async function signInLink(id: UserId, ports: InvitationPorts): Promise<Invited> {
  const user = await ports.people.user(id);
  if (!user) throw inputError("USER_UNKNOWN", "there is no such user", "list the users to see who there is");
  if (user.disabledAt !== null) throw inputError("USER_DISABLED", "the user may not sign in", "let them in again first");
  const { role, accounts, groups } = user;
  await removeSignInLinks(id, ports.people);
  return keep({ role, accounts, groups, purpose: "sign-in", user: id }, (SIGN_IN_HOURS / 24) * DAY_MS, ports);
}

/** Links of a user hold for as long as they are an owner themselves; those of a key are taken back together with it. */
async function mayStillInvite({ kind, id }: Invitation["by"], people: Pick<AccessBook, "user">): Promise<boolean> {
  if (kind !== "user") return true;
  const maker = isUserId(id) ? await people.user(id) : null;
  return maker !== null && maker.role === "owner" && maker.disabledAt === null;
}

/** What the token would let in; null for one that is unknown, used, taken back or over, which all look alike. Uses nothing up. */
export async function openInvitation(token: string, ports: Pick<InvitationPorts, "people" | "now">): Promise<Invitation | null> {
  if (!TOKEN.test(token)) return null;
  const invitation = await ports.people.invitation(hashed(token));
  if (!invitation || invitation.usedAt !== null || invitation.expiresAt <= ports.now()) return null;
  if (!(await mayStillInvite(invitation.by, ports.people))) return null;
  if (invitation.purpose === "join") return invitation;
  const user = await ports.people.user(invitation.user);
  return user && user.disabledAt === null ? invitation : null;
}

const gone = (): SaldovaktError =>
  inputError("INVITATION_GONE", "the link lets nobody in: it was used, taken back, or is over", "ask an owner for a new one");

/**
 * Lets in whoever has the link: makes the user it was made for, or gives the one who stands. Of several at once one gets in. The user is written first and the link is spent afterwards: after a
 * crash in between it can be used again, and makes the same user. Throws `INVITATION_GONE` and `NAME_INVALID` (input).
 */
export async function acceptInvitation(token: string, name: string, ports: Pick<InvitationPorts, "people" | "now">): Promise<User> {
  const { people } = ports;
  const invitation = await openInvitation(token, ports);
  if (!invitation) throw gone();
  const { user: id, role, accounts, groups } = invitation;
  const createdAt = ports.now();
  const made =
    invitation.purpose === "join" &&
    (await people.putUser({ id, name: readableName(name), role, accounts, groups, createdAt, disabledAt: null }, 0));
  if (!(await people.useInvitation(invitation.hash, createdAt))) {
    // Taken back in this very moment: nobody else is let in by it, so what was made for it goes too.
    if (made && (await people.invitation(invitation.hash)) === null) await people.eraseUser(id);
    throw gone();
  }
  const standing = await people.user(id);
  if (!standing || standing.disabledAt !== null) throw gone();
  const { version: _, ...user } = standing;
  return user;
}
