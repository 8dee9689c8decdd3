import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FAULT, type Installation, install, TODAY } from "../test/installation.ts";

const ARN = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:saldovakt/skatteverket-AbCdEf";

let here: Installation;
beforeAll(async () => {
  here = await install();
  const { apiUrl, tokenUrl } = here.authority;
  await here.configure({ skatteverket: { apiUrl, tokenUrl, ca: "file:ca.pem", secret: ARN, requestsPerSecond: 100 } });
  return () => here.close();
});

/** Secrets Manager as far as it is asked here. */
let manager: Server;
let asked: { target: string | undefined; body: unknown }[];
let answer: { status: number; body: object };
beforeEach(async () => {
  asked = [];
  manager = createServer(async (request, response) => {
    asked.push({ target: request.headers["x-amz-target"] as string, body: JSON.parse(await text(request)) });
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => manager.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", `http://127.0.0.1:${(manager.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => manager.close(resolve));
});

const forecast = () => here.run(["forecast", here.identities[0] ?? "", "--json", "--today", TODAY]);

describe("a secret in Secrets Manager", () => {
  it("is read as it stands now", async () => {
    answer = { status: 200, body: { ARN, SecretString: JSON.stringify(here.authority.secret) } };
    const { status, stderr } = await forecast();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(asked).toEqual([{ target: "secretsmanager.GetSecretValue", body: { SecretId: ARN, VersionStage: "AWSCURRENT" } }]);
  });

  it.each([
    [{ status: 400, body: { __type: "ResourceNotFoundException" } }, /cannot be read \(ResourceNotFoundException\)/],
    [{ status: 400, body: { __type: "AccessDeniedException", Message: "123456789012" } }, /cannot be read \(AccessDeniedException\)/],
    [{ status: 200, body: { ARN, SecretBinary: "eA==" } }, /without text/],
  ])("tells in one line why it cannot be read: %j", async (given, words) => {
    answer = given;
    const { status, stdout, stderr } = await forecast();
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT("REFERENCE_UNREADABLE"));
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain("123456789012");
  });
});
