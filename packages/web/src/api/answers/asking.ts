import {
  ACTIONS,
  type Account,
  type Action,
  type ChangeCode,
  epochMs,
  type Forecast,
  isAccountId,
  type Principal,
} from "@saldovakt/domain";
import { lastForecast } from "@saldovakt/service";
import type { Context } from "hono";
import { type Gate, gateOf } from "../../access/gate.ts";
import { principalOfKey } from "../../access/principals.ts";
import { fromOurPages } from "../../access/same-origin.ts";
import { userOfSession } from "../../access/user-session.ts";
import type { ApiKey, WebOptions, WebPorts } from "../../ports.ts";
import { refused, requireKey } from "../access.ts";
import { isBearer, tokenBearers } from "../callers.ts";
import { refuse } from "../problem.ts";
import { readQuery } from "../query.ts";
import { createRate, requireRate } from "../rate.ts";
import { ROUTES, type Route, type RouteName } from "../route.ts";
import { createUsed } from "../used.ts";

export type Answer = (c: Context) => Response | Promise<Response>;

/** Who asks, and for what: let in as far as that can be said without an account. */
export interface Asker {
  readonly principal: Principal;
  readonly action: Action;
}

/** A request about one account, let in. */
export interface Asked {
  readonly c: Context;
  readonly asker: Asker;
  readonly account: Account;
}

/** What every answer begins with. The order of the checks is the same everywhere: key, rate, action, query, body, account. */
export interface Asking {
  readonly ports: WebPorts;
  readonly options: WebOptions;
  readonly gate: Gate;
  /** Whoever asks, let in by rate and by what the route does. */
  enter(c: Context, route: RouteName): Promise<Asker>;
  /** Lets in a request of which the body says what it changes. */
  changing(c: Context, asker: Asker, changes: readonly ChangeCode[]): Promise<void>;
  /** A further action the request takes. */
  also(c: Context, asker: Asker, action: Action): Promise<Asker>;
  /** Whoever asks, with the reach by which a list is made. Throws the 409 `LIST_TOO_LONG`. */
  reaching(c: Context, asker: Asker): Promise<Asker>;
  /** Counts a request of a key that came by another way than the header. */
  admit(c: Context, key: ApiKey): Promise<void>;
  /**
   * The account in the path. Throws one and the same 404 `ACCOUNT_UNKNOWN` for an id that is none, an account that is not there and one that is none of theirs; the
   * last is decided before anything is looked up, so that the time taken tells nothing either.
   */
  account(c: Context, asker: Asker): Promise<Account>;
  /** An answer about one account that takes no query, and no body that matters. */
  about(route: RouteName, answer: (asked: Asked) => Promise<Response>): Answer;
  /** The forecast of the last reading. Throws the 404 `NOT_READ_YET`. */
  lastKnown(c: Context, account: Account): Promise<Forecast>;
}

export function askingOf(ports: WebPorts, options: WebOptions): Asking {
  const rate = createRate(ports.slots, () => epochMs(ports.now()), options.rate);
  const used = createUsed(ports);
  const gate = gateOf(ports);
  const bearers = tokenBearers(ports, gate);

  const admit: Asking["admit"] = async (c, key) => {
    const noted = used(key);
    await requireRate(c, rate, key.id);
    await noted;
  };

  /** A user's browser sends its cookie by itself; what changes something must come from our own pages. */
  async function principalOf(c: Context, action: Action): Promise<Principal> {
    if (options.pages === "signed-in" && c.req.header("authorization") === undefined) {
      const safe = c.req.method === "GET" || c.req.method === "HEAD" || fromOurPages(c);
      const signedIn = safe ? await userOfSession(c, ports) : null;
      if (signedIn) {
        await requireRate(c, rate, signedIn.principal.id);
        return signedIn.principal;
      }
    }
    const bearer = await bearers.enter(c, action);
    if (bearer) {
      await requireRate(c, rate, `caller:${bearer.id}`);
      return bearer;
    }
    const key = await requireKey(c, ports);
    await admit(c, key);
    return principalOfKey(key);
  }

  const also: Asking["also"] = async (c, { principal }, action) => {
    const refusal = await gate.refusal(c, principal, action, null);
    if (refusal) throw refused(c, refusal);
    return { principal, action };
  };

  const enter: Asking["enter"] = async (c, route) => {
    const { action, changes, path }: Route = ROUTES[route];
    c.set("route", route);
    if (changes !== undefined && changes !== "as asked") gate.asks(c, changes);
    const asker = await also(c, { principal: await principalOf(c, action), action }, action);
    // Of what a program of others reaches the authority has its say first: see `reaching`.
    const isJudgedLater = isBearer(asker.principal) && ACTIONS[action].on === "own";
    const isNamedLater = path.includes("{id}") || changes === "as asked";
    if (!isJudgedLater && !isNamedLater) await gate.enter(c, asker.principal, action, null);
    return asker;
  };

  /** The one that is asked about, by which a fault is told. */
  const account: Asking["account"] = async (c, asker) => {
    const found = await accountOf(c, asker);
    c.set("account", found);
    return found;
  };

  const accountOf: Asking["account"] = async (c, { principal, action }) => {
    const id = c.req.param("id") ?? "";
    if (!isAccountId(id)) throw refuse(c, "ACCOUNT_UNKNOWN");
    if (isBearer(principal)) return bearers.account(c, principal, action, id);
    const refusal = await gate.refusal(c, principal, action, id);
    if (refusal) throw refused(c, refusal);
    const listed = await ports.watch.records.account(id);
    if (!listed) {
      await gate.missing(c, principal, action, id);
      throw refuse(c, "ACCOUNT_UNKNOWN");
    }
    await gate.enter(c, principal, action, id);
    return listed.account;
  };

  return {
    ports,
    options,
    gate,
    enter,
    async changing(c, { principal, action }, changes) {
      gate.asks(c, changes);
      await gate.enter(c, principal, action, null);
    },
    also,
    reaching: async (c, { principal, action }) => ({
      principal: isBearer(principal) ? await bearers.reach(c, principal, action) : principal,
      action,
    }),
    admit,
    account,
    about: (route, answer) => async (c) => {
      const asker = await enter(c, route);
      readQuery(c, []);
      return answer({ c, asker, account: await account(c, asker) });
    },
    async lastKnown(c, of) {
      const last = await lastForecast(of, ports.watch);
      if (!last) throw refuse(c, "NOT_READ_YET");
      return last.forecast;
    },
  };
}
