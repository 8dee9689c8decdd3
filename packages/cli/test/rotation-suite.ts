import { UpdateSecretVersionStageCommand } from "@aws-sdk/client-secrets-manager";
import { createSkatteverket, parseSecret, type SkatteverketSecret } from "@saldovakt/skatteverket";
import { beforeEach, describe, expect, test } from "vitest";
import { settingsOf } from "../src/wiring/skatteverket.ts";
import { FAULT } from "./installation.ts";
import { keyLines, randomKey, type SecretsWorld } from "./secrets-world.ts";

/** A new secret is tried where no reader looks, and made current by one step that can be repeated. */
export function rotationSuite(world: SecretsWorld): void {
  const { saldovakt, pemFiles, good, stages, stored, tokens, putGood, renewed } = world;

  describe("stage and promote", () => {
    beforeEach(putGood);

    test("a new certificate is tried where no reader looks, and only then made current", async () => {
      const before = await stages();
      const { args, lines } = await renewed();
      const tokensBefore = tokens();
      const staged = await saldovakt(["stage", world.name, ...args, "--keep-keys"], lines);
      expect(staged).toMatchObject({ status: 0 });
      expect(staged.stdout).toContain("the token endpoint takes it, and so does the gateway");
      expect(tokens()).toBe(tokensBefore + 1);
      expect(await stages()).toEqual({ ...before, AWSPENDING: expect.any(String) });
      expect(parseSecret(await stored("AWSPENDING"))).toMatchObject({ oauth2: world.house.authority.secret.oauth2 });

      const pending = (await stages()).AWSPENDING;
      const promoted = await saldovakt(["promote", world.name]);
      expect(promoted).toMatchObject({ status: 0 });
      expect(tokens()).toBe(tokensBefore + 2);
      expect(await stages()).toEqual({ AWSCURRENT: pending, AWSPREVIOUS: before.AWSCURRENT });
    });

    test("what the token endpoint refuses stays staged and is never promoted", async () => {
      const before = await stored();
      const files = await pemFiles(await world.house.authority.certificateFor("other"));
      const staged = await saldovakt(["stage", world.name, ...files, "--keep-keys"]);
      expect(staged.status).toBe(2);
      expect(staged.stderr).toContain("(SKV_CREDENTIALS_REFUSED)");
      expect(staged.stderr).toContain("it stays staged");
      const at = await stages();
      expect(at.AWSPENDING).toBeDefined();
      const told = await saldovakt(["stage", world.name, ...files, "--keep-keys", "--json"]);
      expect(told).toMatchObject({ status: 2, stderr: expect.stringContaining("(SKV_CREDENTIALS_REFUSED)") });
      expect(JSON.parse(told.stdout)).toMatchObject({
        version: at.AWSPENDING,
        trial: { passed: false, code: "SKV_CREDENTIALS_REFUSED" },
      });
      for (const args of [
        ["promote", world.name],
        ["promote", world.name, "--json"],
      ]) {
        expect(await saldovakt(args)).toMatchObject({
          status: 2,
          stdout: "",
          stderr: expect.stringMatching(FAULT("SKV_CREDENTIALS_REFUSED")),
        });
      }
      expect(await stages()).toEqual(at);
      expect(await stored()).toBe(before);
    });

    test("keys that the gateway alone refuses are found by reading an account", async () => {
      const keys = { oauth2: world.house.authority.secret.oauth2, apigw: { clientId: randomKey(), clientSecret: randomKey() } };
      const staged = await saldovakt(["stage", world.name, "--keep-certificate"], keyLines(keys));
      expect(staged).toMatchObject({ status: 2, stderr: expect.stringContaining("(SKV_KEYS_REFUSED)") });
      await world.house.configure({ accounts: [] });
      const untried = await saldovakt(["promote", world.name, "--account", world.house.identities[0] as string]);
      expect(untried).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("SKV_KEYS_REFUSED")) });
      // Without an account nothing can be asked of the gateway, and that is said.
      const again = await saldovakt(["stage", world.name, "--keep-certificate"], keyLines(keys));
      expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining("APIgw) were not tried") });
    });

    test("staging the same again is the same version; another takes its place", async () => {
      const { args, lines } = await renewed();
      await saldovakt(["stage", world.name, ...args, "--keep-keys"], lines);
      const once = await stages();
      expect(await saldovakt(["stage", world.name, ...args, "--keep-keys"], lines)).toMatchObject({ status: 0 });
      expect(await stages()).toEqual(once);
      await saldovakt(["stage", world.name, "--keep-keys", ...(await pemFiles(await world.house.authority.certificateFor("other")))]);
      const other = await stages();
      expect(other.AWSPENDING).not.toBe(once.AWSPENDING);
      expect(other.AWSCURRENT).toBe(once.AWSCURRENT);
    });

    test("what was current before can be staged and promoted again", async () => {
      const first = (await stages()).AWSCURRENT;
      const { args, lines } = await renewed();
      await saldovakt(["stage", world.name, ...args, "--keep-keys"], lines);
      await saldovakt(["promote", world.name]);
      expect(await saldovakt(["stage", world.name, ...(await good()), "--keep-keys"])).toMatchObject({ status: 0 });
      expect((await stages()).AWSPENDING).toBe(first);
      expect(await saldovakt(["promote", world.name])).toMatchObject({ status: 0 });
      expect((await stages()).AWSCURRENT).toBe(first);
      expect((await stages()).AWSPENDING).toBeUndefined();
    });

    test("a promotion that was cut off between its steps is finished by the next", async () => {
      const { args, lines } = await renewed();
      await saldovakt(["stage", world.name, ...args, "--keep-keys"], lines);
      const { AWSCURRENT, AWSPENDING } = await stages();
      const move = { SecretId: world.name, VersionStage: "AWSCURRENT", RemoveFromVersionId: AWSCURRENT, MoveToVersionId: AWSPENDING };
      await world.aws.send(new UpdateSecretVersionStageCommand(move));
      const before = tokens();
      expect(await saldovakt(["promote", world.name])).toMatchObject({ status: 0 });
      // It is in use already: there is nothing left to try.
      expect(tokens()).toBe(before);
      expect(await stages()).toEqual({ AWSCURRENT: AWSPENDING, AWSPREVIOUS: AWSCURRENT });
      expect(await saldovakt(["promote", world.name])).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(FAULT("SECRET_NOT_STAGED")),
      });
    });

    test("the current secret is not staged beside itself", async () => {
      const outcome = await saldovakt(["stage", world.name, ...(await good()), "--keep-keys"]);
      expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("(SECRET_UNCHANGED)") });
      expect(Object.keys(await stages())).toEqual(["AWSCURRENT"]);
    });

    test("readers holding the old secret find the promoted one when theirs is refused, with one fresh read", async () => {
      const { args, lines } = await renewed();
      await saldovakt(["stage", world.name, ...args, "--keep-keys"], lines);
      await saldovakt(["promote", world.name]);
      const held = { ...world.house.authority.secret, certificate: await world.house.authority.certificateFor("expired") };
      let fresh = 0;
      const secret = async (options?: { readonly fresh?: boolean }): Promise<SkatteverketSecret> => {
        if (!options?.fresh) return held;
        fresh++;
        return parseSecret(await stored());
      };
      const { apiUrl, tokenUrl, ca } = world.house.authority;
      const section = {
        environment: "test",
        apiUrl,
        tokenUrl,
        scope: "ska",
        correlationHeader: "SKV-client_correlationid",
        requestsPerSecond: 100,
      };
      const reader = createSkatteverket({
        settings: settingsOf({ ...section, environment: "test", mutualTlsOnApi: false, secret: "" }, held, ca),
        secret,
        limiter: { take: async () => {}, holdUntil: () => {} },
        timer: { now: Date.now, pause: async () => {} },
        random: () => 0,
        correlationId: () => crypto.randomUUID(),
        now: () => new Date().toISOString() as never,
      });
      await reader.token();
      await reader.close();
      expect(fresh).toBe(1);
    });
  });

  test("a secret without value is not staged: AWS would make it current untried", async () => {
    const outcome = await saldovakt(["stage", world.name, ...(await good())], keyLines(world.house.authority.secret));
    expect(outcome).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("SECRET_EMPTY")) });
    expect(await stages()).toEqual({});
    expect(await saldovakt(["promote", world.name])).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("SECRET_EMPTY")) });
  });
}
