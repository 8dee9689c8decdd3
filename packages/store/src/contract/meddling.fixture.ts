import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

export type Client = Pick<DynamoDBClient, "send">;

/** One call as a test sees it: `PutItem` and the keys of the item it is about. */
export interface Call {
  readonly name: string;
  readonly PK: string;
  readonly SK: string;
  /** Carries the call out. */
  send(): Promise<unknown>;
}

/** A client whose every call goes through `around`, which may hold it up, drop it, or carry it out twice. */
export function meddling(client: Client, around: (call: Call) => Promise<unknown>): Client {
  const send = (command: Parameters<Client["send"]>[0]) => {
    const { Key, Item } = command.input as { Key?: Keys; Item?: Keys };
    const { PK, SK } = Item ?? Key ?? {};
    const name = command.constructor.name.replace(/Command$/, "");
    return around({ name, PK: PK?.S ?? "", SK: SK?.S ?? "", send: () => client.send(command) });
  };
  return { send: send as Client["send"] };
}

interface Keys {
  readonly PK?: { readonly S?: string };
  readonly SK?: { readonly S?: string };
}

/** A client that is cut off, as by the end of its process, before the call of that number (from 0). */
export function cutOff(client: Client, before: number): Client {
  let calls = 0;
  return meddling(client, async (call) => {
    if (calls++ >= before) throw Object.assign(new Error("cut off"), { code: "ECONNRESET" });
    return call.send();
  });
}
