import {
  type Account,
  type AccountReference,
  alertDocument,
  alertTexts,
  type Instant,
  type Language,
  type Policy,
  toSaldovaktError,
} from "@saldovakt/domain";
import { INSTALLATION } from "./installation.ts";
import type {
  Channel,
  Clock,
  Deliveries,
  Delivery,
  DeliveryMessage,
  Journal,
  Outcome,
  OutgoingMessage,
  Recipient,
  Records,
} from "./ports.ts";
import { isTold } from "./recipients.ts";

export interface DeliverPorts {
  readonly deliveries: Deliveries;
  /** Whoever a message is for; null for one who is told no more. */
  readonly recipient: (key: string) => Promise<Recipient | null> | Recipient | null;
  readonly channel: (recipient: Recipient) => Promise<Channel> | Channel;
  /** Milliseconds to wait before attempt `number` (1 = the first); null when no attempt is left. */
  readonly delayBefore: (number: number, afterMs: number | undefined) => number | null;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Of what concerns no account. */
  readonly language: Language;
  readonly discreet: boolean;
  /** How an account's texts are wanted. */
  readonly policyFor: (account: Account) => Pick<Policy, "language" | "discreet">;
  /** Tells whether an account still stands: what was erased is no longer told of. */
  readonly accounts: Pick<Records, "account">;
  /** Where the HTTP API is reached from outside; absent where it is not. */
  readonly publicUrl?: string | undefined;
  /** Whether the pages, too, are served there: people then get a link to read. */
  readonly pages: boolean;
  /** Where there are pages: the link that texts and letters carry instead of the page's plain address; null for none. */
  readonly linkFor?: (account: AccountReference) => Promise<string | null>;
}

export type DeliverResult =
  | { readonly kind: "done"; readonly record: Delivery }
  /** Nothing was sent: it had been delivered, given up or switched off before. */
  | { readonly kind: "already"; readonly record: Delivery }
  | { readonly kind: "again"; readonly afterMs: number; readonly record: Delivery };

/**
 * One attempt at one message. What was delivered is never sent again; what failed says when to try next, until the attempts are used up. A
 * crash between sending and recording sends once more under the same id, by which receivers tell it is the same.
 */
export async function deliverMessage(message: DeliveryMessage, ports: DeliverPorts): Promise<DeliverResult> {
  const { deliveries, clock } = ports;
  const accountId = message.account.id === INSTALLATION.id ? null : message.account.id;
  const before = await deliveries.delivery(message.id);
  if (before && before.status !== "pending") return { kind: "already", record: before };
  const recipient = await ports.recipient(message.recipient);
  const now = clock.now();
  const attempts = (before?.attempts ?? 0) + 1;
  const account = accountId === null ? null : ((await ports.accounts.account(accountId))?.account ?? null);
  const erased = accountId !== null && account === null;
  const outcome: Outcome = erased
    ? { kind: "failed", fault: "ACCOUNT_ERASED" }
    : await attempt(message, recipient, account, { number: attempts, now }, ports);
  const afterMs = outcome.kind === "retry" ? ports.delayBefore(attempts + 1, outcome.afterMs) : null;
  const status = outcome.kind === "retry" ? (afterMs === null ? "failed" : "pending") : outcome.kind;
  if (outcome.kind === "disabled") await deliveries.disableRecipient(message.recipient, now);
  const record = await deliveries.putDelivery({
    id: message.id,
    accountId,
    recipient: message.recipient,
    alertType: message.alert.type,
    status,
    attempts,
    firstAt: before?.firstAt ?? now,
    lastAt: now,
    ...(outcome.kind === "delivered" ? {} : { fault: outcome.fault }),
    ...(message.alert.type === "test" ? {} : { alertId: message.alert.id }),
    ...(message.of === undefined ? {} : { of: message.of }),
  });
  ports.journal.deliveryTried({
    id: message.id,
    channel: recipient?.channel ?? "none",
    outcome: status === "failed" ? status : outcome.kind,
    ...(outcome.kind === "delivered" ? {} : { fault: outcome.fault }),
  });
  return record.status === "pending" && afterMs !== null ? { kind: "again", afterMs, record } : { kind: "done", record };
}

async function attempt(
  message: DeliveryMessage,
  recipient: Recipient | null,
  account: Account | null,
  attempt: { readonly number: number; readonly now: Instant },
  ports: DeliverPorts,
): Promise<Outcome> {
  if (!recipient) return { kind: "failed", fault: "RECIPIENT_UNKNOWN" };
  // Whose accounts, or whose maker's, were changed while the message waited. A test is whoever's that asks for it.
  if (message.alert.type !== "test" && !isTold(recipient, message.account.id)) return { kind: "failed", fault: "RECIPIENT_NOT_TOLD" };
  if (await ports.deliveries.isRecipientDisabled(recipient.key)) return { kind: "disabled", fault: "RECIPIENT_DISABLED" };
  try {
    const channel = await ports.channel(recipient);
    return await channel.send(await outgoing(message, recipient, account, ports), attempt);
  } catch (thrown) {
    const fault = toSaldovaktError(thrown);
    return { kind: "retry", fault: fault.code, ...(fault.retryAfterMs === undefined ? {} : { afterMs: fault.retryAfterMs }) };
  }
}

/** Where people read on; what concerns the installation has no page. */
async function linkTo(account: AccountReference, ports: DeliverPorts): Promise<string | null> {
  if (!ports.pages || ports.publicUrl === undefined || account.id === INSTALLATION.id) return null;
  return ports.linkFor ? ports.linkFor(account) : `${ports.publicUrl}/accounts/${account.id}`;
}

async function outgoing(
  message: DeliveryMessage,
  recipient: Recipient,
  watched: Account | null,
  ports: DeliverPorts,
): Promise<OutgoingMessage> {
  const { alert, account } = message;
  const usual = watched ? ports.policyFor(watched) : ports;
  const language = recipient.language ?? usual.language;
  const options = {
    discreet: recipient.discreet ?? usual.discreet,
    forecastUrl: await linkTo(account, ports),
  };
  return {
    id: message.of ?? message.id,
    alert,
    account,
    language,
    discreet: options.discreet,
    link: options.forecastUrl,
    texts: alertTexts(alert, account, language, options),
    document: alertDocument(alert, account, forecastUrlOf(ports.publicUrl, account)),
  };
}

/** The address of an account's forecast in the HTTP API, for programs; null where the API has no public address, and for the installation. */
export const forecastUrlOf = (publicUrl: string | undefined, account: AccountReference): string | null =>
  publicUrl === undefined || account.id === INSTALLATION.id ? null : `${publicUrl}/v1/accounts/${account.id}/forecast`;
