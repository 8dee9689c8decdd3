import type { SimulatedSkatteverket } from "@saldovakt/simulator";
import { describe, expect, test } from "vitest";
import { COMPANY, connect, refusal, simulate, tokensIssued } from "../test/simulated.ts";
import { parseSecret, type SkatteverketSecret } from "./secret.ts";

describe("grants", () => {
  test.each(["designated", "free", "keys"] as const)("%s, with the API under mutual TLS or not", async (grant) => {
    for (const mutualTlsOnApi of [false, true]) {
      const simulated = await simulate({ grant, mutualTlsOnApi });
      // As it would come from a file.
      const secret = parseSecret(JSON.stringify(simulated.secret));
      expect(await connect(simulated, { secret: async () => secret, settings: { mutualTlsOnApi } }).read(COMPANY.identity)).toMatchObject({
        balance: 150_000,
      });
    }
  });

  test("PKCS#12 serves as well as PEM", async () => {
    const simulated = await simulate({ mutualTlsOnApi: true });
    const secret = parseSecret(JSON.stringify(await simulated.pkcs12Secret("öppna")));
    await connect(simulated, { secret: async () => secret, settings: { mutualTlsOnApi: true } }).balance(COMPANY.identity);
    const wrong = { ...secret, certificate: { ...secret.certificate, passphrase: "fel" } } as SkatteverketSecret;
    expect(await refusal(connect(simulated, { secret: async () => wrong }).token())).toMatchObject({ code: "HTTP_CERTIFICATE_UNREADABLE" });
  });

  test("a free certificate may be another organisation's", async () => {
    const simulated = await simulate({ grant: "free" });
    const certificate = await simulated.certificateFor("other");
    await connect(simulated, { secret: async () => ({ ...simulated.secret, certificate }) }).token();
  });
});

describe("credentials that are refused", () => {
  const wrong = "wrong-key";
  test.each<[string, (secret: SkatteverketSecret) => SkatteverketSecret, string]>([
    ["an unknown client", (s) => ({ ...s, oauth2: { ...s.oauth2, clientId: wrong } }), "SKV_CREDENTIALS_REFUSED"],
    ["a wrong secret", (s) => ({ ...s, oauth2: { ...s.oauth2, clientSecret: wrong } }), "SKV_CREDENTIALS_REFUSED"],
    ["wrong gateway keys", (s) => ({ ...s, apigw: { clientId: wrong, clientSecret: wrong } }), "SKV_KEYS_REFUSED"],
  ])("%s", async (_, spoil, code) => {
    const simulated = await simulate({ grant: "free" });
    const error = await refusal(connect(simulated, { secret: async () => spoil(simulated.secret) }).read(COMPANY.identity));
    expect(error).toMatchObject({ code, scope: "installation" });
  });

  test("a scope that is not ours", async () => {
    const simulated = await simulate();
    expect(await refusal(connect(simulated, { settings: { scope: "okand" } }).token())).toMatchObject({ code: "SKV_SCOPE_REFUSED" });
    expect(await refusal(connect(simulated, { settings: { scope: "agd" } }).read(COMPANY.identity))).toMatchObject({
      code: "SKV_SCOPE_REFUSED",
    });
  });

  test("an API that wants the certificate too", async () => {
    for (const refuseCertificateBy of ["answer", "connection"] as const) {
      const simulated = await simulate({ mutualTlsOnApi: true, refuseCertificateBy });
      const error = await refusal(connect(simulated).balance(COMPANY.identity));
      expect(error).toMatchObject({ code: "SKV_CERTIFICATE_REFUSED", scope: "installation" });
      expect(error.remedy).toContain("mutualTlsOnApi");
    }
  });

  test.each(["answer", "connection"] as const)("certificates, refused by %s", async (refuseCertificateBy) => {
    const simulated = await simulate({ refuseCertificateBy });
    const codeWith = async (kind: Parameters<SimulatedSkatteverket["certificateFor"]>[0]): Promise<string> => {
      const certificate = await simulated.certificateFor(kind);
      const error = await refusal(connect(simulated, { secret: async () => ({ ...simulated.secret, certificate }) }).token());
      expect(error.remedy).toMatch(/certificate/);
      return error.code;
    };
    expect(await codeWith("mismatchedKey")).toBe("HTTP_KEY_MISMATCH");
    expect(await codeWith("expired")).toBe("CERTIFICATE_EXPIRED");
    expect(await codeWith("notYetValid")).toBe("CERTIFICATE_NOT_YET_VALID");
    expect(await codeWith("stranger")).toBe(refuseCertificateBy === "answer" ? "SKV_CREDENTIALS_REFUSED" : "HTTP_CUT");
    expect(await codeWith("other")).toBe("SKV_CREDENTIALS_REFUSED");
  });

  test("no certificate where one is asked for", async () => {
    const simulated = await simulate({ grant: "free", refuseCertificateBy: "connection" });
    const { certificate: _, ...secret } = simulated.secret;
    expect(await refusal(connect(simulated, { secret: async () => secret }).token())).toMatchObject({ code: "SKV_CERTIFICATE_REFUSED" });
  });

  test.each([
    ["expired", "answer"],
    ["stranger", "connection"],
  ] as const)("a replaced secret is taken up without a restart: %s, refused by %s", async (kind, refuseCertificateBy) => {
    const simulated = await simulate({ refuseCertificateBy });
    const certificate = await simulated.certificateFor(kind);
    const secret = async (options?: { readonly fresh?: boolean }) =>
      options?.fresh ? simulated.secret : { ...simulated.secret, certificate };
    const skatteverket = connect(simulated, { secret });
    await Promise.all(Array.from({ length: 5 }, () => skatteverket.balance(COMPANY.identity)));
    expect(tokensIssued(simulated)).toBe(1);
  });
});
