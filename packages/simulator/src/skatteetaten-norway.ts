import { startAltinn } from "./altinn.ts";
import { altinnRegister } from "./altinn-register.ts";
import type { SimulatedAltinn } from "./altinn-types.ts";
import { organisationNumber } from "./claims-identities.ts";
import { startMaskinporten } from "./maskinporten.ts";
import type { SimulatedMaskinporten, SimulatedMaskinportenSecret } from "./maskinporten-types.ts";
import { startSkatteetaten } from "./skatteetaten.ts";
import { altinnPermits, maskinportenTokens } from "./skatteetaten-tokens.ts";
import type { SimulatedSkatteetaten, SkatteetatenSimulatorOptions } from "./skatteetaten-types.ts";

export interface NorwayOptions extends Omit<SkatteetatenSimulatorOptions, "verifyToken" | "permits"> {
  /** Default 0: any free port. */
  readonly maskinportenPort?: number;
  readonly altinnPort?: number;
}

/** Krav og betalinger with the gate before it. */
export interface SimulatedNorway {
  readonly maskinporten: SimulatedMaskinporten;
  readonly altinn: SimulatedAltinn;
  readonly skatteetaten: SimulatedSkatteetaten;
  /** Nine digits: the vendor whose system has a system user at every company. */
  readonly vendor: string;
  /** The secret of the vendor's client. */
  readonly secret: SimulatedMaskinportenSecret;
  /** The certificate authorities of all three, PEM. */
  readonly ca: string;
  close(): Promise<void>;
}

/** Beyond the places that companies may have. */
const VENDOR_PLACE = 700_000;

/**
 * Starts Maskinporten, Altinn and Krav og betalinger, which know of each other, and one vendor with a client that has a system user at every company. Throws
 * `SIMULATOR_COMPANIES`, or the network's error when a port is taken.
 */
export async function startNorway(options: NorwayOptions): Promise<SimulatedNorway> {
  const { seed = 1, now = Date.now, maskinportenPort = 0, altinnPort = 0 } = options;
  const register = altinnRegister({ now });
  const started: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => void (await Promise.all(started.splice(0).map((each) => each.close())));
  try {
    const maskinporten = await startMaskinporten({ port: maskinportenPort, now, findSystemUser: register.findSystemUser });
    started.push(maskinporten);
    const altinn = await startAltinn({ port: altinnPort, now, maskinporten, register });
    started.push(altinn);
    const verifyToken = maskinportenTokens(maskinporten);
    const skatteetaten = await startSkatteetaten({ ...options, verifyToken, permits: altinnPermits(register) });
    started.push(skatteetaten);
    const vendor = organisationNumber(seed, VENDOR_PLACE);
    const secret = await maskinporten.addClient({ org: vendor });
    for (const { org } of skatteetaten.companies) register.addSystemUser({ clientId: secret.clientId, vendorOrg: vendor, org });
    return { maskinporten, altinn, skatteetaten, vendor, secret, ca: maskinporten.ca + altinn.ca + skatteetaten.ca, close };
  } catch (error) {
    await close();
    throw error;
  }
}
