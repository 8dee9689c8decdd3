import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Store } from "@saldovakt/store";
import { createDynamoStore } from "@saldovakt/store/dynamodb";
import { CLIENT } from "./aws.ts";

export const openStore = (table: string): Store => createDynamoStore({ client: new DynamoDBClient(CLIENT), table });
