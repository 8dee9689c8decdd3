import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { CLIENT, inSomeRegion } from "../aws-client.ts";
import { type FaultTable, judgeAwsFault } from "../aws-fault.ts";
import type { Mailer } from "./mailer.ts";

/** The part of an SESv2Client that is used. */
export interface SesSender {
  send(command: SendEmailCommand, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** As long as a webhook may take: the client's own retries included. */
const DEADLINE_MS = 15_000;

const FAULTS: FaultTable = {
  prefix: "SES",
  notAuthorized: new Set([
    "AccessDenied",
    "InvalidClientTokenId",
    "MissingAuthenticationToken",
    "OptInRequired",
    "SignatureDoesNotMatch",
    "UnrecognizedClient",
  ]),
  own(name) {
    switch (name) {
      // What AWS lifts again once it has looked at the account.
      case "AccountSuspended":
      case "SendingPaused":
        return { kind: "retry", fault: "PAUSED" };
      // In the sandbox also: the address is none of the verified ones.
      case "MessageRejected":
        return { kind: "failed", fault: "REJECTED" };
      case "MailFromDomainNotVerified":
        return { kind: "failed", fault: "NOT_VERIFIED" };
      case "NotFound":
        return { kind: "failed", fault: "NOT_FOUND" };
      case "BadRequest":
      case "Validation":
        return { kind: "failed", fault: "INVALID_PARAMETER" };
      default:
        return null;
    }
  },
};

/**
 * Sends by Amazon SES. Faults: `SES_THROTTLED`, `SES_UNAVAILABLE`, `SES_UNREACHABLE`, `SES_TIMEOUT`, `SES_CREDENTIALS`, `SES_PAUSED` (retry);
 * `SES_NOT_AUTHORIZED`, `SES_NOT_FOUND`, `SES_NOT_VERIFIED` (failed, the installation's), `SES_REJECTED`, `SES_INVALID_PARAMETER`, `SES_REFUSED`
 * (failed). SES writes `Message-ID` and `Date` anew; `X-Entity-Ref-ID` stays.
 */
export function createSesMailer(client: SesSender, options: { readonly configurationSet?: string | undefined } = {}): Mailer {
  return {
    async send({ from, to, raw }) {
      try {
        const command = new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Raw: { Data: raw } },
          ...(options.configurationSet === undefined ? {} : { ConfigurationSetName: options.configurationSet }),
        });
        await client.send(command, { abortSignal: AbortSignal.timeout(DEADLINE_MS) });
        return { kind: "delivered" };
      } catch (thrown) {
        return judgeAwsFault(thrown, FAULTS);
      }
    },
  };
}

/**
 * A client for whoever has none, in the region AWS's own settings name and with the credentials they give. Calls nothing. Throws
 * `AWS_REGION_MISSING` (installation).
 */
export const openSesClient = (): Promise<SESv2Client> => inSomeRegion(new SESv2Client(CLIENT), "e-mail is sent");
