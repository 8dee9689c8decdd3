import { ACTIONS, type Action, CHANGE_CODES, ROLES } from "@saldovakt/domain";
import * as z from "zod";
import { accountId, moment, name, next } from "./basics.ts";

const userId = z.string().describe("Opaque, `usr_…`.");
const groupId = z.string().describe("Opaque, `grp_…`.");

const membership = {
  role: z.enum(ROLES).describe("`reader`, `adviser` or `owner`: each may what the one before it may."),
  accounts: z.array(accountId).nullable().describe("Null = every account, also those that are added later."),
  groups: z.array(groupId).describe("Their accounts are reached too."),
};

export const User = name(
  "User",
  z.strictObject({
    id: userId,
    name: z.string().describe("How colleagues know them: chosen by themselves."),
    ...membership,
    createdAt: moment,
    disabledAt: moment.nullable().describe("Since when they may not sign in; null while they may."),
  }),
);

export const Users = name("Users", z.strictObject({ users: z.array(User).describe("Oldest first.") }));

const invitation = {
  id: z.string().describe("Opaque, `inv_…`."),
  purpose: z.enum(["join", "sign-in"]).describe("`join` makes the user; `sign-in` lets in one who stands."),
  user: userId,
  ...membership,
  createdAt: moment,
  expiresAt: moment,
};

const Invitation = name("Invitation", z.strictObject(invitation));

export const Invitations = name(
  "Invitations",
  z.strictObject({ invitations: z.array(Invitation).describe("Those that were not used, expired or not; oldest first.") }),
);

export const InvitationLink = name(
  "InvitationLink",
  z
    .strictObject({
      ...invitation,
      address: z
        .string()
        .describe("Lets one person in, once. Shown this once; without a host where the installation has no public address."),
    })
    .describe("The invitation, and its link."),
);

export const Group = name("Group", z.strictObject({ id: groupId, name: z.string(), accounts: z.array(accountId), createdAt: moment }));

export const Groups = name("Groups", z.strictObject({ groups: z.array(Group).describe("Oldest first.") }));

const AuditLine = name(
  "AuditLine",
  z
    .strictObject({
      id: z.string(),
      at: moment,
      principal: z.strictObject({ kind: z.enum(["open", "user", "key", "system-user", "vendor", "link", "command"]), id: z.string() }),
      onBehalfOf: accountId.optional().describe("For programs of others: the account whose organisation they act for."),
      action: z.enum(Object.keys(ACTIONS) as [Action, ...Action[]]),
      changes: z
        .array(z.enum(CHANGE_CODES))
        .optional()
        .describe(
          "Which of the things the action stands for, as far as its name does not tell; several where they were asked for together.",
        ),
      account: accountId.optional(),
      about: z
        .string()
        .optional()
        .describe("The opaque id of what else it was about: of a user, a group, an invitation, a key, a recipient, a payment."),
      outcome: z
        .enum(["permitted", "refused", "failed"])
        .describe(
          "`permitted` is written before it is done, `failed` after one that came to nothing. A second `permitted` names what was made, where that had no id before.",
        ),
      reason: z.string().optional().describe("Why it was refused or failed."),
      requestId: z.string().optional(),
    })
    .describe("Who did what, in opaque ids: no name, no number, no amount."),
);

export const AuditLog = name("AuditLog", z.strictObject({ lines: z.array(AuditLine).describe("The newest first."), next }));

const HeldLink = name(
  "HeldLink",
  z.strictObject({
    ...{ id: z.string(), purpose: z.enum(["join", "sign-in"]), user: userId },
    ...{ createdAt: moment, expiresAt: moment, usedAt: moment.nullable() },
  }),
);

export const UserExport = name(
  "UserExport",
  z.strictObject({
    user: User,
    sessions: z.array(z.strictObject({ createdAt: moment, expiresAt: moment })).describe("When they signed in, and until when it holds."),
    links: z.array(HeldLink).describe("Made for them: by one of them they came in."),
    invitations: z.array(HeldLink).describe("Made by them for others."),
    recipients: z
      .array(
        z.strictObject({
          key: z.string(),
          channel: z.string(),
          target: z.record(z.string(), z.string()).describe("Whole, as they gave it: `url`, `to` or `phoneNumber`. No secret."),
          accounts: z.array(accountId).nullable(),
          createdAt: moment,
        }),
      )
      .describe("Whom they added to be told."),
    calendars: z
      .array(
        z.strictObject({
          ...{ id: z.string(), accounts: z.array(accountId).nullable(), createdAt: moment },
          ...{ lastUsedAt: moment.nullable(), revokedAt: moment.nullable() },
        }),
      )
      .describe("Secret addresses of calendars that they made, without the secret."),
    audit: z.array(AuditLine).describe("What they did, the newest first; payments they registered and alerts they acknowledged among it."),
  }),
);
