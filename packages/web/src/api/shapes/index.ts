/** The shapes of request bodies. Loaded with the first request that has one. */
export { GroupChange, NewGroup, NewInvitation, UserChange } from "./access.ts";
export { AccountChange, NewAccount, NewPayment, PayFrom, Policy, PolicyChange } from "./accounts.ts";
export { NewRecipient, RecipientChange } from "./recipients.ts";
