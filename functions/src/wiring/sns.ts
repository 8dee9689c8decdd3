import { SNSClient } from "@aws-sdk/client-sns";
import { CLIENT } from "./aws.ts";

/** Loaded with the first message that goes by SNS. */
export const openSns = (): SNSClient => new SNSClient(CLIENT);
