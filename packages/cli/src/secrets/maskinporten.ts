import { inputError, parseIdentity } from "@saldovakt/domain";
import { certificateFault } from "@saldovakt/http";
import { describeCredentials, type MaskinportenSecret, parseSecret } from "@saldovakt/maskinporten";
import type { Context } from "../context.ts";
import { openMaskinporten, readNorwegianAccess, tokenRequest } from "../wiring/skatteetaten.ts";
import { optionOf, type Sources, type TrialOptions } from "./options.ts";
import { readReferred } from "./sensitive-file.ts";
import { type Tried, whereToTry } from "./trial.ts";

const FOREIGN = ["webhook", "chat", "p12", "cert", "key", "keysOnly", "keepKeys", "keepCertificate", "dropOld"] as const;

/** Maskinporten's secret, by reference: it is one JSON object. Throws `SECRET_INVALID`, `OPTIONS_CONFLICT` and what keeps it from being used today. */
export async function gatherMaskinporten(context: Context, sources: Sources): Promise<MaskinportenSecret> {
  const foreign = FOREIGN.find((name) => sources[name]);
  if (foreign) {
    throw inputError(
      "OPTIONS_CONFLICT",
      `${optionOf(foreign)} does not go with --maskinporten`,
      "give the whole secret with --from file:NAME",
    );
  }
  if (sources.from === undefined) {
    throw inputError(
      "OPTION_MISSING",
      "Maskinporten's secret is not asked for piece by piece",
      "give it with --from file:NAME, or --from -",
    );
  }
  const secret = parseSecret(await readReferred(context, "--from", sources.from));
  await requireUsableForGrants(context, secret);
  return secret;
}

/** Throws what keeps key and certificate from being used, and `CERTIFICATE_EXPIRED` or `CERTIFICATE_NOT_YET_VALID`. */
export async function requireUsableForGrants(context: Pick<Context, "real">, secret: MaskinportenSecret): Promise<void> {
  const { certificate } = await describeCredentials(secret);
  const fault = certificate && certificateFault(certificate, context.real.now());
  if (fault) throw fault;
}

/** Fetches a token with it where it will be used, for an account's system user where one is named. Throws Maskinporten's refusal by its own code. */
export async function triedGrants(context: Context, secret: MaskinportenSecret, options: TrialOptions): Promise<Tried> {
  const loaded = await whereToTry(context, options, "maskinporten");
  const access = { ...(await readNorwegianAccess(context, loaded, secret)), secret, readSecret: async () => secret };
  const maskinporten = openMaskinporten(access);
  try {
    const request = options.account === undefined ? null : tokenRequest(access, parseIdentity(options.account).number, undefined);
    await maskinporten.token(request ?? { scopes: [access.scope] });
    return { gateway: null, token: true };
  } finally {
    await maskinporten.close();
  }
}
