import { createHmac } from "node:crypto";
import { createLocalJWKSet, jwtVerify, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { publicJwk, type RsaKey, readJws, rsaKey, signJws } from "./jws.ts";

let key: RsaKey;
beforeAll(async () => {
  key = await rsaKey();
});

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

test("what is signed here, jose verifies by the published key", async () => {
  const token = signJws({ iss: "us", exp: 4_000_000_000 }, { kid: "k", key });
  const jwks = createLocalJWKSet({ keys: [publicJwk("k", key)] } as never);
  const { payload, protectedHeader } = await jwtVerify(token, jwks, { issuer: "us" });
  expect([payload.exp, protectedHeader]).toEqual([4_000_000_000, { alg: "RS256", kid: "k" }]);
  expect(Object.keys(publicJwk("k", key)).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
});

test.each(["RS256", "RS384", "RS512"])("what jose signs by %s is verified here", async (alg) => {
  const token = await new SignJWT({ a: 1 }).setProtectedHeader({ alg }).sign(key.privateKey);
  expect(readJws(token)?.isSignedBy(key.publicKey)).toBe(true);
  expect(readJws(token)?.isSignedBy((await rsaKey()).publicKey)).toBe(false);
});

describe("nobody signs", () => {
  test("with no algorithm, with the public key as a secret, or by a name every object has", () => {
    const publicPem = key.publicKey.export({ type: "spki", format: "pem" });
    for (const alg of ["none", "HS256", "PS256", "constructor", undefined]) {
      const content = `${part({ alg })}.${part({ a: 1 })}`;
      const signature = createHmac("sha256", publicPem).update(content).digest("base64url");
      expect(readJws(`${content}.${signature}`)?.isSignedBy(key.publicKey)).toBe(false);
    }
  });

  test("what has not three parts of the right kind", () => {
    const good = signJws({ a: 1 }, { kid: "k", key }).split(".");
    const [header = "", claims = "", signature = ""] = good;
    for (const bad of [
      "",
      "a",
      `${header}.${claims}`,
      `${header}.${claims}.`,
      [...good, signature].join("."),
      `${header}.[].${signature}`,
    ]) {
      expect(readJws(bad)).toBeNull();
    }
    expect(readJws(`${header}.${part([1])}.${signature}`)).toBeNull();
    expect(readJws(`${part("x")}.${claims}.${signature}`)).toBeNull();
  });
});
