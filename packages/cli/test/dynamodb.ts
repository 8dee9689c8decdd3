import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { TABLE } from "@saldovakt/store";

export interface PlayedTable {
  readonly url: string;
  readonly client: DynamoDBClient;
  /** The variables by which AWS's libraries find it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** DynamoDB's calls on loopback, with one empty table of the store's shape. */
export async function startTable(name: string): Promise<PlayedTable> {
  const dynalite = createRequire(import.meta.url)("dynalite") as (options: object) => Server;
  const server = dynalite({ createTableMs: 0 }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "invented", secretAccessKey: "invented" };
  const client = new DynamoDBClient({ endpoint: url, region: "eu-north-1", credentials });
  const { AttributeDefinitions, KeySchema } = TABLE;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [...AttributeDefinitions],
      KeySchema: [...KeySchema],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  return {
    url,
    client,
    env: {
      AWS_ENDPOINT_URL_DYNAMODB: url,
      AWS_REGION: "eu-north-1",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
