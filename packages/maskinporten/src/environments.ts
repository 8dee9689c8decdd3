export type EnvironmentName = "production" | "test";

/** Where an environment answers. */
export interface Environment {
  /** Identifies Maskinporten in metadata, grants and tokens, and begins its addresses. The slash at the end belongs to it. */
  readonly issuer: string;
  /** Altinn's platform of the same environment. */
  readonly platformUrl: string;
}

/** Maskinporten's environments (Digdir, "well-known") with the Altinn platform each works with: TEST goes with TT02. */
export const ENVIRONMENTS: Readonly<Record<EnvironmentName, Environment>> = {
  production: { issuer: "https://maskinporten.no/", platformUrl: "https://platform.altinn.no" },
  test: { issuer: "https://test.maskinporten.no/", platformUrl: "https://platform.tt02.altinn.no" },
};
