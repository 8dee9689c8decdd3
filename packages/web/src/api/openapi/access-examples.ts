/** Examples of invented people. */

const account = "acc_4q8v0x2m6z1c9r7t5w3k";

export const user = {
  id: "usr_7h2k9m4p6r8t0v2x4z6b",
  name: "Kim Exempel",
  role: "adviser",
  accounts: [],
  groups: ["grp_3c5e7g9j2m4p6r8t0v2x"],
  createdAt: "2026-11-20T08:00:00.000Z",
  disabledAt: null,
};
export const users = { users: [user] };
export const userChange = { role: "reader", accounts: [account] };

const auditLine = {
  id: "aud_0000000f1e2d3c4b5a6978",
  at: "2026-11-23T09:14:00.000Z",
  principal: { kind: "user", id: user.id },
  action: "payment.register",
  account,
  outcome: "permitted",
  requestId: "0f4c1f0a-6f6e-4c57-9f0a-2f8f9f1d7c55",
};
const erased = {
  ...auditLine,
  id: "aud_0000001a2b3c4d5e6f7089",
  action: "users.change",
  changes: ["erased"],
  about: "usr_2b4d6f8h0k2m4p6r8t0v",
};
const { account: _account, ...erasedLine } = erased;
export const auditLog = { lines: [auditLine, erasedLine] };

const { name: _, disabledAt: __, id: id_, ...membership } = user;
const invitation = { id: "inv_9a8b7c6d5e4f3021", purpose: "join", user: id_, ...membership, expiresAt: "2026-11-27T08:00:00.000Z" };
export const invitations = { invitations: [invitation] };
export const newInvitation = { role: "adviser", accounts: [], groups: user.groups };
export const invitationLink = { ...invitation, address: "https://saldovakt.example/join/…" };
export const signInLink = { ...invitationLink, purpose: "sign-in", expiresAt: "2026-11-21T08:00:00.000Z" };

const held = { user: id_, createdAt: "2026-11-19T08:00:00.000Z", expiresAt: "2026-11-26T08:00:00.000Z", usedAt: user.createdAt };
export const userExport = {
  user,
  sessions: [{ createdAt: user.createdAt, expiresAt: "2026-12-20T08:00:00.000Z" }],
  links: [{ ...held, id: invitation.id, purpose: "join" }],
  invitations: [],
  recipients: [
    {
      ...{ key: "8d1f0c3b5a7e9264", channel: "email", target: { to: "kim@firman.example" } },
      ...{ accounts: [account], createdAt: "2026-11-21T08:00:00.000Z" },
    },
  ],
  calendars: [
    { id: "key_5f6e7d8c9b0a1234", accounts: [account], createdAt: "2026-11-21T09:00:00.000Z", lastUsedAt: null, revokedAt: null },
  ],
  audit: [auditLine],
};

export const group = { id: user.groups[0], name: "Kontoret i Ystad", accounts: [account], createdAt: "2026-11-19T08:00:00.000Z" };
export const groups = { groups: [group] };
export const newGroup = { name: group.name, accounts: group.accounts };
export const groupChange = { accounts: group.accounts };
