import { createHash, randomBytes } from "node:crypto";
import { SaldovaktError } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NOON } from "../../test/fakes.ts";
import { PURPOSE, REDIRECT } from "../../test/signed-in.ts";
import { beginSignIn, localPath, pendingId, type SignInSettings, signInAddresses } from "./index.ts";

const SETTINGS: SignInSettings = { kind: "per", ...signInAddresses("production", "per"), scope: "ska", redirectUris: [REDIRECT] };
const REQUEST = { clientId: "the-client", redirectUri: REDIRECT, purpose: PURPOSE, now: NOON, random: (n: number) => randomBytes(n) };

test("the documented addresses", () => {
  expect(signInAddresses("production", "per")).toEqual({
    authorizeUrl: "https://peroauth2.skatteverket.se/oauth2/v1/per/authorize",
    tokenUrl: "https://peroauth2.skatteverket.se/oauth2/v1/per/token",
  });
  expect(signInAddresses("test", "org").tokenUrl).toBe("https://orgoauth2.test.skatteverket.se/oauth2/v1/org/token");
  expect(signInAddresses("mock", "org")).toEqual(signInAddresses("test", "org"));
});

describe("state, verifier and handle", () => {
  test("stand for themselves: nothing of one is told by another, or by the address", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 96, maxLength: 96 }), async (bytes) => {
        let at = 0;
        const random = (n: number) => {
          at += n;
          return bytes.subarray(at - n, at);
        };
        const { url, pending, handle } = await beginSignIn(SETTINGS, { ...REQUEST, random });
        const { searchParams } = new URL(url);
        expect([pending.state, pending.codeVerifier, handle].map((text) => Buffer.from(text, "base64url").length)).toEqual([32, 32, 32]);
        expect(Buffer.concat([pending.state, pending.codeVerifier, handle].map((text) => Buffer.from(text, "base64url")))).toEqual(
          Buffer.from(bytes),
        );
        expect(Object.fromEntries(searchParams)).toEqual({
          response_type: "code",
          client_id: "the-client",
          redirect_uri: REDIRECT,
          scope: "ska",
          state: pending.state,
          code_challenge: createHash("sha256").update(pending.codeVerifier).digest("base64url"),
          code_challenge_method: "S256",
        });
        expect(pending.id).toBe(pendingId(handle));
        // Uniform bytes: the three differ, and then neither is found where it has no business.
        fc.pre(new Set([pending.state, pending.codeVerifier, handle]).size === 3);
        expect(url).not.toContain(pending.codeVerifier);
        expect(url).not.toContain(handle);
        expect(JSON.stringify(pending)).not.toContain(handle);
      }),
    );
  });

  test("never twice", async () => {
    const begun = await Promise.all(Array.from({ length: 50 }, () => beginSignIn(SETTINGS, REQUEST)));
    const texts = begun.flatMap(({ pending, handle }) => [pending.state, pending.codeVerifier, pending.id, handle]);
    expect(new Set(texts).size).toBe(200);
  });
});

test("ten minutes are given, and the scope may be narrowed", async () => {
  const { url, pending } = await beginSignIn(SETTINGS, { ...REQUEST, scope: "other" });
  expect(pending).toMatchObject({ expiresAt: "2026-11-20T11:10:00.000Z", scope: "other", purpose: PURPOSE, kind: "per" });
  expect(new URL(url).searchParams.get("scope")).toBe("other");
});

test.each<[string, Partial<SignInSettings>]>([
  ["authorizeUrl", { authorizeUrl: "http://peroauth2.skatteverket.se/oauth2/v1/per/authorize" }],
  ["authorizeUrl", { authorizeUrl: "https://peroauth2.skatteverket.se/#" }],
  ["authorizeUrl", { authorizeUrl: "https://user@peroauth2.skatteverket.se/" }],
  ["tokenUrl", { tokenUrl: "peroauth2.skatteverket.se" }],
  ["revocationUrl", { revocationUrl: "ftp://skatteverket.se/" }],
  ["redirectUris", { redirectUris: [`${REDIRECT}?a=b`] }],
  ["redirectUris", { redirectUris: [`${REDIRECT}#a`] }],
  ["redirectUris", { redirectUris: ["https://SALDOVAKT.example/callback"] }],
  ["redirectUris", { redirectUris: ["http://saldovakt.example/callback"] }],
])("settings that are no good: %s", async (name, changes) => {
  const attempt = beginSignIn({ ...SETTINGS, ...changes }, REQUEST);
  await expect(attempt).rejects.toMatchObject({
    code: "SKV_SIGN_IN_SETTINGS",
    scope: "installation",
    message: expect.stringContaining(name),
  });
});

test("on one's own machine plain http will do", async () => {
  const redirectUri = "http://localhost:8080/connect/skatteverket/callback";
  const begun = await beginSignIn({ ...SETTINGS, redirectUris: [redirectUri] }, { ...REQUEST, redirectUri });
  expect(begun.pending.redirectUri).toBe(redirectUri);
});

describe("the page to return to", () => {
  const accepted = (text: string): boolean => {
    try {
      return localPath(text) === text;
    } catch (error) {
      expect(error).toBeInstanceOf(SaldovaktError);
      return false;
    }
  };
  const pieces = fc.constantFrom(
    "/",
    "\\",
    "//",
    ".",
    "..",
    "@",
    ":",
    "evil.example",
    "%2f",
    "%5c",
    "\t",
    "\n",
    " ",
    "?",
    "#",
    "a",
    "å",
    "\u2028",
    "https:",
    "javascript:",
  );
  const spiteful = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(""));

  test("stays on our host, whoever resolves it", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          spiteful,
          spiteful.map((text) => `/${text}`),
          fc.string(),
          fc.webPath(),
        ),
        (text) => {
          if (!accepted(text)) return;
          for (const base of ["https://saldovakt.example", "https://saldovakt.example/connect/skatteverket/callback?x=/"]) {
            const url = new URL(text, base);
            expect(url.origin).toBe("https://saldovakt.example");
            // And what it resolves to is still a path of ours when it is taken by itself.
            expect(new URL(url.pathname, base).origin).toBe("https://saldovakt.example");
          }
          expect(text).not.toMatch(/[\s\\]/);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("may be any page of ours", () => {
    for (const path of ["/", "/accounts/acc_1?view=forecast#due", "/a/b/../c", "/%C3%A5"]) expect(accepted(path)).toBe(true);
    expect(accepted(`/${"x".repeat(2_000)}`)).toBe(false);
  });
});
