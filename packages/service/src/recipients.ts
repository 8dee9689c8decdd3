import { type AccountId, isUserId, type Principal, reachesAll } from "@saldovakt/domain";
import { type Makers, reachOfList, reachOfMaker, within } from "./access/reach.ts";
import type { AddedBy, AddedRecipient, AddedRecipients, Recipient, RecipientsFor } from "./ports.ts";

/** Whether the recipient is told of the account; of the installation only those are told who are told of every account. */
export const isTold = (recipient: Recipient, account: AccountId): boolean => recipient.accounts?.includes(account) ?? true;

/** Who adds a recipient, as it is kept; null for a program and for whoever is nobody in particular. */
export function byOf(principal: Principal): AddedBy | null {
  const { kind, id } = principal;
  if (kind === "user") return { kind, id, lasting: principal.role === "owner" };
  return kind === "key" ? { kind, id, lasting: reachesAll(principal) } : null;
}

/** Whose a recipient is that is added again: what stands for the installation does not become somebody's who may lose it. */
export function reposted(before: Pick<AddedRecipient, "by"> | null, by: AddedBy | null): { readonly by?: AddedBy } {
  const kept = before?.by?.lasting && !by?.lasting ? before.by : by;
  return kept ? { by: kept } : {};
}

/** Why a recipient that was added is told of nothing: nobody knows who added it, who did is gone, revoked or shut out, or reaches none of its accounts. */
export const UNTOLD = ["maker-unknown", "maker-gone", "key-revoked", "shut-out", "accounts-lost"] as const;

export type Untold = (typeof UNTOLD)[number];

/** Of which accounts a recipient is told by now, null for all; and why of none. */
export interface Standing {
  readonly accounts: readonly AccountId[] | null;
  readonly untold: Untold | null;
}

/**
 * Those of the recipient's accounts that whoever added it reaches by now, as their calendars show no others: none when they are gone, revoked or shut out. What an owner, or
 * a key to every account, added is the installation's and outlives them; an owner who is one no more has only what they still reach. Where it is not known who added it, nobody can
 * say what they may still see: it is told of nothing until it is added again.
 */
export async function standingOf({ by, accounts: own }: Pick<AddedRecipient, "by" | "accounts">, makers: Makers): Promise<Standing> {
  if (!by) return { accounts: [], untold: "maker-unknown" };
  const reach = (await reachOfMaker(by.id, makers)) ?? ((await outlived(by, makers)) ? "all" : null);
  if (reach === null) return { accounts: [], untold: await whyGone(by, makers) };
  const accounts = within(own, reach);
  return { accounts, untold: accounts?.length === 0 ? "accounts-lost" : null };
}

async function bounded(recipient: AddedRecipient, makers: Makers): Promise<AddedRecipient> {
  const { accounts } = await standingOf(recipient, makers);
  return accounts === recipient.accounts ? recipient : { ...recipient, accounts };
}

async function whyGone({ id }: AddedBy, makers: Makers): Promise<Untold> {
  if (isUserId(id)) return (await makers.user(id)) ? "shut-out" : "maker-gone";
  return (await makers.keyById(id)) ? "key-revoked" : "maker-gone";
}

/** What a key added that ends with it: all it added, unless it opened every account. */
export const endingWith = (keyId: string, added: readonly AddedRecipient[]): readonly AddedRecipient[] =>
  added.filter(({ by }) => by?.id === keyId && !by.lasting);

/** A recipient as the installation's own, of the accounts that its maker's key is limited to: it is told on when the key is revoked. */
export function handedOver(recipient: AddedRecipient, key: { readonly accounts: readonly AccountId[] | null }): AddedRecipient {
  const accounts = within(recipient.accounts, reachOfList(key.accounts));
  return { ...recipient, accounts, ...(recipient.by ? { by: { ...recipient.by, lasting: true } } : {}) };
}

/** Whether what they added stays though they reach nothing: unless they had become less than they were before they went. */
async function outlived(by: AddedBy, makers: Makers): Promise<boolean> {
  if (!by.lasting) return false;
  const user = isUserId(by.id) ? await makers.user(by.id) : null;
  return user === null || user.role === "owner";
}

/**
 * Those of the configuration, and those added by hand that are told of the account. One that stands in both is told once, as the configuration
 * has it.
 */
export function recipientsFor(configured: readonly Recipient[], added: Pick<AddedRecipients, "recipients"> & Makers): RecipientsFor {
  const keys = new Set(configured.map(({ key }) => key));
  return async (account) => {
    const others = (await added.recipients()).filter((recipient) => !keys.has(recipient.key) && isTold(recipient, account));
    const now = await Promise.all(others.map((recipient) => bounded(recipient, added)));
    return [...configured, ...now].filter((recipient) => isTold(recipient, account));
  };
}

/** The recipient of a waiting message, by the same rule; null for one that is in neither any more. */
export function recipientByKey<Configured extends Recipient>(
  configured: readonly Configured[],
  added: Pick<AddedRecipients, "recipient"> & Makers,
): (key: string) => Promise<Configured | AddedRecipient | null> {
  const known = new Map(configured.map((recipient) => [recipient.key, recipient]));
  return async (key) => {
    const configured = known.get(key);
    if (configured) return configured;
    const recipient = await added.recipient(key);
    return recipient && bounded(recipient, added);
  };
}
