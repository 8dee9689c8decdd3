import type { EnvironmentName } from "../environments.ts";
import type { SkatteverketSettings } from "../settings.ts";

// Of Skatteverket's own words on this API only these have been seen by us: that its operation "Hämta djuplänk för att utse ombud" gives a link to a page of the
// e-service with the wanted role chosen, to whoever identifies with an organisation certificate ("Organisationslegitimation och ombudsrollen"). Addresses, paths
// and fields are second-hand: a public program that calls it cites its service description, version 2.0 of 2022-06-16, for them. Hence they are settings.

/** The scope its tokens are asked for with. */
export const OMBUD_SCOPE = "obr";

/** Not spelt as Skattekonto's. */
export const OMBUD_CORRELATION_HEADER = "skv_client_correlation_id";

/** No simple test service (mock) of this API is known. */
export const OMBUD_URLS: Readonly<Partial<Record<EnvironmentName, string>>> = {
  production: "https://api.skatteverket.se/behorighet/ombudshantering/v2",
  test: "https://api.test.skatteverket.se/behorighet/ombudshantering/v2",
};

/** Keys, certificate and token endpoint are those of Skattekonto. */
export interface OmbudSettings
  extends Pick<SkatteverketSettings, "tokenUrl" | "scope" | "correlationHeader" | "mutualTlsOnApi" | "ca" | "requestsPerSecond"> {
  readonly apiUrl: string;
  /** The code of juridiskt läsombud; where it is not given, the API is asked which role bears that name. */
  readonly role?: string;
}

/** What an installation says of the API. */
export interface SaidOmbud extends Pick<OmbudSettings, "scope" | "correlationHeader" | "role"> {
  readonly apiUrl?: string;
}

/** The settings, with what is called in common taken from Skattekonto's. */
export function ombudSettings(said: SaidOmbud, environment: EnvironmentName, skattekonto: SkatteverketSettings): OmbudSettings {
  const { tokenUrl, mutualTlsOnApi, ca, requestsPerSecond } = skattekonto;
  const { scope, correlationHeader, role } = said;
  return {
    // Where there is no address at all, the client refuses to be made.
    apiUrl: said.apiUrl ?? OMBUD_URLS[environment] ?? "",
    ...{ tokenUrl, scope, correlationHeader, mutualTlsOnApi, requestsPerSecond },
    ...(ca === undefined ? {} : { ca }),
    ...(role === undefined ? {} : { role }),
  };
}
