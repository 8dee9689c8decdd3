import { type AuditRecord, inputError, instant } from "@saldovakt/domain";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { type Actor, audited, auditor } from "./audit.ts";
import { AUDIT_CSV_HEAD, auditCsv, auditJson, auditLines, auditPeriod } from "./audit-export.ts";
import { peopleWorld } from "./people.fixture.ts";

const WHO: Actor = { principal: { kind: "user", id: "usr_x" }, requestId: "r-1" };
const world = () => {
  const made = peopleWorld();
  return { ...made, audit: auditor(made.log, made.now, made.random) };
};

describe("the audit log", () => {
  it("holds who did what, and to what", async () => {
    const { audit, lines, accounts, now } = world();
    const [account, other] = accounts as [never, never];
    await audit.permitted({ ...WHO, onBehalfOf: other }, { action: "payment.register", account, about: "pay_1" });
    await audit.refused(WHO, { action: "account.read", account: null }, "ROLE_MISSING");
    expect(lines).toEqual([
      {
        id: expect.stringMatching(/^aud_0{6}[0-9a-f]{16}$/),
        at: now(),
        principal: WHO.principal,
        onBehalfOf: other,
        action: "payment.register",
        account,
        about: "pay_1",
        outcome: "permitted",
        requestId: "r-1",
      },
      expect.objectContaining({ outcome: "refused", reason: "ROLE_MISSING", action: "account.read" }),
    ]);
    expect(lines[1]).not.toHaveProperty("account");
  });

  it("says which of the things an action stands for, each time it does", async () => {
    const { audit, lines } = world();
    for (let round = 0; round < 2; round++) {
      await audit.permitted(WHO, { action: "users.change", changes: ["role", "reach"] });
      await audit.permitted(WHO, { action: "session.begin", changes: ["joined"], about: "inv_1" });
    }
    await audit.permitted(WHO, { action: "users.change", changes: [] });
    expect(lines.map(({ changes }) => changes)).toEqual([["role", "reach"], ["joined"], ["role", "reach"], ["joined"], undefined]);
    const rows: { changes: string }[] = parse(AUDIT_CSV_HEAD + lines.map(auditCsv).join(""), { columns: true });
    expect(rows.map(({ changes }) => changes)).toEqual(["role reach", "joined", "role reach", "joined", ""]);
  });

  it("writes each change, and a reading or a refusal once an hour", async () => {
    const { audit, lines, accounts, clock } = world();
    const [first, second] = accounts as [never, never];
    const all = async () => {
      for (const account of [first, second]) await audit.permitted(WHO, { action: "account.read", account });
      await audit.refused(WHO, { action: "account.read", account: first }, "ACCOUNT_UNKNOWN");
      await audit.permitted(WHO, { action: "account.change", account: first });
    };
    for (let round = 0; round < 3; round++) await all();
    expect(lines.filter(({ action, outcome }) => action === "account.read" && outcome === "permitted")).toHaveLength(2);
    expect(lines.filter(({ outcome }) => outcome === "refused")).toHaveLength(1);
    expect(lines.filter(({ action }) => action === "account.change")).toHaveLength(3);
    clock.now += 3_600_000;
    await all();
    expect(lines).toHaveLength(10);
  });

  it("keeps the order of lines written in one millisecond", async () => {
    const { log, lines, now, clock } = world();
    let falling = 255;
    const audit = auditor(log, now, (bytes) => new Uint8Array(bytes).fill(falling--));
    for (let nth = 0; nth < 20; nth++) await audit.permitted(WHO, { action: "account.change", about: `nth ${nth}` });
    const told = () => lines.toSorted((a, b) => (`${a.at}#${a.id}` < `${b.at}#${b.id}` ? -1 : 1)).map(({ about }) => about);
    expect(told()).toEqual(Array.from({ length: 20 }, (_, nth) => `nth ${nth}`));
    clock.now += 1;
    await audit.permitted(WHO, { action: "account.change", about: "a moment later" });
    expect(lines.at(-1)?.id).toMatch(/^aud_0{6}/);
    expect(told().at(-1)).toBe("a moment later");
  });

  it("lets nobody do anything that cannot be written down", async () => {
    const { audit, log, accounts } = world();
    const put = log.putAudit;
    let cut = true;
    log.putAudit = async (...given) => {
      if (cut) throw new Error("the log is away");
      return put(...given);
    };
    let done = 0;
    const work = async () => void done++;
    const [account = null] = accounts;
    for (const action of ["account.read", "account.change"] as const) {
      await expect(audited(audit, WHO, { action, account }, work)).rejects.toThrow("away");
    }
    expect(done).toBe(0);
    cut = false;
    await audited(audit, WHO, { action: "account.read", account }, work);
    expect(done).toBe(1);
  });

  it("says that something came to nothing, and why", async () => {
    const { audit, lines, log } = world();
    const fails = () => audited(audit, WHO, { action: "account.add" }, () => Promise.reject(inputError("NAME_INVALID", "no", "write one")));
    await expect(fails()).rejects.toMatchObject({ code: "NAME_INVALID" });
    expect(lines.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["permitted", undefined],
      ["failed", "NAME_INVALID"],
    ]);
    const put = log.putAudit;
    log.putAudit = (record, how) => (record.outcome === "failed" ? Promise.reject(new Error("away")) : put(record, how));
    await expect(fails()).rejects.toMatchObject({ code: "NAME_INVALID" });
  });

  it("holds what an authority said, and why, each time it was asked, and once an hour what it said before", async () => {
    const { audit, lines, accounts, clock, log } = world();
    const [account = null] = accounts;
    const permit = (anew: boolean, action: "account.read" | "accounts.list" = "account.read") =>
      audit.judged(WHO, { action, account }, { outcome: "permitted", reason: "PERMIT", anew });
    const deny = () => audit.judged(WHO, { action: "account.read", account }, { outcome: "refused", reason: "PDP_DENIED", anew: true });
    const told = () => lines.splice(0).map(({ action, outcome, reason }) => `${action} ${outcome} ${reason}`);
    for (const anew of [true, false, false]) await permit(anew);
    expect(told()).toEqual(["account.read permitted PERMIT"]);
    for (let round = 0; round < 2; round++) await permit(false, "accounts.list");
    expect(told()).toEqual(["accounts.list permitted PERMIT"]);
    for (const work of [deny, () => permit(true), () => permit(false), deny]) await work();
    expect(told()).toEqual(["account.read refused PDP_DENIED", "account.read permitted PERMIT", "account.read refused PDP_DENIED"]);
    clock.now += 3_600_000;
    for (let round = 0; round < 2; round++) await permit(false);
    expect(told()).toEqual(["account.read permitted PERMIT"]);
    const put = log.putAudit;
    log.putAudit = () => Promise.reject(new Error("away"));
    await expect(permit(true)).rejects.toThrow("away");
    await expect(permit(false)).rejects.toThrow("away");
    log.putAudit = put;
    await permit(false);
    expect(told()).toEqual(["account.read permitted PERMIT"]);
  });

  it("remembers no more than it must", async () => {
    const { audit, lines } = world();
    for (let n = 0; n < 50_001; n++) await audit.refused(WHO, { action: "account.read", about: String(n) }, "X");
    await audit.refused(WHO, { action: "account.read", about: "0" }, "X");
    expect(lines).toHaveLength(50_002);
  });
});

describe("its export", () => {
  it("goes through all of the period, newest first", async () => {
    const { audit, log, clock, now } = world();
    for (let n = 0; n < 1_203; n++) {
      clock.now += 1;
      await audit.permitted(WHO, { action: "account.add", about: String(n) });
    }
    const found: AuditRecord[] = [];
    for await (const line of auditLines(log, auditPeriod(undefined, undefined, now()))) found.push(line);
    expect(found.map(({ about }) => about)).toEqual(Array.from({ length: 1_203 }, (_, n) => String(1_202 - n)));
  });

  it("asks for no more than there can be", () => {
    const now = instant(Date.UTC(2026, 10, 23));
    const { from, to } = auditPeriod(instant(0), instant(Date.UTC(9_000, 0)), now);
    expect([from < to, from > "2022", to < "2026-11-25"]).toEqual([true, true, true]);
    expect(() => auditPeriod(now, instant(0), now)).toThrow(expect.objectContaining({ code: "PERIOD_INVALID", scope: "input" }));
  });

  it("is CSV that other programs read, and begins no formula", () => {
    const line: AuditRecord = {
      id: "aud_1",
      at: instant(0),
      principal: { kind: "key", id: '=cmd|" ,' },
      action: "account.read",
      outcome: "refused",
      reason: "ROLE_MISSING",
    };
    const rows = parse(AUDIT_CSV_HEAD + auditCsv(line), { columns: true });
    expect(rows).toEqual([
      expect.objectContaining({
        at: instant(0),
        kind: "key",
        by: "'=cmd|\" ,",
        action: "account.read",
        account: "",
        reason: "ROLE_MISSING",
      }),
    ]);
    expect(JSON.parse(auditJson(line))).toEqual(line);
  });
});
