import { type Configuration, parseConfiguration, parseJson, type RecipientSection } from "@saldovakt/configuration";
import { recipientKey } from "@saldovakt/delivery/recipient";
import type { Recipient } from "@saldovakt/service";

/** `saldovakt.json` as the infrastructure hands it on: without `state`, and with every secret as the ARN it lies under. */
export const readConfiguration = (text: string): Configuration => parseConfiguration(parseJson(text));

/** Who is told, by an opaque key, and in which manner. */
export const recipientOf = (section: RecipientSection): Recipient => ({
  key: recipientKey(section),
  channel: section.channel,
  ...(section.language === undefined ? {} : { language: section.language }),
  ...(section.discreet === undefined ? {} : { discreet: section.discreet }),
});
