import { mockSecretsManager } from "../../test/secrets-manager.ts";
import { secretsSuite } from "../../test/secrets-suite.ts";

secretsSuite("the SDK's mocked client", async () => {
  const stub = mockSecretsManager();
  return { stop: async () => stub.restore() };
});
