import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { createSkatteverket, parseSecret, type SkatteverketSecret } from "@saldovakt/skatteverket";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { settingsOf } from "../src/wiring/skatteverket.ts";
import { FAULT, type Installation, install, type Outcome } from "./installation.ts";
import { pkcs12Of } from "./pkcs12.ts";

type Keys = Pick<SkatteverketSecret, "oauth2" | "apigw">;

/** The lines of standard input for both key pairs, each value in its halves. */
export const keyLines = ({ oauth2, apigw }: Keys): string[] =>
  [oauth2.clientId, oauth2.clientSecret ?? "", apigw.clientId, apigw.clientSecret].flatMap((value) => {
    const half = Math.ceil(value.length / 2);
    return [value.slice(0, half), value.slice(half)];
  });

const randomKey = (): string => randomBytes(16).toString("hex");
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** Every text that must never be shown: keys, their halves, what stands between the lines of PEM, passphrases. */
export const hushedOf = (...texts: readonly (string | undefined)[]): string[] =>
  texts.flatMap((text) => (text ?? "").split("\n")).filter((line) => line.length >= 8 && !line.startsWith("-----"));

/** What rotation promises, whoever plays Secrets Manager. `start` resolves to the endpoint, undefined where the SDK's client itself is played. */
export function secretsSuite(player: string, start: () => Promise<{ readonly endpoint?: string; stop(): Promise<void> }>): void {
  describe(`secrets over ${player}`, () => {
    let house: Installation;
    let emulator: Awaited<ReturnType<typeof start>>;
    let aws: SecretsManagerClient;
    let name: string;
    let count = 0;
    let shown: string;
    let hushed: string[];

    beforeAll(async () => {
      emulator = await start();
      vi.stubEnv("AWS_REGION", "eu-north-1");
      vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
      if (emulator.endpoint) vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", emulator.endpoint);
      aws = new SecretsManagerClient({});
      house = await install({ companies: 1 });
    });
    afterAll(async () => {
      aws.destroy();
      await house.close();
      await emulator.stop();
      vi.unstubAllEnvs();
    });

    beforeEach(async () => {
      name = `saldovakt/test/secret-${++count}`;
      await aws.send(new CreateSecretCommand({ Name: name }));
      await house.configure();
      const { oauth2, apigw, certificate } = house.authority.secret;
      [shown, hushed] = ["", hushedOf(...keyLines({ oauth2, apigw }), certificate && "key" in certificate ? certificate.key : "")];
    });
    afterEach(() => {
      for (const hush of hushed) expect(shown).not.toContain(hush);
    });

    const saldovakt = async (args: readonly string[], lines: readonly string[] = []): Promise<Outcome> => {
      hushed.push(...hushedOf(...lines));
      const outcome = await house.run(["secrets", ...args], { input: lines.map((line) => `${line}\n`).join("") });
      shown += `${outcome.stdout}\n${outcome.stderr}\n`;
      return outcome;
    };
    /** Where each stage is. */
    const stages = async (): Promise<Readonly<Record<string, string>>> => {
      const found: Record<string, string> = {};
      let NextToken: string | undefined;
      do {
        const page = await aws.send(new ListSecretVersionIdsCommand({ SecretId: name, ...(NextToken ? { NextToken } : {}) }));
        for (const { VersionId = "", VersionStages = [] } of page.Versions ?? [])
          for (const stage of VersionStages) found[stage] = VersionId;
        ({ NextToken } = page);
      } while (NextToken);
      return found;
    };
    const stored = async (VersionStage = "AWSCURRENT"): Promise<string> =>
      (await aws.send(new GetSecretValueCommand({ SecretId: name, VersionStage }))).SecretString ?? "";
    const tokens = (): number => house.authority.requests.filter(({ kind, status }) => kind === "token" && status === 200).length;

    /** Writes certificate and key as two PEM files and gives the options that name them. */
    const pemFiles = async (secret: { readonly cert: string; readonly key: string }): Promise<string[]> => {
      await house.write("new.crt", secret.cert);
      await house.write("new.key", secret.key);
      hushed.push(...hushedOf(secret.key));
      return ["--cert", "new.crt", "--key", "new.key"];
    };
    const good = async (): Promise<string[]> => pemFiles(await house.authority.certificateFor("good"));
    const putGood = async (): Promise<void> => {
      expect(await saldovakt(["put", name, ...(await good())], keyLines(house.authority.secret))).toMatchObject({ status: 0 });
    };
    /** Another certificate that the authority takes, as the issuer delivers it. */
    const renewed = async (): Promise<{ readonly args: string[]; readonly lines: string[] }> => {
      const passphrase = "röd häst 42 batteri";
      const { certificate } = await house.authority.pkcs12Secret(passphrase);
      const packed = certificate && "pkcs12" in certificate ? certificate.pkcs12 : "";
      await writeFile(house.path("renewed.p12"), Buffer.from(packed, "base64"), { mode: 0o600 });
      return { args: ["--p12", "renewed.p12"], lines: [passphrase] };
    };

    describe("put", () => {
      test("stores keys given in halves and a certificate of PEM, for readers to use as they are", async () => {
        await putGood();
        expect(parseSecret(await stored())).toEqual({
          oauth2: house.authority.secret.oauth2,
          apigw: house.authority.secret.apigw,
          certificate: house.authority.secret.certificate,
        });
        expect(Object.keys(await stages())).toEqual(["AWSCURRENT"]);
      });

      test.each(["legacy", "modern"] as const)("turns %s PKCS#12 into PEM", async (encryption) => {
        const { cert, key } = await house.authority.certificateFor("good");
        const passphrase = `öppna ${randomKey()}`;
        await writeFile(
          house.path("organisation.p12"),
          pkcs12Of({ keys: [key], certificates: [house.authority.ca, cert], passphrase, encryption }),
          { mode: 0o600 },
        );
        const outcome = await saldovakt(["put", name, "--p12", "organisation.p12"], [passphrase, ...keyLines(house.authority.secret)]);
        expect(outcome).toMatchObject({ status: 0, stderr: "" });
        expect(outcome.stdout).toContain("chain of 2");
        expect(parseSecret(await stored()).certificate).toEqual({ cert: cert + house.authority.ca, key });
      });

      test("takes a whole secret from a file or standard input, and none from the command line", async () => {
        await house.write("whole.json", await house.authority.pkcs12Secret("öppna"));
        hushed.push(...hushedOf(await house.read("whole.json")));
        expect(await saldovakt(["put", name, "--from", "file:whole.json"])).toMatchObject({ status: 0 });
        expect(parseSecret(await stored())).toMatchObject({ certificate: { cert: expect.any(String), key: expect.any(String) } });
        const keys = {
          oauth2: { clientId: randomKey(), clientSecret: randomKey() },
          apigw: { clientId: randomKey(), clientSecret: randomKey() },
        };
        hushed.push(...hushedOf(...keyLines(keys)));
        expect(await saldovakt(["put", name, "--from", "-", "--replace"], [JSON.stringify(keys)])).toMatchObject({ status: 0 });
        expect(parseSecret(await stored())).toEqual(keys);
        const typed = await saldovakt(["put", name, "--from", JSON.stringify(keys), "--replace"]);
        expect(typed).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("REFERENCE_NEEDED")) });
      });

      test("does not touch a standing secret unless told to", async () => {
        await putGood();
        const before = await stored();
        const other = { oauth2: { clientId: randomKey(), clientSecret: randomKey() }, apigw: house.authority.secret.apigw };
        const refused = await saldovakt(["put", name, "--keys-only"], keyLines(other));
        expect(refused).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(FAULT("SECRET_EXISTS")) });
        expect(await stored()).toBe(before);
        expect(await saldovakt(["put", name, "--keys-only", "--replace"], keyLines(other))).toMatchObject({ status: 0 });
        expect(parseSecret(await stored())).toEqual(other);
        expect(await stored("AWSPREVIOUS")).toBe(before);
      });

      test.each([
        ["expired", "CERTIFICATE_EXPIRED"],
        ["notYetValid", "CERTIFICATE_NOT_YET_VALID"],
        ["mismatchedKey", "CERTIFICATE_KEY_MISMATCH"],
      ] as const)("stores nothing with a certificate that is %s", async (kind, code) => {
        const files = await pemFiles(await house.authority.certificateFor(kind));
        const outcome = await saldovakt(["put", name, ...files], keyLines(house.authority.secret));
        expect(outcome).toMatchObject({ status: 2, stdout: "" });
        expect(outcome.stderr.split("\n").slice(-3).join("\n")).toMatch(FAULT(code));
        expect(await stages()).toEqual({});
      });
    });

    describe("stage and promote", () => {
      beforeEach(putGood);

      test("a new certificate is tried where no reader looks, and only then made current", async () => {
        const before = await stages();
        const { args, lines } = await renewed();
        const tokensBefore = tokens();
        const staged = await saldovakt(["stage", name, ...args, "--keep-keys"], lines);
        expect(staged).toMatchObject({ status: 0 });
        expect(staged.stdout).toContain("the token endpoint takes it, and so does the gateway");
        expect(tokens()).toBe(tokensBefore + 1);
        expect(await stages()).toEqual({ ...before, AWSPENDING: expect.any(String) });
        expect(parseSecret(await stored("AWSPENDING"))).toMatchObject({ oauth2: house.authority.secret.oauth2 });

        const pending = (await stages()).AWSPENDING;
        const promoted = await saldovakt(["promote", name]);
        expect(promoted).toMatchObject({ status: 0 });
        expect(tokens()).toBe(tokensBefore + 2);
        expect(await stages()).toEqual({ AWSCURRENT: pending, AWSPREVIOUS: before.AWSCURRENT });
      });

      test("what the token endpoint refuses stays staged and is never promoted", async () => {
        const before = await stored();
        const files = await pemFiles(await house.authority.certificateFor("other"));
        const staged = await saldovakt(["stage", name, ...files, "--keep-keys"]);
        expect(staged.status).toBe(2);
        expect(staged.stderr).toContain("(SKV_CREDENTIALS_REFUSED)");
        expect(staged.stderr).toContain("it stays staged");
        const at = await stages();
        expect(at.AWSPENDING).toBeDefined();
        const told = await saldovakt(["stage", name, ...files, "--keep-keys", "--json"]);
        expect(told).toMatchObject({ status: 2, stderr: expect.stringContaining("(SKV_CREDENTIALS_REFUSED)") });
        expect(JSON.parse(told.stdout)).toMatchObject({
          version: at.AWSPENDING,
          trial: { passed: false, code: "SKV_CREDENTIALS_REFUSED" },
        });
        for (const args of [
          ["promote", name],
          ["promote", name, "--json"],
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
        const keys = { oauth2: house.authority.secret.oauth2, apigw: { clientId: randomKey(), clientSecret: randomKey() } };
        const staged = await saldovakt(["stage", name, "--keep-certificate"], keyLines(keys));
        expect(staged).toMatchObject({ status: 2, stderr: expect.stringContaining("(SKV_KEYS_REFUSED)") });
        await house.configure({ accounts: [] });
        const untried = await saldovakt(["promote", name, "--account", house.identities[0] as string]);
        expect(untried).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("SKV_KEYS_REFUSED")) });
        // Without an account nothing can be asked of the gateway, and that is said.
        const again = await saldovakt(["stage", name, "--keep-certificate"], keyLines(keys));
        expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining("APIgw) were not tried") });
      });

      test("staging the same again is the same version; another takes its place", async () => {
        const { args, lines } = await renewed();
        await saldovakt(["stage", name, ...args, "--keep-keys"], lines);
        const once = await stages();
        expect(await saldovakt(["stage", name, ...args, "--keep-keys"], lines)).toMatchObject({ status: 0 });
        expect(await stages()).toEqual(once);
        await saldovakt(["stage", name, "--keep-keys", ...(await pemFiles(await house.authority.certificateFor("other")))]);
        const other = await stages();
        expect(other.AWSPENDING).not.toBe(once.AWSPENDING);
        expect(other.AWSCURRENT).toBe(once.AWSCURRENT);
      });

      test("what was current before can be staged and promoted again", async () => {
        const first = (await stages()).AWSCURRENT;
        const { args, lines } = await renewed();
        await saldovakt(["stage", name, ...args, "--keep-keys"], lines);
        await saldovakt(["promote", name]);
        expect(await saldovakt(["stage", name, ...(await good()), "--keep-keys"])).toMatchObject({ status: 0 });
        expect((await stages()).AWSPENDING).toBe(first);
        expect(await saldovakt(["promote", name])).toMatchObject({ status: 0 });
        expect((await stages()).AWSCURRENT).toBe(first);
        expect((await stages()).AWSPENDING).toBeUndefined();
      });

      test("a promotion that was cut off between its steps is finished by the next", async () => {
        const { args, lines } = await renewed();
        await saldovakt(["stage", name, ...args, "--keep-keys"], lines);
        const { AWSCURRENT, AWSPENDING } = await stages();
        const move = { SecretId: name, VersionStage: "AWSCURRENT", RemoveFromVersionId: AWSCURRENT, MoveToVersionId: AWSPENDING };
        await aws.send(new UpdateSecretVersionStageCommand(move));
        const before = tokens();
        expect(await saldovakt(["promote", name])).toMatchObject({ status: 0 });
        // It is in use already: there is nothing left to try.
        expect(tokens()).toBe(before);
        expect(await stages()).toEqual({ AWSCURRENT: AWSPENDING, AWSPREVIOUS: AWSCURRENT });
        expect(await saldovakt(["promote", name])).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("SECRET_NOT_STAGED")) });
      });

      test("the current secret is not staged beside itself", async () => {
        const outcome = await saldovakt(["stage", name, ...(await good()), "--keep-keys"]);
        expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("(SECRET_UNCHANGED)") });
        expect(Object.keys(await stages())).toEqual(["AWSCURRENT"]);
      });

      test("readers holding the old secret find the promoted one when theirs is refused, with one fresh read", async () => {
        const { args, lines } = await renewed();
        await saldovakt(["stage", name, ...args, "--keep-keys"], lines);
        await saldovakt(["promote", name]);
        const held = { ...house.authority.secret, certificate: await house.authority.certificateFor("expired") };
        let fresh = 0;
        const secret = async (options?: { readonly fresh?: boolean }): Promise<SkatteverketSecret> => {
          if (!options?.fresh) return held;
          fresh++;
          return parseSecret(await stored());
        };
        const { apiUrl, tokenUrl, ca } = house.authority;
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
      const outcome = await saldovakt(["stage", name, ...(await good())], keyLines(house.authority.secret));
      expect(outcome).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("SECRET_EMPTY")) });
      expect(await stages()).toEqual({});
      expect(await saldovakt(["promote", name])).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("SECRET_EMPTY")) });
    });

    test("list tells versions, stages and certificates, and of ids their ends", async () => {
      expect(await saldovakt(["list", name])).toMatchObject({ status: 0, stdout: "", stderr: expect.stringContaining("no value yet") });
      await putGood();
      const { args, lines } = await renewed();
      await saldovakt(["stage", name, ...args, "--keep-keys"], lines);
      const { oauth2, apigw } = house.authority.secret;
      const at = await stages();
      const { stdout } = await saldovakt(["list", name]);
      for (const told of [
        "AWSCURRENT",
        "AWSPENDING",
        at.AWSCURRENT?.slice(0, 8),
        `…${oauth2.clientId.slice(-4)}`,
        `…${apigw.clientId.slice(-4)}`,
      ]) {
        expect(stdout).toContain(told);
      }
      for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
      const document = JSON.parse((await saldovakt(["list", name, "--json"])).stdout);
      expect(document).toMatchObject({
        name,
        versions: [
          {
            version: at.AWSCURRENT,
            stages: ["AWSCURRENT"],
            content: {
              kind: "skatteverket",
              grant: "designated",
              certificate: { fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}/) },
            },
          },
          { version: at.AWSPENDING, stages: ["AWSPENDING"] },
        ],
      });
    });

    test("a webhook's secret is rotated with both in force for a while", async () => {
      const [old, next] = [newWebhookSecret(), newWebhookSecret()];
      expect(await saldovakt(["put", name, "--webhook"], [old])).toMatchObject({ status: 0, stderr: "" });
      expect(await stored()).toBe(old);
      expect(await saldovakt(["stage", name, "--webhook"], [next])).toMatchObject({ status: 0 });
      expect(await stored()).toBe(old);
      expect(await saldovakt(["promote", name])).toMatchObject({ status: 0 });
      expect(JSON.parse(await stored())).toEqual([next, old]);
      expect((await saldovakt(["list", name])).stdout).toContain("two webhook secrets");
      expect(await saldovakt(["stage", name, "--webhook", "--drop-old"])).toMatchObject({ status: 0 });
      expect(await saldovakt(["promote", name, "--json"])).toMatchObject({ status: 0 });
      expect(await stored()).toBe(next);
      // The organisation's keys must never come to lie where only a webhook's secret is read.
      for (const command of [
        ["stage", name, "--keys-only"],
        ["put", name, "--keys-only", "--replace"],
      ]) {
        const outcome = await saldovakt(command, ["a", "b", "c", "d", "e", "f", "g", "h"]);
        expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("SECRET_KIND") });
      }
      expect(await stored()).toBe(next);
    });

    test("a chat room's address is kept whole, changed in steps, and never shown", async () => {
      const [old, next] = ["https://rooms.example/T0/B0/hush-one", "https://rooms.example/T0/B0/hush-two"];
      const outcomes = [
        await saldovakt(["put", name, "--chat"], [old]),
        await saldovakt(["stage", name, "--chat"], [next]),
        await saldovakt(["promote", name]),
        await saldovakt(["list", name]),
        await saldovakt(["list", name, "--json"]),
      ];
      expect(await stored()).toBe(next);
      expect(outcomes[3]?.stdout).toContain("the address of a chat room at rooms.example");
      for (const { status, stdout, stderr } of outcomes) {
        expect(status).toBe(0);
        expect(stdout + stderr).not.toContain("hush");
      }
      expect(await saldovakt(["stage", name, "--chat"], ["rooms.example/hush"])).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/ANSWER_INVALID/),
      });
      expect(await saldovakt(["stage", name, "--webhook"], [newWebhookSecret()])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("the secret is a chat room's"),
      });
    });
  });
}
