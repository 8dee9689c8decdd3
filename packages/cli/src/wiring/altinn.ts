import type { MaskinportenSection } from "@saldovakt/configuration";
import { type AccountAccess, SaldovaktError } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http";
import { type Altinn, createAltinn, ENVIRONMENTS, type Maskinporten } from "@saldovakt/maskinporten";
import type { Source } from "@saldovakt/service";
import type { Context } from "../context.ts";
import type { Loaded } from "../load.ts";
import { type NorwegianAccess, readNorwegianAccess, requireNorway, skatteetatenAuthority } from "./skatteetaten.ts";

/** Everything Norwegian customers are taken on with. */
export interface Onboarding {
  readonly access: NorwegianAccess;
  readonly maskinporten: Maskinporten;
  readonly altinn: Altinn;
  /** Krav og betalinger, asked with the accesses given to `readAs`. */
  readonly source: Source;
  /** From now on the organisation's figures are asked for so. */
  readAs(identity: string, access: AccountAccess): void;
  close(): Promise<void>;
}

/**
 * Altinn's address: as configured, else the environment's. Tokens of an issuer that is not the environment's own are another's, and are not sent to the real
 * Altinn: there the address must be given. Throws `ALTINN_ADDRESS_MISSING` (installation).
 */
export function platformUrl({ platformUrl: given, environment, issuer }: MaskinportenSection): string {
  const usual = ENVIRONMENTS[environment];
  if (given !== undefined) return given;
  if (issuer === undefined || issuer === usual.issuer) return usual.platformUrl;
  throw new SaldovaktError("maskinporten.issuer is another than the environment's, and Altinn's address is not said", {
    code: "ALTINN_ADDRESS_MISSING",
    scope: "installation",
    remedy: "add maskinporten.platformUrl, the address of the Altinn that takes this issuer's tokens, or leave maskinporten.issuer out",
  });
}

/** Opens Maskinporten, Altinn and Krav og betalinger; nothing is called yet. Throws what `platformUrl` and `readNorwegianAccess` throw, and a certificate that has ended. */
export async function openOnboarding(context: Context, loaded: Loaded): Promise<Onboarding> {
  const { maskinporten: section } = requireNorway(loaded);
  const address = platformUrl(section);
  const access = await readNorwegianAccess(context, loaded);
  const accesses = new Map<string, AccountAccess>();
  const authority = await skatteetatenAuthority(access, async (identity) => accesses.get(identity), context);
  if (authority.fault) {
    await authority.close();
    throw authority.fault;
  }
  const { maskinporten, source } = authority;
  const { ca } = access.maskinporten;
  const altinn = createAltinn({
    platformUrl: address,
    ...(ca !== undefined && { ca }),
    maskinporten,
    timer: systemTimer,
    random: Math.random,
  });
  return {
    ...{ access, maskinporten, altinn, source },
    readAs: (identity, given) => void accesses.set(identity, given),
    close: async () => {
      await altinn.close();
      await authority.close();
    },
  };
}
