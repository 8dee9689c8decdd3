import { epochMs, type Instant, SaldovaktError } from "@saldovakt/domain";
import { type HttpClient, type HttpResponse, retryAfterOf } from "@saldovakt/http";
import type { Outcome } from "./channel.ts";

/** Standard Webhooks 1.0: how long an endpoint may take, its whole answer included. */
const DEADLINE_MS = 15_000;

/** Nobody reads the answer; this much is taken so that the connection can be used again. */
const ANSWER_BYTES = 16_000;

/** The least wait after an answer that asks for slowness without saying how much. */
const SLOW_DOWN_MS = 60_000;

export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Leads the codes of the endpoint's own faults: `WEBHOOK`. */
  readonly prefix: string;
  readonly now: Instant;
}

/**
 * One POST to a customer's URL; `http` must be a client for such (`createWebhookClient`). Faults: `<PREFIX>_REDIRECT`, `<PREFIX>_GONE`,
 * `<PREFIX>_STATUS_<status>`, and the client's codes.
 */
export async function post(http: HttpClient, { url, headers, body, prefix, now }: Posting): Promise<Outcome> {
  try {
    const limits = { deadlineMs: DEADLINE_MS, maxBytes: ANSWER_BYTES, onOversize: "truncate" } as const;
    return judgeAnswer(await http.send({ method: "POST", url, headers, body, ...limits }), prefix, epochMs(now));
  } catch (thrown) {
    return judgeFault(thrown);
  }
}

/** What the endpoint's status means (Standard Webhooks 1.0). `now` in epoch milliseconds. */
function judgeAnswer(answer: HttpResponse, prefix: string, now: number): Outcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status >= 300 && status < 400) return { kind: "retry", fault: `${prefix}_REDIRECT` };
  if (status === 410) return { kind: "disabled", fault: `${prefix}_GONE` };
  const fault = `${prefix}_STATUS_${status}`;
  if (status !== 429 && status !== 502 && status !== 503 && status !== 504) return { kind: "retry", fault };
  return { kind: "retry", fault, afterMs: Math.max(SLOW_DOWN_MS, retryAfterOf(answer, now) ?? 0) };
}

/** Faults of the URL itself, which no later attempt mends. All others (unreachable, slow, an expired certificate) may be gone tomorrow. */
const LASTING = new Set(["HTTP_ADDRESS_REFUSED", "HTTP_URL_INVALID"]);

function judgeFault(thrown: unknown): Outcome {
  if (!(thrown instanceof SaldovaktError) || thrown.scope === "internal") throw thrown;
  return { kind: LASTING.has(thrown.code) ? "failed" : "retry", fault: thrown.code };
}
