import type { Invitation, Principal } from "@saldovakt/domain";
import { type Actor, audited, auditor } from "@saldovakt/service";
import type { Context } from "hono";
import type { WebPorts } from "../ports.ts";

/** Writes down who comes in or goes, each time and before they do. Throws faults of the log: nobody comes in unseen. */
export const sessionLog =
  ({ log, now, random }: Pick<WebPorts, "log" | "now" | "random">) =>
  (c: Context, { kind, id }: Pick<Principal, "kind" | "id">, action: "session.begin" | "session.end"): Promise<void> =>
    auditor(log, now, random).permitted({ principal: { kind, id }, requestId: c.get("requestId") as string }, { action });

/**
 * Has somebody let in by an invitation, and writes down before it by which: from there on that tells which user it became. Throws what `accept` throws, which is
 * written down too.
 */
export const joinLog =
  ({ log, now, random }: Pick<WebPorts, "log" | "now" | "random">) =>
  <T>(c: Context, { id, user, purpose }: Invitation, accept: () => Promise<T>): Promise<T> => {
    const actor: Actor = { principal: { kind: "user", id: user }, requestId: c.get("requestId") as string };
    const deed = { action: "session.begin", about: id, changes: [purpose === "join" ? "joined" : "signed-in"] } as const;
    return audited(auditor(log, now, random), actor, deed, accept);
  };
