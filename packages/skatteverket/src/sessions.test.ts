import { SaldovaktError } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import {
  fakeSkatteverket,
  fakeTimer,
  grant,
  IDENTITY,
  refusal,
  response,
  SALDO,
  SECRET,
  SETTINGS,
  saldo,
  script,
  TRANSAKTIONER,
  token,
} from "../test/fakes.ts";
import type { SkatteverketSecret } from "./secret.ts";

describe("the secret", () => {
  const OTHER: SkatteverketSecret = { ...SECRET, apigw: { clientId: "gateway-id", clientSecret: "gateway-new" } };

  /** A provider that has `fresh` behind what it remembers. */
  function provider(fresh: SkatteverketSecret) {
    const asked: boolean[] = [];
    return {
      asked,
      secret: async (options?: { readonly fresh?: boolean }) => {
        asked.push(options?.fresh === true);
        return options?.fresh ? fresh : SECRET;
      },
    };
  }

  test("is not asked for before a call, and then once", async () => {
    const { secret, asked } = provider(OTHER);
    const { createClient } = script(token(), saldo(), saldo());
    const skatteverket = fakeSkatteverket({ createClient, secret });
    expect(asked).toEqual([]);
    await skatteverket.balance(IDENTITY);
    await skatteverket.balance(IDENTITY);
    expect(asked).toEqual([false]);
  });

  test("is read anew when the gateway refuses the keys, and the call repeated with the new ones", async () => {
    const { secret, asked } = provider(OTHER);
    const refused = refusal("saldo", 401, { error: "Invalid client id or secret" });
    const { createClient, requests, finish } = script(token(), refused, token("second"), saldo());
    await fakeSkatteverket({ createClient, secret }).balance(IDENTITY);
    finish();
    expect(asked).toEqual([false, true]);
    expect(requests.at(-1)?.headers).toMatchObject({ client_secret: "gateway-new", Authorization: "Bearer second" });
  });

  test("is read anew when the token endpoint refuses the client", async () => {
    const { secret, asked } = provider({ ...SECRET, oauth2: { clientId: "oauth-id", clientSecret: "oauth-new" } });
    const { createClient, requests, finish } = script(refusal("token", 401, { error: "invalid_client" }), token());
    await fakeSkatteverket({ createClient, secret }).token();
    finish();
    expect(asked).toEqual([false, true]);
    expect(requests.at(-1)?.body).toContain("client_secret=oauth-new");
  });

  test("that has not changed is not tried again, nor asked for again within a minute", async () => {
    const { secret, asked } = provider(SECRET);
    const timer = fakeTimer();
    const refused = refusal("token", 401, { error: "invalid_client" });
    const { createClient, finish } = script(refused, refused, refused);
    const skatteverket = fakeSkatteverket({ createClient, secret, timer });
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_CREDENTIALS_REFUSED", scope: "installation" });
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_CREDENTIALS_REFUSED" });
    expect(asked).toEqual([false, true]);
    timer.pass(60_000);
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_CREDENTIALS_REFUSED" });
    expect(asked).toEqual([false, true, true]);
    finish();
  });

  test("refused, and the new one too, is an error", async () => {
    const { secret } = provider(OTHER);
    const refused = refusal("saldo", 401, { error: "Invalid client id or secret" });
    const { createClient, finish } = script(token(), refused, token("second"), refused);
    await expect(fakeSkatteverket({ createClient, secret }).balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_KEYS_REFUSED" });
    finish();
  });

  test("that cannot be read anew leaves the refusal as the error", async () => {
    const secret = async (options?: { readonly fresh?: boolean }) => {
      if (options?.fresh) throw new SaldovaktError("no", { code: "SECRET_UNREADABLE", scope: "installation" });
      return SECRET;
    };
    const { createClient } = script(refusal("token", 401));
    await expect(fakeSkatteverket({ createClient, secret }).token()).rejects.toMatchObject({ code: "SKV_CREDENTIALS_REFUSED" });
  });

  test("that cannot be read at first is asked for again by the next call", async () => {
    let asked = 0;
    const secret = async () => {
      if (++asked === 1) throw new SaldovaktError("no", { code: "SECRET_UNREADABLE", scope: "transient" });
      return SECRET;
    };
    const { createClient, finish } = script(token());
    const skatteverket = fakeSkatteverket({ createClient, secret });
    await expect(skatteverket.token()).rejects.toMatchObject({ code: "SECRET_UNREADABLE" });
    await skatteverket.token();
    finish();
  });

  test("is read anew once for all callers refused together", async () => {
    const { secret, asked } = provider(OTHER);
    const createClient = () => ({
      close: async () => {},
      send: async ({ url, headers }: { url: string; headers: Readonly<Record<string, string>> }) => {
        if (url === SETTINGS.tokenUrl) return grant("any");
        return headers.client_secret === "gateway-new" ? response(200, SALDO) : response(401, { error: "Invalid client id or secret" });
      },
    });
    const skatteverket = fakeSkatteverket({ createClient, secret });
    await Promise.all(Array.from({ length: 20 }, () => skatteverket.balance(IDENTITY)));
    expect(asked).toEqual([false, true]);
  });
});

describe("connections", () => {
  const certificate = { cert: "-----BEGIN CERTIFICATE-----", key: "-----BEGIN PRIVATE KEY-----" };

  function opened(secret: SkatteverketSecret, settings = SETTINGS) {
    const tls: unknown[] = [];
    const closed: number[] = [];
    const { createClient: inner } = script(token(), saldo());
    const createClient: typeof inner = (options) => {
      const n = tls.push(options?.tls) - 1;
      return { ...inner(options), close: async () => void closed.push(n) };
    };
    return { tls, closed, skatteverket: fakeSkatteverket({ createClient, settings, secret: async () => secret }) };
  }

  test("show the certificate to the token endpoint alone", async () => {
    const { tls, closed, skatteverket } = opened({ ...SECRET, certificate }, { ...SETTINGS, ca: "pem" });
    await skatteverket.balance(IDENTITY);
    expect(tls).toEqual([{ ca: ["pem"], ...certificate }, { ca: ["pem"] }]);
    await skatteverket.close();
    expect(closed.sort()).toEqual([0, 1]);
  });

  test("show it to the API too where that is wished", async () => {
    const { tls, skatteverket } = opened({ ...SECRET, certificate }, { ...SETTINGS, mutualTlsOnApi: true });
    await skatteverket.balance(IDENTITY);
    expect(tls).toEqual([certificate]);
  });

  test("are one where there is no certificate", async () => {
    const { tls, skatteverket } = opened(SECRET);
    await skatteverket.balance(IDENTITY);
    expect(tls).toEqual([{}]);
  });

  test("once closed take no more calls", async () => {
    const { skatteverket } = opened(SECRET);
    await skatteverket.close();
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_CLIENT_CLOSED" });
  });

  test("of a replaced secret stay open for the calls under way", async () => {
    let answerSlow = (): void => {};
    const closed: string[] = [];
    const createClient = () => {
      let keys = "";
      return {
        close: async () => void closed.push(keys),
        send: async ({ url, headers }: { url: string; headers: Readonly<Record<string, string>> }) => {
          if (url === SETTINGS.tokenUrl) return grant("any");
          keys = headers.client_secret ?? "";
          if (url.includes("transaktioner"))
            return new Promise<ReturnType<typeof response>>((resolve) => {
              answerSlow = () => resolve(response(200, TRANSAKTIONER));
            });
          return keys === "gateway-new" ? response(200, SALDO) : response(401, { error: "Invalid client id or secret" });
        },
      };
    };
    const secret = async (options?: { readonly fresh?: boolean }) =>
      options?.fresh ? { ...SECRET, apigw: { clientId: "gateway-id", clientSecret: "gateway-new" } } : SECRET;
    const skatteverket = fakeSkatteverket({ createClient, secret });
    const slow = skatteverket.transactions(IDENTITY);
    await skatteverket.balance(IDENTITY);
    expect(closed).toEqual([]);
    answerSlow();
    await slow;
    expect(closed).toEqual(["gateway-hush"]);
    await skatteverket.close();
    expect(closed).toEqual(["gateway-hush", "gateway-new"]);
  });
});
