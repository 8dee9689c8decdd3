import { SNSClient } from "@aws-sdk/client-sns";
import { CLIENT, inSomeRegion } from "./aws-client.ts";

/**
 * A client for whoever has none, in that region or the one AWS's own settings name, with the credentials AWS's own settings give. Calls nothing.
 * Throws `AWS_REGION_MISSING` (installation).
 */
export const openSnsClient = (region?: string): Promise<SNSClient> =>
  inSomeRegion(new SNSClient({ ...CLIENT, ...(region === undefined ? {} : { region }) }), "text messages are sent");
