import { SESv2Client } from "@aws-sdk/client-sesv2";
import { CLIENT } from "./aws.ts";

/** Loaded with the first mail. */
export const openSes = (): SESv2Client => new SESv2Client(CLIENT);
