import { type Account, type AccountId, type Action, epochMs, type Principal } from "@saldovakt/domain";
import type { Context } from "hono";
import type { HTTPException } from "hono/http-exception";
import type { CallerCandidate, CallerContext, CallerRefusal } from "../access/callers.ts";
import type { Gate } from "../access/gate.ts";
import type { WebPorts } from "../ports.ts";
import { refused } from "./access.ts";
import { refuse } from "./problem.ts";
import { createRate, ownSlots, type RateLimit, requireRate } from "./rate.ts";

/** Whom a list asks the authority about, one by one. More would keep the caller waiting, and the authority busy. */
const MOST_ASKED = 200;

/** How often somebody is told that their token is signed and not taken: any client of the issuer's can come by one. For each process: they leave no row in the store. */
const STRANGERS_RATE: RateLimit = { perSecond: 1, burst: 20 };

/** What any of them may do: read. */
const SCOPES = ["read"] as const;

/** A system user, or a vendor for itself where the operator lets vendors in. */
type Bearer = Extract<Principal, { readonly kind: "system-user" | "vendor" }>;

export const isBearer = (principal: Principal): principal is Bearer => principal.kind === "system-user" || principal.kind === "vendor";

const opening = ({ kind, id }: Pick<Bearer, "kind" | "id">, accounts: readonly AccountId[]): Bearer => ({
  kind,
  id,
  scopes: SCOPES,
  accounts: new Set(accounts),
});

/** Programs of others that show an authority's token: who they are, and what of ours the authority lets them see. */
export interface TokenBearers {
  /** Who shows a token, opening nothing yet; null where the request carries none. Throws the 401s, 403s and the 503 of a token, and the 429 of one shown too often. */
  enter(c: Context, action: Action): Promise<Bearer | null>;
  /** The account of that id, let in and written down. Throws the one 404 `ACCOUNT_UNKNOWN` for whatever is not theirs, and the 503 `AUTHORISATION_UNAVAILABLE`. */
  account(c: Context, principal: Bearer, action: Action, id: AccountId): Promise<Account>;
  /** The same bearer, opening every account that is theirs, which is written down when all of them are known. Throws the 409 `LIST_TOO_LONG`, and the 503. */
  reach(c: Context, principal: Bearer, action: Action): Promise<Bearer>;
}

export function tokenBearers(ports: Pick<WebPorts, "callers" | "watch" | "now">, gate: Gate): TokenBearers {
  const { callers, watch } = ports;
  const strangersRate = createRate(ownSlots(), () => epochMs(ports.now()), STRANGERS_RATE);
  const contextOf = (c: Context, action: Action, account?: AccountId): CallerContext => ({
    ...(c.get("route") === undefined ? {} : { route: c.get("route") as string }),
    requestId: (c.get("requestId") as string | undefined) ?? "",
    ...(account === undefined ? {} : { account }),
    keep: (said) => gate.judged(c, action, said),
  });

  return {
    async enter(c, action) {
      if (!callers?.carriesToken(c.req.header("authorization"))) return null;
      const context = contextOf(c, action);
      let tooMany: unknown;
      /** Counted before it is written down: whoever comes too often leaves nothing behind. */
      const keep: CallerContext["keep"] = async (said) => {
        if (said.principal !== null && said.outcome === "refused") {
          await requireRate(c, strangersRate, `refused:${said.principal.id}`).catch((thrown: unknown) => {
            tooMany = thrown;
            throw thrown;
          });
        }
        await context.keep?.(said);
      };
      const caller = await callers.authorise(c.req.raw.headers, null, { ...context, keep });
      if (tooMany !== undefined) throw tooMany;
      if (caller.kind === "refusal") throw refusedToken(c, caller);
      return opening(caller, []);
    },

    async account(c, principal, action, id) {
      const unknown = async (reason: string): Promise<HTTPException> => {
        await gate.refused(c, principal, action, id, reason);
        return refuse(c, "ACCOUNT_UNKNOWN");
      };
      const listed = await watch.records.account(id);
      if (!callers || listed?.account.source !== "skatteetaten") throw await unknown("ACCOUNT_UNKNOWN");
      const answer = await callers.authorise(c.req.raw.headers, listed.account.identity, contextOf(c, action, id));
      // What the authority said stands in the log by now.
      if (answer.kind === "refusal") throw answer.status === 403 ? refuse(c, "ACCOUNT_UNKNOWN") : refusedToken(c, answer);
      if (answer.kind !== principal.kind || answer.id !== principal.id) throw await unknown("TOKEN_CHANGED");
      const opened = opening(principal, [id]);
      const refusal = await gate.refusal(c, opened, action, id);
      if (refusal) throw refused(c, refusal);
      return listed.account;
    },

    async reach(c, principal, action) {
      const candidates: CallerCandidate[] = [];
      for await (const { account } of watch.accounts.accounts()) {
        if (account.source === "skatteetaten") candidates.push({ account: account.id, organisation: account.identity });
        if (candidates.length > MOST_ASKED) throw refuse(c, "LIST_TOO_LONG");
      }
      const answer = callers ? await callers.permitted(c.req.raw.headers, candidates, contextOf(c, action)) : null;
      if (answer?.kind === "refusal") throw refusedToken(c, answer);
      const opened = opening(principal, answer?.accounts ?? []);
      await gate.enter(c, opened, action, null);
      return opened;
    },
  };
}

/** A refusal as a problem of ours. */
function refusedToken(c: Context, { code, challenge, retryAfterSeconds }: CallerRefusal): HTTPException {
  return refuse(c, ANSWERED[code], {
    headers: {
      ...(challenge === null ? {} : { "www-authenticate": challenge }),
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
  });
}

const ANSWERED = {
  TOKEN_MISSING: "KEY_MISSING",
  TOKEN_EXPIRED: "TOKEN_EXPIRED",
  TOKEN_REFUSED: "TOKEN_REFUSED",
  SCOPE_MISSING: "SCOPE_MISSING",
  SYSTEM_USER_REQUIRED: "SYSTEM_USER_REQUIRED",
  ACCESS_REFUSED: "ACCESS_REFUSED",
  AUTHORISATION_UNAVAILABLE: "AUTHORISATION_UNAVAILABLE",
} as const;
