import { SaldovaktError } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import {
  atSwedishTime,
  fakeLimiter,
  fakeSkatteverket,
  fakeTimer,
  grant,
  IDENTITY,
  NOON,
  refusal,
  response,
  revoked,
  SALDO,
  SETTINGS,
  saldo,
  script,
  token,
  transaktioner,
} from "../test/fakes.ts";

const LATER = { senastUppdaterad: "2026-11-20T06:12:37" };

describe("read", () => {
  test("asks for a token, the balance and the rows", async () => {
    const { createClient, requests, finish } = script(token(), saldo(), transaktioner());
    const limiter = fakeLimiter();
    const observation = await fakeSkatteverket({ createClient, limiter }).read(IDENTITY);
    finish();
    expect(observation).toMatchObject({ balance: -1_448_700, readAt: NOON, warnings: [] });
    // The token endpoint is another service, with no rate of its own.
    expect(limiter.taken).toBe(2);
    expect(requests[1]?.headers).toEqual({
      Accept: "application/json",
      Authorization: "Bearer first",
      client_id: "gateway-id",
      client_secret: "gateway-hush",
      "SKV-client_correlationid": "00000000-0000-0000-0000-000000000001",
    });
    expect(requests[2]?.headers["SKV-client_correlationid"]).toBe("00000000-0000-0000-0000-000000000002");
  });

  test("asks for the balance anew when the account was updated in between", async () => {
    const { createClient, finish } = script(token(), saldo(), transaktioner(LATER), saldo({ ...LATER, saldoSkatteverket: 5 }));
    const observation = await fakeSkatteverket({ createClient }).read(IDENTITY);
    finish();
    expect(observation).toMatchObject({ balance: 500, asOf: "2026-11-20T05:12:37.000Z", warnings: [] });
  });

  test("asks for the rows anew when those are the older ones", async () => {
    const { createClient, finish } = script(token(), saldo(LATER), transaktioner(), transaktioner(LATER));
    expect(await fakeSkatteverket({ createClient }).read(IDENTITY)).toMatchObject({ asOf: "2026-11-20T05:12:37.000Z", warnings: [] });
    finish();
  });

  test("takes the older stamp, and says so, when it does not settle", async () => {
    const { createClient, finish } = script(token(), saldo(), transaktioner(LATER), saldo());
    expect(await fakeSkatteverket({ createClient }).read(IDENTITY)).toMatchObject({
      asOf: "2026-11-20T04:12:37.000Z",
      warnings: [{ code: "UNSETTLED_STAMP" }],
    });
    finish();
  });

  test("of something else than twelve digits calls nobody", async () => {
    const { createClient, finish } = script();
    await expect(fakeSkatteverket({ createClient }).read("5781006662")).rejects.toMatchObject({ code: "IDENTITY_LENGTH", scope: "input" });
    finish();
  });
});

test("the payout settings are the account and the blocks", async () => {
  const { senastUppdaterad } = SALDO;
  const { createClient, requests, finish } = script(
    token(),
    refusal("utbetalningskonto", 200, { senastUppdaterad, utbetalningskonto: "123-4" }),
    refusal("sparrar", 200, { senastUppdaterad, x: [{ sparridentitet: 1, datumFrom: "2026-01-01", totalsparr: true }] }),
  );
  const settings = { ...SETTINGS, paths: { payoutBlocks: "/skattekonton/{omfragad}/sparrar" } };
  expect(await fakeSkatteverket({ createClient, settings }).readPayout(IDENTITY)).toEqual({
    payoutAccount: "123-4",
    blocks: [{ id: "1", from: "2026-01-01", total: true }],
  });
  finish();
  expect(requests[2]?.url).toContain(`/skattekonton/${IDENTITY}/sparrar`);
});

describe("the token", () => {
  test("serves until its life is over", async () => {
    const timer = fakeTimer();
    const { createClient, requests, finish } = script(token(), saldo(), saldo(), token("second"), saldo());
    const skatteverket = fakeSkatteverket({ createClient, timer });
    await skatteverket.balance(IDENTITY);
    timer.pass(3_500_000);
    await skatteverket.balance(IDENTITY);
    timer.pass(100_000);
    await skatteverket.balance(IDENTITY);
    finish();
    expect(requests.at(-1)?.headers.Authorization).toBe("Bearer second");
  });

  test.each([
    ["revoked", revoked("saldo")],
    ["refused without a word", refusal("saldo", 401)],
  ])("%s is renewed once, and the call repeated at once", async (_, step) => {
    const timer = fakeTimer();
    const limiter = fakeLimiter();
    const { createClient, requests, finish } = script(token(), step, token("second"), saldo());
    await fakeSkatteverket({ createClient, timer, limiter }).balance(IDENTITY);
    finish();
    expect(requests.at(-1)?.headers.Authorization).toBe("Bearer second");
    expect(requests.at(-1)?.headers["SKV-client_correlationid"]).not.toBe(requests[1]?.headers["SKV-client_correlationid"]);
    expect(timer.pauses).toEqual([]);
    expect(limiter.taken).toBe(2);
  });

  test("refused twice is an installation fault, and no loop", async () => {
    const { createClient, finish } = script(token(), revoked("saldo"), token("second"), revoked("saldo"), revoked("saldo"));
    const skatteverket = fakeSkatteverket({ createClient });
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_TOKEN_REFUSED", scope: "installation" });
    // The next account learns it from the token in hand.
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_TOKEN_REFUSED" });
    finish();
  });

  test("refused for one account, while others are read with it, is renewed once in that account's call", async () => {
    const other = "165592011113";
    let tokens = 0;
    const createClient = () => ({
      close: async () => {},
      send: async ({ method, url }: { method: string; url: string }) => {
        if (tokens > 5) throw new Error("a loop of renewals");
        if (method === "POST") return grant(`token-${++tokens}`);
        if (url.includes(other)) return response(200, SALDO);
        await skatteverket.balance(other);
        return response(401);
      },
    });
    const skatteverket = fakeSkatteverket({ createClient });
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_TOKEN_REFUSED" });
    expect(tokens).toBe(2);
  });

  test("is there before anybody takes a slot: those who wait for it must not all call at once when it comes", async () => {
    let arrive = (): void => {};
    const awaited = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const createClient = () => ({
      close: async () => {},
      send: async ({ method }: { method: string }) => {
        if (method === "GET") return response(200, SALDO);
        await awaited;
        return grant("late");
      },
    });
    const limiter = fakeLimiter();
    const skatteverket = fakeSkatteverket({ createClient, limiter });
    const calls = [1, 2, 3].map(() => skatteverket.balance(IDENTITY));
    await new Promise((resolve) => setImmediate(resolve));
    expect(limiter.taken).toBe(0);
    arrive();
    await Promise.all(calls);
    expect(limiter.taken).toBe(3);
  });

  test("that ends while its caller waits for a slot is replaced, and another slot taken", async () => {
    const timer = fakeTimer();
    const limiter = fakeLimiter();
    const take = limiter.take.bind(limiter);
    limiter.take = async () => {
      if (limiter.taken === 0) timer.pass(3_600_000);
      await take();
    };
    const { createClient, requests, finish } = script(token(), token("second"), saldo());
    await fakeSkatteverket({ createClient, timer, limiter }).balance(IDENTITY);
    finish();
    expect(requests.at(-1)?.headers.Authorization).toBe("Bearer second");
    expect(limiter.taken).toBe(2);
  });

  test("can be asked for by itself", async () => {
    const { createClient, finish } = script(token());
    const skatteverket = fakeSkatteverket({ createClient });
    expect(await skatteverket.token()).toBeUndefined();
    await skatteverket.token();
    finish();
  });

  test("that cannot be had is tried for three times in all, not three for every try of the call", async () => {
    const broken = refusal("token", 502);
    const { createClient, finish } = script(broken, broken, broken);
    await expect(fakeSkatteverket({ createClient }).balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_BAD_GATEWAY" });
    finish();
  });

  test("is tried for again when the network fails", async () => {
    const cut = { to: "token", answer: new SaldovaktError("cut", { code: "HTTP_CUT", scope: "transient" }) };
    const { createClient, finish } = script(cut, token(), saldo());
    await fakeSkatteverket({ createClient }).balance(IDENTITY);
    finish();
  });
});

describe("a call", () => {
  test("is repeated after what passes by itself, each try with a slot and an id of its own", async () => {
    const timer = fakeTimer();
    const limiter = fakeLimiter();
    const { createClient, requests, finish } = script(token(), refusal("saldo", 502), refusal("saldo", 200, '{"sal'), saldo());
    await fakeSkatteverket({ createClient, timer, limiter }).balance(IDENTITY);
    finish();
    expect(timer.pauses).toEqual([250, 500]);
    expect(limiter.taken).toBe(3);
    expect(new Set(requests.slice(1).map(({ headers }) => headers["SKV-client_correlationid"])).size).toBe(3);
  });

  test("is not repeated after what does not", async () => {
    const { createClient, finish } = script(token(), refusal("saldo", 403, { felkod: 6 }));
    await expect(fakeSkatteverket({ createClient }).balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_NOT_AUTHORISED" });
    finish();
  });

  test("in the closed night is not repeated", async () => {
    const { createClient, finish } = script(token(), refusal("saldo", 503, "<html>"));
    const skatteverket = fakeSkatteverket({ createClient, now: () => atSwedishTime(4, 59) });
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_CLOSED", retryAfterMs: 60_000 });
    finish();
  });

  test("that came too soon holds all others back", async () => {
    const timer = fakeTimer();
    const limiter = fakeLimiter();
    const { createClient, finish } = script(token(), refusal("saldo", 429, "", { "retry-after": "5" }), saldo());
    await fakeSkatteverket({ createClient, timer, limiter }).balance(IDENTITY);
    finish();
    expect(limiter.holds).toEqual([5_000]);
    expect(timer.pauses).toEqual([5_250]);
  });

  test("asked to stay away for minutes gives up, and no other call is made until then", async () => {
    const timer = fakeTimer();
    const { createClient, finish } = script(token(), refusal("saldo", 429, "", { "retry-after": "600" }), saldo());
    const skatteverket = fakeSkatteverket({ createClient, timer });
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_RATE_LIMITED", retryAfterMs: 600_000 });
    timer.pass(500_000);
    await expect(skatteverket.balance(IDENTITY)).rejects.toMatchObject({ code: "SKV_RATE_LIMITED", retryAfterMs: 100_000 });
    timer.pass(100_000);
    await skatteverket.balance(IDENTITY);
    finish();
  });
});

test("an address that is none is told by the setting's name", () => {
  expect(() => fakeSkatteverket({ settings: { ...SETTINGS, apiUrl: "api.skatteverket.se" } })).toThrow(
    expect.objectContaining({ code: "SKV_ADDRESS_INVALID", message: "`apiUrl` is not a complete URL" }),
  );
  expect(() => fakeSkatteverket({ settings: { ...SETTINGS, tokenUrl: "" } })).toThrow(/`tokenUrl`/);
});
