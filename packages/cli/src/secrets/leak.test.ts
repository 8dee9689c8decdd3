import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Installation, install } from "../../test/installation.ts";
import { mockSecretsManager } from "../../test/secrets-manager.ts";
import { contentLines, contentOf, masked } from "./content.ts";

const stub = mockSecretsManager();
const aws = new SecretsManagerClient({ region: "eu-north-1" });
let house: Installation;
beforeAll(async () => {
  house = await install({ companies: 1 });
});
afterAll(async () => {
  stub.restore();
  await house.close();
});

/** What somebody may take for a key, good or not: every one begins so that it can be found again. */
const hushed = fc.stringMatching(/^hush[A-Za-z0-9+/=_-]{12,40}[ "\\å{}:,]{0,2}$/);
const leaf = fc.oneof({ weight: 4, arbitrary: hushed }, fc.constant(""), fc.constant(null));
const pair = fc.oneof(fc.record({ clientId: leaf, clientSecret: leaf }), fc.dictionary(hushed, leaf, { maxKeys: 2 }), leaf);
const document = fc
  .record({ oauth2: pair, apigw: pair, certificate: fc.oneof(fc.constant(undefined), pair) })
  .map((value) => JSON.stringify(value));
const webhook = hushed.map((text) => `whsec_${text.replace(/[^A-Za-z0-9+/]/g, "")}`);

test("whatever is given, nothing of it is shown, on either stream, by any command", async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        document,
        hushed,
        fc.array(leaf, { minLength: 7, maxLength: 9 }).map((lines) => lines.join("\n")),
        webhook,
      ),
      fc.constantFrom(["--from", "-"], ["--keys-only"], ["--webhook"], ["--webhook", "--from", "-"]),
      async (input, source) => {
        const name = `leak-${++count}`;
        await aws.send(new CreateSecretCommand({ Name: name }));
        const write = vi.spyOn(process.stdout, "write");
        const shown: string[] = [];
        for (const args of [["put", ...source], ["put", "--replace", "--json", ...source], ["list"], ["list", "--json"]]) {
          const { stdout, stderr } = await house.run(["secrets", ...args, name], { input: `${input}\n`, env: { SALDOVAKT_DEBUG: "1" } });
          shown.push(stdout, stderr);
        }
        shown.push(...write.mock.calls.map(([chunk]) => String(chunk)));
        write.mockRestore();
        expect(shown.join("\n")).not.toContain("hush");
      },
    ),
    { numRuns: 60 },
  );
});

test("of an id its end is shown, and never more than a third of it", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]{1,80}$/), (id) => {
      const shown = masked(id).slice(1);
      expect(id.endsWith(shown)).toBe(true);
      expect(shown.length * 3).toBeLessThanOrEqual(Math.max(id.length, 0));
    }),
  );
});

test("a stored text tells of itself no more than its kind", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(document, hushed, webhook), async (text) => {
      const content = await contentOf(text);
      expect(`${JSON.stringify(content)}${contentLines(content, "2026-11-23T12:00:00.000Z" as never).join()}`).not.toContain("hush");
    }),
  );
});
