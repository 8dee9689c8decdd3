import {
  type Account,
  type AccountAccess,
  type AccountId,
  type Appointing,
  type AskedPermission,
  epochMs,
  type Instant,
  type PayFrom,
  type PolicyOverrides,
  type ReadPermission,
  type Revision,
  type SourceName,
} from "@saldovakt/domain";
import { itemTooLarge } from "../faults.ts";
import type { ListedAccount } from "../port.ts";
import { decode, encode, pack, readingOf, unpack } from "../remember.ts";
import { type Item, type Key, key } from "./calls.ts";

/**
 * DynamoDB takes items of up to 400 kB, names of attributes included; what is packed may have this much, the rest being for keys and the
 * few plain attributes beside it.
 */
export const LARGEST_PACKED = 400 * 1024 - 2048;

/** Only the first character of an id chooses its shard, in the alphabet's order: shard after shard gives the ids in order. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const PER_SHARD = 4;

/** Eight partitions take 8 000 summaries a second; the authorities' call rates stay far below. */
export const SHARDS = ALPHABET.length / PER_SHARD;

export const shardKey = (shard: number): string => `ACCOUNTS#${shard}`;

const shardOf = (id: AccountId): number => Math.max(0, Math.floor(ALPHABET.indexOf(id.charAt("acc_".length)) / PER_SHARD));

export const accountKey = (id: AccountId): Key => key(shardKey(shardOf(id)), id);

/** The partition of everything that belongs to an account. */
export const partitionOf = (id: AccountId): string => `ACCOUNT#${id}`;

export const deliveryKey = (id: string): Key => key(`DELIVERY#${id}`, "DELIVERY");

/** Names the delivery in its account's partition, so that erasing and exporting find it. */
export const DELIVERY_POINTER = "DELIVERY#";
export const pointerKey = (account: AccountId, delivery: string): Key => key(partitionOf(account), DELIVERY_POINTER + delivery);

/** The partition of what is known of a recipient, whether configured or added by hand. */
export const recipientPartition = (recipient: string): string => `RECIPIENT#${recipient}`;

/** Names a delivery among its recipient's, in the order in which they were begun. */
export const markerKey = (recipient: string, firstAt: string, delivery: string): Key =>
  key(recipientPartition(recipient), markerSort(firstAt, delivery));
export const MARKER = "DELIVERY#";
export const markerSort = (firstAt: string, delivery: string): string => `${MARKER}${firstAt}#${delivery}`;

export const string = (item: Item, attribute: string): string => item[attribute]?.S ?? "";

export function accountItem(account: Account): Item & Key {
  const { id, source, identity, name, origin, addedAt } = account;
  return {
    ...accountKey(id),
    source: { S: source },
    identity: { S: identity },
    name: { S: name },
    origin: { S: origin },
    addedAt: { S: addedAt },
    ...ownOf(account),
  };
}

/** The fields an account may lack, as attributes. Null and undefined give none. */
export function ownOf(
  fields: {
    readonly [Field in "policy" | "payFrom" | "access" | "reading" | "ombud" | "permission" | "appointing" | "revision"]?:
      | Account[Field]
      | null;
  },
): Item {
  return {
    ...(fields.policy && { policy: { S: encode(fields.policy) } }),
    ...(fields.payFrom && { payFrom: { S: encode(fields.payFrom) } }),
    ...(fields.access && { access: { S: encode(fields.access) } }),
    ...(fields.reading && { reading: { S: fields.reading } }),
    ...(fields.ombud && { ombud: { S: encode(fields.ombud) } }),
    ...(fields.permission && { permission: { S: encode(fields.permission) } }),
    ...(fields.appointing && { appointing: { S: encode(fields.appointing) } }),
    ...(fields.revision && { revision: { S: encode(fields.revision) } }),
  };
}

export function accountOf(item: Item): Account {
  return {
    id: string(item, "SK") as AccountId,
    source: string(item, "source") as SourceName,
    identity: string(item, "identity"),
    name: string(item, "name"),
    origin: string(item, "origin") as Account["origin"],
    addedAt: string(item, "addedAt") as Instant,
    ...(item.policy?.S && { policy: decode<PolicyOverrides>(item.policy.S, "account") }),
    ...(item.payFrom?.S && { payFrom: decode<PayFrom>(item.payFrom.S, "account") }),
    ...(item.access?.S && { access: decode<AccountAccess>(item.access.S, "account") }),
    ...readingOf(item.reading?.S),
    ...(item.ombud?.S && { ombud: decode<AskedPermission>(item.ombud.S, "account") }),
    ...(item.permission?.S && { permission: decode<ReadPermission>(item.permission.S, "account") }),
    ...(item.appointing?.S && { appointing: decode<Appointing>(item.appointing.S, "account") }),
    ...(item.revision?.S && { revision: decode<Revision>(item.revision.S, "account") }),
  };
}

export function listed(item: Item): ListedAccount {
  return { account: accountOf(item), summary: item.summary?.S === undefined ? null : decode(item.summary.S, "summary") };
}

/** The value packed, as an attribute. Throws `STORE_ITEM_TOO_LARGE`. */
export function packed(value: unknown, what: string): { B: Uint8Array } {
  const bytes = pack(value);
  if (bytes.length > LARGEST_PACKED) throw itemTooLarge(what);
  return { B: bytes };
}

export const unpacked = <T>(item: Item, what: string): T => unpack(item.body?.B ?? new Uint8Array(), what);

/**
 * When the item's age counts from, for `prune`, and the second in which the table's own TTL may delete it. TTL is late by up to some days,
 * which keeps more than was promised, never less.
 */
export function ageing(agedAt: Instant, keptDays: number): Item {
  return { agedAt: { S: agedAt }, ...expiry(agedAt, keptDays) };
}

export const expiry = (agedAt: Instant, keptDays: number): Item => ({
  expiresAt: { N: String(Math.floor(epochMs(agedAt) / 1000) + keptDays * 86_400) },
});
