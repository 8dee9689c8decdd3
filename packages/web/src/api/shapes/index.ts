/** The shapes of request bodies. Loaded with the first request that has one. */
export { AccountChange, NewAccount, NewPayment, PayFrom, Policy, PolicyChange } from "./accounts.ts";
export { NewRecipient, RecipientChange } from "./recipients.ts";
