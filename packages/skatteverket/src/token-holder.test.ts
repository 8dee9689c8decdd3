import { describe, expect, test } from "vitest";
import { tokenHolder } from "./token-holder.ts";

/** A holder on a clock set by hand, and how many tokens it has fetched. */
function holder(lifetimeMs = 3_600_000) {
  const clock = { now: 0, fetched: 0, fails: false };
  const tokens = tokenHolder(
    async () => {
      clock.fetched++;
      await Promise.resolve();
      if (clock.fails) throw new Error("no token to be had");
      return { value: `token ${clock.fetched}`, lifetimeMs };
    },
    () => clock.now,
  );
  return { clock, tokens };
}

describe("a token's life", () => {
  test("is used whole, less a margin", async () => {
    const { clock, tokens } = holder();
    expect(tokens.current()).toBeUndefined();
    expect(await tokens.get()).toMatchObject({ value: "token 1", expiresAt: 3_570_000 });
    clock.now = 3_569_999;
    expect((await tokens.get()).value).toBe("token 1");
    expect(tokens.current()?.value).toBe("token 1");
    clock.now = 3_570_000;
    expect(tokens.current()).toBeUndefined();
    expect((await tokens.get()).value).toBe("token 2");
  });

  test("of a few seconds keeps most of them", async () => {
    const { tokens } = holder(10_000);
    expect((await tokens.get()).expiresAt).toBe(9_000);
  });

  test("that is none does not hang the caller", async () => {
    const { clock, tokens } = holder(0);
    expect((await tokens.get()).value).toBe("token 1");
    expect((await tokens.get()).value).toBe("token 2");
    expect(clock.fetched).toBe(2);
  });
});

describe("many callers", () => {
  test("share one fetch", async () => {
    const { clock, tokens } = holder();
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.get()));
    expect(new Set(all.map(({ value }) => value))).toEqual(new Set(["token 1"]));
    expect(clock.fetched).toBe(1);
  });

  test("share its failure, and the next one tries again", async () => {
    const { clock, tokens } = holder();
    clock.fails = true;
    const all = await Promise.allSettled([tokens.get(), tokens.get()]);
    expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(clock.fetched).toBe(1);
    clock.fails = false;
    expect((await tokens.get()).value).toBe("token 2");
  });

  test("refused with the same token renew it once", async () => {
    const { clock, tokens } = holder();
    const old = await tokens.get();
    const renewed = await Promise.all(
      Array.from({ length: 20 }, async () => {
        expect(tokens.refuse(old)).toBe(true);
        return tokens.get();
      }),
    );
    expect(new Set(renewed.map(({ value }) => value))).toEqual(new Set(["token 2"]));
    // One that comes late with the old token finds the new one there.
    expect(tokens.refuse(old)).toBe(true);
    expect((await tokens.get()).value).toBe("token 2");
    expect(clock.fetched).toBe(2);
  });
});

describe("a replacement that is refused as well", () => {
  test("is not replaced: the fault is not the token's", async () => {
    const { clock, tokens } = holder();
    tokens.refuse(await tokens.get());
    const replacement = await tokens.get();
    expect(tokens.refuse(replacement)).toBe(false);
    expect((await tokens.get()).value).toBe("token 2");
    expect(clock.fetched).toBe(2);
  });

  test("may be replaced after a minute", async () => {
    const { clock, tokens } = holder();
    tokens.refuse(await tokens.get());
    const replacement = await tokens.get();
    clock.now = 60_000;
    expect(tokens.refuse(replacement)).toBe(true);
    expect((await tokens.get()).value).toBe("token 3");
  });

  test("may be replaced at once when it has been accepted before", async () => {
    const { tokens } = holder();
    tokens.refuse(await tokens.get());
    const replacement = await tokens.get();
    tokens.accept(replacement);
    expect(tokens.refuse(replacement)).toBe(true);
    expect((await tokens.get()).value).toBe("token 3");
  });
});
