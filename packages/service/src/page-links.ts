import type { AccountReference } from "@saldovakt/domain";
import type { Facts } from "./installation.ts";
import { linkKey, pageLink, type RandomBytes } from "./link.ts";
import type { Clock } from "./ports.ts";

/** The links that alerts carry: each opens its account's page, read-only and for a time. The key is asked for with each: it may have been replaced. */
export const pageLinks =
  (publicUrl: string, facts: Facts, random: RandomBytes, clock: Pick<Clock, "now">) =>
  async ({ id }: AccountReference): Promise<string> =>
    pageLink(publicUrl, await linkKey(facts, random), id, clock.now());
