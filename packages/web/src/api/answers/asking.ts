import { type Account, epochMs, type Forecast } from "@saldovakt/domain";
import { lastForecast } from "@saldovakt/service";
import type { Context } from "hono";
import type { ApiKey, WebOptions, WebPorts } from "../../ports.ts";
import { requireAccount, requireKey, requireScope, type Scope } from "../access.ts";
import { refuse } from "../problem.ts";
import { readQuery } from "../query.ts";
import { createRate, requireRate } from "../rate.ts";
import { createUsed } from "../used.ts";

export type Answer = (c: Context) => Response | Promise<Response>;

/** A request about one account, let in. */
export interface Asked {
  readonly c: Context;
  readonly key: ApiKey;
  readonly account: Account;
}

/** What every answer begins with. The order of the checks is the same everywhere: key, rate, scope, query, body, account. */
export interface Asking {
  readonly ports: WebPorts;
  readonly options: WebOptions;
  /** The key, let in by rate and scope. */
  key(c: Context, scope: Scope): Promise<ApiKey>;
  /** Counts a request of a key that came by another way than the header. */
  admit(c: Context, key: ApiKey): Promise<void>;
  account(c: Context, key: ApiKey): Promise<Account>;
  /** An answer about one account that takes no query, and no body that matters. */
  about(answer: (asked: Asked) => Promise<Response>, scope?: Scope): Answer;
  /** The forecast of the last reading. Throws the 404 `NOT_READ_YET`. */
  lastKnown(c: Context, account: Account): Promise<Forecast>;
}

export function askingOf(ports: WebPorts, options: WebOptions): Asking {
  const rate = createRate(ports.slots, () => epochMs(ports.now()), options.rate);
  const used = createUsed(ports);

  const admit: Asking["admit"] = async (c, key) => {
    await Promise.all([requireRate(c, rate, key.id), used(key)]);
  };
  const key: Asking["key"] = async (c, scope) => {
    const found = await requireKey(c, ports.keys);
    await admit(c, found);
    requireScope(c, found, scope);
    return found;
  };
  const account: Asking["account"] = (c, of) => requireAccount(c, of, ports);
  return {
    ports,
    options,
    key,
    admit,
    account,
    about:
      (answer, scope = "read") =>
      async (c) => {
        const admitted = await key(c, scope);
        readQuery(c, []);
        return answer({ c, key: admitted, account: await account(c, admitted) });
      },
    async lastKnown(c, of) {
      const last = await lastForecast(of, ports.watch);
      if (!last) throw refuse(c, "NOT_READ_YET");
      return last.forecast;
    },
  };
}
