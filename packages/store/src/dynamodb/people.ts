import { epochMs, type UserId } from "@saldovakt/domain";
import type { RecipientRecord, SessionRecord, Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { type Calls, type Key, key } from "./calls.ts";
import { string } from "./items.ts";

type People = Pick<Store, "putRecipient" | "recipient" | "recipients" | "removeRecipient" | "putSession" | "session" | "endSession">;

const RECIPIENTS = "RECIPIENTS";
export const SESSION = "SESSION#";

/** The partition of what leads to a user's own. */
const ofUser = (id: UserId): string => `USER#${id}`;

const sessionKey = (hash: string): Key => key(`${SESSION}${hash}`, "SESSION");

/** Names a session in its user's partition. */
export const sessionPointer = (user: UserId, hash: string): Key => key(ofUser(user), `${SESSION}${hash}`);

/** The hashes of a user's sessions, also of some that are over. */
export async function sessionsOf(calls: Calls, user: UserId): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of calls.query(ofUser(user), SESSION)) found.push(...page.map((item) => string(item, "SK").slice(SESSION.length)));
  return found;
}

/** Who is told beside the configuration's recipients, and who is signed in. */
export function people(calls: Calls): People {
  return {
    putRecipient: async (record) => {
      await calls.put({ ...key(RECIPIENTS, record.key), body: { S: encode(record) } });
    },
    recipient: async (wanted) => {
      const item = await calls.get(key(RECIPIENTS, wanted));
      return item ? decode<RecipientRecord>(string(item, "body"), "recipient") : null;
    },
    recipients: async () => {
      const found: RecipientRecord[] = [];
      for await (const page of calls.query(RECIPIENTS)) {
        found.push(...page.map((item) => decode<RecipientRecord>(string(item, "body"), "recipient")));
      }
      const order = (record: RecipientRecord): string => `${record.createdAt}|${record.key}`;
      return found.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    },
    removeRecipient: async (wanted) => (await calls.remove(key(RECIPIENTS, wanted))) !== undefined,

    putSession: async (session) => {
      const over = {
        agedAt: { S: session.expiresAt },
        expiresAt: { N: String(Math.ceil(epochMs(session.expiresAt) / 1000)) },
      };
      const { hash, userId } = session;
      // What leads to it first: one that leads nowhere does no harm, and ends with it.
      if (userId !== undefined) await calls.put({ ...sessionPointer(userId, hash), expiresAt: over.expiresAt });
      const whose = userId === undefined ? {} : { userId: { S: userId } };
      // Wins when it does not stand: a session is never prolonged.
      await calls.put(
        { ...sessionKey(hash), ...over, ...whose, body: { S: encode(session) } },
        { expression: "attribute_not_exists(#PK)" },
      );
    },
    session: async (hash) => {
      const item = await calls.get(sessionKey(hash));
      return item ? decode<SessionRecord>(string(item, "body"), "session") : null;
    },
    endSession: async (hash) => {
      const ended = await calls.remove(sessionKey(hash));
      if (ended?.userId) await calls.remove(sessionPointer(string(ended, "userId") as UserId, hash));
    },
  };
}
