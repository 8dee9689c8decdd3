import { inputError } from "@saldovakt/domain";
import { parseSecret, type SkatteverketSecret } from "@saldovakt/skatteverket";
import type { Context } from "../context.ts";
import { type Asker, createAsker } from "./ask.ts";
import { certificateFromPem, certificateFromPkcs12, isEncrypted } from "./certificate.ts";
import { askKeys } from "./keys.ts";
import type { Sources } from "./options.ts";
import { readReferred, readSensitive } from "./sensitive-file.ts";

/** The secret that stands, for what is kept of it; throws where there is none. */
export type Standing = () => Promise<string>;

const CERTIFICATE_SOURCES = ["p12", "cert", "keysOnly", "keepCertificate"] as const;

/**
 * The new secret of Skatteverket from files, prompts and what stands, with its certificate as PEM; null when the user gave up. Throws what is
 * wrong with any of it, before anything is stored: `OPTIONS_CONFLICT`, `CERTIFICATE_…`, `KEY_MISSING`, `SECRET_INVALID`, `FILE_UNREADABLE`.
 */
export async function gatherSkatteverket(context: Context, sources: Sources, standing: Standing): Promise<SkatteverketSecret | null> {
  requireSources(sources);
  if (sources.from !== undefined) return unpacked(parseSecret(await readReferred(context, "--from", sources.from)));
  const asker = createAsker(context);
  const kept = sources.keepKeys || sources.keepCertificate ? parseSecret(await standing()) : null;
  const certificate = await certificateOf(context, sources, asker, kept);
  if (certificate === null) return null;
  const keys = sources.keepKeys && kept ? kept : await askKeys(asker);
  if (keys === null) return null;
  await asker.finish();
  const { oauth2, apigw } = keys;
  return unpacked(parseSecret(JSON.stringify({ oauth2, apigw, ...certificate })));
}

/** Exactly one source for the certificate, or one for everything. */
function requireSources(sources: Sources): void {
  const named = CERTIFICATE_SOURCES.filter((name) => sources[name]);
  const conflict = (what: string): Error =>
    inputError("OPTIONS_CONFLICT", what, "give one of --p12 FILE, --cert FILE with --key FILE, --keys-only, or --from REFERENCE");
  if (sources.dropOld) throw inputError("OPTIONS_CONFLICT", "--drop-old is for webhooks", "add --webhook");
  if (sources.from !== undefined && (named.length > 0 || sources.keepKeys || sources.key)) {
    throw conflict("--from gives the whole secret, and goes with no other source");
  }
  if (sources.from !== undefined) return;
  if (named.length === 0) throw conflict("it is not said where the certificate comes from");
  if (named.length > 1) throw conflict("the certificate is said to come from several places");
  if ((sources.cert === undefined) !== (sources.key === undefined)) throw conflict("--cert and --key go together");
  if (sources.keepKeys && sources.keepCertificate) throw conflict("with both keys and certificate kept nothing is new");
}

type Certificate = Pick<SkatteverketSecret, "certificate">;

async function certificateOf(
  context: Context,
  sources: Sources,
  asker: Asker,
  kept: SkatteverketSecret | null,
): Promise<Certificate | null> {
  if (sources.keysOnly) return {};
  if (sources.keepCertificate) return kept?.certificate ? { certificate: kept.certificate } : {};
  if (sources.p12 !== undefined) {
    const file = await readSensitive(context, "--p12", sources.p12);
    const answers = await asker.ask([{ text: "Passphrase of the PKCS#12 file" }]);
    return answers && { certificate: await certificateFromPkcs12(file, answers[0] ?? "") };
  }
  const cert = (await readSensitive(context, "--cert", sources.cert ?? "")).toString("utf8");
  const key = (await readSensitive(context, "--key", sources.key ?? "")).toString("utf8");
  if (!isEncrypted(key)) return { certificate: certificateFromPem(cert, key, undefined) };
  const answers = await asker.ask([{ text: "Passphrase of the private key" }]);
  return answers && { certificate: certificateFromPem(cert, key, answers[0] ?? "") };
}

/** The secret with its certificate as PEM and its key without passphrase, own certificate first. */
async function unpacked(secret: SkatteverketSecret): Promise<SkatteverketSecret> {
  const { certificate, ...keys } = secret;
  if (!certificate) return secret;
  if ("pkcs12" in certificate) {
    return { ...keys, certificate: await certificateFromPkcs12(Buffer.from(certificate.pkcs12, "base64"), certificate.passphrase) };
  }
  return { ...keys, certificate: certificateFromPem(certificate.cert, certificate.key, certificate.passphrase) };
}
