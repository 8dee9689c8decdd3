import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { AccountId } from "@saldovakt/domain";
import { access } from "./dynamodb/access.ts";
import { accounts } from "./dynamodb/accounts.ts";
import { auditLog } from "./dynamodb/audit.ts";
import { calls } from "./dynamodb/calls.ts";
import { deliveries, deliveriesOfAccount } from "./dynamodb/deliveries.ts";
import { erasure } from "./dynamodb/erasure.ts";
import { installation } from "./dynamodb/installation.ts";
import { lookupKeys } from "./dynamodb/lookup.ts";
import { ofUser } from "./dynamodb/of-user.ts";
import { openClient } from "./dynamodb/open.ts";
import { payments } from "./dynamodb/payments.ts";
import { people } from "./dynamodb/people.ts";
import { prune } from "./dynamodb/prune.ts";
import { readings } from "./dynamodb/readings.ts";
import { signIns } from "./dynamodb/sign-ins.ts";
import type { Store } from "./port.ts";
import { KEPT_DAYS } from "./retention.ts";

export { TABLE } from "./table.ts";

export interface DynamoOptions {
  /** Stays the caller's: its retries and time-outs are set there, and `close` leaves it open. */
  readonly client: Pick<DynamoDBClient, "send">;
  /** A table of the shape `TABLE`. */
  readonly table: string;
  /** Days after which the table's TTL deletes alerts, deliveries and settled payments. */
  readonly keptDays?: number;
  /** Items read at a time when listing; as many as fit into DynamoDB's 1 MB unless given. */
  readonly pageSize?: number;
}

/**
 * The store in one DynamoDB table (see `TABLE`), by conditional writes of single items alone. Makes no call before it is used. Calls fail
 * with `STORE_UNREACHABLE` when throttled or cut off after the client's own retries, `STORE_UNREADABLE` when the table or the permission is
 * missing.
 */
export function createDynamoStore(options: DynamoOptions): Store {
  const keptDays = options.keptDays ?? KEPT_DAYS;
  const table = calls(options.client, options.table, options.pageSize);
  const lookupKey = lookupKeys(table);
  const who = access(table);
  const gone = erasure(table, lookupKey, who.forgetAccount);
  const { eraseKey, eraseRate, ...kept } = installation(table);
  const parts = {
    ...accounts(table, lookupKey, gone),
    ...readings(table, gone, keptDays),
    ...payments(table, gone, keptDays),
    ...deliveries(table, gone, keptDays),
    ...people(table),
    ...who.port,
    ...auditLog(table, keptDays),
    ...kept,
    ...signIns(table, gone),
  };

  return {
    ...parts,
    ...ofUser(table, { ...parts, invitationsOf: who.invitationsOf, eraseKey, eraseRate }),
    exportAccount: async (id: AccountId) => {
      const listed = await parts.account(id);
      if (!listed) return null;
      const [observation, record, paid, alerts, delivered] = await Promise.all([
        parts.observation(id),
        parts.record(id),
        parts.payments(id),
        parts.alerts(id, Number.MAX_SAFE_INTEGER),
        deliveriesOfAccount(table, id),
      ]);
      return { ...listed, observation, record, payments: paid, alerts, deliveries: delivered };
    },
    mark: async () => null,
    prune: (before) => prune(table, gone, before),
    close: async () => {},
  };
}

/** The store with a client of its own, ended by `close`. `region`: what AWS's own settings say unless given. Throws `AWS_REGION_MISSING` (input). */
export async function openDynamoStore(table: string, region?: string): Promise<Store> {
  const client = await openClient(region);
  return { ...createDynamoStore({ client, table }), close: async () => client.destroy() };
}
