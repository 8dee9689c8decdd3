import { randomBytes } from "node:crypto";
import { type Recipient, recipientKey } from "@saldovakt/delivery/recipient";
import { appointeeOf } from "@saldovakt/domain";
import type { WebPorts } from "@saldovakt/web/api";
import { systemClock } from "./clock.ts";
import { recipientOf } from "./configuration.ts";
import { log } from "./log.ts";
import { operationsOf } from "./source.ts";
import type { Watching } from "./watching.ts";
import { waysIn } from "./ways-in.ts";

/** What the HTTP API works with, beyond what the main job does. Opens and calls nothing. */
export function answering({ ports, store, opened, configuration }: Watching): WebPorts {
  const { signedIn, ...ways } = waysIn(configuration, store);
  return {
    watch: { ...ports, ...(signedIn ? { signedIn } : {}) },
    alerts: store,
    keys: store,
    slots: store,
    book: store,
    payments: store,
    recipients: store,
    configured: configuration.recipients.map(recipientOf),
    recipientKey: (channel, target) => recipientKey({ channel, ...target } as Recipient),
    checkAddress: async (url) => (await import("@saldovakt/http")).checkPublicUrl(url),
    // No text messages to numbers: the role of `deliver` may publish to the alerts' topic and nowhere else.
    channels: ["webhook", "slack", "teams", ...(configuration.email ? ["email"] : [])],
    async readStatement(file) {
      const { parseStatement } = await import("@saldovakt/skatteverket/statement");
      return parseStatement(file);
    },
    offered: opened.map(({ name }) => name),
    now: systemClock.now,
    appointee: appointeeOf(configuration.skatteverket?.ombud),
    people: store,
    ...ways,
    log: store,
    sessions: store,
    facts: store,
    random: randomBytes,
    operations: operationsOf(opened),
    onFault: (fault) => log().error("request failed", { ...fault }),
  };
}
