import type { Instant, Mailbox } from "@saldovakt/domain";
import type { Outcome } from "../channel.ts";

/** A mail, whole, and the envelope it travels in. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  /** MIME, headers included, lines ended by CRLF. */
  readonly raw: Uint8Array;
}

/** What brings mail on its way. Faults of the other side are outcomes. */
export interface Mailer {
  send(mail: Mail): Promise<Outcome>;
}

/** Who mail comes from, and how it is sent. */
export interface EmailSettings {
  readonly from: Mailbox;
  readonly replyTo?: string;
  /** Where those who want no more mail may write. */
  readonly unsubscribeAddress?: string;
  /** The page on which a recipient, by its key, ends it with one click; null where there are no pages. */
  readonly unsubscribeUrl?: (recipientKey: string, now: Instant) => Promise<string | null>;
  /** Made when a first message is sent. */
  readonly mailer: () => Mailer | Promise<Mailer>;
}
