export { type Added, addedRecipient } from "./added.ts";
export { ATTEMPTS, delayBefore } from "./attempts.ts";
export type { Attempt, Channel, Message, Outcome } from "./channel.ts";
export { type ChannelDependencies, createChannel } from "./create-channel.ts";
export { parseMailCredentials } from "./email/credentials.ts";
export type { EmailSettings, Mail, Mailer } from "./email/mailer.ts";
export { type Recipient, recipientKey } from "./recipient.ts";
export { createWebhookClient, parseWebhookSecret } from "./webhook.ts";
export { formatWebhookSecrets, parseWebhookSecrets } from "./webhook-list.ts";
