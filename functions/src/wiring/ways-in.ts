import type { ApiSection, OmbudApiSection, SkatteverketSection } from "@saldovakt/configuration";
import { toSaldovaktError } from "@saldovakt/domain";
import type { CallersGate } from "@saldovakt/maskinporten/provider";
import type { Store } from "@saldovakt/store";
import type { WebPorts } from "@saldovakt/web/api";
import { type SecretCache, secretCache } from "../secret-cache.ts";
import { meter } from "./invocation.ts";
import { faultFields, log } from "./log.ts";
import { onceReady } from "./once.ts";
import { readSecret } from "./secrets.ts";
import type { Watching } from "./watching.ts";

/** What only some installations have. What each needs is loaded with the first who comes that way. */
export interface WaysIn extends Pick<WebPorts, "callers" | "signIns" | "clientLinks"> {
  readonly signedIn?: WebPorts["watch"]["signedIn"];
}

export function waysIn({ api, skatteverket }: Watching["configuration"], store: Store): WaysIn {
  const secrets = secretCache(readSecret, Date.now);
  return {
    ...(api ? { callers: callersOf(api, secrets) } : {}),
    ...(skatteverket?.ombud?.api ? { clientLinks: linksOf(skatteverket, skatteverket.ombud.api, store, secrets) } : {}),
    ...(skatteverket?.signIn ? signInsOf(skatteverket, skatteverket.signIn, store, secrets) : {}),
  };
}

/** A key of ours has no dots in it; what takes tokens is loaded with the first of them. */
function callersOf(section: ApiSection, secrets: SecretCache): NonNullable<WebPorts["callers"]> {
  const gate = onceReady(async () => (await import("./callers.ts")).open(section, secrets));
  /** Nobody is let in while what judges them cannot be opened. */
  const opened = async <T>(ask: (open: CallersGate) => Promise<T>) => {
    try {
      return await ask(await gate());
    } catch (thrown) {
      const fault = toSaldovaktError(thrown);
      if (!fault.retryable) meter().count("CallersShutOut", 1);
      log().error("callers cannot be judged", faultFields(fault));
      return { ...NOBODY, reason: fault.code };
    }
  };
  return {
    carriesToken: (authorization) => /^Bearer +[^.]*\.[^.]*\./i.test(authorization ?? ""),
    authorise: (...question) => opened((open) => open.authorise(...question)),
    permitted: (...question) => opened((open) => open.permitted(...question)),
  };
}

const NOBODY = { kind: "refusal", status: 503, code: "AUTHORISATION_UNAVAILABLE", challenge: null, retryAfterSeconds: 60 } as const;

function linksOf(
  section: SkatteverketSection,
  api: OmbudApiSection,
  store: Store,
  secrets: SecretCache,
): NonNullable<WebPorts["clientLinks"]> {
  const ombud = onceReady(async () => (await import("./client-links.ts")).open(section, api, store, secrets));
  return { link: async (identity) => (await ombud()).link(identity) };
}

function signInsOf(section: SkatteverketSection, signIn: NonNullable<SkatteverketSection["signIn"]>, store: Store, secrets: SecretCache) {
  const house = onceReady(async () => (await import("./sign-ins.ts")).open(section, signIn, store, secrets));
  return {
    signIns: {
      kind: signIn.kind,
      begin: async (account, returnTo) => (await house()).begin(account, returnTo),
      finish: async (query, handle) => (await house()).finish(query, handle),
      state: async (account) => (await house()).state(account),
      disconnect: async (account) => (await house()).disconnect(account),
    },
    signedIn: (account) => ({
      read: async (identity) => (await house()).reader(account).read(identity),
      readPayout: async (identity) => (await house()).reader(account).readPayout(identity),
    }),
  } satisfies WaysIn;
}
