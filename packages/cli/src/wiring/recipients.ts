import { type RecipientSection, referenceKind } from "@saldovakt/configuration";
import {
  addedRecipient,
  createChannel,
  createWebhookClient,
  type EmailSettings,
  parseWebhookSecrets,
  recipientKey,
  type Recipient as Target,
} from "@saldovakt/delivery";
import { SaldovaktError } from "@saldovakt/domain";
import type { AddedRecipient, Channel, Facts, Recipient } from "@saldovakt/service";
import type { Context } from "../context.ts";
import { type Loaded, resolveReference } from "../load.ts";
import { chatAddress } from "./chat-address.ts";
import { emailSettings } from "./email.ts";

export interface Recipients {
  /** Those of the configuration. */
  readonly recipients: readonly Recipient[];
  /** Of one of those, or of one that was added by hand. */
  readonly channel: (recipient: Recipient) => Channel;
  close(): Promise<void>;
}

/**
 * A recipient as the channels take it, its secrets read. Throws `REFERENCE_UNREADABLE`, `WEBHOOK_SECRET_INVALID` and `CHAT_ADDRESS_INVALID`, naming
 * the field.
 */
export async function targetOf(context: Context, loaded: Loaded, section: RecipientSection, index: number): Promise<Target> {
  if (section.channel === "slack" || section.channel === "teams") {
    const field = `recipients[${index}].url`;
    if (referenceKind(section.url) === null) return section;
    return { ...section, url: chatAddress(await resolveReference(context, loaded, field, section.url), `what ${field} refers to`) };
  }
  if (section.channel !== "webhook") return section;
  const secrets: string[] = [];
  for (const reference of section.secrets) {
    const field = `recipients[${index}].secret`;
    secrets.push(...webhookSecrets(await resolveReference(context, loaded, field, reference), field));
  }
  return { channel: "webhook", url: section.url, secrets };
}

function webhookSecrets(text: string, field: string): readonly string[] {
  try {
    return parseWebhookSecrets(text);
  } catch (thrown) {
    if (!(thrown instanceof SaldovaktError)) throw thrown;
    const { code, scope, remedy } = thrown;
    throw new SaldovaktError(`${field}: ${thrown.message}`, { code, scope, ...(remedy === undefined ? {} : { remedy }) });
  }
}

/** SNS in the topic's own region; text messages go out from the region AWS's own settings name. */
async function snsFor(target: Target) {
  const { openSnsClient } = await import("@saldovakt/delivery/sns");
  return openSnsClient(target.channel === "sns" ? target.topicArn.split(":")[3] : undefined);
}

/**
 * Everyone who is told, with the channel to each. `write` prints for the console channel, `facts` keeps the key of the links by which people end
 * e-mail. Throws what `targetOf` and `emailSettings` throw.
 */
export async function openRecipients(context: Context, loaded: Loaded, write: (text: string) => void, facts?: Facts): Promise<Recipients> {
  const http = createWebhookClient();
  const email: EmailSettings | undefined = await emailSettings(context, loaded, facts);
  const channels = new Map<string, Channel>();
  const added = new Map<string, Channel>();
  const channelTo = (target: Target): Channel =>
    createChannel(target, { http, write, sns: () => snsFor(target), ...(email ? { email } : {}) });
  const recipients: Recipient[] = [];
  for (const [index, section] of loaded.configuration.recipients.entries()) {
    const target = await targetOf(context, loaded, section, index);
    // By what the configuration says: a room's address that changes behind its reference is the same room.
    const key = recipientKey(section);
    if (channels.has(key)) continue; // Listed twice is told once.
    channels.set(key, channelTo(target));
    const { channel, language, discreet } = section;
    recipients.push({ key, channel, ...(language ? { language } : {}), ...(discreet === undefined ? {} : { discreet }) });
  }
  return {
    recipients,
    channel(recipient) {
      if ("target" in recipient) {
        // By everything that is kept of it: its secrets may have been replaced since the last message.
        const target = addedRecipient(recipient as AddedRecipient, context.real.now());
        const kept = added.get(JSON.stringify(target)) ?? channelTo(target);
        added.set(JSON.stringify(target), kept);
        return kept;
      }
      const channel = channels.get(recipient.key);
      if (!channel) throw new SaldovaktError("a recipient has no channel", { code: "CHANNEL_MISSING", scope: "internal" });
      return channel;
    },
    close: () => http.close(),
  };
}
