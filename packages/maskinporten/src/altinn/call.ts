import type { HttpRequest, HttpResponse } from "@saldovakt/http";
import { DEADLINE_MS, MAX_BYTES } from "../wire.ts";

/** One call of a vendor's. */
export interface AltinnCall {
  readonly scope: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly body?: unknown;
  /** A look-up, which may find nothing. */
  readonly mayBeMissing?: boolean;
  /** A call whose second try would be another call. */
  readonly onceOnly?: boolean;
}

/** The call as it is sent. Vendors' operations take Maskinporten's tokens as they are. */
export const vendorRequest = (platformUrl: string, { method, path, body }: AltinnCall, token: string): HttpRequest => ({
  method,
  url: `${platformUrl}${path}`,
  headers: {
    Accept: "application/json",
    Authorization: `Bearer ${token}`,
    ...(body !== undefined && { "Content-Type": "application/json" }),
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
  deadlineMs: DEADLINE_MS,
  maxBytes: MAX_BYTES,
});

/** Whether a look-up found nothing, which is an answer too. */
export const isNothing = ({ status }: HttpResponse): boolean => status === 404 || status === 204;
