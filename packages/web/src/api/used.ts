import { epochMs, type Instant, instant } from "@saldovakt/domain";
import type { ApiKey, WebPorts } from "../ports.ts";

const HOUR_MS = 3_600_000;

/** Keeps about when a key was last used: at most hourly for each key and process. What goes wrong with it hinders nobody. */
export function createUsed({ keys, now }: Pick<WebPorts, "keys" | "now">): (key: ApiKey) => Promise<void> {
  const kept = new Map<string, number>();
  /** Until when there is nothing to keep, compared as it stands: this is asked with every request. */
  const quietUntil = new Map<string, Instant>();
  return async ({ id, lastUsedAt }) => {
    const at = now();
    if (at < (quietUntil.get(id) ?? "")) return;
    const last = Math.max(kept.get(id) ?? 0, lastUsedAt === undefined ? 0 : epochMs(lastUsedAt));
    if (epochMs(at) - last < HOUR_MS) {
      quietUntil.set(id, instant(last + HOUR_MS));
      return;
    }
    kept.set(id, epochMs(at));
    await keys.touchKey(id, at).catch(() => {});
  };
}
