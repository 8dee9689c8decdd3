import type { Grant } from "./secret.ts";

export type EnvironmentName = "production" | "test" | "mock";

/** Where an environment answers. The token endpoint differs by grant: one takes the organisation certificate, the other keys alone. */
export interface Environment {
  readonly apiUrl: string;
  readonly tokenUrl: Readonly<Record<Grant, string>>;
}

/** Skatteverket's token endpoints for Client Credentials: with organisation certificate (`sysorg`) and with keys alone (`sys`). */
const tokenUrls = (domain: string): Environment["tokenUrl"] => {
  const withCertificate = `https://sysorgoauth2.${domain}/oauth2/v1/sysorg/token`;
  return { designated: withCertificate, free: withCertificate, keys: `https://sysoauth2.${domain}/oauth2/v1/sys/token` };
};

const PRODUCTION = "skatteverket.se";
const TEST = "test.skatteverket.se";

/**
 * The addresses of Skattekonto API v2 (service description 5.1): production (driftsatt tjänst), test (komplett testtjänst, with data that
 * moves) and mock (enkel testtjänst, with fixed answers). Mock takes the tokens of test.
 */
export const ENVIRONMENTS: Readonly<Record<EnvironmentName, Environment>> = {
  production: { apiUrl: `https://api.${PRODUCTION}/beskattning/skattekonto/v2`, tokenUrl: tokenUrls(PRODUCTION) },
  test: { apiUrl: `https://api.${TEST}/beskattning/skattekonto/v2`, tokenUrl: tokenUrls(TEST) },
  mock: { apiUrl: `https://api.${TEST}/enkeltesttjanst/beskattning/skattekonto/v2`, tokenUrl: tokenUrls(TEST) },
};
