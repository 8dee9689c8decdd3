import type { AccountReference, Alert, AlertDocument, AlertTexts, Instant, Language } from "@saldovakt/domain";

/** One alert on its way to one recipient. */
export interface Message {
  /** The delivery's id, the same on every attempt: what a receiver tells a repetition by. */
  readonly id: string;
  readonly alert: Alert;
  readonly account: AccountReference;
  /** Of texts that a channel writes itself (`alertLetter`), which must then hold no figure if `discreet` is set. */
  readonly language: Language;
  readonly discreet: boolean;
  /** Where people read on; null where there are no pages. */
  readonly link: string | null;
  readonly texts: AlertTexts;
  readonly document: AlertDocument;
}

export interface Attempt {
  /** 1 = the first. */
  readonly number: number;
  readonly now: Instant;
}

/**
 * What became of one attempt; `fault` is a stable code. `retry`: may succeed later, not before `afterMs` where the other side said so.
 * `failed`: never will. `disabled`: the recipient wants nothing more at all.
 */
export type Outcome =
  | { readonly kind: "delivered" }
  | { readonly kind: "retry"; readonly fault: string; readonly afterMs?: number }
  | { readonly kind: "failed"; readonly fault: string }
  | { readonly kind: "disabled"; readonly fault: string };

export interface Channel {
  /** One attempt, never more. Faults of the other side are outcomes; only faults of this program are thrown. */
  send(message: Message, attempt: Attempt): Promise<Outcome>;
}
