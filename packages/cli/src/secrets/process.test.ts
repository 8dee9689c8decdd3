import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ended, inProcess, LAUNCHER } from "../../test/installation.ts";
import { keyLines, newWebhookSecret } from "../../test/secrets-world.ts";

const NAME = "saldovakt/test/skatteverket";

/** As much of Secrets Manager as `put` needs, over HTTP. */
let server: Server;
let stored: string[];
let env: Record<string, string>;
beforeAll(async () => {
  stored = [];
  server = createServer(async (request, response) => {
    const { SecretString, SecretId: Name } = JSON.parse(await text(request)) as { SecretString?: string; SecretId: string };
    if (SecretString !== undefined) stored.push(SecretString);
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify({ ARN: Name, Name, Versions: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = { AWS_REGION: "eu-north-1", AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing" };
  env = { PATH: process.env.PATH ?? "", SALDOVAKT_DEBUG: "1", AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint, ...aws };
});
afterAll(() => void server.close());

test("the command itself takes keys from standard input and shows nothing of them", async () => {
  const half = (name: string): string => `hush${name}hush${name}hush`;
  const keys = {
    oauth2: { clientId: half("a") + half("b"), clientSecret: half("c") + half("d") },
    apigw: { clientId: half("e") + half("f"), clientSecret: half("g") + half("h") },
  };
  const child = spawn(process.execPath, [LAUNCHER, "secrets", "put", NAME, "--keys-only"], { env });
  child.stdin.end(`${keyLines(keys).join("\n")}\n`);
  const outcome = await ended(child);
  expect(outcome).toMatchObject({ status: 0, stderr: "" });
  expect(outcome.stdout).toContain(`${NAME}: version`);
  expect(stored.map((each) => JSON.parse(each))).toEqual([keys]);
  // Of the ids their ends are told, four characters of them.
  expect(outcome.stdout.replaceAll("…hush", "")).not.toContain("hush");
});

test("whoever gives up at a question has stored nothing", async () => {
  const before = stored.length;
  vi.doMock("./ask.ts", () => ({ createAsker: () => ({ ask: async () => null, finish: async () => {} }) }));
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    for (const args of [
      [NAME, "--keys-only"],
      ["saldovakt/test/webhook/a", "--webhook"],
      [NAME, "--p12", LAUNCHER],
    ]) {
      const outcome = await inProcess(".", ["secrets", "put", ...args], { input: `${newWebhookSecret()}\n` });
      expect(outcome).toMatchObject({ status: 130, stdout: "" });
    }
    expect(stored).toHaveLength(before);
  } finally {
    vi.doUnmock("./ask.ts");
    vi.unstubAllEnvs();
  }
});
