import { SNSClient } from "@aws-sdk/client-sns";
import { SaldovaktError } from "@saldovakt/domain";

/** A few tries of the SDK's own, and time-outs, where it has none. */
const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};

/**
 * A client for whoever has none, in that region or the one AWS's own settings name, with the credentials AWS's own settings give. Calls nothing.
 * Throws `AWS_REGION_MISSING` (installation), which the SDK would tell at the first call only.
 */
export async function openSnsClient(region?: string): Promise<SNSClient> {
  const client = new SNSClient({ ...CLIENT, ...(region === undefined ? {} : { region }) });
  try {
    await client.config.region();
    return client;
  } catch {
    client.destroy();
    const remedy = "set AWS_REGION, for example to eu-north-1";
    throw new SaldovaktError("it is not said in which AWS region text messages are sent", {
      code: "AWS_REGION_MISSING",
      scope: "installation",
      remedy,
    });
  }
}
