import type { Instant } from "@saldovakt/domain";
import type { Recipient } from "./recipient.ts";
import { recipientFrom } from "./stored-target.ts";

/** What is kept of a recipient that was added by hand. */
export interface Added {
  readonly channel: string;
  /** What the channel needs, as the configuration writes it. */
  readonly target: Readonly<Record<string, string>>;
  /** Webhooks: newest first. */
  readonly secrets?: readonly { readonly secret: string; readonly until: Instant | null }[];
}

/**
 * The recipient as the channels take it: a webhook signs with every secret whose time is not over, the newest first. Throws what `recipientFrom`
 * throws.
 */
export function addedRecipient({ channel, target, secrets = [] }: Added, now: Instant): Recipient {
  const inForce = secrets.filter(({ until }) => until === null || now < until).map(({ secret }) => secret);
  return recipientFrom({ channel, target, secrets: inForce });
}
