import type { SlotStore } from "@saldovakt/http";
import { createOmbudHandling, type OmbudHandling, ombudSettings } from "@saldovakt/skatteverket/ombud";
import type { Context } from "../context.ts";
import type { Loaded } from "../load.ts";
import { type Access, callingOf, readAccess } from "./skatteverket.ts";

/**
 * Ombudshantering, called with Skattekonto's keys and at its rate; nothing is called yet. Null where the configuration has no `skatteverket.ombud.api`. `now`
 * is the real clock: links end by it. Throws `SKV_ADDRESS_INVALID`.
 */
export function openOmbudHandling(
  access: Access,
  { configuration: { skatteverket } }: Loaded,
  slots: SlotStore,
  { real }: Pick<Context, "real">,
): OmbudHandling | null {
  const api = skatteverket?.ombud?.api;
  if (!api) return null;
  const settings = ombudSettings(api, skatteverket.environment, access.settings);
  return createOmbudHandling({ settings, ...callingOf(access, settings, slots), now: real.now });
}

/**
 * Does the work with whoever makes links for clients, or with null. Opened for each: few are made, and far between. Throws what `readAccess` and
 * `openOmbudHandling` throw.
 */
export async function withClientLinks<T>(
  context: Context,
  loaded: Loaded,
  slots: SlotStore,
  work: (links: OmbudHandling | null) => Promise<T>,
): Promise<T> {
  if (!loaded.configuration.skatteverket?.ombud?.api) return work(null);
  const links = openOmbudHandling(await readAccess(context, loaded), loaded, slots, context);
  try {
    return await work(links);
  } finally {
    await links?.close();
  }
}
