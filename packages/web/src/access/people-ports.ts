import type { Invitation, Principal } from "@saldovakt/domain";
import type { GroupPorts } from "@saldovakt/service";
import type { WebPorts } from "../ports.ts";

/** What the use cases about people work with. */
export const peoplePorts = ({ people, now, random, book }: Pick<WebPorts, "people" | "now" | "random" | "book">): GroupPorts => ({
  people,
  now,
  random,
  isWatched: async (id) => (await book.account(id)) !== null,
});

/** Who makes a link, as it is kept with it. */
export const makerOf = ({ kind, id }: Pick<Principal, "kind" | "id">): Invitation["by"] => ({ kind, id });
