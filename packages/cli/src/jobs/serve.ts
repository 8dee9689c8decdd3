import { setTimeout as pause } from "node:timers/promises";
import type { SignInSection, SkatteverketSection } from "@saldovakt/configuration";
import { type SourceName, toSaldovaktError } from "@saldovakt/domain";
import type { DeliverPorts } from "@saldovakt/service";
import type { Context } from "../context.ts";
import { EXIT } from "../fault.ts";
import type { Loaded } from "../load.ts";
import { letter } from "../table.ts";
import { configuredOrMissing, openValid } from "../wiring/authorities.ts";
import { type Authority, byName, closedAuthority } from "../wiring/authority.ts";
import { deliverWaiting } from "../wiring/delivering.ts";
import { deliverPorts, type Opened } from "../wiring/ports.ts";
import { openRecipients } from "../wiring/recipients.ts";
import { listen, pagesFor, webApp } from "../wiring/server.ts";
import { type LocalStore, sharedSlots, withLocalState } from "../wiring/state.ts";
import type { WaysIn } from "../wiring/web-ports.ts";
import { portOf } from "./ports.ts";

/** How often the queue is looked at: as often as a second attempt may be due. */
const DELIVERY_PAUSE_MS = 5_000;

export interface ServeOptions {
  readonly port: string;
  readonly host: string;
  /** Asks for a key on this machine too. */
  readonly signIn?: boolean;
}

/** Serves API and pages until Ctrl-C, and delivers what waits meanwhile. */
export async function serveState(context: Context, options: ServeOptions): Promise<number> {
  const port = portOf(options.port);
  const stopped = context.interrupted();
  return withLocalState(context, async (store, loaded) => {
    const { host } = options;
    const recipients = await openRecipients(context, loaded, (text) => context.stdout.lines(...letter(text), ""), store);
    const names = configuredOrMissing(loaded.configuration);
    const authorities = await Promise.all(names.map((name) => openOrExplain(name, context, loaded, store)));
    const opened: Opened = { loaded, store, recipients };
    const waysIn = await openWaysIn(context, loaded, store);
    const ending = new AbortController();
    try {
      const pages = pagesFor(host, loaded.configuration.publicUrl, options.signIn === true);
      const server = await listen(webApp(context, opened, byName(authorities), pages, waysIn.ports), host, port);
      const delivering = deliverUntil(ending.signal, context, store, deliverPorts(context, opened));
      const at = `http://${host === "127.0.0.1" ? "localhost" : host.includes(":") ? `[${host}]` : host}:${server.port}`;
      context.stdout.lines(`Pages ${at}, API ${at}/v1/accounts, its description ${at}/docs`);
      if (pages === "signed-in")
        context.stderr.lines(
          "People sign in by invitation: saldovakt users invite --role owner, adviser or reader.",
          "They sign in with a key too: saldovakt keys add --scope read, or --scope write.",
        );
      context.stderr.lines("Ctrl-C stops.");
      await stopped;
      ending.abort();
      await server.close();
      await delivering;
      return EXIT.ok;
    } finally {
      ending.abort();
      await Promise.all([...authorities, waysIn].map((each) => each.close()));
      await recipients.close();
    }
  });
}

/** What the configuration opens beside keys. What each needs is loaded only where it is set up. */
async function openWaysIn(
  context: Context,
  loaded: Loaded,
  store: LocalStore,
): Promise<{ readonly ports: WaysIn; close(): Promise<void> }> {
  const { api, skatteverket } = loaded.configuration;
  const callers = api && (await (await import("../wiring/callers.ts")).openCallers(context, loaded, api));
  return {
    ports: {
      ...(callers ? { callers: callers.callers } : {}),
      ...(skatteverket?.signIn ? await signInsOf(context, loaded, skatteverket, skatteverket.signIn, store) : {}),
    },
    close: async () => callers?.close(),
  };
}

async function signInsOf(
  context: Context,
  loaded: Loaded,
  skatteverket: SkatteverketSection,
  signIn: SignInSection,
  store: LocalStore,
): Promise<WaysIn> {
  const { openSignInPorts, readSignInAccess } = await import("../wiring/sign-ins.ts");
  return openSignInPorts(await readSignInAccess(context, loaded, skatteverket, signIn), store, sharedSlots(store), context);
}

/** An authority; where it cannot be called, what was last read is served all the same, and the reason told. */
async function openOrExplain(name: SourceName, context: Context, loaded: Loaded, store: LocalStore): Promise<Authority> {
  try {
    return await openValid(name, context, loaded, store, "serving");
  } catch (thrown) {
    const fault = toSaldovaktError(thrown);
    if (fault.scope === "internal") throw thrown;
    context.stderr.lines(`note: serving what was last read; fresh readings are off: ${fault.message} (${fault.code})`);
    return closedAuthority(name, fault);
  }
}

/** Tries what waits again and again. A state that is busy or away for a moment is no reason to stop serving. */
async function deliverUntil(signal: AbortSignal, context: Context, store: LocalStore, ports: DeliverPorts): Promise<void> {
  while (!signal.aborted) {
    await deliverWaiting(store, ports, () => signal.aborted).catch((thrown: unknown) => {
      const fault = toSaldovaktError(thrown);
      context.stderr.lines(`deliveries will be tried again: ${fault.message} (${fault.code})`);
    });
    await pause(DELIVERY_PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}
