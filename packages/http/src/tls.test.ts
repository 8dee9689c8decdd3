import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { encryptedKey, issue, legacyPkcs12, pkcs12 } from "../test/certificates.ts";
import {
  authority,
  clientCertificate,
  httpsServer,
  key,
  otherKey,
  serverCertificate,
  stopServers,
  strangeAuthority,
  tcpServer,
} from "../test/servers.ts";
import { createHttpClient, type HttpResponse } from "./client.ts";
import type { TlsMaterial } from "./tls.ts";

afterEach(stopServers);

const ca = [authority.cert];

async function send(url: string, tls: TlsMaterial): Promise<HttpResponse> {
  const client = createHttpClient({ tls });
  try {
    return await client.send({ method: "GET", url, headers: {} });
  } finally {
    await client.close();
  }
}

/** A server that demands a client certificate of the test authority and answers with its common name. */
const mutual = (options = {}) =>
  httpsServer((request, answer) => answer.end((request.socket as TLSSocket).getPeerX509Certificate()?.subject), {
    ca,
    requestCert: true,
    rejectUnauthorized: true,
    ...options,
  });

describe("trust in the server", () => {
  const answering = (cert: string) => httpsServer((_, answer) => answer.end("ok"), { cert, key: key.privateKey });

  it("comes from `ca`, also when one text holds several certificates", async () => {
    const { url } = await answering(serverCertificate.cert);
    expect((await send(url, { ca })).body).toBe("ok");
    expect((await send(url, { ca: [strangeAuthority.cert + authority.cert] })).body).toBe("ok");
  });

  it("is missing without the right `ca`, and the remedy says so", async () => {
    const { url } = await answering(serverCertificate.cert);
    for (const tls of [{}, { ca: [strangeAuthority.cert] }]) {
      const failure = send(url, tls);
      await expect(failure).rejects.toMatchObject({ code: "HTTP_SERVER_UNTRUSTED", scope: "installation" });
      await expect(failure).rejects.toMatchObject({ remedy: expect.stringContaining("`ca`") });
    }
  });

  it("is missing when the certificate has expired, is not yet valid or names another host", async () => {
    const ips = ["127.0.0.1"];
    const wrong = {
      CERT_HAS_EXPIRED: issue({ name: "old", key, issuer: authority, ips, from: -9, to: -1 }),
      CERT_NOT_YET_VALID: issue({ name: "new", key, issuer: authority, ips, from: 1 }),
      ERR_TLS_CERT_ALTNAME_INVALID: issue({ name: "other", key, issuer: authority, ips: ["127.0.0.2"] }),
    };
    for (const [reason, { cert }] of Object.entries(wrong)) {
      const failure = send((await answering(cert)).url, { ca });
      await expect(failure).rejects.toMatchObject({ code: "HTTP_SERVER_UNTRUSTED" });
      await expect(failure).rejects.toThrow(`the certificate of 127.0.0.1 is not trusted (${reason})`);
    }
  });

  it("cannot be switched off by the environment", async () => {
    const { url } = await answering(serverCertificate.cert);
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    try {
      await expect(send(url, {})).rejects.toMatchObject({ code: "HTTP_SERVER_UNTRUSTED" });
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });
});

describe("a client certificate", () => {
  const { cert } = clientCertificate;

  it("is shown, from PEM and from PKCS#12", async () => {
    const { url } = await mutual();
    const materials: TlsMaterial[] = [
      { ca, cert, key: key.privateKey },
      { ca, pfx: pkcs12(key.privateKey, [cert, authority.cert], "open"), passphrase: "open" },
      { ca, pfx: pkcs12(key.privateKey, [cert], "p", { algorithm: "3des" }), passphrase: "p" },
    ];
    for (const tls of materials) expect((await send(url, tls)).body).toBe("CN=Exempel AB");
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)("that is missing is told from other faults in %s", async (version) => {
    const { url } = await mutual({ minVersion: version, maxVersion: version });
    for (let i = 0; i < 5; i++) {
      const failure = send(url, { ca });
      await expect(failure).rejects.toMatchObject({ code: "HTTP_CLIENT_CERTIFICATE_REFUSED", scope: "installation" });
      await expect(failure).rejects.toThrow("127.0.0.1 asks for a client certificate and none is configured");
    }
  });

  it("that the server drops without a word leaves a transient fault whose remedy points at it", async () => {
    const expired = issue({ name: "Exempel AB", key, issuer: authority, from: -9, to: -1 });
    const strange = issue({ name: "Exempel AB", key, issuer: strangeAuthority });
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const { url } = await mutual({ minVersion: version, maxVersion: version });
      for (const own of [expired, strange]) {
        const failure = send(url, { ca, cert: own.cert, key: own.key });
        await expect(failure).rejects.toMatchObject({ code: expect.stringMatching(/^HTTP_(CUT|UNREACHABLE)$/), retryable: true });
        await expect(failure).rejects.toMatchObject({ remedy: expect.stringContaining("client certificate") });
      }
    }
  });

  // RFC 8446, 6.2. A fatal alert in plain text, as sent before encryption begins.
  it.each([
    [40, "handshake failure"],
    [42, "bad certificate"],
    [43, "unsupported certificate"],
    [44, "certificate revoked"],
    [45, "certificate expired"],
    [46, "certificate unknown"],
    [48, "unknown ca"],
    [49, "access denied"],
    [51, "decrypt error"],
    [116, "certificate required"],
  ])("refused by alert %i is told as %s", async (alert, name) => {
    const port = await tcpServer((socket) => socket.once("data", () => socket.end(Buffer.of(21, 3, 3, 0, 2, 2, alert))));
    const failure = send(`https://127.0.0.1:${port}/`, { ca, cert, key: key.privateKey });
    await expect(failure).rejects.toMatchObject({ code: "HTTP_CLIENT_CERTIFICATE_REFUSED", scope: "installation" });
    await expect(failure).rejects.toThrow(`127.0.0.1 refused the client certificate (TLS alert: ${name})`);
  });

  it("is not blamed for other alerts", async () => {
    const port = await tcpServer((socket) => socket.once("data", () => socket.end(Buffer.of(21, 3, 3, 0, 2, 2, 80))));
    await expect(send(`https://127.0.0.1:${port}/`, { ca, cert, key: key.privateKey })).rejects.toMatchObject({ code: "HTTP_UNREACHABLE" });
  });
});

describe("material that cannot be used", () => {
  const { cert } = clientCertificate;
  const encrypted = encryptedKey(key.privateKey, "right");
  const unreadable: [string, TlsMaterial, RegExp, RegExp][] = [
    [
      "PKCS#12, wrong passphrase",
      { pfx: pkcs12(key.privateKey, [cert], "right"), passphrase: "wrong" },
      /passphrase does not open/,
      /passphrase/,
    ],
    ["PKCS#12, no passphrase", { pfx: pkcs12(key.privateKey, [cert], "right") }, /passphrase does not open/, /passphrase/],
    ["PKCS#12, cut short", { pfx: pkcs12(key.privateKey, [cert], "p").subarray(0, 700), passphrase: "p" }, /malformed/, /complete/],
    ["PKCS#12, nonsense", { pfx: Buffer.from("nonsense"), passphrase: "p" }, /malformed/, /complete/],
    ["PKCS#12, empty", { pfx: new Uint8Array(), passphrase: "p" }, /malformed/, /complete/],
    ["PKCS#12, without key", { pfx: pkcs12("", [cert], "p"), passphrase: "p" }, /no private key/, /together/],
    [
      "PKCS#12, old encryption",
      { pfx: legacyPkcs12(key.privateKey, [cert], "p"), passphrase: "p" },
      /no longer supported/,
      /openssl pkcs12 -legacy/,
    ],
    ["key, wrong passphrase", { cert, key: encrypted, passphrase: "wrong" }, /passphrase does not open/, /passphrase/],
    ["key, no passphrase", { cert, key: encrypted }, /no passphrase is given/, /passphrase/],
    [
      "key, old encryption",
      { cert, key: encryptedKey(key.privateKey, "right", "des-cbc"), passphrase: "right" },
      /no longer supported/,
      /openssl pkcs8 .*-provider legacy/,
    ],
    ["key, nonsense", { cert, key: "nonsense" }, /malformed/, /PEM/],
    ["key, damaged", { cert, key: key.privateKey.replaceAll("M", "!") }, /malformed/, /PEM/],
    ["certificate, nonsense", { cert: "nonsense", key: key.privateKey }, /malformed/, /PEM/],
    ["certificate alone", { cert }, /private key is missing/, /both/],
    ["key alone", { key: key.privateKey }, /certificate is missing/, /both/],
    ["authority, nonsense", { ca: ["nonsense"] }, /`ca` holds no certificate/, /PEM/],
    ["authority, damaged", { ca: [authority.cert.replace(/^MII.{9}/m, "MIIAAAAAAAAA")] }, /`ca` holds a malformed certificate/, /PEM/],
  ];

  it.each(unreadable)("%s", async (_, tls, message, remedy) => {
    const failure = send("https://127.0.0.1:9/", tls);
    await expect(failure).rejects.toMatchObject({ code: "HTTP_CERTIFICATE_UNREADABLE", scope: "installation" });
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ remedy: expect.stringMatching(remedy) });
  });

  it.each<[string, TlsMaterial]>([
    ["PEM", { cert, key: otherKey.privateKey }],
    ["PEM with its chain in the wrong order", { cert: authority.cert + cert, key: key.privateKey }],
    ["PKCS#12", { pfx: pkcs12(otherKey.privateKey, [cert], "p"), passphrase: "p" }],
  ])("%s whose key belongs to another certificate", async (_, tls) => {
    await expect(send("https://127.0.0.1:9/", tls)).rejects.toMatchObject({ code: "HTTP_KEY_MISMATCH", scope: "installation" });
  });
});
