import { SaldovaktError } from "@saldovakt/domain";
import { decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import {
  type Answering,
  assertionOf,
  CUSTOMER,
  errorOf,
  fakeMaskinporten,
  fakeTimer,
  granted,
  network,
  OTHER,
  refused,
  response,
  SCOPE,
  SECRET,
  START,
} from "../test/fakes.ts";
import type { TokenRequest } from "./grant.ts";
import type { MaskinportenSecret } from "./secret.ts";

const REQUEST: TokenRequest = { scopes: [SCOPE] };

/** A new token for every grant. */
const counting = (): Answering => {
  let n = 0;
  return () => granted(`token-${++n}`);
};

describe("a token", () => {
  test("is asked for where the metadata says, and kept for all but ten seconds of its life", async () => {
    const timer = fakeTimer();
    const { createClient, requests } = network(counting());
    const maskinporten = fakeMaskinporten({ createClient, timer });
    expect(await maskinporten.token(REQUEST)).toBe("token-1");
    timer.pass(109_999);
    expect(await maskinporten.token(REQUEST)).toBe("token-1");
    timer.pass(1);
    expect(await maskinporten.token(REQUEST)).toBe("token-2");
    expect(requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      "GET /.well-known/oauth-authorization-server",
      "POST /token",
      "POST /token",
    ]);
  });

  test("is shared by all who ask for the same, in whatever order they name the scopes", async () => {
    const { createClient, grants } = network(counting());
    const maskinporten = fakeMaskinporten({ createClient });
    const ask = (...scopes: string[]) => maskinporten.token({ scopes });
    const tokens = await Promise.all([ask("a:a", "b:b"), ask("b:b", "a:a"), ask("b:b", "a:a", "b:b")]);
    expect(new Set(tokens)).toEqual(new Set(["token-1"]));
    expect(grants()).toHaveLength(1);
  });

  test("is another for everything that changes who it is for", async () => {
    const { createClient, grants } = network(counting());
    const maskinporten = fakeMaskinporten({ createClient });
    const requests: TokenRequest[] = [
      REQUEST,
      { scopes: ["a:a"] },
      { scopes: [SCOPE, "a:a"] },
      { scopes: [SCOPE], resource: "https://api.example" },
      { scopes: [SCOPE], consumerOrg: CUSTOMER },
      { scopes: [SCOPE], consumerOrg: OTHER },
      { scopes: [SCOPE], systemUser: { org: CUSTOMER } },
      { scopes: [SCOPE], systemUser: { org: OTHER } },
      { scopes: [SCOPE], systemUser: { org: CUSTOMER, externalRef: CUSTOMER } },
      { scopes: [SCOPE], systemUser: { org: CUSTOMER, externalRef: "branch" } },
      { scopes: [SCOPE], consumerOrg: CUSTOMER, systemUser: { org: CUSTOMER } },
    ];
    const once = await Promise.all(requests.map((request) => maskinporten.token(request)));
    expect(new Set(once).size).toBe(requests.length);
    expect(await Promise.all(requests.map((request) => maskinporten.token(request)))).toEqual(once);
    expect(grants()).toHaveLength(requests.length);
  });

  test("is refused before anything is sent when the request is wrong", async () => {
    const { createClient, requests } = network(counting());
    expect((await errorOf(fakeMaskinporten({ createClient }).token({ scopes: [] }))).code).toBe("MP_REQUEST_INVALID");
    expect(requests).toEqual([]);
  });

  test("is not to be had from a client that is closed, nor one without a complete issuer", async () => {
    const maskinporten = fakeMaskinporten({ createClient: network(counting()).createClient });
    await maskinporten.close();
    expect((await errorOf(maskinporten.token(REQUEST))).code).toBe("MP_CLIENT_CLOSED");
    for (const issuer of ["maskinporten.no", "https://maskinporten.no/?x", "https://maskinporten.no/#"]) {
      expect(() => fakeMaskinporten({ settings: { issuer } })).toThrow(expect.objectContaining({ code: "MP_ISSUER_INVALID" }));
    }
  });
});

describe("a try that fails", () => {
  const passing: readonly (readonly [string, ReturnType<typeof response> | Error])[] = [
    ["a reused grant", refused("MP-012")],
    ["an expired grant", refused("MP-130")],
    ["a server out of order", response(502)],
    ["too many calls", response(429)],
    ["a page", response(200, "<html>")],
    ["half an answer", response(200, "{")],
    ["a cut", new SaldovaktError("cut", { code: "HTTP_CUT", scope: "transient" })],
  ];
  test.each(passing)("for %s is made again with a new grant", async (_, bad) => {
    const { createClient, grants } = network(bad, bad, granted("at-last"));
    const timer = fakeTimer();
    expect(await fakeMaskinporten({ createClient, timer }).token(REQUEST)).toBe("at-last");
    expect(grants().map(({ jti }) => jti)).toEqual(["id-1", "id-2", "id-3"]);
    expect(timer.pauses).toEqual([250, 500]);
    expect(new Set(grants().map(({ iat }) => iat)).size).toBeLessThanOrEqual(2);
  });

  test("three times is told", async () => {
    const { createClient, grants } = network(response(503));
    expect((await errorOf(fakeMaskinporten({ createClient }).token(REQUEST))).code).toBe("MP_UNAVAILABLE");
    expect(grants()).toHaveLength(3);
  });

  test.each(["MP-011", "MP-100", "MP-110", "MP-200", "MP-201", "MP-250", "MP-251", "MP-301", "MP-302", "MP-303"])(
    "by %s is told at once",
    async (code) => {
      const { createClient, grants } = network(refused(code));
      const error = await errorOf(fakeMaskinporten({ createClient }).token(REQUEST));
      expect([error.retryable, grants().length]).toEqual([false, 1]);
    },
  );

  test("and is to stay away for long is told at once", async () => {
    const { createClient, grants } = network(response(503, "", { "retry-after": "3600" }));
    expect(await errorOf(fakeMaskinporten({ createClient }).token(REQUEST))).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(grants()).toHaveLength(1);
  });

  test.each([
    [429, "MP_RATE_LIMITED"],
    [503, "MP_UNAVAILABLE"],
  ])("with %i and a wait holds every grant of the client until it is over, and no token in hand", async (status, code) => {
    const timer = fakeTimer();
    const busy = response(status, "", { "retry-after": "3600" });
    const { createClient, grants } = network(granted("held", 7_200), busy, granted("at-last"));
    const maskinporten = fakeMaskinporten({ createClient, timer });
    await maskinporten.token(REQUEST);
    expect(await errorOf(maskinporten.token({ scopes: ["a:a"] }))).toMatchObject({ code, retryAfterMs: 3_600_000 });
    timer.pass(1_000_000);
    for (const scope of ["a:a", "b:b", "c:c"]) {
      const error = await errorOf(maskinporten.token({ scopes: [scope], systemUser: { org: CUSTOMER } }));
      expect(error).toMatchObject({ code, scope: "transient", retryAfterMs: 2_600_000 });
    }
    expect([await maskinporten.token(REQUEST), grants().length]).toEqual(["held", 2]);
    timer.pass(2_600_000);
    expect(await maskinporten.token({ scopes: ["b:b"] })).toBe("at-last");
    expect(grants()).toHaveLength(3);
  });

  test("with a short wait holds the others that long, who then have their tokens", async () => {
    const timer = fakeTimer();
    const { createClient, grants } = network(response(429, "", { "retry-after": "7" }), granted("at-last"));
    const maskinporten = fakeMaskinporten({ createClient, timer });
    expect(await maskinporten.token(REQUEST)).toBe("at-last");
    expect(timer.pauses).toEqual([7_250]);
    expect(grants()).toHaveLength(2);
  });
});

describe("a clock that is wrong", () => {
  const date = (ms: number) => ({ date: new Date(ms).toUTCString() });

  /** Refuses grants whose `iat` is more than ten seconds off its clock, which is so far ahead of ours. */
  const strict =
    (aheadMs: number, now: () => number): Answering =>
    (request) => {
      const iat = Number(JSON.parse(Buffer.from(assertionOf(request).split(".")[1] ?? "", "base64url").toString()).iat);
      const server = now() + aheadMs;
      const off = Math.abs(iat * 1000 - server) > 10_000;
      return off ? refused("MP-130", "invalid_grant", "JWT is expired", date(server)) : granted("in-time", 120, date(server));
    };

  test.each([-3_600_000, -11_500, 11_500, 86_400_000])(
    "by %i ms is put right from the server's date once it refuses a grant",
    async (ahead) => {
      const timer = fakeTimer(START + 300);
      const { createClient, grants } = network(strict(ahead, timer.now));
      const maskinporten = fakeMaskinporten({ createClient, timer });
      expect(maskinporten.clock()).toBeNull();
      expect(await maskinporten.token(REQUEST)).toBe("in-time");
      expect(grants()).toHaveLength(2);
      expect(Math.abs((maskinporten.clock()?.offsetMs ?? 0) - ahead)).toBeLessThanOrEqual(1_000);
      timer.pass(200_000);
      await maskinporten.token(REQUEST);
      expect(grants()).toHaveLength(3);
    },
  );

  test("is left alone as long as grants are taken", async () => {
    const { createClient, grants } = network(granted("t", 1, date(START + 9_000)));
    const timer = fakeTimer();
    const maskinporten = fakeMaskinporten({ createClient, timer });
    await maskinporten.token(REQUEST);
    timer.pass(1_000);
    await maskinporten.token(REQUEST);
    expect(grants().map(({ iat }) => iat)).toEqual([START / 1000, START / 1000 + 1]);
    expect(maskinporten.clock()?.offsetMs).toBe(8_500);
  });

  test("is named when even that does not help", async () => {
    const { createClient } = network(refused("MP-130", "invalid_grant", "JWT is expired", date(START + 42_000)));
    const error = await errorOf(fakeMaskinporten({ createClient }).token(REQUEST));
    expect(error).toMatchObject({ code: "MP_CLOCK", scope: "transient" });
    expect(error.message).toMatch(/\(MP-130\): this machine's clock is 4[12] seconds behind$/);
  });
});

describe("a secret that is replaced", () => {
  const RENEWED: MaskinportenSecret = { ...SECRET, kid: "key-2" };
  const kids = (requests: readonly { method: string; body?: string | undefined }[]) =>
    requests.filter(({ method }) => method === "POST").map((request) => decodeProtectedHeader(assertionOf(request as never)).kid);
  const byKid: Answering = (request) =>
    decodeProtectedHeader(assertionOf(request)).kid === "key-2" ? granted("renewed") : refused("MP-121");

  test("is read anew when the key is refused, once for all callers", async () => {
    const asked: unknown[] = [];
    const { createClient, requests } = network(byKid);
    const maskinporten = fakeMaskinporten({
      createClient,
      secret: async (options) => {
        asked.push(options);
        return options?.fresh ? RENEWED : SECRET;
      },
    });
    const tokens = await Promise.all([maskinporten.token(REQUEST), maskinporten.token(REQUEST), maskinporten.token({ scopes: ["a:a"] })]);
    expect(tokens).toEqual(["renewed", "renewed", "renewed"]);
    expect(asked).toEqual([undefined, { fresh: true }]);
    expect(kids(requests).sort()).toEqual(["key-1", "key-1", "key-2", "key-2"]);
  });

  test("is not read again for a minute when it is still the same", async () => {
    let readings = 0;
    const timer = fakeTimer();
    const { createClient } = network(refused("MP-121"));
    const maskinporten = fakeMaskinporten({
      createClient,
      timer,
      secret: async () => {
        readings++;
        return { ...SECRET };
      },
    });
    for (let n = 0; n < 3; n++) expect((await errorOf(maskinporten.token(REQUEST))).code).toBe("MP_KEY_EXPIRED");
    expect(readings).toBe(2);
    timer.pass(60_000);
    await errorOf(maskinporten.token(REQUEST));
    expect(readings).toBe(3);
  });

  test("brings no old token to the new key", async () => {
    let served = 0;
    let gone = false;
    const { createClient, requests } = network((request) =>
      gone && decodeProtectedHeader(assertionOf(request)).kid === "key-1" ? refused("MP-121") : granted(`token-${++served}`),
    );
    const maskinporten = fakeMaskinporten({ createClient, secret: async (options) => (options?.fresh ? RENEWED : SECRET) });
    expect(await maskinporten.token(REQUEST)).toBe("token-1");
    gone = true;
    expect(await maskinporten.token({ scopes: ["a:a"] })).toBe("token-2");
    expect(await maskinporten.token(REQUEST)).toBe("token-3");
    expect(kids(requests)).toEqual(["key-1", "key-1", "key-2", "key-2"]);
  });

  test("is not read again for a fault it cannot cure", async () => {
    let readings = 0;
    const { createClient } = network(refused("MP-250"));
    const secret = async () => {
      readings++;
      return SECRET;
    };
    await errorOf(fakeMaskinporten({ createClient, secret }).token(REQUEST));
    expect(readings).toBe(1);
  });

  test("that could not be read or opened is asked for again, past whatever keeps it", async () => {
    const asked: unknown[] = [];
    const maskinporten = fakeMaskinporten({
      createClient: network(counting()).createClient,
      secret: async (options) => {
        asked.push(options);
        if (asked.length === 1) throw new SaldovaktError("no secret", { code: "SECRET_UNREADABLE", scope: "installation" });
        return asked.length === 2 ? { ...SECRET, key: SECRET.key.slice(0, 900) } : SECRET;
      },
    });
    expect((await errorOf(maskinporten.token(REQUEST))).code).toBe("SECRET_UNREADABLE");
    expect((await errorOf(maskinporten.token(REQUEST))).code).toBe("MP_KEY_UNREADABLE");
    expect(await maskinporten.token(REQUEST)).toBe("token-1");
    expect(asked).toEqual([undefined, { fresh: true }, { fresh: true }]);
  });
});

describe("a call with a token", () => {
  test("is made once more, with a new token, after a 401", async () => {
    const maskinporten = fakeMaskinporten({ createClient: network(counting()).createClient });
    const seen: string[] = [];
    const call = async (token: string) => {
      seen.push(token);
      return response(token === "token-1" ? 401 : 200);
    };
    expect((await maskinporten.withToken(REQUEST, call)).status).toBe(200);
    expect((await maskinporten.withToken(REQUEST, call)).status).toBe(200);
    expect(seen).toEqual(["token-1", "token-2", "token-2"]);
  });

  test("ends in the second 401, and for a minute in the first, so that an API that refuses all starts no flood", async () => {
    const timer = fakeTimer();
    const { createClient, grants } = network(counting());
    const maskinporten = fakeMaskinporten({ createClient, timer });
    const call = async () => response(401);
    for (let n = 0; n < 5; n++) expect((await maskinporten.withToken(REQUEST, call)).status).toBe(401);
    expect(grants()).toHaveLength(2);
  });

  test("has a new token again when one that was taken is refused within the minute", async () => {
    const maskinporten = fakeMaskinporten({ createClient: network(counting()).createClient });
    const bad = new Set(["token-1"]);
    const call = async (token: string) => response(bad.has(token) ? 401 : 200);
    expect((await maskinporten.withToken(REQUEST, call)).status).toBe(200);
    bad.add("token-2");
    expect((await maskinporten.withToken(REQUEST, call)).status).toBe(200);
  });

  test("is never made a third time, even when others have better luck", async () => {
    const maskinporten = fakeMaskinporten({ createClient: network(counting()).createClient });
    let made = 0;
    const answer = await maskinporten.withToken(REQUEST, async () => {
      if (++made > 1) await maskinporten.withToken(REQUEST, async () => response(200));
      return response(made < 5 ? 401 : 200);
    });
    expect([made, answer.status]).toEqual([2, 401]);
  });

  test("is not repeated for any other answer, or a failure", async () => {
    const { createClient, grants } = network(counting());
    const maskinporten = fakeMaskinporten({ createClient });
    for (const status of [200, 403, 500]) {
      expect((await maskinporten.withToken(REQUEST, async () => response(status))).status).toBe(status);
    }
    await expect(maskinporten.withToken(REQUEST, async () => Promise.reject(new Error("cut")))).rejects.toThrow("cut");
    expect(grants()).toHaveLength(1);
  });
});
