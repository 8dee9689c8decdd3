import { type Account, type BookedRow, fromWhole, plainDate, SaldovaktError, sum } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { addWatchedAccount } from "./accounts.ts";
import { freshForecast, lastForecast } from "./answer.ts";
import { importStatement } from "./import-statement.ts";
import { runPass } from "./pass.ts";
import { plan } from "./plan.ts";
import type { Statement } from "./ports.ts";
import { watchAccount } from "./watch.ts";
import { observed, type World, world } from "./world.fixture.ts";

const IDENTITY = "165590000146";

const PAYEE = { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: null, referenceType: "OCR" } as const;

const row = (date: string, whole: number, text = "Moms"): BookedRow => ({ date: plainDate(date), text, amount: fromWhole(whole) });

function statement(from: string, to: string, opening: number, rows: readonly BookedRow[], more: Partial<Statement> = {}): Statement {
  const balance = sum([fromWhole(opening), ...rows.map(({ amount }) => amount)]);
  return {
    name: "Alfa AB",
    identity: IDENTITY,
    opening: { date: plainDate(from), balance: fromWhole(opening) },
    closing: { date: plainDate(to), balance },
    rows,
    payTo: PAYEE,
    ...more,
  };
}

const ports = (w: World) => ({ ...w.watch, book: w.book, random: w.random });

/** All of the time, and the same in two pieces that overlap. */
const ROWS = [
  row("2026-09-12", -3_000),
  row("2026-09-12", -3_000),
  row("2026-10-12", 9_000, "Inbetalning bokförd"),
  row("2026-11-12", -1_500),
];
const WHOLE = statement("2026-09-01", "2026-11-20", 1_000, ROWS);
const FIRST = statement("2026-09-01", "2026-10-31", 1_000, ROWS.slice(0, 3));
const SECOND = statement("2026-10-05", "2026-11-20", -5_000, ROWS.slice(2));

describe("an account that nobody reads", () => {
  it("is made by its first statement, and its forecast says what it is based on", async () => {
    const w = world();
    const imported = await importStatement({}, WHOLE, ports(w));
    expect(imported).toMatchObject({ added: true, rows: 4, from: "2026-09-01", to: "2026-11-20" });
    expect(imported.account).toMatchObject({ name: "Alfa AB", identity: IDENTITY, reading: "statement", origin: "command" });
    const { forecast, observation } = (await lastForecast(imported.account, w.watch)) ?? {};
    expect(observation).toMatchObject({
      asOf: "2026-11-20T22:59:59.999Z",
      balance: fromWhole(2_500),
      charges: [],
      payTo: PAYEE,
      history: ROWS,
    });
    expect(forecast?.warnings).toEqual([{ code: "STATEMENT_ONLY", date: "2026-11-20" }]);
    expect(imported.forecast).toEqual(forecast);
    expect(w.summaries.get(imported.account.id)).toMatchObject({ balance: { amount: "2500.00" } });
  });

  it("knows the same from one statement as from two that overlap, in either order and twice", async () => {
    const histories = [];
    for (const order of [[WHOLE], [FIRST, SECOND], [SECOND, FIRST], [FIRST, SECOND, FIRST, SECOND, WHOLE]]) {
      const w = world();
      let account: Account | undefined;
      for (const each of order) ({ account } = await importStatement(account ? { account } : {}, each, ports(w)));
      const { observation } = (await lastForecast(account as Account, w.watch)) ?? {};
      histories.push(observation);
      expect(w.accounts.size).toBe(1);
    }
    for (const history of histories) expect(history).toEqual(histories[0]);
  });

  it("needs no authority that can be read here", async () => {
    const w = world();
    expect(await importStatement({}, WHOLE, { ...ports(w), offered: [] })).toMatchObject({ added: true });
  });

  it("is found again by its number, and named when the caller says so", async () => {
    const w = world();
    const first = await importStatement({ name: "Mitt bolag" }, { ...FIRST, identity: null }, ports(w)).catch((fault) => fault);
    expect(first).toMatchObject({ code: "STATEMENT_IDENTITY_MISSING", scope: "input" });
    const misnumbered = { ...FIRST, identity: null, misnumbered: true as const };
    await expect(importStatement({}, misnumbered, ports(w))).rejects.toMatchObject({ code: "STATEMENT_IDENTITY_WRONG", scope: "input" });
    const { account } = await importStatement({ identity: IDENTITY, name: "Mitt bolag" }, misnumbered, ports(w));
    expect(account.name).toBe("Mitt bolag");
    const again = await importStatement({}, SECOND, ports(w));
    expect(again).toMatchObject({ account, added: false, rows: 1 });
  });

  it("is not read, not judged and not told of, however little is on it; its summary follows the day", async () => {
    const w = world();
    const { account } = await importStatement({}, statement("2026-09-01", "2026-11-20", -90_000, []), ports(w));
    w.answers.set(IDENTITY, new SaldovaktError("nobody may ask", { code: "ASKED", scope: "internal" }));
    w.today = plainDate("2026-12-20");
    await runPass(w.watch, { concurrency: 1 });
    expect(await watchAccount(account.id, w.watch)).toMatchObject({ kind: "statement", alerts: [], forecast: { today: "2026-12-20" } });
    expect([w.queued, [...w.alerts], w.failures]).toEqual([[], [], []]);
    await expect(freshForecast(account, w.watch)).rejects.toMatchObject({ code: "NOT_READ_FROM_AUTHORITY", scope: "input" });
    const { forecast } = (await lastForecast(account, w.watch)) ?? {};
    expect(forecast?.stale).toBe(true);
    expect(forecast?.warnings.map(({ code }) => code)).toEqual(["STATEMENT_ONLY", "NO_REFERENCE"]);
  });

  it("takes no call of a day's", async () => {
    const w = world();
    const { account } = await importStatement({}, WHOLE, ports(w));
    const read = w.add("Beta", observed(0, [], w.today));
    const sent: string[] = [];
    const queue = {
      send: async (messages: readonly { accountId: string }[]) => void sent.push(...messages.map(({ accountId }) => accountId)),
    };
    expect(await plan({ accounts: w.watch.accounts, queue, clock: w.watch.clock }, 1)).toMatchObject({ planned: 2, postponed: 0 });
    expect(sent).toEqual([read.id, account.id]);
  });
});

describe("a statement that ended before a due date which is past", () => {
  it("is said to know nothing of what history says fell due since", async () => {
    const w = world();
    const months = Array.from({ length: 12 }, (_, at) => row(`2025-${String(at + 1).padStart(2, "0")}-12`, -4_000, "Arbetsgivaravgift"));
    const more = Array.from({ length: 10 }, (_, at) => row(`2026-${String(at + 1).padStart(2, "0")}-12`, -4_000, "Arbetsgivaravgift"));
    const kept = [...months, ...more].map((each) => ({ ...each, kind: "employer-tax" as const }));
    const { forecast } = await importStatement({}, statement("2025-01-01", "2026-11-06", 200_000, kept), ports(w));
    expect(forecast.warnings).toEqual([
      { code: "STATEMENT_ONLY", date: "2026-11-06" },
      { code: "STATEMENT_GAP", date: "2026-11-12", amount: expect.any(Number) },
    ]);
    expect(Math.round((forecast.warnings[1]?.amount ?? 0) / 100_000)).toBe(-4);
    const { forecast: newer } = await importStatement({}, statement("2025-01-01", "2026-11-20", 200_000, kept), ports(w));
    expect(newer.warnings.map(({ code }) => code)).not.toContain("STATEMENT_GAP");
  });
});

describe("an old statement", () => {
  it.each([
    ["2026-10-09", []],
    ["2026-10-08", ["STATEMENT_OLD"]],
    ["2026-03-31", ["STATEMENT_OLD"]],
  ])("that ends %s", async (ends, warned) => {
    const w = world();
    const { forecast } = await importStatement({}, statement("2025-01-01", ends, 90_000, []), ports(w));
    expect(forecast.warnings.map(({ code }) => code)).toEqual(["STATEMENT_ONLY", ...warned]);
    expect(forecast.warnings.at(-1)?.date).toBe(ends);
  });
});

describe("an account that was known by statements and is read from then on", () => {
  it("keeps its history, and is judged by what is read alone", async () => {
    const w = world();
    const short = statement("2026-09-01", "2026-11-20", -90_000, []);
    const { account } = await importStatement({}, short, ports(w));
    expect(await addWatchedAccount({ identity: IDENTITY, reading: "statement" }, ports(w))).toEqual({ account, added: false });
    const { reading: _, ...read } = account;
    expect(await addWatchedAccount({ identity: IDENTITY }, ports(w))).toEqual({ account, added: false });
    expect(await addWatchedAccount({ identity: IDENTITY, reading: "authority" }, ports(w))).toEqual({
      account: read,
      added: false,
      nowRead: true,
    });
    expect(await addWatchedAccount({ identity: IDENTITY }, ports(w))).toEqual({ account: read, added: false });

    w.answers.set(IDENTITY, new SaldovaktError("closed", { code: "SKV_CLOSED", scope: "transient" }));
    const failed = await watchAccount(account.id, w.watch);
    expect(failed).toMatchObject({
      kind: "failed",
      alerts: [],
      forecast: { warnings: [{ code: "STATEMENT_ONLY" }, { code: "NO_REFERENCE" }] },
    });
    w.answers.set(IDENTITY, { ...observed(700, [], w.today), historyFrom: plainDate("2026-10-01"), history: ROWS.slice(2) });
    expect(await watchAccount(account.id, w.watch)).toMatchObject({ kind: "read", alerts: [] });
    expect(await w.watch.records.observation(account.id)).toMatchObject({
      historyFrom: "2026-09-01",
      balance: fromWhole(700),
      warnings: [],
    });
    expect(w.queued).toEqual([]);
  });
});

describe("an account that is read", () => {
  const reading = { ...observed(500, [], plainDate("2026-11-23")), historyFrom: plainDate("2026-10-01"), history: ROWS.slice(2) };

  async function readOnce() {
    const w = world();
    const account = w.add("Alfa", reading);
    const { identity } = account;
    return { w, account, brought: { ...WHOLE, identity } };
  }

  it("is given the rows of the days before the authority's answer, which later readings keep", async () => {
    const { w, account, brought } = await readOnce();
    await expect(importStatement({ account }, brought, ports(w))).rejects.toMatchObject({ code: "ACCOUNT_NOT_READ_YET", scope: "input" });
    await watchAccount(account.id, w.watch);
    expect(await importStatement({}, brought, ports(w))).toMatchObject({
      account,
      added: false,
      rows: 2,
      from: "2026-09-01",
      to: "2026-11-23",
    });
    const older = await w.watch.records.observation(account.id);
    expect(older).toMatchObject({ history: ROWS, balance: fromWhole(500), warnings: [] });
    expect(await importStatement({ account }, brought, ports(w))).toMatchObject({ rows: 0 });

    w.today = plainDate("2026-11-24");
    w.answers.set(account.identity, { ...reading, historyFrom: plainDate("2026-10-02") });
    await watchAccount(account.id, w.watch);
    expect((await w.watch.records.observation(account.id))?.history).toEqual(ROWS);
  });

  it("takes no other account's statement, and a number is told apart however it is written", async () => {
    const { w, account, brought } = await readOnce();
    await watchAccount(account.id, w.watch);
    await expect(importStatement({ account }, WHOLE, ports(w))).rejects.toMatchObject({ code: "STATEMENT_OF_ANOTHER_ACCOUNT" });
    const ten = `${account.identity.slice(2, 8)}-${account.identity.slice(8)}`;
    expect(await importStatement({ account }, { ...brought, identity: ten }, ports(w))).toMatchObject({ added: false });
    const norwegian: Account = { ...account, source: "skatteetaten" };
    await expect(importStatement({ account: norwegian }, brought, ports(w))).rejects.toMatchObject({ code: "STATEMENT_NOT_OFFERED" });
  });
});

describe("a statement that cannot be right", () => {
  it.each([
    ["does not add up", { ...WHOLE, closing: { ...WHOLE.closing, balance: fromWhole(1) } }, "STATEMENT_BALANCE"],
    ["holds a day outside its own", { ...WHOLE, opening: { ...WHOLE.opening, date: plainDate("2026-09-13") } }, "STATEMENT_FORMAT"],
    ["ends before it begins", statement("2026-09-02", "2026-09-01", 0, []), "STATEMENT_FORMAT"],
    ["ends in the future", statement("2026-09-01", "2026-11-24", 0, []), "STATEMENT_IN_FUTURE"],
  ])("because it %s is refused, and no account is made of it", async (_, wrong, code) => {
    const w = world();
    await expect(importStatement({}, wrong, ports(w))).rejects.toMatchObject({ code, scope: "input" });
    expect(w.accounts.size).toBe(0);
  });
});
