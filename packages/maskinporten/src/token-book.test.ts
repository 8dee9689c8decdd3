import { describe, expect, test } from "vitest";
import { tokenBook } from "./token-book.ts";

/** A book on a clock set by hand, and how many tokens it has fetched. */
function house(lifetimeMs = 120_000, kept?: number) {
  const state = { now: 0, fetched: 0, fails: false };
  const book = tokenBook(() => state.now, kept);
  const get = (key = "key") =>
    book.get(key, async () => {
      const n = ++state.fetched;
      await Promise.resolve();
      if (state.fails) throw new Error("no token to be had");
      return { value: `token ${n}`, lifetimeMs };
    });
  return { state, book, get };
}

describe("a token", () => {
  test.each([
    [120_000, 110_000],
    [7_200_000, 7_190_000],
    [10_000, 9_000],
  ])("that lives %i ms is used for %i", async (lifetimeMs, used) => {
    const { state, get } = house(lifetimeMs);
    expect((await get()).value).toBe("token 1");
    state.now = used - 1;
    expect((await get()).value).toBe("token 1");
    state.now = used;
    expect((await get()).value).toBe("token 2");
  });

  test("is fetched once for all who ask at once, and again after a failure all of them share", async () => {
    const { state, get } = house();
    state.fails = true;
    expect((await Promise.allSettled([get(), get()])).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    state.fails = false;
    const all = await Promise.all(Array.from({ length: 20 }, () => get()));
    expect(new Set(all.map(({ value }) => value))).toEqual(new Set(["token 2"]));
    expect(state.fetched).toBe(2);
  });

  test("belongs to its key", async () => {
    const { get } = house();
    expect((await Promise.all([get("a"), get("b"), get("a")])).map(({ value }) => value)).toEqual(["token 1", "token 2", "token 1"]);
  });

  test("long unused is forgotten when there are too many, one on its way is not", async () => {
    const { state, get } = house(120_000, 2);
    await get("a");
    await get("b");
    await get("a");
    const underWay = [get("c"), get("d")];
    await Promise.all(underWay);
    expect(state.fetched).toBe(4);
    await get("d");
    expect(state.fetched).toBe(4);
    await get("b");
    expect(state.fetched).toBe(5);
  });
});

describe("a refused token", () => {
  test("is renewed once for all its users", async () => {
    const { state, book, get } = house();
    const old = await get();
    expect(book.refuse("key", old.value)).toBe(true);
    const fresh = await get();
    expect(book.refuse("key", old.value)).toBe(true); // somebody has renewed it already
    expect(await get()).toBe(fresh);
    expect(state.fetched).toBe(2);
  });

  test("is not renewed again while the new one has never been taken", async () => {
    const { state, book, get } = house();
    book.refuse("key", (await get()).value);
    const fresh = await get();
    expect(book.refuse("key", fresh.value)).toBe(false);
    state.now += 60_000;
    expect(book.refuse("key", fresh.value)).toBe(true);
  });

  test("is not renewed again for the sake of one that was taken before it", async () => {
    const { book, get } = house();
    const old = await get();
    book.accept("key", old.value);
    book.refuse("key", old.value);
    expect(book.refuse("key", (await get()).value)).toBe(false);
  });

  test("is renewed again once the new one has been taken", async () => {
    const { book, get } = house();
    book.refuse("key", (await get()).value);
    const fresh = await get();
    book.accept("key", fresh.value);
    expect(book.refuse("key", fresh.value)).toBe(true);
  });

  test("leaves the token after the next one as good as any", async () => {
    const { state, book, get } = house();
    book.refuse("key", (await get()).value);
    await get();
    state.now += 120_000;
    expect(book.refuse("key", (await get()).value)).toBe(true);
  });
});
