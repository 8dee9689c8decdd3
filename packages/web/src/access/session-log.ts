import type { Principal } from "@saldovakt/domain";
import { auditor } from "@saldovakt/service";
import type { Context } from "hono";
import type { WebPorts } from "../ports.ts";

/** Writes down who comes in or goes, each time and before they do. Throws faults of the log: nobody comes in unseen. */
export const sessionLog =
  ({ log, now, random }: Pick<WebPorts, "log" | "now" | "random">) =>
  (c: Context, { kind, id }: Pick<Principal, "kind" | "id">, action: "session.begin" | "session.end"): Promise<void> =>
    auditor(log, now, random).permitted({ principal: { kind, id }, requestId: c.get("requestId") as string }, { action });
