import { SESv2Client } from "@aws-sdk/client-sesv2";
import type { Mailer } from "@saldovakt/delivery";
import { createSesMailer } from "@saldovakt/delivery/ses";
import { CLIENT } from "./aws.ts";

/** Loaded with the first mail. */
export const openMailer = (configurationSet: string | undefined): Mailer => createSesMailer(new SESv2Client(CLIENT), { configurationSet });
