import type { Invitation, User, UserId } from "@saldovakt/domain";
import type { AddedRecipient } from "../ports.ts";
import type { Deed } from "./audit.ts";
import type { AccessBook } from "./ports.ts";
import { reachOfUser, within } from "./reach.ts";

export interface LeavingPorts {
  readonly people: Pick<AccessBook, "users" | "groups">;
  readonly recipients: {
    recipients(): Promise<readonly AddedRecipient[]>;
    putRecipient(record: AddedRecipient): Promise<void>;
    removeRecipient(key: string): Promise<boolean>;
  };
  /** Who erases. */
  readonly by: Invitation["by"];
  /** Writes down what becomes of a recipient: before it does. */
  readonly note: (deed: Deed) => Promise<void>;
}

/** What became of the recipients that somebody added who was erased. */
export interface RecipientsLeft {
  /** Told on: another owner's from then on. */
  readonly kept: readonly AddedRecipient[];
  /** Told by that person's rights alone, which are over. */
  readonly removed: readonly AddedRecipient[];
}

/** Whoever erases, or else the owner who has been one of us the longest; null where nobody is. */
async function heirOf({ id }: User, { people, by }: LeavingPorts): Promise<UserId | null> {
  const owners = (await people.users()).filter((other) => other.id !== id && other.role === "owner" && other.disabledAt === null);
  return (owners.find((owner) => by.kind === "user" && owner.id === by.id) ?? owners[0])?.id ?? null;
}

/** As another may have it; null for one that ends with whoever added it. Of what somebody added as an owner who became less, as much stays as they still reach. */
async function left(recipient: AddedRecipient, user: User, people: LeavingPorts["people"]): Promise<AddedRecipient | null> {
  if (user.role === "owner") return recipient;
  const reach = recipient.by?.lasting ? await reachOfUser(user, people) : null;
  const accounts = reach && within(recipient.accounts, reach);
  return reach === null || accounts?.length === 0 ? null : { ...recipient, accounts };
}

/**
 * Settles the recipients that a user added who is about to be erased. They serve the firm's alarms: what an owner added is the installation's and goes on as another owner's. What was told by the rights
 * of somebody who is no owner would be told of nothing any more, and holds an address: it goes.
 */
export async function settleRecipients(user: User, ports: LeavingPorts): Promise<RecipientsLeft> {
  const { people, recipients, note } = ports;
  const theirs = (await recipients.recipients()).filter(({ by }) => by?.kind === "user" && by.id === user.id);
  const heir = theirs.length === 0 ? null : await heirOf(user, ports);
  const [kept, removed]: [AddedRecipient[], AddedRecipient[]] = [[], []];
  for (const recipient of theirs) {
    const { key } = recipient;
    const stays = await left(recipient, user, people);
    await note({ action: "recipients.change", changes: [stays ? "handed-over" : "removed"], about: key });
    if (stays) await recipients.putRecipient({ ...stays, by: { kind: "user", id: heir ?? user.id, lasting: true } });
    else await recipients.removeRecipient(key);
    (stays ? kept : removed).push(recipient);
  }
  return { kept, removed };
}
