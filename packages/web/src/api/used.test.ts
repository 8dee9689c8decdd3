import { epochMs, instant } from "@saldovakt/domain";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { describe, expect, it } from "vitest";
import { NOW } from "../companies.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { createApi } from "./app.ts";

function world() {
  let now = epochMs(NOW);
  const fake = fakeWorld({ now: () => instant(now) });
  const touched: string[] = [];
  const keys = {
    ...fake.ports.keys,
    touchKey: async (id: string, at: string) => {
      touched.push(at);
      await fake.ports.keys.touchKey(id, instant(Date.parse(at)));
    },
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { ...fake, touched, ports: { ...fake.ports, keys }, pass };
}

describe("when a key was last used", () => {
  it("is kept, at most hourly for each process", async () => {
    const { ports, key, touched, pass } = world();
    const headers = key();
    const app = createApi(ports, fakeOptions());
    for (let n = 0; n < 3; n++) await app.request("/v1/accounts", { headers });
    pass(3_599_999);
    await app.request("/v1/accounts", { headers });
    expect(touched).toEqual([NOW]);
    pass(1);
    await app.request("/v1/accounts", { headers });
    expect(touched).toEqual([NOW, "2026-11-23T09:30:00.000Z"]);
    // Another process sees in the record that it need not write.
    await createApi(ports, fakeOptions()).request("/v1/accounts", { headers });
    expect(touched).toHaveLength(2);
  });

  it("hinders nobody who asks when it cannot be kept", async () => {
    const { ports, key } = world();
    const keys = { ...ports.keys, touchKey: async () => Promise.reject(new Error("busy")) };
    const app = createApi({ ...ports, keys }, fakeOptions());
    expect((await app.request("/v1/accounts", { headers: key() })).status).toBe(200);
  });
});

describe("a key that asks too fast", () => {
  it("is told when to ask again, in every process", async () => {
    const { ports, key, pass } = world();
    const [headers, other] = [key(), key()];
    const rate = { perSecond: 1, burst: 2 };
    const apps = [createApi(ports, fakeOptions({ rate })), createApi(ports, fakeOptions({ rate }))];
    const ask = async (n: number, of = headers) => apps[n]?.request("/v1/accounts", { headers: of }) as Promise<Response>;
    expect([(await ask(0)).status, (await ask(0)).status]).toEqual([200, 200]);
    for (const n of [0, 1, 0, 1]) {
      const refused = await ask(n);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(await refused.json()).toMatchObject({ code: "RATE_LIMITED", instance: "/v1/accounts" });
    }
    expect((await ask(0, other)).status).toBe(200);
    pass(1_000);
    expect((await ask(0)).status).toBe(200);
    expect((await ask(1)).status).toBe(429);
  });

  it("is let in as often as the limit says and no more, by servers that share a state and are asked at once", async () => {
    const { ports, key, pass } = world();
    const store = openSqliteStore(":memory:");
    try {
      const headers = key();
      const apps = [1, 2, 3].map(() => createApi({ ...ports, slots: store }, fakeOptions()));
      const askAll = async (count: number): Promise<number> => {
        const asked = Array.from(
          { length: count },
          (_, n) => apps[n % apps.length]?.request("/v1/accounts", { headers }) as Promise<Response>,
        );
        return (await Promise.all(asked)).filter(({ status }) => status === 200).length;
      };
      expect(await askAll(300)).toBe(100);
      expect(await askAll(300)).toBe(0);
      pass(1_000);
      // Slots of the second that has passed, as far as they are leased: each server holds some of its own.
      const later = await askAll(300);
      expect(later).toBeGreaterThan(0);
      expect(later).toBeLessThanOrEqual(20);
    } finally {
      await store.close();
    }
  });

  it("is counted before its scope is looked at", async () => {
    const { ports, key } = world();
    const headers = key({ scopes: [] });
    const app = createApi(ports, fakeOptions({ rate: { perSecond: 1, burst: 1 } }));
    expect((await app.request("/v1/accounts", { headers })).status).toBe(403);
    expect((await app.request("/v1/accounts", { headers })).status).toBe(429);
  });
});
