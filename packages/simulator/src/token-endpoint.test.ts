import { describe, expect, test } from "vitest";
import type { TestClient } from "./test-client.ts";
import { client, saldoPath, start } from "./test-house.ts";

describe("the token endpoint", () => {
  test("takes the designated certificate instead of a secret, and no other", async () => {
    const skatteverket = await start();
    const { secret } = skatteverket;
    expect(secret.oauth2).not.toHaveProperty("clientSecret");
    for (const kind of ["other", "expired", "notYetValid", "stranger"] as const) {
      const certificate = await skatteverket.certificateFor(kind);
      const answer = await client(skatteverket, { ...secret, certificate }).askForToken();
      expect([kind, answer.status, answer.json()]).toEqual([kind, 401, { error: "invalid_client" }]);
    }
    const { certificate: _none, ...without } = secret;
    expect((await client(skatteverket, without).askForToken()).status).toBe(401);
    const caller = client(skatteverket);
    expect((await caller.askForToken({ client_secret: "x" })).status).toBe(400);
    expect((await caller.askForToken({ client_id: "någon" })).json()).toEqual({ error: "invalid_client" });
  });

  test("free: any valid organisation certificate, and the secret", async () => {
    const skatteverket = await start({ grant: "free" });
    const { secret } = skatteverket;
    const other = client(skatteverket, { ...secret, certificate: await skatteverket.certificateFor("other") });
    expect((await other.askForToken()).status).toBe(200);
    expect((await other.askForToken({ client_secret: "fel" })).status).toBe(401);
    expect((await other.askForToken({ client_secret: undefined })).status).toBe(400);
    const stranger = client(skatteverket, { ...secret, certificate: await skatteverket.certificateFor("stranger") });
    expect((await stranger.askForToken()).status).toBe(401);
  });

  test("keys: the secret alone, at another address", async () => {
    const skatteverket = await start({ grant: "keys" });
    expect(skatteverket.tokenUrl).toMatch(/\/oauth2\/v1\/sys\/token$/);
    expect(skatteverket.secret).not.toHaveProperty("certificate");
    const caller = client(skatteverket);
    const token = await caller.token();
    expect((await caller.get(saldoPath(skatteverket), token)).status).toBe(200);
    expect((await caller.askForToken({ client_secret: "fel" })).status).toBe(401);
  });

  test("can close the connection on a wrong certificate instead of answering", async () => {
    const skatteverket = await start({ refuseCertificateBy: "connection" });
    const certificate = await skatteverket.certificateFor("stranger");
    await expect(client(skatteverket, { ...skatteverket.secret, certificate }).askForToken()).rejects.toThrow();
    expect((await client(skatteverket).askForToken()).status).toBe(200);
  });

  test("refuses a request that is not exactly the documented form", async () => {
    const skatteverket = await start();
    const caller = client(skatteverket);
    const refused = async (answer: ReturnType<TestClient["askForToken"]>): Promise<unknown> => (await answer).json().error;
    expect(await refused(caller.askForToken({ grant_type: "authorization_code" }))).toBe("unsupported_grant_type");
    expect(await refused(caller.askForToken({ scope: undefined }))).toBe("invalid_request");
    expect(await refused(caller.askForToken({ scope: "allt" }))).toBe("invalid_scope");
    expect(await refused(caller.askForToken({ audience: "x" }))).toBe("invalid_request");
    expect(await refused(caller.askForToken({}, { "content-type": "application/json" }))).toBe("invalid_request");
    expect(await refused(caller.askForToken({}, { authorization: "Basic eDp5" }))).toBe("invalid_request");
    expect((await caller.send(skatteverket.tokenUrl)).status).toBe(405);
    expect((await caller.send(skatteverket.tokenUrl.replace("sysorg", "sys"), { method: "POST" })).status).toBe(404);
  });
});
