import type { AccessStore } from "../access-port.ts";
import type { ApiKeyRecord, SessionRecord, Store } from "../port.ts";
import type { InvitationsOf } from "./access.ts";
import { type Calls, eachOf } from "./calls.ts";
import { sessionPointer, sessionsOf } from "./people.ts";

type Parts = Pick<Store, "session" | "endSession" | "recipients" | "keys" | "eraseUser"> & {
  readonly invitationsOf: InvitationsOf;
  eraseKey(record: ApiKeyRecord): Promise<void>;
  eraseRate(asker: string): Promise<void>;
};

/** What a user leaves behind, listed and erased. */
export function ofUser(calls: Calls, parts: Parts): Pick<AccessStore, "heldOf" | "eraseUser"> {
  const keysOf = async (id: string): Promise<readonly ApiKeyRecord[]> => (await parts.keys()).filter(({ parent }) => parent === id);

  return {
    heldOf: async (id) => {
      const found = await Promise.all((await sessionsOf(calls, id)).map((hash) => parts.session(hash)));
      const sessions = found.filter((each): each is SessionRecord => each !== null);
      const order = ({ expiresAt, hash }: SessionRecord): string => `${expiresAt}|${hash}`;
      return {
        sessions: sessions.sort((a, b) => (order(a) < order(b) ? -1 : 1)),
        invitations: await parts.invitationsOf(id),
        recipients: (await parts.recipients()).filter(({ by }) => by?.id === id),
        keys: await keysOf(id),
      };
    },
    // The user last: an erasure that is cut off can be asked for again.
    eraseUser: async (id) => {
      await eachOf([...(await sessionsOf(calls, id))], async (hash) => {
        await parts.endSession(hash);
        await calls.remove(sessionPointer(id, hash)); // also where the session had gone before
      });
      await eachOf([...(await keysOf(id))], (key) => parts.eraseKey(key));
      await parts.eraseRate(id);
      return parts.eraseUser(id);
    },
  };
}
