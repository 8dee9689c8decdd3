import { SaldovaktError } from "@saldovakt/domain";
import type { HttpClient } from "@saldovakt/http";
import type { Channel } from "./channel.ts";
import { createConsoleChannel } from "./console.ts";
import type { Recipient } from "./recipient.ts";
import type { SnsSender } from "./sns-publish.ts";
import { createWebhookChannel } from "./webhook.ts";

/** What the channels work with; only that of the recipients' own channels is needed. */
export interface ChannelDependencies {
  /** A client for customers' URLs (`createWebhookClient`). */
  readonly http?: HttpClient;
  /** Gives the SNS client; called when a first message is sent. */
  readonly sns?: () => SnsSender | Promise<SnsSender>;
  readonly write?: (text: string) => void;
}

/**
 * The channel of a recipient. Code that needs the SNS client is loaded with the first message. Throws `CHANNEL_UNAVAILABLE` where the
 * installation lacks what the channel works with, and what `createWebhookChannel` throws.
 */
export function createChannel(recipient: Recipient, dependencies: ChannelDependencies): Channel {
  const { http, sns, write } = dependencies;
  switch (recipient.channel) {
    case "webhook":
      return createWebhookChannel(recipient, http ?? unavailable("webhook"));
    case "sns":
      return whenFirstSent(sns ?? unavailable("sns"), async (client) => {
        const { createTopicChannel } = await import("./sns-topic.ts");
        return createTopicChannel(recipient, client);
      });
    case "sms":
      return whenFirstSent(sns ?? unavailable("sms"), async (client) => {
        const { createSmsChannel } = await import("./sms.ts");
        return createSmsChannel(recipient, client);
      });
    case "console":
      return createConsoleChannel(write ?? unavailable("console"));
  }
}

function whenFirstSent(sns: () => SnsSender | Promise<SnsSender>, create: (client: SnsSender) => Promise<Channel>): Channel {
  let channel: Promise<Channel> | undefined;
  return {
    async send(message, attempt) {
      channel ??= (async () => create(await sns()))();
      // A client that could not be made today may be made tomorrow.
      channel.catch(() => {
        channel = undefined;
      });
      return (await channel).send(message, attempt);
    },
  };
}

function unavailable(channel: Recipient["channel"]): never {
  throw new SaldovaktError(`this installation cannot send over ${channel}`, {
    code: "CHANNEL_UNAVAILABLE",
    scope: "installation",
    remedy: `remove the ${channel} recipient, or run it where the channel is set up`,
  });
}
