import { randomBytes } from "node:crypto";
import type { EmailSection } from "@saldovakt/configuration";
import { type EmailSettings, parseMailCredentials } from "@saldovakt/delivery";
import { parseMailbox, SaldovaktError } from "@saldovakt/domain";
import { type Facts, linkKey, unsubscribeLink } from "@saldovakt/service";
import type { Context } from "../context.ts";
import { type Loaded, resolveReference } from "../load.ts";

/** The mail server's credentials and certificates, as `createSmtpMailer` takes them. Throws `REFERENCE_UNREADABLE` and `MAIL_CREDENTIALS_INVALID`. */
async function smtpSettings(context: Context, loaded: Loaded, { server, credentials, ca }: EmailSection) {
  const read = (name: string, reference: string): Promise<string> => resolveReference(context, loaded, `email.${name}`, reference);
  return {
    server,
    ...(credentials === undefined ? {} : { credentials: credentialsIn("email.credentials", await read("credentials", credentials)) }),
    ...(ca === undefined ? {} : { ca: await read("ca", ca) }),
  };
}

function credentialsIn(field: string, text: string) {
  try {
    return parseMailCredentials(text);
  } catch (thrown) {
    if (!(thrown instanceof SaldovaktError)) throw thrown;
    const { code, scope, remedy } = thrown;
    throw new SaldovaktError(`${field}: ${thrown.message}`, { code, scope, ...(remedy === undefined ? {} : { remedy }) });
  }
}

/**
 * How e-mail is sent from here; undefined where the configuration does not say. References are read now, code that sends is loaded with the first
 * mail. `facts` keeps the key of the links by which people end it; without it, or without a public address, mails carry none.
 */
export async function emailSettings(context: Context, loaded: Loaded, facts?: Facts): Promise<EmailSettings | undefined> {
  const { email, publicUrl } = loaded.configuration;
  const from = email && parseMailbox(email.from);
  if (!email || !from) return undefined;
  const { server, replyTo, unsubscribeAddress, configurationSet } = email;
  const smtp = server === "ses" ? null : await smtpSettings(context, loaded, email);
  return {
    from,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(unsubscribeAddress === undefined ? {} : { unsubscribeAddress }),
    ...(publicUrl === undefined || facts === undefined
      ? {}
      : { unsubscribeUrl: async (key) => unsubscribeLink(publicUrl, await linkKey(facts, randomBytes), key) }),
    mailer: async () => {
      if (smtp !== null) return (await import("@saldovakt/delivery/smtp")).createSmtpMailer(smtp);
      const { createSesMailer, openSesClient } = await import("@saldovakt/delivery/ses");
      return createSesMailer(await openSesClient(), { configurationSet });
    },
  };
}
