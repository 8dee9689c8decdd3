import { randomUUID } from "node:crypto";
import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { dynamoFault, isConditionFailed } from "./faults.ts";

export type Item = Record<string, AttributeValue>;

export interface Key {
  readonly PK: AttributeValue;
  readonly SK: AttributeValue;
}

/**
 * An expression with what it needs. Attributes are written `#name` always: half the everyday words are reserved by DynamoDB, and the list
 * grows. Values are written `:name`.
 */
export interface Expression {
  readonly expression: string;
  readonly values?: Item;
}

/** Wins when the version that was read still stands: for the first version that is none at all. */
export const ifVersionStands = (expected: number): Expression =>
  expected === 0
    ? { expression: "attribute_not_exists(#PK)" }
    : { expression: "#version = :expected", values: { ":expected": { N: String(expected) } } };

/** A conditional write's outcome. `standing` is what stood in its way, read consistently; undefined when that was gone by then. */
export type Outcome = { readonly won: true } | { readonly won: false; readonly standing: Item | undefined };

/** The calls to one table. All reads are consistent: every promise of the port is about what was written last. */
export interface Calls {
  get(key: Key): Promise<Item | undefined>;
  put(item: Item & Key, condition?: Expression): Promise<Outcome>;
  /** The item after the change; undefined when the condition does not hold. `update` and `condition` share their values. */
  update(key: Key, update: string, condition: Expression): Promise<Item | undefined>;
  /** The item as it was; undefined when there was none or the condition does not hold. */
  remove(key: Key, condition?: Expression): Promise<Item | undefined>;
  /** The items of one partition whose sort key begins with `prefix`, in order, page by page. */
  query(partition: string, prefix?: string): AsyncIterable<readonly Item[]>;
  /**
   * The same backwards, at most `atOnce` to a page; with `before`, a sort key with the same prefix, only those that stand before it in
   * order.
   */
  queryBack(partition: string, prefix: string, atOnce: number, before?: string): AsyncIterable<readonly Item[]>;
  /** Every item of the table for which `filter` holds, keys and `attributes` only, page by page. Reads the whole table. */
  scan(filter: Expression, attributes: readonly string[]): AsyncIterable<readonly Item[]>;
}

export const key = (partition: string, sort: string): Key => ({ PK: { S: partition }, SK: { S: sort } });

/** The names of an expression: every `#name` in it stands for `name`. */
function names(...expressions: readonly (string | undefined)[]): { ExpressionAttributeNames: Record<string, string> } | undefined {
  const found = expressions.flatMap((expression) => expression?.match(/#\w+/g) ?? []);
  return found.length === 0 ? undefined : { ExpressionAttributeNames: Object.fromEntries(found.map((name) => [name, name.slice(1)])) };
}

const valuesOf = (condition: Expression | undefined) => (condition?.values ? { ExpressionAttributeValues: condition.values } : undefined);

const conditionOf = (condition: Expression | undefined) => (condition ? { ConditionExpression: condition.expression } : undefined);

export function calls(client: Pick<DynamoDBClient, "send">, table: string, pageSize: number | undefined): Calls {
  /** The call's answer, or null when its condition did not hold. */
  async function unlessConditionFailed<T>(call: Promise<T>): Promise<T | null> {
    try {
      return await call;
    } catch (thrown) {
      if (isConditionFailed(thrown)) return null;
      throw dynamoFault(thrown, table);
    }
  }

  async function get(wanted: Key): Promise<Item | undefined> {
    const command = new GetItemCommand({ TableName: table, Key: { ...wanted }, ConsistentRead: true });
    return (await unlessConditionFailed(client.send(command)))?.Item;
  }

  async function* pages(read: (from: Item | undefined) => Promise<{ Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined }>) {
    let from: Item | undefined;
    do {
      const page = await read(from).catch((thrown) => {
        throw dynamoFault(thrown, table);
      });
      yield page.Items ?? [];
      from = page.LastEvaluatedKey;
    } while (from);
  }

  const limit = pageSize === undefined ? undefined : { Limit: pageSize };

  return {
    get,

    // When an answer is lost on the way, the SDK sends the write again, which then fails on its own first success. The mark tells that
    // apart from another writer's.
    put: async (item, condition) => {
      const mark = randomUUID();
      const command = new PutItemCommand({
        TableName: table,
        Item: condition ? { ...item, mark: { S: mark } } : item,
        ...conditionOf(condition),
        ...names(condition?.expression),
        ...valuesOf(condition),
      });
      if (await unlessConditionFailed(client.send(command))) return { won: true };
      const standing = await get({ PK: item.PK, SK: item.SK });
      return standing?.mark?.S === mark ? { won: true } : { won: false, standing };
    },

    update: async (wanted, update, condition) => {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: { ...wanted },
        UpdateExpression: update,
        ...conditionOf(condition),
        ...names(update, condition.expression),
        ...valuesOf(condition),
        ReturnValues: "ALL_NEW",
      });
      return (await unlessConditionFailed(client.send(command)))?.Attributes;
    },

    remove: async (wanted, condition) => {
      const command = new DeleteItemCommand({
        TableName: table,
        Key: { ...wanted },
        ...conditionOf(condition),
        ...names(condition?.expression),
        ...valuesOf(condition),
        ReturnValues: "ALL_OLD",
      });
      return (await unlessConditionFailed(client.send(command)))?.Attributes;
    },

    query: (partition, prefix) =>
      pages((from) => {
        const expression = prefix === undefined ? "#PK = :pk" : "#PK = :pk AND begins_with(#SK, :prefix)";
        const command = new QueryCommand({
          TableName: table,
          KeyConditionExpression: expression,
          ...names(expression),
          ExpressionAttributeValues: { ":pk": { S: partition }, ...(prefix === undefined ? undefined : { ":prefix": { S: prefix } }) },
          ConsistentRead: true,
          ExclusiveStartKey: from,
          ...limit,
        });
        return client.send(command);
      }),

    queryBack: async function* (partition, prefix, atOnce, before) {
      const expression = before === undefined ? "#PK = :pk AND begins_with(#SK, :prefix)" : "#PK = :pk AND #SK BETWEEN :prefix AND :before";
      const read = (from: Item | undefined) =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: expression,
            ...names(expression),
            ExpressionAttributeValues: {
              ":pk": { S: partition },
              ":prefix": { S: prefix },
              ...(before !== undefined && { ":before": { S: before } }),
            },
            ScanIndexForward: false,
            ConsistentRead: true,
            ExclusiveStartKey: from,
            Limit: Math.min(atOnce, pageSize ?? atOnce),
          }),
        );
      for await (const page of pages(read)) yield page.filter((item) => item.SK?.S !== before);
    },

    scan: (filter, attributes) =>
      pages((from) => {
        const projection = ["#PK", "#SK", ...attributes.map((name) => `#${name}`)].join(", ");
        const command = new ScanCommand({
          TableName: table,
          FilterExpression: filter.expression,
          ProjectionExpression: projection,
          ...names(filter.expression, projection),
          ...valuesOf(filter),
          ConsistentRead: true,
          ExclusiveStartKey: from,
          ...limit,
        });
        return client.send(command);
      }),
  };
}

/** Works through a list a few at a time. */
export async function eachOf<T, R>(list: readonly T[], work: (entry: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < list.length; start += AT_ONCE)
    results.push(...(await Promise.all(list.slice(start, start + AT_ONCE).map(work))));
  return results;
}

const AT_ONCE = 16;
