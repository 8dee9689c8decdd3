export type EnvironmentName = "production" | "test";

/** Where Krav og betalinger answers (Skatteetaten's API documentation). */
export const ENVIRONMENTS: Readonly<Record<EnvironmentName, { readonly apiUrl: string }>> = {
  production: { apiUrl: "https://kravogbetalinger.api.skatteetaten.no/v1" },
  test: { apiUrl: "https://kravogbetalinger.api.skatteetaten-test.no/v1" },
};
