import type { Delivery } from "./faults.ts";
import type { Reply } from "./reply.ts";
import type { RecordedRequest } from "./types.ts";

/** A request as it came in. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name; a header sent several times is joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Epoch milliseconds of its arrival. */
  readonly at: number;
  readonly certificate: PresentedCertificate | null;
}

/** The client certificate of the connection. */
export interface PresentedCertificate {
  /** Issued by our authority, and valid now. */
  readonly trusted: boolean;
  readonly fingerprint: string;
}

/** What becomes of a call, and what is noted about it. */
export interface Handled {
  readonly delivery: Delivery;
  readonly kind: RecordedRequest["kind"];
  readonly tokenGeneration?: number;
}

export const promptly = (reply: Reply): Delivery => ({ reply, delayMs: 0 });
