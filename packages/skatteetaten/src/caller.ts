import { type Instant, SaldovaktError } from "@saldovakt/domain";
import { type HttpClient, type Json, LONGEST_WAIT_MS, type RetryOptions, retrying } from "@saldovakt/http";
import { atOnce } from "./at-once.ts";
import { fault } from "./faults.ts";
import { judgeAnswer } from "./judge.ts";
import { type ApiCall, apiRequest, callUrl } from "./request.ts";
import { AT_ONCE, type SkatteetatenSettings } from "./settings.ts";
import type { TokenSource } from "./token.ts";
import { createWhoseFault } from "./whose-fault.ts";

export interface CallerOptions {
  readonly settings: SkatteetatenSettings;
  readonly client: HttpClient;
  readonly tokens: TokenSource;
  readonly retry: RetryOptions;
  readonly correlationId: () => string;
  readonly now: () => Instant;
}

const codeOf = (error: unknown): string | undefined => (error instanceof SaldovaktError ? error.code : undefined);

/** Calls as the authority wants them: a token of the organisation's, five at once at most, repeated where that may help. */
export function createCaller(options: CallerOptions): (call: ApiCall) => Promise<Json | null> {
  const { settings, client, tokens, retry, correlationId, now } = options;
  const turn = atOnce(settings.callsAtOnce ?? AT_ONCE);
  const whose = createWhoseFault(() => retry.timer.now());
  let keptAwayUntil = Number.NEGATIVE_INFINITY;

  const exchange = async (url: string, identity: string): Promise<Json | null> => {
    for (let renewed = false; ; renewed = true) {
      const token = await tokens.token(identity);
      try {
        return judgeAnswer(await turn(() => client.send(apiRequest(url, token.value, correlationId()))), now());
      } catch (error) {
        // A token may die before its time: another one is asked for, once.
        if (codeOf(error) !== "SKE_TOKEN_REFUSED" || renewed) throw error;
        await tokens.refuse(identity, token);
      }
    }
  };

  const attempt = async (url: string, identity: string): Promise<Json | null> => {
    const away = keptAwayUntil - retry.timer.now();
    // Asked to stay away for longer than a call can wait, every caller is told so at once.
    if (away > LONGEST_WAIT_MS) throw fault("SKE_RATE_LIMITED", { retryAfterMs: away });
    if (away > 0) await retry.timer.pause(away);
    try {
      return await exchange(url, identity);
    } catch (error) {
      if (error instanceof SaldovaktError && error.code === "SKE_RATE_LIMITED") {
        keptAwayUntil = Math.max(keptAwayUntil, retry.timer.now() + (error.retryAfterMs ?? 0));
      }
      throw error;
    }
  };

  return async (call) => {
    const url = callUrl(call, settings);
    return whose.judged(call.identity, () => retrying(() => attempt(url, call.identity), retry));
  };
}
