import { SaldovaktError } from "@saldovakt/domain";
import { expect, test } from "vitest";
import { NOON, SECRET } from "../test/fakes.ts";
import { explainedByCertificate, showingCertificate } from "./certificate-fault.ts";
import { fault } from "./faults.ts";

const alert = new SaldovaktError("refused", { code: "HTTP_CLIENT_CERTIFICATE_REFUSED", scope: "installation", remedy: "check it" });
const failing = (error: Error) => ({ send: () => Promise.reject(error), close: async () => {} });
const REQUEST = { method: "GET", url: "https://api.example/", headers: {} } as const;
const withCertificate = { ...SECRET, certificate: { cert: "", key: "" } };

test("a TLS alert against the certificate is Skatteverket's refusal of it", async () => {
  await expect(showingCertificate(failing(alert), withCertificate).send(REQUEST)).rejects.toMatchObject({
    code: "SKV_CERTIFICATE_REFUSED",
    scope: "installation",
    message: "Skatteverket refuses the organisation certificate",
    cause: alert,
  });
});

test("where none is shown, the remedy is to show it", async () => {
  await expect(showingCertificate(failing(alert), SECRET).send(REQUEST)).rejects.toMatchObject({
    code: "SKV_CERTIFICATE_REFUSED",
    remedy: expect.stringContaining("add `certificate`"),
  });
  await expect(showingCertificate(failing(alert), withCertificate, "show it there too").send(REQUEST)).rejects.toMatchObject({
    code: "SKV_CERTIFICATE_REFUSED",
    remedy: "show it there too",
  });
});

test("other faults stay what they are", async () => {
  const mismatch = new SaldovaktError("no", { code: "HTTP_KEY_MISMATCH", scope: "installation" });
  await expect(showingCertificate(failing(mismatch), withCertificate).send(REQUEST)).rejects.toBe(mismatch);
  expect(await explainedByCertificate(mismatch, { cert: "x", key: "y" }, NOON)).toBe(mismatch);
  const refusal = fault("SKV_CREDENTIALS_REFUSED");
  // Without a certificate, or with one that cannot be read, the refusal is all there is to say.
  expect(await explainedByCertificate(refusal, {}, NOON)).toBe(refusal);
  expect(await explainedByCertificate(refusal, { cert: "x", key: "y" }, NOON)).toBe(refusal);
});
