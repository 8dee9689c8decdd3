import { expect, test } from "vitest";
import { ENVIRONMENTS } from "./environments.ts";

test("the addresses are those Skatteverket publishes", () => {
  expect(ENVIRONMENTS.production).toEqual({
    apiUrl: "https://api.skatteverket.se/beskattning/skattekonto/v2",
    tokenUrl: {
      designated: "https://sysorgoauth2.skatteverket.se/oauth2/v1/sysorg/token",
      free: "https://sysorgoauth2.skatteverket.se/oauth2/v1/sysorg/token",
      keys: "https://sysoauth2.skatteverket.se/oauth2/v1/sys/token",
    },
  });
  expect(ENVIRONMENTS.test).toEqual({
    apiUrl: "https://api.test.skatteverket.se/beskattning/skattekonto/v2",
    tokenUrl: {
      designated: "https://sysorgoauth2.test.skatteverket.se/oauth2/v1/sysorg/token",
      free: "https://sysorgoauth2.test.skatteverket.se/oauth2/v1/sysorg/token",
      keys: "https://sysoauth2.test.skatteverket.se/oauth2/v1/sys/token",
    },
  });
  expect(ENVIRONMENTS.mock.apiUrl).toBe("https://api.test.skatteverket.se/enkeltesttjanst/beskattning/skattekonto/v2");
  expect(ENVIRONMENTS.mock.tokenUrl).toEqual(ENVIRONMENTS.test.tokenUrl);
});
