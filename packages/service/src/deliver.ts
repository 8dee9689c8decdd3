import { type AccountReference, alertDocument, alertTexts, type Instant, type Language, toSaldovaktError } from "@saldovakt/domain";
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

export interface DeliverPorts {
  readonly deliveries: Deliveries;
  readonly recipients: readonly Recipient[];
  readonly channel: (recipient: Recipient) => Channel;
  /** Milliseconds to wait before attempt `number` (1 = the first); null when no attempt is left. */
  readonly delayBefore: (number: number, afterMs: number | undefined) => number | null;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly language: Language;
  readonly discreet: boolean;
  /** Tells whether an account still stands: what was erased is no longer told of. */
  readonly accounts: Pick<Records, "account">;
  /** Where the HTTP API is reached from outside; absent where it is not. */
  readonly publicUrl?: string | undefined;
  /** Whether the pages, too, are served there: people then get a link to read. */
  readonly pages: boolean;
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
  const recipient = ports.recipients.find((candidate) => candidate.key === message.recipient);
  const now = clock.now();
  const attempts = (before?.attempts ?? 0) + 1;
  const erased = accountId !== null && !(await ports.accounts.account(accountId));
  const outcome: Outcome = erased ? { kind: "failed", fault: "ACCOUNT_ERASED" } : await attempt(message, recipient, attempts, now, ports);
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
  recipient: Recipient | undefined,
  number: number,
  now: Instant,
  ports: DeliverPorts,
): Promise<Outcome> {
  if (!recipient) return { kind: "failed", fault: "RECIPIENT_UNKNOWN" };
  if (await ports.deliveries.isRecipientDisabled(recipient.key)) return { kind: "disabled", fault: "RECIPIENT_DISABLED" };
  try {
    return await ports.channel(recipient).send(outgoing(message, recipient, ports), { number, now });
  } catch (thrown) {
    const fault = toSaldovaktError(thrown);
    return { kind: "retry", fault: fault.code, ...(fault.retryAfterMs === undefined ? {} : { afterMs: fault.retryAfterMs }) };
  }
}

function outgoing(message: DeliveryMessage, recipient: Recipient, ports: DeliverPorts): OutgoingMessage {
  const { alert, account, id } = message;
  const page = ports.pages && ports.publicUrl !== undefined && account.id !== INSTALLATION.id;
  const language = recipient.language ?? ports.language;
  const options = {
    discreet: recipient.discreet ?? ports.discreet,
    forecastUrl: page ? `${ports.publicUrl}/accounts/${account.id}` : null,
  };
  return {
    id,
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
