import { instant } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everythingIn } from "../../test/fakes.ts";
import { fakeKms, kmsError } from "../../test/signed-in.ts";
import { kmsDataKeys, tokenVault, type UserTokens } from "./index.ts";

const moment = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instant);
const anyTokens: fc.Arbitrary<UserTokens> = fc.record({
  kind: fc.constantFrom("per" as const, "org" as const),
  signedInAt: moment,
  accessToken: fc.string({ minLength: 1, maxLength: 3_000, unit: "binary" }),
  accessUntil: moment,
  renewal: fc.option(fc.record({ token: fc.string({ minLength: 1 }), until: moment, left: fc.integer({ min: 1, max: 10 }) })),
});
const anyAccount = fc.string({ minLength: 1, maxLength: 40 });

const TOKENS: UserTokens = {
  kind: "per",
  signedInAt: instant(0),
  accessToken: "access-hush",
  accessUntil: instant(3_600_000),
  renewal: { token: "refresh-hush", until: instant(3_900_000), left: 10 },
};

function vaultUnder(kms = fakeKms(), keyId = "alias/saldovakt") {
  return { kms, vault: tokenVault(kmsDataKeys(kms, keyId)) };
}

const unreadable = { code: "SKV_TOKENS_UNREADABLE", scope: "account" };

describe("properties", () => {
  test("what is sealed for an account opens for that account", async () => {
    const { vault } = vaultUnder();
    await fc.assert(
      fc.asyncProperty(anyAccount, anyTokens, async (account, tokens) => {
        // What is not valid Unicode would not come back as it was; tokens are ASCII.
        fc.pre(tokens.accessToken.isWellFormed() && (tokens.renewal?.token.isWellFormed() ?? true));
        const sealed = (await vault.sealer(account))(tokens);
        expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(await vault.open(account, sealed)).toEqual(tokens);
      }),
    );
  });

  test("and for no other", async () => {
    const { vault } = vaultUnder();
    await fc.assert(
      fc.asyncProperty(anyAccount, anyAccount, anyTokens, async (account, other, tokens) => {
        fc.pre(account !== other);
        await expect(vault.open(other, (await vault.sealer(account))(tokens))).rejects.toMatchObject(unreadable);
      }),
    );
  });

  test("the account is bound twice: the data key alone opens nothing for another", async () => {
    // A master key that looks at no context.
    const plain = new Uint8Array(32).fill(7);
    const careless = { generate: async () => ({ plain: plain.slice(), wrapped: Uint8Array.of(1) }), unwrap: async () => plain.slice() };
    const vault = tokenVault(careless);
    const sealed = (await vault.sealer("acc_a"))(TOKENS);
    expect(await vault.open("acc_a", sealed)).toEqual(TOKENS);
    await expect(vault.open("acc_b", sealed)).rejects.toMatchObject(unreadable);
  });

  test("nothing touched opens: no bit flipped, nothing cut, nothing added", async () => {
    const { vault } = vaultUnder();
    const sealed = (await vault.sealer("acc_a"))(TOKENS);
    const bytes = Buffer.from(sealed, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const touched = Buffer.from(bytes);
      touched[at] = (touched[at] ?? 0) ^ (1 << (at % 8));
      await expect(vault.open("acc_a", touched.toString("base64url"))).rejects.toMatchObject(unreadable);
      await expect(vault.open("acc_a", bytes.subarray(0, at).toString("base64url"))).rejects.toMatchObject(unreadable);
    }
    for (const other of [`${sealed}AAAA`, `${sealed}=`, `${sealed} `, "", "å", sealed.slice(0, -1)]) {
      await expect(vault.open("acc_a", other)).rejects.toMatchObject(unreadable);
    }
  });

  test("any text is refused alike", async () => {
    const { vault } = vaultUnder();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b).toString("base64url")),
        ),
        async (text) => {
          await expect(vault.open("acc_a", text)).rejects.toMatchObject(unreadable);
        },
      ),
    );
  });

  test("two sealings of the same have nothing in common", async () => {
    const { vault } = vaultUnder();
    const [one, two] = [(await vault.sealer("acc_a"))(TOKENS), (await vault.sealer("acc_a"))(TOKENS)];
    const tail = (text: string) => Buffer.from(text, "base64url").subarray(-100).toString("hex");
    expect(tail(one)).not.toBe(tail(two));
  });
});

test("a data key seals once", async () => {
  const seal = await vaultUnder().vault.sealer("acc_a");
  seal(TOKENS);
  expect(() => seal(TOKENS)).toThrow("once");
});

describe("KMS", () => {
  test("is given the key's name and the account, and nothing secret", async () => {
    const { kms, vault } = vaultUnder();
    await vault.open("acc_a", (await vault.sealer("acc_a"))(TOKENS));
    const context = { "saldovakt:account": "acc_a", "saldovakt:purpose": "skatteverket-sign-in" };
    expect(kms.calls).toEqual([
      { name: "generate", keyId: "alias/saldovakt", context },
      { name: "decrypt", keyId: "alias/saldovakt", context },
    ]);
  });

  test("another key opens nothing", async () => {
    const { kms, vault } = vaultUnder();
    const sealed = (await vault.sealer("acc_a"))(TOKENS);
    await expect(vaultUnder(kms, "alias/other").vault.open("acc_a", sealed)).rejects.toMatchObject(unreadable);
    await expect(vaultUnder().vault.open("acc_a", sealed)).rejects.toMatchObject(unreadable);
  });

  test.each([
    ["AccessDeniedException", "SKV_VAULT_KEY_REFUSED", "installation"],
    ["DisabledException", "SKV_VAULT_KEY_REFUSED", "installation"],
    ["NotFoundException", "SKV_VAULT_KEY_REFUSED", "installation"],
    ["IncorrectKeyException", "SKV_TOKENS_UNREADABLE", "account"],
    ["ThrottlingException", "SKV_VAULT_KEY_UNAVAILABLE", "transient"],
    ["TimeoutError", "SKV_VAULT_KEY_UNAVAILABLE", "transient"],
  ])("%s is %s", async (name, code, scope) => {
    const { kms, vault } = vaultUnder();
    const sealed = (await vault.sealer("acc_a"))(TOKENS);
    kms.failure = kmsError(name);
    const error = await vault.open("acc_a", sealed).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, scope });
    expect(everythingIn(error)).not.toContain("hush");
  });

  test.each([{}, { Plaintext: new Uint8Array(16), CiphertextBlob: new Uint8Array(9) }, { Plaintext: new Uint8Array(32) }])(
    "an answer without a whole key is refused: %o",
    async (answer) => {
      const keys = kmsDataKeys({ generateDataKey: async () => answer, decrypt: async () => answer }, "k");
      await expect(keys.generate({})).rejects.toMatchObject({ code: "SKV_VAULT_KEY_REFUSED" });
    },
  );
});

test("what is sealed but of another shape is unreadable, and told no word of", async () => {
  const { vault } = vaultUnder();
  for (const odd of [{ ...TOKENS, more: "hush" }, { ...TOKENS, kind: "hush" }, "hush", null, { ...TOKENS, accessUntil: "hush" }]) {
    const sealed = (await vault.sealer("acc_a"))(odd as never);
    const error = await vault.open("acc_a", sealed).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(unreadable);
    expect(everythingIn(error)).not.toContain("hush");
  }
});
