import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { parseConfiguration } from "@saldovakt/configuration";
import { readChecked, writeChecked } from "@saldovakt/configuration/checked";
import { accountId, type Instant } from "@saldovakt/domain";
import { kmsDataKeys, tokenVault } from "@saldovakt/skatteverket/sign-in";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, describe, expect, it } from "vitest";
import { open as openLinks } from "./client-links.ts";
import { open, openKms } from "./sign-ins.ts";
import { waysIn } from "./ways-in.ts";

const KEY = "arn:aws:kms:eu-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ACCOUNT = accountId(new Uint8Array(20).fill(1));
const SECRET = { oauth2: { clientId: "sign-in", clientSecret: "s" }, apigw: { clientId: "gate", clientSecret: "g" } };

const configuration = (sections: object) =>
  readChecked(writeChecked(parseConfiguration({ publicUrl: "https://saldo.example", ...sections })));
const withSignIn = configuration({ skatteverket: { secret: "env:SKV", signIn: { kind: "per", key: KEY } } });
const withCallers = configuration({
  api: {
    maskinporten: { issuer: "https://issuer.example/", scope: "saldovakt:read" },
    // Not an ARN, so that no function can read it: as good as a secret that is refused.
    altinn: { platformUrl: "https://a.example", subscriptionKey: "env:A", resource: "r", action: "read", secret: "env:B" },
  },
});

const withLinks = configuration({ skatteverket: { secret: "env:SKV", ombud: { api: { role: "X2" } } } });

const store = openSqliteStore(":memory:");
const kms = mockClient(KMSClient);
afterEach(() => kms.reset());

describe("ways in", () => {
  it("are those the configuration opens, and no other", () => {
    expect(waysIn(configuration({}), store)).toEqual({});
    expect(Object.keys(waysIn(withCallers, store))).toEqual(["callers"]);
    expect(Object.keys(waysIn(withSignIn, store))).toEqual(["signIns", "signedIn"]);
    expect(Object.keys(waysIn(withLinks, store))).toEqual(["clientLinks"]);
  });

  it("for tokens tell them from keys, and let nobody in while what judges them cannot be opened", async () => {
    const { callers } = waysIn(withCallers, store);
    expect(["Bearer a.b.c", "Bearer svk_abc", "Basic a.b.c", undefined].map((header) => callers?.carriesToken(header))).toEqual([
      ...[true, false, false, false],
    ]);
    const refused = { kind: "refusal", status: 503, code: "AUTHORISATION_UNAVAILABLE", reason: "SECRET_REFUSED", retryAfterSeconds: 60 };
    expect(await callers?.authorise(new Headers(), null, { requestId: "r" })).toMatchObject(refused);
    expect(await callers?.permitted(new Headers(), [], { requestId: "r" })).toMatchObject(refused);
  });
});

describe("links for clients", () => {
  it("are asked for with the secret of Skattekonto, opened anew until it could be had", async () => {
    const { skatteverket } = withLinks;
    const { clientLinks } = waysIn(withLinks, store);
    await expect(clientLinks?.link("165790000037")).rejects.toMatchObject({ code: "SECRET_REFUSED" });
    if (!skatteverket?.ombud?.api) throw new Error("no section");
    const ombud = await openLinks(skatteverket, skatteverket.ombud.api, store, async () => JSON.stringify(SECRET));
    expect(await ombud.role()).toBe("X2");
    await ombud.close();
  });
});

describe("people who sign in", () => {
  it("are sent to the authority, and what is needed to finish is kept in the table", async () => {
    kms.on(GenerateDataKeyCommand).resolves({ Plaintext: new Uint8Array(32), CiphertextBlob: new Uint8Array([1]) });
    const { skatteverket } = withSignIn;
    if (!skatteverket?.signIn) throw new Error("no section");
    const house = await open(skatteverket, skatteverket.signIn, store, async () => JSON.stringify(SECRET));
    const { url, handle } = await house.begin(ACCOUNT, `/accounts/${ACCOUNT}`);
    const { origin, searchParams } = new URL(url);
    expect(origin).toBe("https://peroauth2.skatteverket.se");
    expect(searchParams.get("redirect_uri")).toBe("https://saldo.example/connect/skatteverket/callback");
    expect(searchParams.get("scope")).toBe("ska");
    expect(await house.state(ACCOUNT)).toBeNull();
    await expect(house.finish("code=c&state=wrong", handle)).rejects.toMatchObject({ code: "SKV_SIGN_IN_MIXED_UP" });
    await expect(house.finish("code=c&state=wrong", handle)).rejects.toMatchObject({ code: "SKV_SIGN_IN_STALE" });
  });

  it("have their tokens sealed under the KMS key, for their account alone", async () => {
    const plain = new Uint8Array(32).fill(7);
    const wrapped = new Uint8Array([1, 2, 3]);
    kms.on(GenerateDataKeyCommand).callsFake(() => ({ Plaintext: Uint8Array.from(plain), CiphertextBlob: wrapped }));
    kms.on(DecryptCommand).callsFake(() => ({ Plaintext: Uint8Array.from(plain) }));
    const vault = tokenVault(kmsDataKeys(openKms(), KEY));
    const at = "2026-11-23T10:00:00.000Z" as Instant;
    const tokens = { kind: "per", signedInAt: at, accessToken: "access", accessUntil: at, renewal: null } as const;
    const sealed = (await vault.sealer(ACCOUNT))(tokens);
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("access");
    expect(await vault.open(ACCOUNT, sealed)).toEqual(tokens);
    const context = { "saldovakt:account": ACCOUNT, "saldovakt:purpose": "skatteverket-sign-in" };
    const [made] = kms.commandCalls(GenerateDataKeyCommand);
    const [opened] = kms.commandCalls(DecryptCommand);
    expect(made?.args[0].input).toEqual({ KeyId: KEY, KeySpec: "AES_256", EncryptionContext: context });
    expect(opened?.args[0].input).toEqual({ KeyId: KEY, CiphertextBlob: Buffer.from(wrapped), EncryptionContext: context });
  });
});
