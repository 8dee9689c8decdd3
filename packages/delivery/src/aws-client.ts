import { SaldovaktError } from "@saldovakt/domain";

/** A few tries of the SDK's own, and time-outs, where it has none. */
export const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};

interface AwsClient {
  readonly config: { readonly region: () => Promise<string> };
  destroy(): void;
}

/**
 * The client, if it knows its region; ended otherwise. `sent`: what it is for, as in "e-mail is sent". Throws `AWS_REGION_MISSING` (installation), which the SDK would tell
 * at the first call only.
 */
export async function inSomeRegion<Client extends AwsClient>(client: Client, sent: string): Promise<Client> {
  try {
    await client.config.region();
    return client;
  } catch {
    client.destroy();
    throw new SaldovaktError(`it is not said in which AWS region ${sent}`, {
      code: "AWS_REGION_MISSING",
      scope: "installation",
      remedy: "set AWS_REGION, for example to eu-north-1",
    });
  }
}
