import { randomUUID } from "node:crypto";
import type { ApiSection } from "@saldovakt/configuration";
import type { SaldovaktError } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http";
import { parseSecret } from "@saldovakt/maskinporten";
import { carriesToken, openCallersGate } from "@saldovakt/maskinporten/provider";
import type { WebPorts } from "@saldovakt/web";
import type { Context } from "../context.ts";
import { type Loaded, resolveReference } from "../load.ts";

export interface OpenCallers {
  readonly callers: NonNullable<WebPorts["callers"]>;
  close(): Promise<void>;
}

/** A fault that every request runs into is told so often. */
const TOLD_AGAIN_MS = 5 * 60_000;

/** Says each fault once in a while, whoever asks meanwhile. */
function seldom(context: Pick<Context, "stderr" | "nowMs">): (fault: SaldovaktError) => void {
  const told = new Map<string, number>();
  return ({ code, message, remedy }) => {
    const now = context.nowMs();
    if (now - (told.get(code) ?? Number.NEGATIVE_INFINITY) < TOLD_AGAIN_MS) return;
    told.set(code, now);
    context.stderr.lines(`callers with tokens are not let in: ${message} (${code})`, ...(remedy === undefined ? [] : [`  ${remedy}`]));
  };
}

/**
 * Takes tokens of Maskinporten's in place of keys, as the section `api` says; nothing is called yet. Throws `REFERENCE_UNREADABLE`, `SECRET_INVALID` and
 * faults of the settings.
 */
export async function openCallers(context: Context, loaded: Loaded, { maskinporten, altinn }: ApiSection): Promise<OpenCallers> {
  const resolve = (field: string, reference: string) => resolveReference(context, loaded, field, reference);
  const trust = async (field: string, ca: string | undefined) => (ca === undefined ? {} : { ca: await resolve(field, ca) });
  const readSecret = async () => parseSecret(await resolve("api.altinn.secret", altinn.secret));
  const secret = await readSecret();
  const gate = openCallersGate({
    maskinporten: { ...maskinporten, ...(await trust("api.maskinporten.ca", maskinporten.ca)) },
    altinn: {
      ...altinn,
      subscriptionKey: (await resolve("api.altinn.subscriptionKey", altinn.subscriptionKey)).trim(),
      ...(await trust("api.altinn.ca", altinn.ca)),
    },
    secret: async (options) => (options?.fresh ? readSecret() : secret),
    alarm: seldom(context),
    audit({ principal, onBehalfOf, outcome, reason, requestId }) {
      if (!context.verbose) return;
      const who = principal ? `${principal.kind} ${principal.id}` : "a caller";
      context.stderr.lines(`${who} ${outcome}: ${reason}${onBehalfOf ? `, for ${onBehalfOf}` : ""}, request ${requestId}`);
    },
    timer: systemTimer,
    random: Math.random,
    jti: randomUUID,
  });
  return { callers: { carriesToken, authorise: gate.authorise, permitted: gate.permitted }, close: gate.close };
}
