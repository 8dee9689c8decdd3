import type { UserId } from "@saldovakt/domain";
import type { AccessBook } from "./ports.ts";

/** Takes back every link by which the user might still sign in. */
export async function removeSignInLinks(id: UserId, people: Pick<AccessBook, "invitations" | "removeInvitation">): Promise<void> {
  const links = (await people.invitations()).filter(({ purpose, user }) => purpose === "sign-in" && user === id);
  await Promise.all(links.map((link) => people.removeInvitation(link.id)));
}
