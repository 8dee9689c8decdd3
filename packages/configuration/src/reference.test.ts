import { describe, expect, it } from "vitest";
import { type ReferenceReader, readReference, referenceKind } from "./reference.ts";

const ARN = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:saldovakt/skatteverket-AbCdEf";

const reader = (over: Partial<ReferenceReader> = {}): ReferenceReader => ({
  field: "skatteverket.secret",
  baseDir: "/etc/saldovakt",
  env: { HOOK: "whsec_x", EMPTY: " " },
  readFile: async (path) => `content of ${path}`,
  ...over,
});

const failing = (code: string) => async (): Promise<string> => {
  throw Object.assign(new Error("no"), { code });
};

describe("referenceKind", () => {
  it.each([
    ["file:skatteverket.secret.json", "file"],
    ["env:HOOK", "env"],
    [ARN, "arn"],
    ["arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:x", "arn"],
    ["file:", null],
    ["env:", null],
    ["env:NOT A NAME", null],
    ["whsec_c2VjcmV0", null],
    ["arn:aws:sns:eu-north-1:123456789012:topic", null],
    ['{"oauth2":{}}', null],
    ["", null],
  ])("takes %j for %j", (text, kind) => expect(referenceKind(text)).toBe(kind));
});

describe("readReference", () => {
  it("reads a file beside the configuration, or at its own place", async () => {
    expect(await readReference("file:a.json", reader())).toBe("content of /etc/saldovakt/a.json");
    expect(await readReference("file:/run/a.json", reader())).toBe("content of /run/a.json");
    expect(await readReference("file:../a.json", reader())).toBe("content of /etc/a.json");
  });

  it("reads a variable and a secret", async () => {
    expect(await readReference("env:HOOK", reader())).toBe("whsec_x");
    expect(await readReference(ARN, reader({ readSecretArn: async (arn) => `secret of ${arn}` }))).toBe(`secret of ${ARN}`);
  });

  it.each([
    ["file:gone.json", reader({ readFile: failing("ENOENT") }), /^skatteverket\.secret names the file gone\.json, which does not exist$/],
    ["file:mine.json", reader({ readFile: failing("EACCES") }), /mine\.json, which may not be read by this user$/],
    ["file:dir", reader({ readFile: failing("EISDIR") }), /dir, which is a folder$/],
    ["file:odd", reader({ readFile: failing("EIO") }), /odd, which cannot be read \(EIO\)$/],
    ["file:blank", reader({ readFile: async () => "\n" }), /blank, which is empty$/],
    ["env:GONE", reader(), /environment variable GONE, which is not set$/],
    ["env:EMPTY", reader(), /environment variable EMPTY, which is empty$/],
    ["inline", reader(), /^skatteverket\.secret does not hold a reference$/],
    [ARN, reader(), /cannot be reached from here$/],
    [ARN, reader({ readSecretArn: async () => "" }), /names a Secrets Manager secret without text$/],
    [
      ARN,
      reader({ readSecretArn: async () => Promise.reject(Object.assign(new Error("123456789012"), { name: "AccessDeniedException" })) }),
      /cannot be read \(AccessDeniedException\)$/,
    ],
  ])("says what is wrong with %s", async (reference, from, message) => {
    const fault = await readReference(reference, from).catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ code: "REFERENCE_UNREADABLE", scope: "installation", remedy: expect.stringMatching(/\w/) });
    expect((fault as Error).message).toMatch(message);
  });
});
