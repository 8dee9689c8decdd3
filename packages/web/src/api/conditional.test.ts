import { describe, expect, it } from "vitest";
import { apiWorld, SHORT } from "./world.fixture.ts";

describe("conditional requests", () => {
  const world = apiWorld();
  const ask = (headers: Record<string, string>, path = "forecast", method = "GET") =>
    world.app.request(`/v1/accounts/${world.id(SHORT)}/${path}`, { method, headers: { ...world.headers, ...headers } });

  it.each(["forecast", "forecast.csv", "chart.svg", "calendar.ics", "payment.svg", "balance", "alerts", "payments"])(
    "%s is answered 304 to whoever has it",
    async (path) => {
      const first = await ask({}, path);
      const etag = first.headers.get("etag") ?? "";
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      expect(first.headers.get("cache-control")).toBe("private, no-cache");
      const again = await ask({ "if-none-match": etag }, path);
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
      expect(again.headers.get("cache-control")).toBe("private, no-cache");
      expect(again.headers.get("content-type")).toBeNull();
      expect(again.headers.get("x-request-id")).not.toBeNull();
    },
  );

  it("compares a list of tags, weakly, and takes `*`", async () => {
    const etag = (await ask({})).headers.get("etag") ?? "";
    const status = async (header: string) => (await ask({ "if-none-match": header })).status;
    expect([await status(`"a", ${etag}`), await status(`W/${etag}`), await status("*")]).toEqual([304, 304, 304]);
    expect([await status('"a"'), await status(etag.slice(1, -1)), await status("")]).toEqual([200, 200, 200]);
  });

  it("answers HEAD with the same headers", async () => {
    const [get, head] = [await ask({}), await ask({}, "forecast", "HEAD")];
    expect([head.status, await head.text(), head.headers.get("etag")]).toEqual([200, "", get.headers.get("etag")]);
  });

  it("has another tag for other figures", async () => {
    const before = (await ask({})).headers.get("etag");
    const observation = world.observations.get(world.id(SHORT));
    if (!observation) throw new Error("no observation");
    world.observations.set(world.id(SHORT), { ...observation, charges: [] });
    expect((await ask({})).headers.get("etag")).not.toBe(before);
  });

  it("keeps what is refused out of every store", async () => {
    const answer = await ask({ "if-none-match": "*" }, "nothing");
    expect([answer.status, answer.headers.get("etag"), answer.headers.get("cache-control")]).toEqual([404, null, "no-store"]);
  });
});
