import { certificateFault } from "@saldovakt/http";
import type { SkatteverketSecret } from "@saldovakt/skatteverket";
import type { Context } from "../context.ts";
import { type Content, contentNotes, contentOf, describeMaskinporten, describeSecret } from "./content.ts";
import { gatherSkatteverket, type Standing } from "./gather.ts";
import { gatherMaskinporten, triedGrants } from "./maskinporten.ts";
import type { Sources, TrialOptions } from "./options.ts";
import { gatherRoom } from "./room.ts";
import { type Tried, trySecret } from "./trial.ts";
import { gatherWebhook } from "./webhook.ts";

/** A new secret that has passed every check that can be made of it here. */
export interface Fresh {
  readonly text: string;
  readonly content: Content;
  /** Tries it at the authority; null for a webhook's or a chat room's, which shows with the first alert. */
  readonly attempt: ((options: TrialOptions) => Promise<Tried>) | null;
}

/**
 * Gathers a new secret and checks it: form, key and certificate belonging together, the certificate valid today. Null when the user gave up. Throws
 * what is wrong, and tells on standard error what is merely odd.
 */
export async function gatherFresh(context: Context, sources: Sources, standing: Standing | null): Promise<Fresh | null> {
  if (sources.webhook && !sources.chat) {
    const text = await gatherWebhook(context, sources, standing);
    return text === null ? null : { text, content: await contentOf(text), attempt: null };
  }
  if (sources.chat) {
    const text = await gatherRoom(context, sources);
    return text === null ? null : { text, content: await contentOf(text), attempt: null };
  }
  if (sources.maskinporten) {
    const secret = await gatherMaskinporten(context, sources);
    const attempt = async (options: TrialOptions): Promise<Tried> => triedGrants(context, secret, options);
    return { text: JSON.stringify(secret), content: await describeMaskinporten(secret), attempt };
  }
  const skatteverket = await gatherSkatteverket(context, sources, standing ?? (async () => "{}"));
  if (!skatteverket) return null;
  const content = await requireUsable(context, skatteverket);
  context.stderr.lines(...contentNotes(content));
  return { text: JSON.stringify(skatteverket), content, attempt: (options) => trySecret(context, skatteverket, options) };
}

/** Throws `HTTP_KEY_MISMATCH`, `HTTP_CERTIFICATE_UNREADABLE`, `CERTIFICATE_EXPIRED` and `CERTIFICATE_NOT_YET_VALID`. */
export async function requireUsable(context: Pick<Context, "real">, secret: SkatteverketSecret): Promise<Content> {
  const content = await describeSecret(secret);
  const fault = content.certificate && certificateFault(content.certificate, context.real.now());
  if (fault) throw fault;
  return content;
}
