import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AccountId, accountId } from "../account.ts";
import { ACTIONS, type Action, CHANGES, type Need } from "./actions.ts";
import { may, mayForAll } from "./may.ts";
import {
  type Group,
  type GroupId,
  groupId,
  isGroupId,
  isUserId,
  type Principal,
  type Reach,
  ROLES,
  reachOf,
  SCOPES,
  type UserId,
  userId,
} from "./principal.ts";

const ALL = Object.keys(ACTIONS) as Action[];
const ACCOUNTS = Array.from({ length: 6 }, (_, n) => accountId(new Uint8Array(20).fill(n)));

const action = fc.constantFrom(...ALL);
const account = fc.constantFrom(...ACCOUNTS);
const aboutAny = fc.option(account, { nil: null });
const some = fc.subarray(ACCOUNTS).map((ids): ReadonlySet<AccountId> => new Set(ids));
const reach: fc.Arbitrary<Reach> = fc.oneof(fc.constant("all" as const), some);
const scopes = fc.subarray([...SCOPES, "unheard-of"]);
const user = (role: (typeof ROLES)[number], accounts: Reach): Principal => ({ kind: "user", id: "usr_x" as UserId, role, accounts });
const key = (held: readonly string[], accounts: Reach): Principal => ({ kind: "key", id: "key_x", scopes: held, accounts });
const principal: fc.Arbitrary<Principal> = fc.oneof(
  fc.constant<Principal>({ kind: "open", id: "open" }),
  fc.tuple(fc.constantFrom(...ROLES), reach).map(([role, accounts]) => user(role, accounts)),
  fc.tuple(scopes, reach).map(([held, accounts]) => key(held, accounts)),
  fc.tuple(scopes, some).map(([held, accounts]): Principal => ({ kind: "system-user", id: "sys_x", scopes: held, accounts })),
  account.map((id): Principal => ({ kind: "link", id: "link", accounts: new Set([id]) })),
);

const permitted = (who: Principal, what: Action, id: AccountId | null): boolean => may(who, what, id).permitted;

describe("whatever is asked", () => {
  it("a role may all that the roles below it may", () => {
    fc.assert(
      fc.property(action, reach, aboutAny, (what, accounts, id) => {
        const [reader, adviser, owner] = ROLES.map((role) => permitted(user(role, accounts), what, id));
        if (reader) expect(adviser).toBe(true);
        if (adviser) expect(owner).toBe(true);
      }),
    );
  });

  it("whoever reaches some accounts does nothing to another, and nothing to all", () => {
    fc.assert(
      fc.property(principal, action, account, (who, what, id) => {
        const need: Need = ACTIONS[what];
        fc.pre(need.on !== "nothing" && who.kind !== "open" && who.accounts !== "all" && !who.accounts.has(id));
        expect(permitted(who, what, id)).toBe(false);
        expect(mayForAll(who, what, null).permitted).toBe(false);
        if (need.on === "all") expect(permitted(who, what, null)).toBe(false);
      }),
    );
  });

  it("more scopes and a wider reach take nothing away", () => {
    fc.assert(
      fc.property(scopes, scopes, some, action, aboutAny, (held, more, accounts, what, id) => {
        if (!permitted(key(held, accounts), what, id)) return;
        expect(permitted(key([...held, ...more], accounts), what, id)).toBe(true);
        expect(permitted(key(held, "all"), what, id)).toBe(true);
      }),
    );
  });

  it("who may change an account may read it", () => {
    fc.assert(
      fc.property(principal, action, account, (who, what, id) => {
        const need: Need = ACTIONS[what];
        if (CHANGES.has(what) && need.on === "account" && permitted(who, what, id)) expect(permitted(who, "account.read", id)).toBe(true);
      }),
    );
  });

  it("a link reads its account and does nothing else", () => {
    fc.assert(
      fc.property(action, account, account, (what, own, id) => {
        const link: Principal = { kind: "link", id: "link", accounts: new Set([own]) };
        const need: Need = ACTIONS[what];
        expect(permitted(link, what, id)).toBe(need.on === "nothing" || (what === "account.read" && id === own));
      }),
    );
  });

  it("nobody without a right of their own lets others in or sees who did what", () => {
    fc.assert(
      fc.property(principal, fc.constantFrom(...ALL.filter((each) => /^(users|groups|invitations|audit)\./.test(each))), (who, what) => {
        const isOwner = who.kind === "user" && who.role === "owner";
        const isAdmin = who.kind === "key" && who.scopes.includes("admin");
        if (permitted(who, what, null)) expect(isOwner || isAdmin).toBe(true);
      }),
    );
  });

  it("a calendar's key opens calendars alone", () => {
    for (const what of ALL) {
      const need: Need = ACTIONS[what];
      expect([what, permitted(key(["calendar"], "all"), what, ACCOUNTS[0] ?? null)]).toEqual([
        what,
        need.on === "nothing" || what === "calendar.read",
      ]);
    }
  });

  it("a program of others changes nothing and does not see who is told, whatever it is given", () => {
    const program: Principal = { kind: "system-user", id: "sys_x", scopes: SCOPES, accounts: new Set(ACCOUNTS) };
    for (const what of ALL) {
      if (CHANGES.has(what) || /^(recipients|users|groups|invitations|audit)\./.test(what))
        expect([what, permitted(program, what, ACCOUNTS[0] ?? null)]).toEqual([what, false]);
    }
  });

  it("refuses an action that is none, and a kind that is none", () => {
    const owner = user("owner", "all");
    for (const what of ["", "toString", "__proto__", "account.reads"]) {
      expect(may(owner, what as Action, null)).toEqual({ permitted: false, code: "NOT_OFFERED" });
    }
    const stranger = { kind: "stranger", id: "x", role: "owner", scopes: SCOPES, accounts: "all" } as unknown as Principal;
    expect(permitted(stranger, "accounts.list", null)).toBe(false);
    expect(permitted({ ...owner, role: "emperor" } as unknown as Principal, "accounts.list", null)).toBe(false);
  });
});

describe("refusals", () => {
  it("say what is missing", () => {
    expect(may(key(["read"], "all"), "account.change", ACCOUNTS[0] ?? null)).toEqual({
      permitted: false,
      code: "SCOPE_MISSING",
      scope: "write",
    });
    expect(may(user("reader", "all"), "account.change", null)).toEqual({ permitted: false, code: "ROLE_MISSING" });
    expect(may(user("adviser", new Set()), "account.change", ACCOUNTS[1] ?? null)).toEqual({ permitted: false, code: "ACCOUNT_UNKNOWN" });
    expect(may(key(["write"], new Set()), "account.add", null)).toEqual({ permitted: false, code: "REACH_LIMITED" });
    expect(may({ kind: "open", id: "open" }, "audit.read", null)).toEqual({ permitted: false, code: "NOT_OFFERED" });
  });

  it("of several accounts one that is not theirs is enough", () => {
    fc.assert(
      fc.property(principal, action, fc.uniqueArray(account), (who, what, ids) => {
        fc.pre(ids.length > 0);
        const each = may(who, what, null).permitted && ids.every((id) => permitted(who, what, id));
        expect(mayForAll(who, what, ids).permitted).toBe(each);
      }),
    );
  });

  it("what is about no account belongs to whoever reaches all alone", () => {
    fc.assert(
      fc.property(principal, action, (who, what) => {
        expect(mayForAll(who, what, []).permitted).toBe(mayForAll(who, what, null).permitted);
      }),
    );
  });
});

describe("a user's reach", () => {
  const groups: readonly Group[] = [
    { id: "grp_a" as GroupId, name: "A", accounts: ACCOUNTS.slice(0, 2) },
    { id: "grp_b" as GroupId, name: "B", accounts: ACCOUNTS.slice(1, 3) },
  ];

  it("is their own accounts and those of their groups, and no more", () => {
    fc.assert(
      fc.property(fc.subarray(ACCOUNTS), fc.subarray(["grp_a", "grp_b", "grp_gone"]), (own, held) => {
        const found = reachOf({ role: "adviser", accounts: own, groups: held as GroupId[] }, groups);
        const theirs = groups.filter(({ id }) => held.includes(id)).flatMap((group) => group.accounts);
        for (const id of ACCOUNTS) expect((found as ReadonlySet<AccountId>).has(id)).toBe(own.includes(id) || theirs.includes(id));
      }),
    );
  });

  it("is everything for owners, and for whom it was given", () => {
    expect(reachOf({ role: "owner", accounts: [], groups: [] }, groups)).toBe("all");
    expect(reachOf({ role: "reader", accounts: null, groups: [] }, groups)).toBe("all");
    expect(reachOf({ role: "reader", accounts: [], groups: [] }, groups)).toEqual(new Set());
  });
});

it("makes ids that are told apart by their beginning", () => {
  const bytes = new Uint8Array(20).fill(3);
  expect([isUserId(userId(bytes)), isUserId(groupId(bytes)), isGroupId(groupId(bytes)), isGroupId(accountId(bytes))]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
