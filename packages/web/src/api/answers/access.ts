import { type AccountId, type GroupId, type Invitation, isUserId, type Membership, type User, type UserId } from "@saldovakt/domain";
import { changesOfUser, changeUser, eraseUser, exportUser, type Invited, invite, signInLink, type UserChange } from "@saldovakt/service";
import type { Context } from "hono";
import { erasePorts, makerOf, peoplePorts } from "../../access/people-ports.ts";
import { isInvitationId } from "../../ids.ts";
import { aboutBody, type Fields, readBody } from "../body.ts";
import { conditionalJson } from "../conditional.ts";
import { refuse } from "../problem.ts";
import { readQuery } from "../query.ts";
import type { Answer, Asking } from "./asking.ts";

/** The fields that use cases complain of, by the beginning of their codes. */
export const FIELDS: Fields = { NAME: "name", ACCOUNTS: "accounts", GROUPS: "groups" };

const userDocument = ({ id, name, role, accounts, groups, createdAt, disabledAt }: User) => ({
  id,
  name,
  role,
  accounts,
  groups,
  createdAt,
  disabledAt,
});

/** Never with its hash: what is shown of it opens nothing. */
const invitationDocument = ({ id, purpose, user, role, accounts, groups, createdAt, expiresAt }: Invitation) => ({
  id,
  purpose,
  user,
  role,
  accounts,
  groups,
  createdAt,
  expiresAt,
});

/** Who may sign in, and letting them in. */
export const accessAnswers = (asking: Asking) => {
  const { ports, options } = asking;
  const { people } = ports;
  const with_ = peoplePorts(ports);
  const host = options.publicUrl ?? "";
  const linkDocument = ({ invitation, token }: Invited) => ({ ...invitationDocument(invitation), address: `${host}/join/${token}` });

  function userIdOf(c: Context): UserId {
    const id = c.req.param("userId") ?? "";
    if (!isUserId(id)) throw refuse(c, "USER_UNKNOWN");
    return id;
  }

  async function shown(c: Context, made: Invited): Promise<Response> {
    await asking.gate.made(c, { about: made.invitation.id });
    return c.json(linkDocument(made), 201);
  }

  return {
    async listUsers(c) {
      await asking.enter(c, "listUsers");
      readQuery(c, []);
      return conditionalJson(c, { users: (await people.users()).map(userDocument) });
    },

    async user(c) {
      await asking.enter(c, "user");
      readQuery(c, []);
      const user = await people.user(userIdOf(c));
      if (!user) throw refuse(c, "USER_UNKNOWN");
      return conditionalJson(c, userDocument(user));
    },

    async changeUser(c) {
      const asker = await asking.enter(c, "changeUser");
      readQuery(c, []);
      const { UserChange: Shape } = await import("../shapes/index.ts");
      const body = await readBody(c, Shape);
      const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as UserChange;
      await asking.changing(c, asker, changesOfUser(change));
      const id = userIdOf(c);
      return c.json(userDocument(await aboutBody(c, FIELDS, () => changeUser(id, change, with_))));
    },

    async eraseUser(c) {
      const { principal } = await asking.enter(c, "eraseUser");
      readQuery(c, []);
      await eraseUser(userIdOf(c), erasePorts(c, principal, asking.gate, ports));
      return c.body(null, 204);
    },

    async exportUser(c) {
      await asking.enter(c, "exportUser");
      readQuery(c, []);
      const { user, ...rest } = await exportUser(userIdOf(c), ports);
      return c.json({ user: userDocument(user), ...rest });
    },

    async addSignInLink(c) {
      const { principal } = await asking.enter(c, "addSignInLink");
      readQuery(c, []);
      return shown(c, await signInLink(userIdOf(c), { ...with_, by: makerOf(principal) }));
    },

    async listInvitations(c) {
      await asking.enter(c, "listInvitations");
      readQuery(c, []);
      return conditionalJson(c, { invitations: (await people.invitations()).map(invitationDocument) });
    },

    async addInvitation(c) {
      const { principal } = await asking.enter(c, "addInvitation");
      readQuery(c, []);
      const { NewInvitation } = await import("../shapes/index.ts");
      const { role, accounts = [], groups = [] } = await readBody(c, NewInvitation);
      const wanted: Membership = { role, accounts: accounts as AccountId[] | null, groups: groups as GroupId[] };
      return shown(c, await aboutBody(c, FIELDS, () => invite(wanted, { ...with_, by: makerOf(principal) })));
    },

    async removeInvitation(c) {
      await asking.enter(c, "removeInvitation");
      readQuery(c, []);
      const id = c.req.param("invitationId") ?? "";
      if (!isInvitationId(id) || !(await people.removeInvitation(id))) throw refuse(c, "INVITATION_UNKNOWN");
      return c.body(null, 204);
    },
  } satisfies Record<string, Answer>;
};
