import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account } from "./account.ts";
import { instant } from "./dates.ts";
import { appointeeOf, appointmentOf, OMBUD_SERVICE_URL, ownerKind, permissionGiven, permissionRefused } from "./ombud.ts";

const day = (n: number) => instant(Date.UTC(2026, 10, n));
const account = (over: Partial<Account> = {}) => ({ source: "skatteverket" as const, identity: "165790000011", ...over });
const ask = (n: number) => ({ ombud: { at: day(n), link: "start-page" as const } });
const OURS = "165780000054";

const state = (over: Partial<Account>, isRead = false, ours: string | null = OURS) => {
  const { state, waitsFor } = appointmentOf(account(over), isRead, ours);
  return [state, waitsFor];
};

describe("appointmentOf", () => {
  it("tells the states apart", () => {
    expect(state({})).toEqual(["not-asked", null]);
    expect(state(ask(2))).toEqual(["asked", "client"]);
    expect(state({}, true)).toEqual(["granted", null]);
    expect(state({ ...ask(2), permission: { grantedAt: day(3) } }, true)).toEqual(["granted", null]);
    expect(state({ permission: { refusedSince: day(3) } })).toEqual(["missing", "client"]);
    expect(state({ ...ask(4), permission: { refusedSince: day(3) } })).toEqual(["asked", "client"]);
    expect(state({ ...ask(2), permission: { refusedSince: day(3) } })).toEqual(["asked", "client"]);
    expect(state({ permission: { refusedSince: day(3), readBefore: true } }, true)).toEqual(["withdrawn", "client"]);
  });

  it("does not take a question from before a withdrawal for one after it", () => {
    const permission = { refusedSince: day(9), readBefore: true } as const;
    expect(state({ ...ask(2), permission }, true)).toEqual(["withdrawn", "client"]);
    expect(state({ ...ask(10), permission }, true)).toEqual(["asked", "client"]);
  });

  it("blames the certificate where one's own account is refused, and asks nobody where it is not", () => {
    const own = { identity: OURS };
    expect(state({ ...own, permission: { refusedSince: day(3) } })).toEqual(["missing", "certificate"]);
    expect(state(own)).toEqual(["not-needed", null]);
    expect(state({ ...own, permission: { refusedSince: day(3) } }, false, null)).toEqual(["missing", "client"]);
  });

  it("takes what somebody reads by signing in for no permission, and for no want of one", () => {
    expect(state({ reading: "interactive" }, true)).toEqual(["not-asked", null]);
    expect(state({ reading: "interactive", permission: { refusedSince: day(3) } }, true)).toEqual(["not-asked", null]);
    expect(state({ reading: "interactive", ...ask(2) }, true)).toEqual(["asked", "client"]);
  });

  it("says nothing of accounts that no ombud opens", () => {
    expect(state({ source: "skatteetaten", identity: "313367002" })).toEqual(["not-needed", null]);
    expect(state({ reading: "statement", permission: { refusedSince: day(3) } })).toEqual(["not-needed", null]);
  });
});

describe("ownerKind", () => {
  it("goes by the number", () => {
    expect(ownerKind("165790000011")).toBe("company");
    expect(ownerKind("198001019999")).toBe("sole-trader");
    expect(ownerKind("200101019999")).toBe("sole-trader");
    expect(ownerKind("161200000019")).toBe("estate");
    expect(ownerKind("165001019999")).toBe("estate"); // the dead person's number under 16
    expect(ownerKind("163020000019")).toBe("company"); // a GD number
  });
});

describe("what readings say", () => {
  it("is written once when refused, once when given, and not at all where it was never in question", () => {
    expect(permissionGiven({}, day(1))).toBeUndefined();
    expect(permissionGiven(ask(1), day(2))).toEqual({ grantedAt: day(2) });
    const granted = { grantedAt: day(2) };
    expect(permissionGiven({ ...ask(1), permission: granted }, day(3))).toBe(granted);
    const refused = permissionRefused(granted, false, day(4));
    expect(refused).toEqual({ refusedSince: day(4), readBefore: true });
    expect(permissionRefused(refused, true, day(5))).toBe(refused);
    expect(permissionGiven({ permission: refused }, day(6))).toEqual({ grantedAt: day(6) });
    expect(permissionRefused(undefined, false, day(4))).toEqual({ refusedSince: day(4) });
  });

  it("after any days is refused exactly when the last reading was, and since the first of that row", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), fc.boolean(), (readings, asked) => {
        let now: Pick<Account, "ombud" | "permission"> = asked ? ask(1) : {};
        let read = false;
        for (const [n, good] of readings.entries()) {
          const next = good ? permissionGiven(now, day(n + 2)) : permissionRefused(now.permission, read, day(n + 2));
          now = { ...now, ...(next && { permission: next }) };
          read ||= good;
        }
        const found = appointmentOf(account(now), read, null);
        const lastGood = readings.lastIndexOf(true);
        expect(found.refusedSince).toBe(readings.at(-1) ? null : day(lastGood + 3));
        expect(found.readBefore).toBe(!readings.at(-1) && lastGood >= 0);
        expect(found.state === "granted").toBe(readings.at(-1));
      }),
    );
  });
});

it("leads to the e-service's start page unless another address is configured", () => {
  expect(appointeeOf()).toEqual({ link: { url: OMBUD_SERVICE_URL, kind: "start-page" }, organisation: null, name: null });
  expect(appointeeOf({ link: "https://example.se/x", name: "Byrån AB" }).link).toEqual({ url: "https://example.se/x", kind: "configured" });
});
