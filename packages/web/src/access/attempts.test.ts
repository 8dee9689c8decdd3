import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { attempts, callerOf } from "./attempts.ts";

describe("failed sign-ins", () => {
  it("are let pass ten times, then once in half a minute", () => {
    const counted = attempts();
    for (let i = 0; i < 10; i++) {
      expect(counted.wait("a", 1_000)).toBe(0);
      counted.failed("a", 1_000);
    }
    expect(counted.wait("a", 1_000)).toBe(30_000);
    expect(counted.wait("a", 30_999)).toBe(1);
    expect(counted.wait("a", 31_000)).toBe(0);
    counted.failed("a", 31_000);
    expect(counted.wait("a", 31_000)).toBe(30_000);
    expect(counted.wait("a", 1_000 + 11 * 30_000)).toBe(0);
  });

  it("of one caller keep no other out", () => {
    const counted = attempts();
    for (let i = 0; i < 50; i++) counted.failed("a", 0);
    expect(counted.wait("a", 0)).toBeGreaterThan(0);
    expect(counted.wait("b", 0)).toBe(0);
  });

  it("are remembered of so many callers and no more", () => {
    const counted = attempts();
    for (let i = 0; i < 20; i++) counted.failed("first", 0);
    for (let i = 0; i < 10_000; i++) counted.failed(`caller ${i}`, 0);
    expect(counted.wait("first", 0)).toBe(0);
  });
});

describe("who calls", () => {
  const app = new Hono();
  app.get("/", (c) => c.text(callerOf(c)));
  const caller = async (env: object, headers: Record<string, string> = {}) => (await app.request("/", { headers }, env)).text();
  const socket = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });

  it("is told by the connection, or by AWS", async () => {
    expect(await caller(socket("192.0.2.7"))).toBe("192.0.2.7");
    expect(await caller({ requestContext: { http: { sourceIp: "192.0.2.8" } } })).toBe("192.0.2.8");
    expect(await caller({ requestContext: { identity: { sourceIp: "192.0.2.9" } } })).toBe("192.0.2.9");
    expect(await caller({})).toBe("unknown");
  });

  it("is not whom a stranger claims to be, but whom a proxy on this machine saw", async () => {
    expect(await caller(socket("192.0.2.7"), { "x-forwarded-for": "198.51.100.1" })).toBe("192.0.2.7");
    expect(await caller(socket("127.0.0.1"), { "x-forwarded-for": "203.0.113.5, 198.51.100.1" })).toBe("198.51.100.1");
    expect(await caller(socket("::1"))).toBe("0:0:0:0");
  });

  it("is a whole network of IPv6, and one address of IPv4 however written", async () => {
    expect(await caller(socket("2001:db8:1:2:aaaa::1"))).toBe("2001:db8:1:2");
    expect(await caller(socket("2001:db8:1:2::"))).toBe("2001:db8:1:2");
    expect(await caller(socket("2001:db8::7"))).toBe("2001:db8:0:0");
    expect(await caller(socket("::ffff:192.0.2.7"))).toBe("192.0.2.7");
  });
});
