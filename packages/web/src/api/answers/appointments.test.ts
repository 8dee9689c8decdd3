import { appointeeOf, instant, SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { NOW } from "../../companies.fixture.ts";
import { fakeOptions } from "../../ports.fixture.ts";
import { createApi } from "../app.ts";
import { Appointment, Problem } from "../openapi/schemas.ts";
import { apiWorld, SHORT, UNREAD } from "../world.fixture.ts";

const refused = new SaldovaktError("no right to read", { code: "SKV_NOT_AUTHORISED", scope: "account" });
const appointee = appointeeOf({ organisation: "165780000054", name: "Byrån Exempel AB" });

function world(own: string = appointee.organisation as string) {
  const made = apiWorld({ source: { read: () => Promise.reject(refused) }, appointee: { ...appointee, organisation: own } });
  const path = (name: string) => `/v1/accounts/${made.id(name)}/appointment`;
  const ask = async (name: string) => made.send("POST", path(name));
  const stands = async (name: string, headers = made.headers) => {
    const answer = await made.app.request(path(name), { headers });
    expect(answer.status).toBe(200);
    return Appointment.parse(await answer.json());
  };
  return { ...made, path, ask, stands };
}

describe("…/appointment", () => {
  it("tells whose permission is missing, and remembers that the client was asked", async () => {
    const { stands, ask, of } = world();
    expect(await stands(UNREAD)).toMatchObject({ state: "not-asked", waitsFor: null, asked: null, whose: null });
    await of(UNREAD, "forecast?fresh=true");
    expect(await stands(UNREAD)).toMatchObject({ state: "missing", waitsFor: "client", refusedSince: NOW, readBefore: false });
    const asked = Appointment.parse(await (await ask(UNREAD)).json());
    expect(asked).toMatchObject({ state: "asked", asked: { at: NOW, link: "start-page" }, owner: "company" });
    expect(asked.letter?.sv.body).toContain("Byrån Exempel AB (578000-0054)");
    expect(asked.letter?.en.body).toContain(asked.link.url);
    expect(asked.whose).toContain("felkod 6");
    expect(await stands(UNREAD)).toEqual(asked);
  });

  it("is whose the answer speaks of where felkod 6 stops one", async () => {
    const told = async (answer: Response) => {
      const { status, code, permission, detail } = Problem.parse(await answer.json());
      expect([answer.status, status, code]).toEqual([409, 409, "SKV_NOT_AUTHORISED"]);
      expect(detail).toContain("felkod 6");
      return [permission, detail];
    };
    const { of, app, headers, id, accounts, ports } = world();
    expect(await told(await of(UNREAD, "forecast?fresh=true"))).toEqual(["client", expect.stringContaining("/appointment`")]);
    const own = world(accounts.get(id(UNREAD))?.identity);
    expect(await told(await own.of(UNREAD, "forecast?fresh=true"))).toEqual(["certificate", expect.stringContaining("certificate")]);
    const signedIn = { ...ports.watch, signedIn: () => ({ read: () => Promise.reject(refused) }) };
    await ports.book.updateAccount(id(UNREAD), { reading: "interactive" });
    const api = createApi({ ...ports, watch: signedIn }, fakeOptions());
    const answer = await api.request(`/v1/accounts/${id(UNREAD)}/forecast?fresh=true`, { headers });
    expect(await told(answer)).toEqual(["person", expect.stringContaining("signed in")]);
    const operations = apiWorld({ operations: { balance: () => Promise.reject(refused) }, appointee });
    expect(await told(await operations.of(SHORT, "balance"))).toEqual(["client", expect.any(String)]);
    const other = await app.request(`/v1/accounts/acc_${"0".repeat(20)}/balance`, { headers });
    expect(await other.json()).not.toHaveProperty("permission");
  });

  it("tells a withdrawn permission from one that never was, and a granted one", async () => {
    const { stands, of } = world();
    expect(await stands(SHORT)).toMatchObject({ state: "granted", waitsFor: null, steps: [], letter: null });
    await of(SHORT, "forecast?fresh=true");
    expect(await stands(SHORT)).toMatchObject({ state: "withdrawn", waitsFor: "client", readBefore: true });
  });

  it("shows whom to appoint, and the letter, only to those who may change the account", async () => {
    const { stands, key, of, send, path } = world();
    await of(UNREAD, "forecast?fresh=true");
    const seen = await stands(UNREAD, key({ scopes: ["read"] }));
    expect(seen).toMatchObject({ state: "missing", appointee: null, letter: null });
    expect(seen.steps.length).toBeGreaterThan(2);
    expect(JSON.stringify(seen)).not.toMatch(/578000|Byrån/);
    const denied = await send("POST", path(UNREAD), undefined, key({ scopes: ["read"] }));
    expect([denied.status, Problem.parse(await denied.json()).code]).toEqual([403, "SCOPE_MISSING"]);
  });

  it("has a link made for the client, and shows it with its end to those who may change the account", async () => {
    const link = { url: "https://www.skatteverket.se/made", expiresAt: instant(Date.parse(NOW) + 21 * 86_400_000) };
    const made = apiWorld({ source: { read: () => Promise.reject(refused) }, appointee, clientLinks: { link: async () => link } });
    const path = `/v1/accounts/${made.id(UNREAD)}/appointment`;
    await made.of(UNREAD, "forecast?fresh=true");
    const answer = await made.send("POST", `${path}/link`);
    expect(answer.status).toBe(200);
    const stands = Appointment.parse(await answer.json());
    expect(stands).toMatchObject({ link: { ...link, kind: "client" }, state: "missing", openedAt: null });
    expect(stands.letter?.en.body).toContain(link.url);
    const reader = await made.app.request(path, { headers: made.key({ scopes: ["read"] }) });
    expect(Appointment.parse(await reader.json()).link).toEqual({ ...appointee.link, expiresAt: null });
    const { send, id } = world();
    const none = await send("POST", `/v1/accounts/${id(UNREAD)}/appointment/link`);
    expect([none.status, Problem.parse(await none.json()).code]).toEqual([409, "OMBUD_LINKS_NOT_OFFERED"]);
  });

  it("asks nobody for one's own account, and blames the certificate where it is refused", async () => {
    const { accounts, id } = world();
    const identity = accounts.get(id(UNREAD))?.identity as string;
    const own = world(identity);
    const answer = await own.ask(UNREAD);
    expect([answer.status, Problem.parse(await answer.json()).code]).toEqual([409, "OMBUD_NOT_NEEDED"]);
    await own.of(UNREAD, "forecast?fresh=true");
    expect(await own.stands(UNREAD)).toMatchObject({ state: "missing", waitsFor: "certificate", steps: [], letter: null });
  });

  it("is of no meaning to accounts that nobody reads", async () => {
    const { accounts, id, stands } = world();
    const account = accounts.get(id(UNREAD));
    if (!account) throw new Error("no account");
    accounts.set(account.id, { ...account, reading: "statement", permission: { refusedSince: instant(0) } });
    expect(await stands(UNREAD)).toMatchObject({ state: "not-needed", waitsFor: null });
  });

  it("knows no account that the key does not open", async () => {
    const { app, key, path } = world();
    const answer = await app.request(path(UNREAD), { headers: key({ accounts: [] }) });
    expect([answer.status, Problem.parse(await answer.json()).code]).toEqual([404, "ACCOUNT_UNKNOWN"]);
  });
});
