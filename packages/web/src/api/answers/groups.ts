import { type AccountGroup, type AccountId, type GroupId, isGroupId } from "@saldovakt/domain";
import { addGroup, changeGroup, removeGroup } from "@saldovakt/service";
import type { Context } from "hono";
import { peoplePorts } from "../../access/people-ports.ts";
import { aboutBody, readBody } from "../body.ts";
import { conditionalJson } from "../conditional.ts";
import { refuse } from "../problem.ts";
import { readQuery } from "../query.ts";
import { FIELDS } from "./access.ts";
import type { Answer, Asking } from "./asking.ts";

const groupDocument = ({ id, name, accounts, createdAt }: AccountGroup) => ({ id, name, accounts, createdAt });

/** Accounts under one name. */
export const groupAnswers = (asking: Asking) => {
  const { people } = asking.ports;
  const with_ = peoplePorts(asking.ports);

  function groupIdOf(c: Context): GroupId {
    const id = c.req.param("groupId") ?? "";
    if (!isGroupId(id)) throw refuse(c, "GROUP_UNKNOWN");
    return id;
  }

  return {
    async listGroups(c) {
      await asking.enter(c, "listGroups");
      readQuery(c, []);
      return conditionalJson(c, { groups: (await people.groups()).map(groupDocument) });
    },

    async group(c) {
      await asking.enter(c, "group");
      readQuery(c, []);
      const id = groupIdOf(c);
      const group = (await people.groups()).find((each) => each.id === id);
      if (!group) throw refuse(c, "GROUP_UNKNOWN");
      return conditionalJson(c, groupDocument(group));
    },

    async addGroup(c) {
      await asking.enter(c, "addGroup");
      readQuery(c, []);
      const { NewGroup } = await import("../shapes/index.ts");
      const { name, accounts = [] } = await readBody(c, NewGroup);
      const group = await aboutBody(c, FIELDS, () => addGroup({ name, accounts: accounts as AccountId[] }, with_));
      await asking.gate.made(c, { about: group.id });
      return c.json(groupDocument(group), 201, { location: `/v1/groups/${group.id}` });
    },

    async changeGroup(c) {
      const asker = await asking.enter(c, "changeGroup");
      readQuery(c, []);
      const { GroupChange } = await import("../shapes/index.ts");
      const { name, accounts } = await readBody(c, GroupChange);
      const change = { ...(name === undefined ? {} : { name }), ...(accounts === undefined ? {} : { accounts: accounts as AccountId[] }) };
      await asking.changing(c, asker, Object.keys(change) as (keyof typeof change)[]);
      return c.json(groupDocument(await aboutBody(c, FIELDS, () => changeGroup(groupIdOf(c), change, with_))));
    },

    async removeGroup(c) {
      await asking.enter(c, "removeGroup");
      readQuery(c, []);
      await removeGroup(groupIdOf(c), with_);
      return c.body(null, 204);
    },
  } satisfies Record<string, Answer>;
};
