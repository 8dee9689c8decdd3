import { createHmac } from "node:crypto";
import fc from "fast-check";
import { exportJWK, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { ISSUER } from "../../test/fakes.ts";
import {
  claims,
  encoded,
  fakeValidator,
  ISSUERS,
  type Issuer,
  issuer,
  jwk,
  KID,
  NEXT,
  pair,
  STRANGERS,
  token,
} from "../../test/provider-fakes.ts";
import type { TokenValidatorOptions } from "./validator.ts";

/** What becomes of a token: the reason it is refused for, or the caller. */
async function verdict(text: string, options: Partial<TokenValidatorOptions> = {}, of = issuer()): Promise<unknown> {
  const answer = await fakeValidator(of, options).validate(text);
  return answer.kind === "refusal" ? answer.reason : answer;
}

/** An issuer that does not say which algorithm its key is for. */
function forAnyAlgorithm(): Issuer {
  const of = issuer();
  of.keys = [jwk(KID, ISSUERS, { alg: undefined })];
  return of;
}

describe("a signature", () => {
  test("of another's key is refused, whatever the header says", async () => {
    expect(await verdict(token(claims(), {}, STRANGERS))).toBe("TOKEN_SIGNATURE");
    const own = await exportJWK(STRANGERS.publicKey);
    for (const header of [{ jwk: own }, { jku: "https://evil.example/jwks" }, { x5u: "https://evil.example/x" }, { x5c: ["MIIB"] }]) {
      const of = issuer();
      expect(await verdict(token(claims(), header, STRANGERS), {}, of)).toBe("TOKEN_SIGNATURE");
      expect(await verdict(token(claims(), { ...header, kid: undefined }, STRANGERS), {}, of)).toBe("TOKEN_MALFORMED");
      expect(await verdict(token(claims(), { ...header, kid: "evil" }, STRANGERS), {}, of)).toBe("TOKEN_KEY_UNKNOWN");
      expect(of.asked.filter((url) => !url.startsWith(ISSUER))).toEqual([]);
      expect(await verdict(token(claims(), header), {}, of)).toMatchObject({ kind: "caller" });
    }
  });

  test("is missing: none, in any writing", async () => {
    expect(await verdict(new UnsecuredJWT(claims()).encode())).toBe("TOKEN_MALFORMED");
    for (const alg of ["none", "None", "NONE", "nOnE", ""]) {
      expect(await verdict(`${encoded({ alg, kid: KID })}.${encoded(claims())}.AAAA`)).toBe("TOKEN_ALGORITHM");
      expect(await verdict(`${encoded({ alg, kid: KID })}.${encoded(claims())}.`)).toBe("TOKEN_MALFORMED");
    }
  });

  test("is an HMAC with the public key in any of its forms", async () => {
    const forms = [
      ISSUERS.publicKey.export({ type: "spki", format: "pem" }),
      ISSUERS.publicKey.export({ type: "pkcs1", format: "pem" }),
      ISSUERS.publicKey.export({ type: "spki", format: "der" }),
      JSON.stringify(jwk(KID, ISSUERS)),
      String(jwk(KID, ISSUERS).n),
    ];
    for (const secret of forms) {
      for (const [alg, hash] of [
        ["HS256", "sha256"],
        ["RS256", "sha256"],
        ["HS512", "sha512"],
      ] as const) {
        const content = `${encoded({ alg, kid: KID })}.${encoded(claims())}`;
        const forged = `${content}.${createHmac(hash, secret).update(content).digest("base64url")}`;
        for (const of of [issuer(), forAnyAlgorithm()]) {
          expect(await verdict(forged, {}, of)).toBe(alg === "RS256" ? "TOKEN_SIGNATURE" : "TOKEN_ALGORITHM");
        }
      }
    }
  });

  test("is of an algorithm Maskinporten does not use, or not the key's own", async () => {
    for (const alg of ["PS256", "ES256", "EdDSA", "RS1", "rs256", 256, ["RS256"], null]) {
      expect(await verdict(token(claims(), { alg }))).toBe("TOKEN_ALGORITHM");
    }
    expect(await verdict(token(claims(), { alg: "RS512" }))).toBe("TOKEN_ALGORITHM");
    const pss = await new SignJWT(claims()).setProtectedHeader({ alg: "PS256", kid: KID }).sign(ISSUERS.privateKey);
    expect(await verdict(pss, {}, forAnyAlgorithm())).toBe("TOKEN_ALGORITHM");
  });

  test("comes with an extension that must be understood", async () => {
    for (const header of [{ crit: ["exp"], exp: 1 }, { crit: ["b64"], b64: false }, { crit: [] }, { crit: ["b64"], b64: true }]) {
      expect(await verdict(token(claims(), header))).toBe("TOKEN_MALFORMED");
    }
    const made = await new SignJWT(claims())
      .setProtectedHeader({ alg: "RS256", kid: KID, crit: ["b64"], b64: true })
      .sign(ISSUERS.privateKey);
    expect(await verdict(made)).toBe("TOKEN_MALFORMED");
  });

  test("is by a key that names two, is too short, private, for encryption or no RSA key at all", async () => {
    const short = pair(1_024);
    const of = issuer();
    of.keys = [
      jwk(KID, ISSUERS),
      jwk(KID, STRANGERS),
      jwk("short", short),
      { ...STRANGERS.privateKey.export({ format: "jwk" }), kid: "private", alg: "RS256" },
      jwk("enc", STRANGERS, { use: "enc" }),
      { kty: "oct", k: encoded("secret"), kid: "oct", alg: "HS256" },
      jwk("good", NEXT),
    ];
    for (const [kid, by] of [
      [KID, ISSUERS],
      [KID, STRANGERS],
      ["short", short],
      ["private", STRANGERS],
      ["enc", STRANGERS],
      ["oct", STRANGERS],
    ] as const) {
      expect(await verdict(token(claims(), { kid }, by), {}, of)).toBe("TOKEN_KEY_UNKNOWN");
    }
    expect(await verdict(token(claims(), { kid: "good" }, NEXT), {}, of)).toMatchObject({ kind: "caller" });
  });

  test("does not outlive one changed character", async () => {
    const validator = fakeValidator(issuer());
    const good = token();
    expect((await validator.validate(good)).kind).toBe("caller");
    const place = fc.integer({ min: 0, max: good.length - 1 });
    const letter = fc.oneof(
      fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(..."AZaz09-_."),
    );
    await fc.assert(
      fc.asyncProperty(place, letter, async (at, changed) => {
        fc.pre(good[at] !== changed);
        const answer = await validator.validate(`${good.slice(0, at)}${changed}${good.slice(at + 1)}`);
        expect(answer.kind).toBe("refusal");
      }),
      { numRuns: 400 },
    );
    // The last character of a part has bits that decoders pass over.
    const ends = [good.indexOf(".") - 1, good.lastIndexOf(".") - 1, good.length - 1];
    for (const at of ends) {
      for (const changed of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \n") {
        if (good[at] === changed) continue;
        expect((await validator.validate(`${good.slice(0, at)}${changed}${good.slice(at + 1)}`)).kind).toBe("refusal");
      }
    }
    for (const more of ["=", ".", " ", "\n", ".AAAA", "A"]) expect((await validator.validate(`${good}${more}`)).kind).toBe("refusal");
  });
});
