import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { CreateTableCommand, DeleteTableCommand, DescribeTableCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { createDynamoStore, TABLE } from "../dynamodb.ts";
import type { Opened } from "../store.contract.ts";

export interface Emulator {
  readonly client: DynamoDBClient;
  stop(): Promise<void>;
}

const clientOf = (endpoint: string, maxSockets: number): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: "eu-north-1",
    credentials: { accessKeyId: "invented", secretAccessKey: "invented" },
    maxAttempts: 1,
    requestHandler: { httpAgent: { maxSockets } },
  });

/** DynamoDB's calls, in this process, on a free port. */
export async function startDynalite(): Promise<Emulator> {
  const dynalite = createRequire(import.meta.url)("dynalite") as (options: object) => Server;
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 50);
  return {
    client,
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The program's path, if it is installed. */
export function onPath(program: string): string | null {
  for (const directory of (process.env.PATH ?? "").split(delimiter)) {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return join(directory, program);
    } catch {}
  }
  return null;
}

/**
 * `moto_server` on a port of its own choice. One connection at a time: it serves each in a thread, and does not make the check and the
 * write of a conditional write one act, as DynamoDB does.
 */
export async function startMoto(program: string): Promise<Emulator> {
  const server = spawn(program, ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (chunk) => {
      said += chunk;
      const running = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
      if (running?.[1]) resolve(running[1]);
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`moto_server ended at its start with ${code}: ${said}`)));
  });
  const client = clientOf(endpoint, 1);
  return {
    client,
    stop: async () => {
      client.destroy();
      process.off("exit", kill);
      const gone = once(server, "exit");
      server.kill("SIGTERM");
      await gone;
    },
  };
}

let tables = 0;

/** An empty table of the shape the store asks for; its name. */
async function createTable(client: DynamoDBClient): Promise<string> {
  const name = `saldovakt-${++tables}`;
  const { AttributeDefinitions, KeySchema } = TABLE;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [...AttributeDefinitions],
      KeySchema: [...KeySchema],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  for (let look = 0; look < 100; look++) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus === "ACTIVE") return name;
    await setTimeout(1);
  }
  throw new Error("the emulator did not make the table ready");
}

/** An empty table and stores over it, listing by small pages so that every list spans several. */
export async function openTable(client: DynamoDBClient): Promise<Opened & { readonly table: string }> {
  const table = await createTable(client);
  const open = () => createDynamoStore({ client, table, pageSize: 7 });
  return {
    table,
    store: open(),
    another: open,
    texts: async () => (await items(client, table)).map((item) => JSON.stringify(item, readable)),
    close: async () => {
      await client.send(new DeleteTableCommand({ TableName: table }));
    },
  };
}

/** Every item of the table. */
export async function items(client: DynamoDBClient, table: string) {
  const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  if (LastEvaluatedKey) throw new Error("the table is larger than one page");
  return Items;
}

/** JSON.stringify's replacer: packed bodies as the text that is in them. */
const readable = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? (value[0] === 0x1f && value[1] === 0x8b ? gunzipSync(value) : Buffer.from(value)).toString("utf8") : value;
