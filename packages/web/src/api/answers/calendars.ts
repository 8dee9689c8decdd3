import { newApiKey } from "../../keys.ts";
import type { Answer, Asking } from "./asking.ts";

/** Secret addresses for calendars that subscribe. Each is a key of its own, which lives no longer than the key, or the user, that made it. */
export const calendarAnswers = (asking: Asking) => {
  const { ports, options } = asking;
  const host = (options.publicUrl ?? "").replace(/\/+$/, "");
  return {
    addCalendar: asking.about("addCalendar", async ({ c, asker, account }) => {
      const { id, key: secret, hash } = newApiKey(ports.random);
      const record = { id, hash, name: "calendar", scopes: ["calendar"], accounts: [account.id], parent: asker.principal.id };
      await ports.keys.putKey({ ...record, createdAt: ports.now(), revokedAt: null });
      return c.json({ id, address: `${host}/calendar/${secret}.ics` }, 201);
    }),
  } satisfies Record<string, Answer>;
};
