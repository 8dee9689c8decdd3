import { alertLetter } from "@saldovakt/domain";
import { calendarAttachment } from "@saldovakt/files";
import type { Channel } from "../channel.ts";
import { recipientKey } from "../recipient.ts";
import { compose } from "./compose.ts";
import type { EmailSettings, Mailer } from "./mailer.ts";
import { asciiAddress, mimeOf } from "./mime.ts";

/** Rows and payments in a mail: with more of them Gmail would cut it off (at 102 kB). */
const SHOWN = 20;

/** Mail to one address. Faults: those of the mailer. */
export function createEmailChannel(target: { readonly to: string }, settings: EmailSettings): Channel {
  const key = recipientKey({ channel: "email", to: target.to });
  let mailer: Promise<Mailer> | undefined;
  return {
    async send({ id, alert, account, language, discreet, link }, { now }) {
      mailer ??= (async () => settings.mailer())();
      const making = mailer;
      // One that could not be made today may be made tomorrow.
      making.catch(() => {
        mailer = undefined;
      });
      const unsubscribeUrl = (await settings.unsubscribeUrl?.(key, now)) ?? null;
      const letter = alertLetter(alert, account, language, { discreet, forecastUrl: link, shown: SHOWN });
      const { from, replyTo, unsubscribeAddress } = settings;
      // In a discreet letter the event would say by when to pay, and what for.
      const calendar = discreet ? null : calendarAttachment(alert, account, { language, withDetails: true });
      const raw = await mimeOf(compose(letter, unsubscribeUrl), {
        id,
        at: alert.at,
        from,
        to: target.to,
        replyTo,
        unsubscribeUrl,
        unsubscribeAddress,
        ...(calendar === null ? {} : { calendar: { name: "saldovakt.ics", content: calendar } }),
      });
      return (await making).send({ from: asciiAddress(from.address), to: asciiAddress(target.to), raw });
    },
  };
}
