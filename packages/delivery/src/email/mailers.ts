import type { Mailer } from "./mailer.ts";
import type { SesSender } from "./ses.ts";
import type { SmtpSettings } from "./smtp.ts";

/** Sends by Amazon SES (`createSesMailer`); the client's code is loaded by the call. Without a client one is made in the region AWS's own settings name. */
export async function sesMailer(
  options: { readonly client?: SesSender; readonly configurationSet?: string | undefined } = {},
): Promise<Mailer> {
  const { createSesMailer, openSesClient } = await import("./ses.ts");
  return createSesMailer(options.client ?? (await openSesClient()), options);
}

/** Sends by SMTP (`createSmtpMailer`); its code is loaded by the call. */
export async function smtpMailer(settings: SmtpSettings): Promise<Mailer> {
  const { createSmtpMailer } = await import("./smtp.ts");
  return createSmtpMailer(settings);
}
