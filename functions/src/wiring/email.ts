import { randomBytes } from "node:crypto";
import type { CheckedConfiguration } from "@saldovakt/configuration/checked";
import type { EmailSettings } from "@saldovakt/delivery";
import { parseMailbox } from "@saldovakt/domain";
import { type Facts, linkKey, unsubscribeLink } from "@saldovakt/service";
import { onceReady } from "./once.ts";

/** How mail is sent; undefined where the deployment names no sender. Its client is made with the first mail, the key of links asked for with each. */
export function emailSettings({ email, publicUrl }: CheckedConfiguration, facts: Facts): EmailSettings | undefined {
  const from = email && parseMailbox(email.from);
  if (!email || !from) return undefined;
  const { replyTo, unsubscribeAddress, configurationSet } = email;
  return {
    from,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(unsubscribeAddress === undefined ? {} : { unsubscribeAddress }),
    ...(publicUrl === undefined
      ? {}
      : { unsubscribeUrl: async (key) => unsubscribeLink(publicUrl, await linkKey(facts, randomBytes), key) }),
    mailer: onceReady(async () => (await import("./ses.ts")).openMailer(configurationSet)),
  };
}
