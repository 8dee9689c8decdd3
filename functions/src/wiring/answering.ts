import { randomBytes } from "node:crypto";
import type { ApiSection } from "@saldovakt/configuration";
import { type Recipient, recipientKey } from "@saldovakt/delivery/recipient";
import { appointeeOf, toSaldovaktError } from "@saldovakt/domain";
import type { CallersGate } from "@saldovakt/maskinporten/provider";
import type { WebPorts } from "@saldovakt/web/api";
import { type SecretCache, secretCache } from "../secret-cache.ts";
import { systemClock } from "./clock.ts";
import { recipientOf } from "./configuration.ts";
import { meter } from "./invocation.ts";
import { faultFields, log } from "./log.ts";
import { onceReady } from "./once.ts";
import { readSecret } from "./secrets.ts";
import { operationsOf } from "./source.ts";
import type { Watching } from "./watching.ts";

/** A key of ours has no dots in it; what takes tokens is loaded with the first of them. */
function callersOf(section: ApiSection, secrets: SecretCache): NonNullable<WebPorts["callers"]> {
  const gate = onceReady(async () => (await import("./callers.ts")).open(section, secrets));
  /** Nobody is let in while what judges them cannot be opened. */
  const opened = async <T>(ask: (open: CallersGate) => Promise<T>) => {
    try {
      return await ask(await gate());
    } catch (thrown) {
      const fault = toSaldovaktError(thrown);
      if (!fault.retryable) meter().count("CallersShutOut", 1);
      log().error("callers cannot be judged", faultFields(fault));
      return { ...NOBODY, reason: fault.code };
    }
  };
  return {
    carriesToken: (authorization) => /^Bearer +[^.]*\.[^.]*\./i.test(authorization ?? ""),
    authorise: (...question) => opened((open) => open.authorise(...question)),
    permitted: (...question) => opened((open) => open.permitted(...question)),
  };
}

const NOBODY = { kind: "refusal", status: 503, code: "AUTHORISATION_UNAVAILABLE", challenge: null, retryAfterSeconds: 60 } as const;

/** What the HTTP API works with, beyond what the main job does. Opens and calls nothing. */
export function answering({ ports, store, opened, configuration }: Watching): WebPorts {
  return {
    watch: ports,
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
    ...(configuration.api ? { callers: callersOf(configuration.api, secretCache(readSecret, Date.now)) } : {}),
    log: store,
    sessions: store,
    facts: store,
    random: randomBytes,
    operations: operationsOf(opened),
    onFault: (fault) => log().error("request failed", { ...fault }),
  };
}
