import { writeFile } from "node:fs/promises";
import { parseSecret } from "@saldovakt/skatteverket";
import { describe, expect, test } from "vitest";
import { FAULT } from "./installation.ts";
import { pkcs12Of } from "./pkcs12.ts";
import { rotationSuite } from "./rotation-suite.ts";
import { keyLines, newWebhookSecret, randomKey, type Start, secretsWorld } from "./secrets-world.ts";

/** What the secrets' commands promise, whoever plays Secrets Manager. */
export function secretsSuite(player: string, start: Start): void {
  describe(`secrets over ${player}`, () => {
    const world = secretsWorld(start);
    const { saldovakt, pemFiles, stages, stored, putGood, renewed } = world;

    rotationSuite(world);

    describe("put", () => {
      test("stores keys given in halves and a certificate of PEM, for readers to use as they are", async () => {
        await putGood();
        expect(parseSecret(await stored())).toEqual({
          oauth2: world.house.authority.secret.oauth2,
          apigw: world.house.authority.secret.apigw,
          certificate: world.house.authority.secret.certificate,
        });
        expect(Object.keys(await stages())).toEqual(["AWSCURRENT"]);
      });

      test.each(["legacy", "modern"] as const)("turns %s PKCS#12 into PEM", async (encryption) => {
        const { cert, key } = await world.house.authority.certificateFor("good");
        const passphrase = `öppna ${randomKey()}`;
        await writeFile(
          world.house.path("organisation.p12"),
          pkcs12Of({ keys: [key], certificates: [world.house.authority.ca, cert], passphrase, encryption }),
          { mode: 0o600 },
        );
        const outcome = await saldovakt(
          ["put", world.name, "--p12", "organisation.p12"],
          [passphrase, ...keyLines(world.house.authority.secret)],
        );
        expect(outcome).toMatchObject({ status: 0, stderr: "" });
        expect(outcome.stdout).toContain("chain of 2");
        expect(parseSecret(await stored()).certificate).toEqual({ cert: cert + world.house.authority.ca, key });
      });

      test("takes a whole secret from a file or standard input, and none from the command line", async () => {
        await world.house.write("whole.json", await world.house.authority.pkcs12Secret("öppna"));
        world.hush(await world.house.read("whole.json"));
        expect(await saldovakt(["put", world.name, "--from", "file:whole.json"])).toMatchObject({ status: 0 });
        expect(parseSecret(await stored())).toMatchObject({ certificate: { cert: expect.any(String), key: expect.any(String) } });
        const keys = {
          oauth2: { clientId: randomKey(), clientSecret: randomKey() },
          apigw: { clientId: randomKey(), clientSecret: randomKey() },
        };
        world.hush(...keyLines(keys));
        expect(await saldovakt(["put", world.name, "--from", "-", "--replace"], [JSON.stringify(keys)])).toMatchObject({ status: 0 });
        expect(parseSecret(await stored())).toEqual(keys);
        const typed = await saldovakt(["put", world.name, "--from", JSON.stringify(keys), "--replace"]);
        expect(typed).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("REFERENCE_NEEDED")) });
      });

      test("does not touch a standing secret unless told to", async () => {
        await putGood();
        const before = await stored();
        const other = { oauth2: { clientId: randomKey(), clientSecret: randomKey() }, apigw: world.house.authority.secret.apigw };
        const refused = await saldovakt(["put", world.name, "--keys-only"], keyLines(other));
        expect(refused).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(FAULT("SECRET_EXISTS")) });
        expect(await stored()).toBe(before);
        expect(await saldovakt(["put", world.name, "--keys-only", "--replace"], keyLines(other))).toMatchObject({ status: 0 });
        expect(parseSecret(await stored())).toEqual(other);
        expect(await stored("AWSPREVIOUS")).toBe(before);
      });

      test.each([
        ["expired", "CERTIFICATE_EXPIRED"],
        ["notYetValid", "CERTIFICATE_NOT_YET_VALID"],
        ["mismatchedKey", "CERTIFICATE_KEY_MISMATCH"],
      ] as const)("stores nothing with a certificate that is %s", async (kind, code) => {
        const files = await pemFiles(await world.house.authority.certificateFor(kind));
        const outcome = await saldovakt(["put", world.name, ...files], keyLines(world.house.authority.secret));
        expect(outcome).toMatchObject({ status: 2, stdout: "" });
        expect(outcome.stderr.split("\n").slice(-3).join("\n")).toMatch(FAULT(code));
        expect(await stages()).toEqual({});
      });
    });

    test("list tells versions, stages and certificates, and of ids their ends", async () => {
      expect(await saldovakt(["list", world.name])).toMatchObject({
        status: 0,
        stdout: "",
        stderr: expect.stringContaining("no value yet"),
      });
      await putGood();
      const { args, lines } = await renewed();
      await saldovakt(["stage", world.name, ...args, "--keep-keys"], lines);
      const { oauth2, apigw } = world.house.authority.secret;
      const at = await stages();
      const { stdout } = await saldovakt(["list", world.name]);
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
      const document = JSON.parse((await saldovakt(["list", world.name, "--json"])).stdout);
      expect(document).toMatchObject({
        name: world.name,
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
      expect(await saldovakt(["put", world.name, "--webhook"], [old])).toMatchObject({ status: 0, stderr: "" });
      expect(await stored()).toBe(old);
      expect(await saldovakt(["stage", world.name, "--webhook"], [next])).toMatchObject({ status: 0 });
      expect(await stored()).toBe(old);
      expect(await saldovakt(["promote", world.name])).toMatchObject({ status: 0 });
      expect(JSON.parse(await stored())).toEqual([next, old]);
      expect((await saldovakt(["list", world.name])).stdout).toContain("two webhook secrets");
      expect(await saldovakt(["stage", world.name, "--webhook", "--drop-old"])).toMatchObject({ status: 0 });
      expect(await saldovakt(["promote", world.name, "--json"])).toMatchObject({ status: 0 });
      expect(await stored()).toBe(next);
      // The organisation's keys must never come to lie where only a webhook's secret is read.
      for (const command of [
        ["stage", world.name, "--keys-only"],
        ["put", world.name, "--keys-only", "--replace"],
      ]) {
        const outcome = await saldovakt(command, ["a", "b", "c", "d", "e", "f", "g", "h"]);
        expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("SECRET_KIND") });
      }
      expect(await stored()).toBe(next);
    });

    test("a chat room's address is kept whole, changed in steps, and never shown", async () => {
      const [old, next] = ["https://rooms.example/T0/B0/hush-one", "https://rooms.example/T0/B0/hush-two"];
      const outcomes = [
        await saldovakt(["put", world.name, "--chat"], [old]),
        await saldovakt(["stage", world.name, "--chat"], [next]),
        await saldovakt(["promote", world.name]),
        await saldovakt(["list", world.name]),
        await saldovakt(["list", world.name, "--json"]),
      ];
      expect(await stored()).toBe(next);
      expect(outcomes[3]?.stdout).toContain("the address of a chat room at rooms.example");
      for (const { status, stdout, stderr } of outcomes) {
        expect(status).toBe(0);
        expect(stdout + stderr).not.toContain("hush");
      }
      expect(await saldovakt(["stage", world.name, "--chat"], ["rooms.example/hush"])).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/ANSWER_INVALID/),
      });
      expect(await saldovakt(["stage", world.name, "--webhook"], [newWebhookSecret()])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("the secret is a chat room's"),
      });
    });
  });
}
