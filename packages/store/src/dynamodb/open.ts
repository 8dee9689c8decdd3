import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { inputError } from "@saldovakt/domain";

/** A few tries of the SDK's own, and time-outs, where it has none. */
const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};

/**
 * A client for whoever has none, in that region or the one AWS's own settings name. Calls nothing. Throws `AWS_REGION_MISSING` (input), which the
 * SDK would tell at the first call only.
 */
export async function openClient(region?: string): Promise<DynamoDBClient> {
  const client = new DynamoDBClient({ ...CLIENT, ...(region === undefined ? {} : { region }) });
  try {
    await client.config.region();
    return client;
  } catch {
    client.destroy();
    const remedy = "set AWS_REGION or SALDOVAKT_REGION, for example to eu-north-1";
    throw inputError("AWS_REGION_MISSING", "it is not said in which AWS region the table lies", remedy);
  }
}
