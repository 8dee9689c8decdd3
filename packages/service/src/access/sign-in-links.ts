import type { Invitation, UserId } from "@saldovakt/domain";
import type { AccessBook } from "./ports.ts";

type Book = Pick<AccessBook, "invitations" | "removeInvitation">;

/** Takes back every link that they made, for whomever. */
export async function withdrawInvitations(by: Invitation["by"], people: Book): Promise<void> {
  const made = (await people.invitations()).filter((link) => link.by.kind === by.kind && link.by.id === by.id);
  await Promise.all(made.map((link) => people.removeInvitation(link.id)));
}

/** Takes back every link by which the user might still sign in. */
export async function removeSignInLinks(id: UserId, people: Book): Promise<void> {
  const links = (await people.invitations()).filter(({ purpose, user }) => purpose === "sign-in" && user === id);
  await Promise.all(links.map((link) => people.removeInvitation(link.id)));
}
