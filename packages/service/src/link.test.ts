import { accountId, epochMs, type Instant, instant } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Facts } from "./installation.ts";
import {
  appointLink,
  LINK_DAYS,
  linkKey,
  pageLink,
  rotateLinkKey,
  signAppointLink,
  signPageLink,
  signUnsubscribe,
  verifyAppointLink,
  verifyPageLink,
  verifyUnsubscribe,
} from "./link.ts";

const NOW = instant(Date.parse("2026-11-23T08:30:00Z"));
const SOON = instant(Date.parse("2026-11-25T08:30:00Z"));
const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("base64url"));
const anyAccount = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => accountId(bytes));
const KEY = Buffer.alloc(32, 7).toString("base64url");
const ACCOUNT = accountId(new Uint8Array(20).fill(3));

const later = (now: Instant, ms: number): Instant => instant(epochMs(now) + ms);

describe("a link to a page", () => {
  it("opens its account until it expires, to the second", () => {
    const days = fc.integer({ min: 1, max: LINK_DAYS * 86_400 });
    fc.assert(
      fc.property(anyKey, anyAccount, days, (key, account, seconds) => {
        const expiresAt = later(NOW, seconds * 1000);
        const token = signPageLink(key, account, expiresAt, NOW);
        expect(token).toMatch(/^[\w-]{56}$/);
        expect(verifyPageLink(key, token, NOW)).toEqual({ account, expiresAt });
        expect(verifyPageLink(key, token, later(expiresAt, -1))).toEqual({ account, expiresAt });
        for (const ms of [0, 1, 86_400_000]) expect(verifyPageLink(key, token, later(expiresAt, ms))).toBeNull();
      }),
    );
  });

  it("holds for thirty days at most, whatever is asked for", () => {
    const token = signPageLink(KEY, ACCOUNT, later(NOW, 400 * 86_400_000), NOW);
    expect(verifyPageLink(KEY, token, NOW)?.expiresAt).toBe("2026-12-23T08:30:00.000Z");
  });

  it("opens nothing with any one character changed, taken away or added", () => {
    const token = signPageLink(KEY, ACCOUNT, SOON, NOW);
    for (let i = 0; i < token.length; i++) {
      for (const other of `${BASE64URL}=. %`) {
        if (other === token[i]) continue;
        expect(verifyPageLink(KEY, token.slice(0, i) + other + token.slice(i + 1), NOW)).toBeNull();
      }
      expect(verifyPageLink(KEY, token.slice(0, i) + token.slice(i + 1), NOW)).toBeNull();
    }
    for (const more of ["A", "=", "==", " ", "\n", ".", "AAAA", token]) {
      expect(verifyPageLink(KEY, token + more, NOW)).toBeNull();
      expect(verifyPageLink(KEY, more + token, NOW)).toBeNull();
    }
    expect(verifyPageLink(KEY, token, NOW)).not.toBeNull();
  });

  it("opens nothing when forged", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 90 }), fc.uint8Array({ maxLength: 600 })), (given) => {
        const token = typeof given === "string" ? given : Buffer.from(given).toString("base64url");
        expect(verifyPageLink(KEY, token, NOW)).toBeNull();
        expect(verifyUnsubscribe(KEY, token)).toBeNull();
      }),
    );
  });

  it("opens nothing with another key", () => {
    fc.assert(
      fc.property(anyKey, anyKey, anyAccount, (mine, theirs, account) => {
        fc.pre(mine !== theirs);
        expect(verifyPageLink(mine, signPageLink(theirs, account, SOON, NOW), NOW)).toBeNull();
      }),
    );
  });

  it("is an address people can follow", () => {
    const address = pageLink("https://saldo.example/", KEY, ACCOUNT, NOW);
    const [, token = ""] = /^https:\/\/saldo\.example\/link\/([\w-]+)$/.exec(address) ?? [];
    expect(verifyPageLink(KEY, token, NOW)?.account).toBe(ACCOUNT);
  });
});

describe("a link for whoever is to appoint us", () => {
  it("names the account until it expires, thirty days on, and holds no more of it", () => {
    const address = appointLink("https://saldovakt.example.se/", KEY, ACCOUNT, NOW);
    expect(address).toMatch(/^https:\/\/saldovakt\.example\.se\/appoint\/[\w-]{56}$/);
    const token = address.slice(address.lastIndexOf("/") + 1);
    expect(verifyAppointLink(KEY, token, NOW)).toEqual({ account: ACCOUNT, expiresAt: "2026-12-23T08:30:00.000Z" });
    expect(verifyAppointLink(KEY, token, later(NOW, LINK_DAYS * 86_400_000))).toBeNull();
    expect(verifyAppointLink(Buffer.alloc(32, 8).toString("base64url"), token, NOW)).toBeNull();
  });

  it("opens no page of the account's, nor does that page's link open it", () => {
    const [appoint, page] = [signAppointLink(KEY, ACCOUNT, SOON, NOW), signPageLink(KEY, ACCOUNT, SOON, NOW)];
    expect([verifyPageLink(KEY, appoint, NOW), verifyUnsubscribe(KEY, appoint)]).toEqual([null, null]);
    expect(verifyAppointLink(KEY, page, NOW)).toBeNull();
  });
});

describe("an address that ends messages", () => {
  it("names the recipient and no other, for good", () => {
    fc.assert(
      fc.property(anyKey, fc.string({ minLength: 1, maxLength: 100, unit: "grapheme" }), (key, recipient) => {
        fc.pre(recipient.isWellFormed());
        const token = signUnsubscribe(key, recipient);
        expect(verifyUnsubscribe(key, token)).toBe(recipient);
        expect(verifyUnsubscribe(key, `${token}A`)).toBeNull();
        expect(verifyUnsubscribe(key, token.slice(0, -1))).toBeNull();
      }),
    );
  });

  it("is no link to a page, nor the other way round", () => {
    fc.assert(
      fc.property(anyKey, anyAccount, (key, account) => {
        const link = signPageLink(key, account, SOON, NOW);
        expect(verifyUnsubscribe(key, link)).toBeNull();
        // A recipient whose key is, byte by byte, what a link's content is.
        const content = Buffer.from(link, "base64url").subarray(1, 26).toString("latin1");
        expect(verifyPageLink(key, signUnsubscribe(key, content), NOW)).toBeNull();
      }),
    );
  });
});

describe("the key for links", () => {
  function facts(): Facts & { readonly kept: Map<string, { value: string; version: number }> } {
    const kept = new Map<string, { value: string; version: number }>();
    return {
      kept,
      fact: async (name) => kept.get(name) ?? null,
      async putFact(name, value, expected) {
        if ((kept.get(name)?.version ?? 0) !== expected) return false;
        kept.set(name, { value, version: expected + 1 });
        return true;
      },
    };
  }

  const bytes = (n: number) => (count: number) => new Uint8Array(count).fill(n);

  it("is made once, of 32 random bytes", async () => {
    const state = facts();
    const key = await linkKey(state, bytes(9));
    expect(Buffer.from(key, "base64url")).toEqual(Buffer.alloc(32, 9));
    expect(await linkKey(state, bytes(1))).toBe(key);
  });

  it("is the first one's where two make it at the same time", async () => {
    const state = facts();
    const made = await Promise.all([1, 2, 3].map((n) => linkKey(state, bytes(n))));
    expect(new Set(made).size).toBe(1);
    expect(state.kept.get("links.key")).toEqual({ value: made[0], version: 1 });
  });

  it("takes every link with it when it is replaced", async () => {
    const state = facts();
    const before = await linkKey(state, bytes(1));
    const link = signPageLink(before, ACCOUNT, SOON, NOW);
    await rotateLinkKey(state, bytes(2));
    const after = await linkKey(state, bytes(3));
    expect(after).not.toBe(before);
    expect(verifyPageLink(after, link, NOW)).toBeNull();
    expect(verifyUnsubscribe(after, signUnsubscribe(before, "r"))).toBeNull();
  });

  it("asks to try again where others never let it be replaced", async () => {
    const state: Facts = { fact: async () => null, putFact: async () => false };
    await expect(rotateLinkKey(state, bytes(1))).rejects.toMatchObject({ code: "LINK_KEY_UNSETTLED", retryable: true });
    await expect(linkKey(state, bytes(1))).rejects.toMatchObject({ code: "LINK_KEY_UNSETTLED" });
  });
});
