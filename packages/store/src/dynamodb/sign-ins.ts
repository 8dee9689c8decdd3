import { type AccountId, epochMs, type Instant } from "@saldovakt/domain";
import type { SignInStore } from "../sign-in-port.ts";
import { type Calls, type Key, key } from "./calls.ts";
import type { Erasure } from "./erasure.ts";
import { partitionOf, string } from "./items.ts";

const pendingKey = (id: string): Key => key(`SIGNIN#${id}`, "SIGNIN");
const signInKey = (account: AccountId): Key => key(partitionOf(account), "SIGNIN");

/** Sign-ins at authorities. */
export function signIns(calls: Calls, erasure: Erasure): SignInStore {
  return {
    putPendingSignIn: async ({ id, expiresAt, body }) => {
      const over = { agedAt: { S: expiresAt }, expiresAt: { N: String(Math.ceil(epochMs(expiresAt) / 1000)) } };
      await calls.put({ ...pendingKey(id), ...over, body: { S: body } });
    },
    // One deletion, which gives what it deleted. When its answer is lost on the way the sign-in is too, and the person begins anew.
    takePendingSignIn: async (id) => {
      const item = await calls.remove(pendingKey(id));
      return item ? { id, expiresAt: string(item, "agedAt") as Instant, body: string(item, "body") } : null;
    },

    signIn: async (account) => {
      const item = await calls.get(signInKey(account));
      return item ? { version: string(item, "version"), body: string(item, "body") } : null;
    },
    putSignIn: async (account, expected, { version, body }) => {
      const item = { ...signInKey(account), version: { S: version }, body: { S: body } };
      // Wins when the version that was read still stands: for the first that is none at all.
      const condition =
        expected === null
          ? { expression: "attribute_not_exists(#PK)" }
          : { expression: "#version = :expected", values: { ":expected": { S: expected } } };
      const write = async () => (await calls.put(item, condition)).won;
      return (await erasure.keep(account, write, () => calls.remove(signInKey(account)))) ?? false;
    },
    removeSignIn: async (account, version) => {
      const condition = { expression: "#version = :version", values: { ":version": { S: version ?? "" } } };
      await calls.remove(signInKey(account), version === undefined ? undefined : condition);
    },
  };
}
