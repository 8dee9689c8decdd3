export { type Added, addedRecipient } from "./added.ts";
export { ATTEMPTS, delayBefore, LONGEST_DELAY_MS } from "./attempts.ts";
export type { Attempt, Channel, Message, Outcome } from "./channel.ts";
export { createConsoleChannel } from "./console.ts";
export { type ChannelDependencies, createChannel } from "./create-channel.ts";
export { type Recipient, recipientKey } from "./recipient.ts";
export { createWebhookClient, parseWebhookSecret } from "./webhook.ts";
export { formatWebhookSecrets, parseWebhookSecrets } from "./webhook-list.ts";
