import { type AccountId, type Action, mayForAll, type Principal } from "@saldovakt/domain";
import { reachOfMaker } from "@saldovakt/service";
import { newApiKey } from "../../keys.ts";
import type { ApiKey, ListedKey } from "../../ports.ts";
import { makersOf } from "../access.ts";
import { conditionalJson } from "../conditional.ts";
import { refuse } from "../problem.ts";
import type { Answer, Asking } from "./asking.ts";

const calendarDocument = ({ id, accounts, createdAt, lastUsedAt }: ListedKey) => ({
  id,
  accounts,
  createdAt,
  lastUsedAt: lastUsedAt ?? null,
});

/** Whether a key is the address of a calendar that shows the account, and no other than whoever asks may do that to. */
const isOf = (account: AccountId, principal: Principal, action: Action, { scopes, accounts, revokedAt }: ApiKey): boolean =>
  revokedAt === null &&
  scopes.includes("calendar") &&
  accounts?.includes(account) === true &&
  mayForAll(principal, action, accounts).permitted;

/** Secret addresses for calendars that subscribe. Each is a key of its own, which lives no longer than the key, or the user, that made it. */
export const calendarAnswers = (asking: Asking) => {
  const { ports, options } = asking;
  const host = options.publicUrl ?? "";

  /** Whether the address still shows the account: it does no longer than whoever made it reaches it. */
  async function shows(account: AccountId, { parent }: ApiKey): Promise<boolean> {
    if (parent === undefined) return true;
    const reach = await reachOfMaker(parent, makersOf(ports));
    return reach === "all" || reach?.has(account) === true;
  }

  return {
    addCalendar: asking.about("addCalendar", async ({ c, asker, account }) => {
      const { id, key: secret, hash } = newApiKey(ports.random);
      const record = { id, hash, name: "calendar", scopes: ["calendar"], accounts: [account.id], parent: asker.principal.id };
      await ports.keys.putKey({ ...record, createdAt: ports.now(), revokedAt: null });
      await asking.gate.made(c, { about: id });
      return c.json({ id, address: `${host}/calendar/${secret}.ics` }, 201);
    }),

    listCalendars: asking.about("listCalendars", async ({ c, asker, account }) => {
      const own = (await ports.keys.keys()).filter((key) => isOf(account.id, asker.principal, asker.action, key));
      const live = await Promise.all(own.map((key) => shows(account.id, key)));
      const calendars = own.filter((_, index) => live[index]);
      return conditionalJson(c, { calendars: calendars.map(calendarDocument) });
    }),

    removeCalendar: asking.about("removeCalendar", async ({ c, asker, account }) => {
      const found = await ports.keys.keyById(c.req.param("calendarId") ?? "");
      if (!found || !isOf(account.id, asker.principal, asker.action, found)) throw refuse(c, "CALENDAR_UNKNOWN");
      await ports.keys.revokeKey(found.id, ports.now());
      return c.body(null, 204);
    }),
  } satisfies Record<string, Answer>;
};
