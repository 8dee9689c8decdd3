/**
 * What was done, where an action stands for several things: codes for the log, which stay. What an action's name says by itself has none. One code says the same
 * of whatever has it: `added` a group, a recipient, a key.
 */
export const CHANGE_CODES = [
  "added",
  "removed",
  "name",
  // Of an account.
  "policy",
  "pay-from",
  "access", // on whose behalf it is asked for
  "reading", // at its authority from now on, no longer by statement
  "permission-asked",
  "link-made", // for the client who is asked
  // Of a user.
  "role",
  "reach",
  "shut-out",
  "let-in",
  "signed-out", // every session ended
  "erased",
  // Coming in, by an invitation or by a sign-in link, and those links themselves.
  "joined",
  "signed-in",
  "invited",
  "sign-in-link",
  "withdrawn",
  // Of a group or a recipient, and of a recipient alone.
  "accounts",
  "language",
  "discreet",
  "secret-rotated",
  "tested",
  "enabled",
  "replayed",
  "handed-over", // to the installation, from a key that is revoked; to another owner, from one who is erased
  // Of keys, addresses of calendars, and links.
  "revoked",
  "links-rotated",
  // Signing in at an authority.
  "begun",
  "completed",
  // Taking on Norwegian customers.
  "system-registered",
  "access-asked",
  "forgotten",
] as const;

export type ChangeCode = (typeof CHANGE_CODES)[number];
