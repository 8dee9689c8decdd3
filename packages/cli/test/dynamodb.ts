import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { TABLE } from "@saldovakt/store";

/** DynamoDB's calls on loopback, with one empty table of the store's shape, and the variables by which AWS's libraries find it. */
export async function startTable(name: string): Promise<{ readonly env: Readonly<Record<string, string>>; stop(): Promise<void> }> {
  const dynalite = createRequire(import.meta.url)("dynalite") as (options: object) => Server;
  const server = dynalite({ createTableMs: 0 }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "invented", secretAccessKey: "invented" };
  const client = new DynamoDBClient({ endpoint, region: "eu-north-1", credentials });
  const { AttributeDefinitions, KeySchema } = TABLE;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [...AttributeDefinitions],
      KeySchema: [...KeySchema],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  client.destroy();
  return {
    env: {
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: "eu-north-1",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
