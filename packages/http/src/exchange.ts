import type { Dispatcher } from "undici";
import type { HttpResponse } from "./client.ts";
import { cut, type Peer, timedOut, tooLarge } from "./faults.ts";

export interface ExchangeTerms {
  readonly peer: Peer;
  /** What is left of the call's time, and the time it was given, for the message. */
  readonly remainingMs: number;
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly truncate: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Sends one request and gathers its answer, within the terms. An aborted signal rejects with the signal's reason. */
export function exchange(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions, terms: ExchangeTerms): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { peer, maxBytes, signal } = terms;
    let controller: Dispatcher.DispatchController | undefined;
    let given: Error | undefined;
    let settled = false;
    let status = 0;
    let headers: Record<string, string> = {};
    let size = 0;
    const chunks: Buffer[] = [];

    const settle = (): boolean => {
      if (settled) return false;
      settled = true;
      clearTimeout(timeout);
      signal?.removeEventListener("abort", onAbort);
      return true;
    };
    /** Stops the call at once, even one still waiting for a connection. */
    const stop = (reason: unknown): void => {
      if (!settle()) return;
      given = reason instanceof Error ? reason : new Error("stopped");
      controller?.abort(given);
      reject(reason);
    };
    const onAbort = (): void => stop(signal?.reason);
    const timeout = setTimeout(() => stop(timedOut(peer, terms.deadlineMs)), Math.max(0, terms.remainingMs));
    signal?.addEventListener("abort", onAbort, { once: true });

    const oversize = (): void => {
      if (!terms.truncate) {
        stop(tooLarge(peer));
      } else if (settle()) {
        resolve({ status, headers, body: beginning(Buffer.concat(chunks), maxBytes), truncated: true });
        controller?.abort(new Error("the beginning is enough"));
      }
    };

    dispatcher.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        if (given) started.abort(given);
      },
      onResponseStart(_, statusCode, received) {
        if (statusCode < 200) return;
        status = statusCode;
        headers = firstValues(received);
        if (Number(headers["content-length"]) > maxBytes && !terms.truncate) stop(tooLarge(peer));
      },
      onResponseData(_, chunk) {
        if (settled) return;
        chunks.push(chunk);
        size += chunk.length;
        if (size > maxBytes) oversize();
      },
      onResponseEnd() {
        if (!settle()) return;
        const answer = { status, headers, body: text(chunks), truncated: false };
        // undici frees the connection in the next turn of the event loop. A caller who goes on sooner would open a second one beside it.
        queueMicrotask(() => setImmediate(resolve, answer));
      },
      onResponseError(_, error) {
        if (settle()) reject(cut(error, peer));
      },
    });
  });
}

function firstValues(received: Record<string, string | string[] | undefined>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in received) {
    const value = received[name];
    const first = typeof value === "string" ? value : value?.[0];
    if (first !== undefined) headers[name] = first;
  }
  return headers;
}

function text(chunks: readonly Buffer[]): string {
  const whole = (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString("utf8") ?? "";
  return whole.startsWith("\u{FEFF}") ? whole.slice(1) : whole;
}

/** Leaves out a character cut in two at the end. */
const beginning = (bytes: Buffer, length: number): string => new TextDecoder().decode(bytes.subarray(0, length), { stream: true });
