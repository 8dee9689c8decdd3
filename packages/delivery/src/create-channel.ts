import { SaldovaktError } from "@saldovakt/domain";
import type { HttpClient } from "@saldovakt/http";
import type { Channel } from "./channel.ts";
import { createChatChannel } from "./chat/channel.ts";
import { createConsoleChannel } from "./console.ts";
import type { EmailSettings } from "./email/mailer.ts";
import type { Recipient } from "./recipient.ts";
import type { SnsSender } from "./sns-publish.ts";
import { createWebhookChannel } from "./webhook.ts";

/** What the channels work with; only that of the recipients' own channels is needed. */
export interface ChannelDependencies {
  /** A client for customers' URLs (`createWebhookClient`). */
  readonly http?: HttpClient;
  /** Gives the SNS client; called when a first message is sent. */
  readonly sns?: () => SnsSender | Promise<SnsSender>;
  /** Who e-mail comes from, and what sends it. */
  readonly email?: EmailSettings;
  readonly write?: (text: string) => void;
}

/**
 * The channel of a recipient. Code that needs the SNS client, or writes MIME, is loaded with the first message. Throws `CHANNEL_UNAVAILABLE` where the
 * installation lacks what the channel works with, and what `createWebhookChannel` throws.
 */
export function createChannel(recipient: Recipient, dependencies: ChannelDependencies): Channel {
  const { http, sns, email, write } = dependencies;
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
    case "email":
      return whenFirstSent(always(email ?? unavailable("email")), async (settings) => {
        const { createEmailChannel } = await import("./email/channel.ts");
        return createEmailChannel(recipient, settings);
      });
    case "slack":
    case "teams":
      return createChatChannel(recipient, http ?? unavailable(recipient.channel));
    case "console":
      return createConsoleChannel(write ?? unavailable("console"));
  }
}

function whenFirstSent<T>(open: () => T | Promise<T>, create: (opened: T) => Promise<Channel>): Channel {
  let channel: Promise<Channel> | undefined;
  return {
    async send(message, attempt) {
      channel ??= (async () => create(await open()))();
      // A client that could not be made today may be made tomorrow.
      channel.catch(() => {
        channel = undefined;
      });
      return (await channel).send(message, attempt);
    },
  };
}

const always =
  <T>(value: T) =>
  () =>
    value;

function unavailable(channel: Recipient["channel"]): never {
  throw new SaldovaktError(`this installation cannot send over ${channel}`, {
    code: "CHANNEL_UNAVAILABLE",
    scope: "installation",
    remedy: `remove the ${channel} recipient, or run it where the channel is set up`,
  });
}
