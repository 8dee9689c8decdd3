import { randomBytes } from "node:crypto";
import type { RecipientSection } from "@saldovakt/configuration";
import { readChecked } from "@saldovakt/configuration/checked";
import { referenceKind } from "@saldovakt/configuration/reference";
import {
  addedRecipient,
  type ChannelDependencies,
  createChannel,
  createWebhookClient,
  delayBefore,
  parseWebhookSecrets,
} from "@saldovakt/delivery";
import { installationLanguage, policyOf } from "@saldovakt/domain";
import { type AddedRecipient, type Channel, type DeliverPorts, pageLinks, recipientByKey } from "@saldovakt/service";
import { type SecretCache, secretCache } from "../secret-cache.ts";
import { systemClock } from "./clock.ts";
import { recipientOf } from "./configuration.ts";
import { emailSettings } from "./email.ts";
import { meter } from "./invocation.ts";
import { createJournal } from "./journal.ts";
import { log } from "./log.ts";
import { once, onceReady } from "./once.ts";
import { readSecret } from "./secrets.ts";
import { openStore } from "./store.ts";

const clients = once(() => ({ http: createWebhookClient(), sns: onceReady(async () => (await import("./sns.ts")).openSns()) }));

/**
 * A recipient's channel. The secrets a webhook is signed with and a chat room's address are looked up when something is sent, so that a rotated one
 * is used.
 */
function channelOf(section: RecipientSection, secrets: SecretCache, dependencies: ChannelDependencies): Channel {
  switch (section.channel) {
    case "webhook":
      return {
        send: async (message, attempt) => {
          const texts = await Promise.all(section.secrets.map((arn) => secrets(arn)));
          return createChannel({ ...section, secrets: texts.flatMap(parseWebhookSecrets) }, dependencies).send(message, attempt);
        },
      };
    case "slack":
    case "teams":
      return {
        send: async (message, attempt) => {
          const url = referenceKind(section.url) === null ? section.url : (await secrets(section.url)).trim();
          return createChannel({ channel: section.channel, url }, dependencies).send(message, attempt);
        },
      };
    default:
      return createChannel(section, dependencies);
  }
}

/** Everything one delivery attempt needs. Opens and calls nothing. */
export function delivering(environment: Readonly<Record<"SALDOVAKT_CONFIGURATION" | "SALDOVAKT_TABLE", string>>): DeliverPorts {
  const configuration = readChecked(environment.SALDOVAKT_CONFIGURATION);
  const { policy, publicUrl } = configuration;
  const secrets = secretCache(readSecret, Date.now);
  const sections = new Map(configuration.recipients.map((section) => [recipientOf(section).key, section]));
  const channels = new Map<string, Channel>();
  const store = openStore(environment.SALDOVAKT_TABLE);
  const email = emailSettings(configuration, store);
  const dependencies = once((): ChannelDependencies => ({ ...clients(), ...(email ? { email } : {}) }));
  return {
    deliveries: store,
    accounts: store,
    recipient: recipientByKey([...sections.values()].map(recipientOf), store),
    channel: (recipient) => {
      // One added by hand may have been given new secrets since the last message.
      if ("target" in recipient) return createChannel(addedRecipient(recipient as AddedRecipient, systemClock.now()), dependencies());
      const { key } = recipient;
      const channel = channels.get(key) ?? channelOf(sections.get(key) as RecipientSection, secrets, dependencies());
      channels.set(key, channel);
      return channel;
    },
    delayBefore: (number, afterMs) => delayBefore(number, Math.random, afterMs),
    clock: systemClock,
    journal: createJournal(log(), meter()),
    policyFor: (account) => policyOf(policy, account),
    language: installationLanguage(configuration),
    discreet: policy.discreet,
    publicUrl,
    pages: true,
    ...(publicUrl === undefined ? {} : { linkFor: pageLinks(publicUrl, store, randomBytes, systemClock) }),
  };
}
