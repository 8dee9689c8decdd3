import { isAccountId, type PlainDate, SaldovaktError, type SourceName } from "@saldovakt/domain";
import type { DeliveryMessage, WatchMessage } from "@saldovakt/service";

/** Asks `watch` to look at the installation's certificate instead of an account. */
export interface CertificateMessage {
  readonly certificateOf: SourceName;
  /** The day the pass was planned for. */
  readonly day: PlainDate;
}

/** An account to read, with the authority it is read at: what stops one authority's readings is no other's. */
export interface AccountMessage extends WatchMessage {
  /** Skatteverket unless given. */
  readonly source?: SourceName;
}

export type WatchBody = AccountMessage | CertificateMessage;

const isSource = (value: unknown): value is SourceName => value === "skatteverket" || value === "skatteetaten";

/** No cause, and nothing of the body: it may hold personal data. */
const malformed = (what: string): SaldovaktError =>
  new SaldovaktError(`a message of the ${what} queue is not one of ours`, {
    code: "MESSAGE_MALFORMED",
    scope: "internal",
    remedy: "look at it in the dead-letter queue, then find out who sends there",
  });

function object(body: string, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, without the parser's message: that quotes the text.
  }
  throw malformed(what);
}

const isDay = (value: unknown): value is PlainDate => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);

/** A message of the watch queue. Throws `MESSAGE_MALFORMED`. */
export function parseWatchBody(body: string): WatchBody {
  const { accountId, source, certificateOf, day } = object(body, "watch");
  if (!isDay(day)) throw malformed("watch");
  if (typeof accountId === "string" && isAccountId(accountId)) {
    if (source === undefined) return { accountId, day };
    if (isSource(source)) return { accountId, day, source };
  }
  if (isSource(certificateOf)) return { certificateOf, day };
  throw malformed("watch");
}

/**
 * A message of the delivery queue, which only `watch` and `api` write: its parts are looked at no closer than is needed to name it. Throws
 * `MESSAGE_MALFORMED`.
 */
export function parseDeliveryBody(body: string): DeliveryMessage {
  const message = object(body, "delivery");
  const { id, recipient, account, alert } = message as {
    id?: unknown;
    recipient?: unknown;
    account?: { id?: unknown };
    alert?: { type?: unknown };
  };
  if (typeof id !== "string" || typeof recipient !== "string") throw malformed("delivery");
  if (typeof account?.id !== "string" || typeof alert?.type !== "string") throw malformed("delivery");
  return message as unknown as DeliveryMessage;
}
