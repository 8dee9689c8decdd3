import type { AccountId } from "@saldovakt/domain";
import type { AddedRecipient, AddedRecipients, Recipient, RecipientsFor } from "./ports.ts";

/** Whether the recipient is told of the account; of the installation only those are told who are told of every account. */
export const isTold = (recipient: Recipient, account: AccountId): boolean => recipient.accounts?.includes(account) ?? true;

/**
 * Those of the configuration, and those added by hand that are told of the account. One that stands in both is told once, as the configuration
 * has it.
 */
export function recipientsFor(configured: readonly Recipient[], added: Pick<AddedRecipients, "recipients">): RecipientsFor {
  const keys = new Set(configured.map(({ key }) => key));
  return async (account) => {
    const others = (await added.recipients()).filter(({ key }) => !keys.has(key));
    return [...configured, ...others].filter((recipient) => isTold(recipient, account));
  };
}

/** The recipient of a waiting message, by the same rule; null for one that is in neither any more. */
export function recipientByKey<Configured extends Recipient>(
  configured: readonly Configured[],
  added: Pick<AddedRecipients, "recipient">,
): (key: string) => Promise<Configured | AddedRecipient | null> {
  const known = new Map(configured.map((recipient) => [recipient.key, recipient]));
  return async (key) => known.get(key) ?? added.recipient(key);
}
