import { type AccountId, accountId } from "../account.ts";

/** What somebody may do: read; work with the accounts that are theirs; run the installation. Each includes what stands before it. */
export const ROLES = ["reader", "adviser", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** What a key may do. `read:fresh` and `write` include `read`; `calendar` and `admin` include nothing. */
export const SCOPES = ["read", "read:fresh", "write", "calendar", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** The accounts somebody may touch at all. */
export type Reach = "all" | ReadonlySet<AccountId>;

/** Who asks. `id` is opaque: it may be kept in the audit log, where a name may not. */
export type Principal =
  /** Whoever reaches pages that are open: people on this very machine. */
  | { readonly kind: "open"; readonly id: "open" }
  | { readonly kind: "user"; readonly id: UserId; readonly role: Role; readonly accounts: Reach }
  | { readonly kind: "key"; readonly id: string; readonly scopes: readonly string[]; readonly accounts: Reach }
  /** A program of somebody else's that an authority vouches for: on behalf of the organisations it was given, or, a vendor's, for its own alone. */
  | {
      readonly kind: "system-user" | "vendor";
      readonly id: string;
      readonly scopes: readonly string[];
      readonly accounts: ReadonlySet<AccountId>;
    }
  /** Whoever followed a signed link: reads the one account. */
  | { readonly kind: "link"; readonly id: string; readonly accounts: ReadonlySet<AccountId> };

export type PrincipalKind = Principal["kind"];

declare const userIdBrand: unique symbol;
declare const groupIdBrand: unique symbol;
/** Opaque, `usr_` and 20 characters. */
export type UserId = string & { readonly [userIdBrand]: true };
/** Opaque, `grp_` and 20 characters. */
export type GroupId = string & { readonly [groupIdBrand]: true };

const USER_ID = /^usr_[0-9a-hjkmnp-tv-z]{20}$/;
const GROUP_ID = /^grp_[0-9a-hjkmnp-tv-z]{20}$/;

export const isUserId = (text: string): text is UserId => USER_ID.test(text);
export const isGroupId = (text: string): text is GroupId => GROUP_ID.test(text);

/** An id from the first 20 of random bytes. */
export const userId = (bytes: Uint8Array): UserId => accountId(bytes).replace("acc_", "usr_") as UserId;
export const groupId = (bytes: Uint8Array): GroupId => accountId(bytes).replace("acc_", "grp_") as GroupId;

/** Accounts under one name: an adviser's clients, an office. */
export interface Group {
  readonly id: GroupId;
  readonly name: string;
  readonly accounts: readonly AccountId[];
}

/** What of a user decides what they may touch. */
export interface Membership {
  readonly role: Role;
  /** Null = every account, also those that are added later. */
  readonly accounts: readonly AccountId[] | null;
  readonly groups: readonly GroupId[];
}

/** The accounts of a user: their own and those of their groups. Owners reach all; a group that is gone gives nothing. */
export function reachOf({ role, accounts, groups }: Membership, all: readonly Group[]): Reach {
  if (role === "owner" || accounts === null) return "all";
  const theirs = new Set<string>(groups);
  return new Set([...accounts, ...all.filter(({ id }) => theirs.has(id)).flatMap((group) => group.accounts)]);
}
