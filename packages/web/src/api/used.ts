import { epochMs, type Instant, instant } from "@saldovakt/domain";
import type { ApiKey, WebPorts } from "../ports.ts";

const HOUR_MS = 3_600_000;

/** Keeps about when a key was last used: at most hourly for each key and process. What goes wrong with it hinders nobody. */
export function createUsed({ keys, now }: Pick<WebPorts, "keys" | "now">): (key: ApiKey) => Promise<void> {
  /** Until when there is nothing to keep, compared as it stands: this is asked with every request. */
  const quietUntil = new Map<string, Instant>();
  const hourAfter = (at: Instant): Instant => instant(epochMs(at) + HOUR_MS);
  return async ({ id, lastUsedAt }) => {
    const at = now();
    if (at < (quietUntil.get(id) ?? "")) return;
    const isKept = lastUsedAt !== undefined && at < hourAfter(lastUsedAt);
    quietUntil.set(id, hourAfter(isKept ? lastUsedAt : at));
    if (!isKept) await keys.touchKey(id, at).catch(() => {});
  };
}
