import type { AccountAccess } from "@saldovakt/domain";
import type { TokenRequest } from "./grant.ts";
import type { Maskinporten } from "./maskinporten.ts";

export interface OrganisationTokensOptions {
  readonly scope: string;
  /** Whether the API is open to system users only: an organisation's own is then used where its account names none. */
  readonly bySystemUser: boolean;
  /** What is known of whose access opens an organisation's data. */
  readonly accessOf: (org: string) => Promise<AccountAccess | undefined>;
}

/**
 * What a token for an organisation's data is asked for with: the system user and the delegation that its account names. They are independent of each other: the one
 * opens the customer's data (Altinn), the other lends the client a scope it was not granted itself (Digdir, "Delegering i Maskinporten"). So a delegation
 * alone takes no system user's place.
 */
export function requestFor(
  { scope, bySystemUser }: Pick<OrganisationTokensOptions, "scope" | "bySystemUser">,
  org: string,
  { systemUser, consumerOrg }: AccountAccess = {},
): TokenRequest {
  const user = systemUser ?? (bySystemUser ? { org } : undefined);
  return { scopes: [scope], ...(user && { systemUser: user }), ...(consumerOrg !== undefined && { consumerOrg }) };
}

/** Tokens by the organisation whose data is read, as an adapter asks for them. */
export function organisationTokens(maskinporten: Pick<Maskinporten, "token" | "refuse">, options: OrganisationTokensOptions) {
  const wanted = async (org: string): Promise<TokenRequest> => requestFor(options, org, await options.accessOf(org));
  return {
    token: async (org: string) => ({ value: await maskinporten.token(await wanted(org)) }),
    refuse: async (org: string, { value }: { readonly value: string }) => maskinporten.refuse(await wanted(org), value),
  };
}
