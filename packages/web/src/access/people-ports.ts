import type { Invitation, Principal } from "@saldovakt/domain";
import type { ErasePorts, GroupPorts } from "@saldovakt/service";
import type { Context } from "hono";
import type { WebPorts } from "../ports.ts";
import type { Gate } from "./gate.ts";

/** What the use cases about people work with. */
export const peoplePorts = ({ people, now, random, book }: Pick<WebPorts, "people" | "now" | "random" | "book">): GroupPorts => ({
  people,
  now,
  random,
  isWatched: async (id) => (await book.account(id)) !== null,
});

/** What erasing a user works with, at the request that asks for it: what becomes of recipients is written down beside it. */
export const erasePorts = (c: Context, principal: Principal, gate: Pick<Gate, "made">, ports: WebPorts): ErasePorts => ({
  ...peoplePorts(ports),
  recipients: ports.recipients,
  by: makerOf(principal),
  note: (deed) => gate.made(c, deed),
});

/** Who makes a link, as it is kept with it. */
export const makerOf = ({ kind, id }: Pick<Principal, "kind" | "id">): Invitation["by"] => ({ kind, id });
