import { type Appointee, appointeeOf, SaldovaktError } from "@saldovakt/domain";
import { type CertificateHolder, certificateHolder } from "@saldovakt/http";
import { tlsMaterial } from "@saldovakt/skatteverket";
import type { Context } from "../context.ts";
import type { Loaded } from "../load.ts";
import { type Access, readAccess } from "./skatteverket.ts";

/** Whose the certificate is; null where keys alone are used. Throws `HTTP_CERTIFICATE_UNREADABLE`. */
export async function holderOf({ secret, settings }: Pick<Access, "secret" | "settings">): Promise<CertificateHolder | null> {
  return secret.certificate ? certificateHolder(tlsMaterial(secret, settings.ca)) : null;
}

/**
 * Whom clients are to appoint: what the configuration says, and for what it leaves out the certificate. Where the certificate cannot be read from here, as on a machine that
 * works on another's table, that stays unknown.
 */
export async function appointeeFor(context: Context, loaded: Loaded): Promise<Appointee> {
  const section = loaded.configuration.skatteverket;
  const said = section?.ombud ?? {};
  if (!section || (said.organisation !== undefined && said.name !== undefined)) return appointeeOf(said);
  const holder = await quietly(async () => holderOf(await readAccess(context, loaded)));
  return appointeeOf({
    ...(holder?.organisation ? { organisation: holder.organisation } : {}),
    // Another organisation's name beside the number that is configured would mislead.
    ...(holder?.name && (said.organisation === undefined || said.organisation === holder.organisation) ? { name: holder.name } : {}),
    ...said,
  });
}

async function quietly<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof SaldovaktError) return null;
    throw thrown;
  }
}
