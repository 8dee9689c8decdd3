import type { SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { NOW, TODAY } from "../companies.fixture.ts";
import { all, parseMarkup, textOf } from "../markup.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { AUTHORITY, fault, NORWEGIAN, SAME, SHORT, UNREAD, world } from "./connect.fixture.ts";

describe("reading by sign-in", () => {
  it("is offered where nobody has let us read the account, and nowhere else", async () => {
    const { shown, denied } = await world();
    expect(await shown(UNREAD)).toContain("Läs nu med BankID");
    for (const name of [SHORT, NORWEGIAN]) expect(await shown(name)).not.toContain("BankID");
    await denied(SHORT);
    expect(await shown(SHORT)).toContain("Läs nu med BankID");
  });

  it("is not offered where nobody can sign in", async () => {
    const fake = fakeWorld();
    const app = createApp(fake.ports, fakeOptions({ pages: "open" }));
    const page = await (await app.request(`/accounts/${fake.id(UNREAD)}`)).text();
    expect(page).not.toContain("BankID");
    expect((await app.request(`/connect/skatteverket?account=${fake.id(UNREAD)}`)).status).toBe(404);
    expect((await app.request("/connect/skatteverket/callback?code=c&state=s")).status).toBe(404);
  });

  it("goes to the authority and back, and the figures appear with their age", async () => {
    const { begin, back, browse, shown, jar, callbacks, account, id, audit } = await world();
    const away = await begin(UNREAD);
    expect([away.status, away.headers.get("location")]).toEqual([303, `${AUTHORITY}?state=s1`]);
    const [cookie = ""] = away.headers.getSetCookie();
    expect(cookie).toMatch(/^saldovakt-connect-[\w-]{16}=h{42}1\.acc_[0-9a-z]{20}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);

    const onTheWay = await browse("/connect/skatteverket/callback?code=c&state=s");
    expect([onTheWay.status, onTheWay.headers.get("refresh")]).toEqual([200, "0;url=/connect/skatteverket/callback?code=c&state=s&here=1"]);
    expect(callbacks).toEqual([]);

    const done = await back();
    expect([done.status, done.headers.get("location")]).toEqual([303, `/accounts/${id(UNREAD)}`]);
    expect([callbacks, [...jar.keys()]]).toEqual([["code=c&state=s1"], []]);
    expect((await account(UNREAD)).reading).toBe("interactive");
    const page = (await shown(UNREAD)).replaceAll("\u00a0", " ");
    expect(page).toContain("77 000");
    expect(page).toMatch(/Kontot läses bara när någon loggar in hos Skatteverket, senast/);
    expect(page).toMatch(/Inloggad hos Skatteverket till/);
    const lines = (await audit()).filter(({ action }) => action === "signin.connect");
    expect(lines.map(({ changes, outcome, account }) => [changes?.join(), outcome, account])).toEqual([
      ["completed", "permitted", id(UNREAD)],
      ["begun", "permitted", id(UNREAD)],
    ]);
  });

  it("reads anew while somebody is signed in, and asks for a new sign-in when it is over", async () => {
    const { begin, back, post, id, shown, connected } = await world();
    await begin(UNREAD);
    await back();
    expect((await post(`/accounts/${id(UNREAD)}/read`)).status).toBe(303);
    connected.clear();
    const over = await post(`/accounts/${id(UNREAD)}/read`);
    const told = await over.text();
    expect([over.status, textOf(parseMarkup(told))]).toEqual([400, expect.stringContaining("Den hos Skatteverket har gått ut")]);
    expect(told).toContain(`<a class="main" href="/connect/skatteverket?account=${id(UNREAD)}">Logga in med BankID igen</a>`);
    expect(await shown(UNREAD)).toContain("Logga in med BankID igen");
    expect((await post(`/accounts/${id(SHORT)}/read`)).status).toBe(404);
  });

  it("ends when somebody disconnects: what it left is deleted, and the account is read daily again", async () => {
    const { begin, back, post, id, connected, account, audit } = await world();
    await begin(UNREAD);
    await back();
    expect(connected.size).toBe(1);
    expect((await post(`/accounts/${id(UNREAD)}/disconnect`, { ...SAME, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post(`/accounts/${id(UNREAD)}/disconnect`)).status).toBe(303);
    expect([connected.size, (await account(UNREAD)).reading]).toEqual([0, undefined]);
    expect((await audit()).filter(({ action }) => action === "signin.disconnect")).toMatchObject([
      { account: id(UNREAD), outcome: "permitted" },
    ]);
  });

  it("is offered again after that, and promises no daily reading that never was", async () => {
    const { begin, back, post, id, shown } = await world();
    await begin(UNREAD);
    await back();
    const before = await shown(UNREAD);
    expect(before).not.toContain("som ombud igen");
    expect(before).toContain("blir nya först när någon loggar in igen");
    await post(`/accounts/${id(UNREAD)}/disconnect`);
    const after = await shown(UNREAD);
    expect(after).toContain("Läs nu med BankID");
    expect(after).not.toContain("Koppla från");
    expect((await begin(UNREAD)).headers.get("location")).toBe(`${AUTHORITY}?state=s2`);
  });

  it("tells of the daily reading to come where we read the account before", async () => {
    const { begin, back, shown, ports, id } = await world();
    await ports.book.updateAccount(id(SHORT), { permission: { refusedSince: NOW, readBefore: true } } as never);
    await begin(SHORT);
    await back();
    expect(await shown(SHORT)).toContain("läses varje dag som ombud igen");
  });

  it("of somebody who may not read the account leaves nothing", async () => {
    const { begin, back, connected, account } = await world({ read: fault("SKV_NOT_AUTHORISED", "account") });
    await begin(UNREAD);
    const answer = await back();
    expect([answer.status, textOf(parseMarkup(await answer.text()))]).toEqual([
      403,
      expect.stringContaining("Du får inte läsa det här kontot"),
    ]);
    expect([connected.size, (await account(UNREAD)).reading]).toEqual([0, undefined]);
  });

  it("of somebody who may not read the account leaves a colleague's as it was", async () => {
    const plan: { read?: SaldovaktError; colleague?: boolean } = {};
    const { begin, back, connected, account, id, post } = await world(plan);
    await begin(UNREAD);
    await back();
    plan.colleague = true;
    plan.read = fault("SKV_NOT_AUTHORISED", "account");
    await begin(UNREAD);
    expect((await back()).status).toBe(403);
    expect([connected.has(id(UNREAD)), (await account(UNREAD)).reading]).toEqual([true, "interactive"]);
    delete plan.read;
    expect((await post(`/accounts/${id(UNREAD)}/read`)).status).toBe(303);
  });

  it("stands where the authority merely does not answer now", async () => {
    const { begin, back, connected, account, shown } = await world({ read: fault("SKV_CLOSED", "transient") });
    await begin(UNREAD);
    expect((await back()).status).toBe(503);
    expect([connected.size, (await account(UNREAD)).reading]).toEqual([1, "interactive"]);
    expect(await shown(UNREAD)).toContain("Inloggad hos Skatteverket till");
  });

  it("says so where what was read before stands in for a reading that could not be had", async () => {
    const plan: { read?: SaldovaktError } = {};
    const { begin, back, post, id } = await world(plan);
    await begin(UNREAD);
    await back();
    plan.read = fault("SKV_CLOSED", "transient");
    await begin(UNREAD);
    for (const answer of [await back(), await post(`/accounts/${id(UNREAD)}/read`)]) {
      expect([answer.status, textOf(parseMarkup(await answer.text()))]).toEqual([
        503,
        expect.stringMatching(/Kontot kunde inte läsas nu.*inloggningen gäller så länge/),
      ]);
    }
  });

  it("promises nothing of a sign-in that could not be finished", async () => {
    const { begin, back, connected } = await world({ finish: fault("SKV_SIGN_IN_UNAVAILABLE", "transient") });
    await begin(UNREAD);
    const answer = await back();
    expect([answer.status, textOf(parseMarkup(await answer.text()))]).toEqual([
      503,
      expect.stringMatching(/Inloggningen gick inte att slutföra nu.*Logga in igen om en stund/),
    ]);
    expect(connected.size).toBe(0);
  });

  it.each([
    ["broken off", fault("SKV_SIGN_IN_DENIED", "input"), "Inloggningen avbröts"],
    ["too old", fault("SKV_SIGN_IN_STALE", "input"), "Inloggningen måste göras om"],
  ])("that is %s is told as such", async (_how, finish, told) => {
    const { begin, back, account, id, audit } = await world({ finish });
    await begin(UNREAD);
    const answer = await back();
    const page = parseMarkup(await answer.text());
    expect([answer.status, textOf(page)]).toEqual([400, expect.stringContaining(told)]);
    expect(all(page, "a").some(({ attributes }) => attributes.href === `/accounts/${id(UNREAD)}`)).toBe(true);
    expect((await account(UNREAD)).reading).toBeUndefined();
    const came = (await audit()).filter(({ outcome }) => outcome === "failed");
    expect(came).toMatchObject([{ action: "signin.connect", reason: finish.code }]);
  });

  it("that is not offered is no sign-in the log could take for one", async () => {
    const { browse, id, audit } = await world();
    expect((await browse(`/connect/skatteverket?account=${id(NORWEGIAN)}`)).status).toBe(404);
    const lines = (await audit()).filter(({ account }) => account === id(NORWEGIAN));
    expect(lines.map(({ outcome }) => outcome).sort()).toEqual(["failed", "permitted"]);
  });

  it("is not called done on the way back from one that was broken off", async () => {
    const { browse } = await world();
    const heading = async (query: string) =>
      all(parseMarkup(await (await browse(`/connect/skatteverket/callback?${query}`)).text()), "h1").map(textOf);
    expect(await heading("code=c&state=s")).toEqual(["Inloggningen är klar"]);
    expect(await heading("error=access_denied&state=s")).toEqual(["Inloggningen avbröts"]);
  });

  it("stands below what is missing", async () => {
    const { denied, browse, id } = await world();
    await denied(SHORT);
    const page = await (await browse(`/accounts/${id(SHORT)}`)).text();
    expect(page.match(/class="verdict |id="connect"/g)).toEqual(['class="verdict ', 'id="connect"']);
  });

  it("is taken once, and in the browser it began in", async () => {
    const { begin, back, jar } = await world();
    expect((await back()).status).toBe(400);
    await begin(UNREAD);
    const kept = new Map(jar);
    expect((await back()).status).toBe(303);
    for (const [name, value] of kept) jar.set(name, value);
    expect((await back()).status).toBe(400);
  });

  it("goes nowhere else than the account's page, whatever the address asks for", async () => {
    const { browse, id, back } = await world();
    await browse(`/connect/skatteverket?account=${id(UNREAD)}&returnTo=https://evil.example&next=//evil.example`);
    expect((await back("code=c&state=s1&returnTo=https://evil.example")).headers.get("location")).toBe(`/accounts/${id(UNREAD)}`);
  });

  it("is for whoever may have the account read anew: others find no such page", async () => {
    const made = await world({ pages: "signed-in" });
    const { begin, back, signInAs, id, connected, shown } = made;
    expect((await begin(UNREAD)).headers.get("location")).toMatch(/^\/sign-in\?next=/);
    expect((await back()).headers.get("location")).toMatch(/^\/sign-in/);
    await signInAs(["read"]);
    expect((await begin(UNREAD)).status).toBe(403);
    expect(await shown(UNREAD)).not.toContain("BankID");
    await signInAs(["read:fresh"], [id(SHORT)]);
    expect((await begin(UNREAD)).status).toBe(404);
    await signInAs(["read:fresh"], [id(UNREAD)]);
    expect((await begin(UNREAD)).status).toBe(303);
    await signInAs(["read:fresh"], [id(SHORT)]);
    expect((await back()).status).toBe(404);
    expect(connected.size).toBe(0);
    expect(TODAY).toBe("2026-11-23");
  });
});
