import type { AltinnRegister } from "./altinn-types.ts";
import type { SimulatedMaskinporten } from "./maskinporten-types.ts";
import type { VerifiedToken, VerifyToken } from "./skatteetaten-types.ts";

/** The resource in Altinn that Krav og betalinger stands behind. */
export const CLAIMS_ALTINN_RESOURCE = "ske-krav-og-betalinger";
const ACTION = "read";

/** Nine digits of `{ authority, ID: "0192:…" }`. */
function organisationOf(value: unknown): string | undefined {
  const { authority, ID } = (value ?? {}) as { readonly authority?: unknown; readonly ID?: unknown };
  return authority === "iso6523-actorid-upis" ? /^0192:(\d{9})$/.exec(String(ID))?.[1] : undefined;
}

interface SystemUserDetails {
  readonly type?: unknown;
  readonly systemuser_id?: unknown;
  readonly systemuser_org?: unknown;
}

/** Takes the tokens of a simulated Maskinporten. */
export function maskinportenTokens(maskinporten: Pick<SimulatedMaskinporten, "check">): VerifyToken {
  return (token) => {
    const claims = maskinporten.check(token);
    const consumer = organisationOf(claims?.consumer);
    if (!claims || consumer === undefined) return null;
    const supplier = organisationOf(claims.supplier);
    const details = Array.isArray(claims.authorization_details) ? (claims.authorization_details as readonly SystemUserDetails[]) : [];
    const user = details.find((each) => each?.type === "urn:altinn:systemuser");
    const id = Array.isArray(user?.systemuser_id) ? user.systemuser_id[0] : undefined;
    const org = organisationOf(user?.systemuser_org);
    return {
      scope: String(claims.scope),
      consumer,
      ...(supplier !== undefined && { supplier }),
      ...(typeof id === "string" && { systemUserId: id }),
      ...(org !== undefined && { systemUserOrg: org }),
    };
  };
}

/** Asks Altinn what a system user may see: its own organisation's claims or, of an agent, those of its clients. */
export function altinnPermits(register: Pick<AltinnRegister, "permits">): (token: VerifiedToken, org: string) => boolean {
  return ({ systemUserId }, org) =>
    systemUserId !== undefined && register.permits(systemUserId, CLAIMS_ALTINN_RESOURCE, org, ACTION) === true;
}
