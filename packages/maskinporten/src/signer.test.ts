import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { startMaskinporten } from "@saldovakt/simulator";
import { compactVerify, decodeProtectedHeader } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { ISSUER, KEY, OTHER, SECRET, START, VENDOR } from "../test/fakes.ts";
import { grantClaims } from "./grant.ts";
import { ALGORITHMS } from "./secret.ts";
import { openSigner } from "./signer.ts";

const CLAIMS = grantClaims({ scopes: ["a:b"] }, { issuer: ISSUER, clientId: "client-1" }, START, "id");

/** A certificate of the simulated authorities', PEM: own, issuing authority, root. */
let certificate: { readonly cert: string; readonly key: string };
let foreign: { readonly cert: string; readonly key: string };
/** Its authorities have the same names as the others' and keys of their own. */
let namesake: { readonly cert: string };
beforeAll(async () => {
  const [maskinporten, another] = await Promise.all([startMaskinporten(), startMaskinporten()]);
  [certificate, foreign] = [await maskinporten.certificate(VENDOR), await maskinporten.certificate(OTHER)];
  namesake = await another.certificate(VENDOR);
  await Promise.all([maskinporten.close(), another.close()]);
});

const blocks = (pem: string): string[] => pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/g) ?? [];
const der = (pem: string): string => pem.replace(/-----(BEGIN|END) CERTIFICATE-----|\s/g, "");

describe("with a registered key", () => {
  test.each(ALGORITHMS)("the header names %s and the key, nothing else", async (algorithm) => {
    const signed = await openSigner({ ...SECRET, algorithm }).sign(CLAIMS);
    expect(decodeProtectedHeader(signed)).toEqual({ alg: algorithm, kid: "key-1" });
    const { payload } = await compactVerify(signed, createPublicKey(KEY), { algorithms: [algorithm] });
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(CLAIMS);
  });

  test("RS256 is taken unless stated, and the key may be encrypted or PKCS#1", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const encrypted = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "hush" }).toString();
    const old = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    for (const secret of [
      { ...SECRET, key: encrypted, passphrase: "hush" },
      { ...SECRET, key: old },
    ]) {
      await compactVerify(await openSigner(secret).sign(CLAIMS), publicKey, { algorithms: ["RS256"] });
    }
    for (const passphrase of [undefined, "wrong"]) {
      expect(() => openSigner({ ...SECRET, key: encrypted, passphrase })).toThrow(
        expect.objectContaining({ code: "MP_KEY_UNREADABLE", remedy: expect.stringContaining("passphrase") }),
      );
    }
  });

  test("of a kind Maskinporten does not take, or cut short, nothing is signed", () => {
    const pem = (key: { export(how: object): string | Buffer }): string => key.export({ type: "pkcs8", format: "pem" }).toString();
    const elliptic = pem(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey);
    const short = pem(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey);
    const pss = pem(generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).privateKey);
    for (const key of [elliptic, short, pss]) {
      expect(() => openSigner({ ...SECRET, key })).toThrow(expect.objectContaining({ code: "MP_KEY_UNSUITABLE", scope: "installation" }));
    }
    expect(() => openSigner({ ...SECRET, key: KEY.slice(0, 900) })).toThrow(expect.objectContaining({ code: "MP_KEY_UNREADABLE" }));
  });
});

describe("with an enterprise certificate", () => {
  const header = async (cert: string, key = certificate.key) =>
    decodeProtectedHeader(await openSigner({ clientId: "client-1", cert, key }).sign(CLAIMS));

  test("the header carries the whole chain, the own certificate first, in base64", async () => {
    const [own = "", issuing = "", root = ""] = blocks(certificate.cert);
    const whole = { alg: "RS256", x5c: [own, issuing, root].map(der) };
    expect(await header(certificate.cert)).toEqual(whole);
    expect(await header(root + own + issuing)).toEqual(whole);
    expect(await header(blocks(foreign.cert).join("") + root + issuing + own)).toEqual(whole);
    expect(await header(blocks(namesake.cert).slice(1).join("") + certificate.cert)).toEqual(whole);
    expect(await header(`Bag Attributes\n${own}subject=…\n${issuing}`)).toEqual({ ...whole, x5c: [own, issuing].map(der) });
    expect(await header(own)).toEqual({ ...whole, x5c: [der(own)] });
  });

  test("that is not the key's, or is none, nothing is signed", async () => {
    await expect(header(foreign.cert)).rejects.toMatchObject({ code: "MP_KEY_MISMATCH" });
    await expect(header("-----BEGIN CERTIFICATE-----\nhush\n-----END CERTIFICATE-----")).rejects.toMatchObject({
      code: "MP_CERTIFICATE_UNREADABLE",
    });
    await expect(header("nothing")).rejects.toMatchObject({ code: "MP_CERTIFICATE_UNREADABLE" });
  });
});
