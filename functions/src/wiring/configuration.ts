import type { RecipientSection } from "@saldovakt/configuration";
import { recipientKey } from "@saldovakt/delivery/recipient";
import type { Recipient } from "@saldovakt/service";

/** Who is told, by an opaque key, and in which manner. */
export const recipientOf = (section: RecipientSection): Recipient => ({
  key: recipientKey(section),
  channel: section.channel,
  ...(section.language === undefined ? {} : { language: section.language }),
  ...(section.discreet === undefined ? {} : { discreet: section.discreet }),
});
