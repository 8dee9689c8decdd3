import { type Instant, SaldovaktError } from "@saldovakt/domain";
import { type HttpRequest, type HttpResponse, type Json, type Limiter, LONGEST_WAIT_MS, type RetryOptions } from "@saldovakt/http";
import { fault } from "./faults.ts";
import { judgeAnswer } from "./judge.ts";
import { apiRequest, type CallCredentials, callUrl } from "./request.ts";
import type { Session, SessionOptions, Sessions } from "./sessions.ts";
import type { ApiCall, SkatteverketSettings } from "./settings.ts";
import type { Token } from "./token-holder.ts";
import { tries } from "./tries.ts";

export interface CallerOptions extends Pick<SessionOptions, "now"> {
  readonly settings: Pick<SkatteverketSettings, "apiUrl" | "paths" | "correlationHeader">;
  readonly sessions: Sessions;
  readonly limiter: Limiter;
  readonly retry: RetryOptions;
  readonly correlationId: () => string;
}

export interface Caller {
  /** The JSON object of a good answer, or a coded error. */
  call(call: ApiCall): Promise<Json>;
  /** Makes sure a token can be had. */
  token(): Promise<void>;
}

type MakeRequest = (credentials: CallCredentials) => HttpRequest;
type Judge<T> = (response: HttpResponse, now: Instant) => T;

/** Of any of Skatteverket's APIs that are called with the same keys, token and headers. */
export interface Requester extends Pick<Caller, "token"> {
  /** What the judge makes of the answer; it throws coded errors. The request is made anew for every try. */
  ask<T>(request: MakeRequest, judge: Judge<T>): Promise<T>;
}

/** What one call has renewed already: each at most once, so that no refusal can turn into a loop. */
interface Renewals {
  secret: boolean;
  token: boolean;
}

/** Refusals another reading of the secret may cure: keys and certificates are replaced while the program runs. */
const CURED_BY_SECRET: ReadonlySet<string> = new Set([
  "SKV_CREDENTIALS_REFUSED",
  "SKV_KEYS_REFUSED",
  "SKV_CERTIFICATE_REFUSED",
  "HTTP_CUT", // how some servers turn down a certificate they do not know, or know no longer
  "CERTIFICATE_EXPIRED",
  "CERTIFICATE_NOT_YET_VALID",
  "HTTP_CERTIFICATE_UNREADABLE",
  "HTTP_KEY_MISMATCH",
]);

const codeOf = (error: unknown): string | undefined => (error instanceof SaldovaktError ? error.code : undefined);

/** Skattekonto's operations, called so. */
export function createCaller(options: CallerOptions): Caller {
  const { settings } = options;
  const { ask, token } = createRequester(options);
  return {
    async call(call) {
      const url = callUrl(call, settings);
      return ask((credentials) => apiRequest(url, credentials, settings.correlationHeader), judgeAnswer);
    },
    token,
  };
}

/** Calls as the authority wants them: with a shared token, at the agreed rate, repeated. */
export function createRequester(options: Omit<CallerOptions, "settings">): Requester {
  const { now, sessions, limiter, retry, correlationId } = options;
  const noRenewals = (): Renewals => ({ secret: false, token: false });
  let keptAwayUntil = Number.NEGATIVE_INFINITY;

  /** Runs the work, and once more with a secret read anew when the credentials were refused and there are others. */
  async function inSession<T>(renewals: Renewals, work: (session: Session) => Promise<T>): Promise<T> {
    for (;;) {
      const outcome = await sessions.use(async (session) => {
        try {
          return { value: await work(session) };
        } catch (error) {
          if (renewals.secret || !CURED_BY_SECRET.has(codeOf(error) ?? "") || !(await sessions.renew(session))) throw error;
          renewals.secret = true;
          return null;
        }
      });
      if (outcome) return outcome.value;
    }
  }

  /**
   * A token, and leave to call now. The token comes first: callers who had their turn and then waited for a token would all call at once. By the time
   * of the turn another caller may have renewed the token, so the one then in hand is taken.
   */
  async function admission({ tokens }: Session): Promise<Token> {
    await tokens.get();
    await limiter.take();
    const token = tokens.current();
    if (token) return token;
    await tokens.get();
    await limiter.take();
    return tokens.get();
  }

  async function exchange<T>(session: Session, renewals: Renewals, request: MakeRequest, judge: Judge<T>): Promise<T> {
    for (;;) {
      // Asked to stay away for longer than a call can wait, every caller is told so at once, and the authority is left in peace.
      const away = keptAwayUntil - retry.timer.now();
      if (away > 0) throw fault("SKV_RATE_LIMITED", { retryAfterMs: away });
      const token = await admission(session);
      const asked = request({ apigw: session.secret.apigw, accessToken: token.value, correlationId: correlationId() });
      try {
        const answer = judge(await session.api.send(asked), now());
        session.tokens.accept(token);
        return answer;
      } catch (error) {
        if (error instanceof SaldovaktError && error.code === "SKV_RATE_LIMITED") {
          const waitMs = error.retryAfterMs ?? 0;
          if (waitMs > LONGEST_WAIT_MS) keptAwayUntil = retry.timer.now() + waitMs;
          else limiter.holdUntil(retry.timer.now() + waitMs);
        }
        if (codeOf(error) !== "SKV_TOKEN_REFUSED" || renewals.token || !session.tokens.refuse(token)) throw error;
        renewals.token = true;
      }
    }
  }

  const ask: Requester["ask"] = async (request, judge) => {
    const renewals = noRenewals();
    return tries(() => inSession(renewals, (session) => exchange(session, renewals, request, judge)), retry);
  };

  return {
    ask,
    async token() {
      await inSession(noRenewals(), (session) => session.tokens.get());
    },
  };
}
