import { ACTIONS, type AccountId } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import type { Caller, CallerContext, CallerRefusal, Callers } from "../access/callers.ts";
import { COMPANIES, type Company } from "../companies.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { createApi } from "./app.ts";
import { check } from "./checked.fixture.ts";
import { ROUTES, type RouteName } from "./route.ts";

const USER = "5f1c2a34-9b0d-4c57-8e21-0d6a7b8c9e10";
const NORWEGIAN = COMPANIES.filter(({ source }) => source === "skatteetaten");
const OWN = NORWEGIAN[0] as Company;
const FOREIGN: Company = { ...OWN, name: "Fremmed AS", identity: "310000027" };
const SWEDISH = COMPANIES.find(({ source, observation }) => source === "skatteverket" && observation) as Company;

const CHALLENGE = 'Bearer realm="saldovakt", error="invalid_token"';
const refusal = (status: CallerRefusal["status"], code: CallerRefusal["code"], reason: string = code): CallerRefusal => ({
  kind: "refusal",
  status,
  code,
  reason,
  challenge: status === 503 ? null : CHALLENGE,
  ...(status === 503 ? { retryAfterSeconds: 17 } : {}),
});

interface Told {
  /** What the authority says of the token itself. */
  token?: Caller | CallerRefusal;
  /** What it says of an organisation. */
  decide?: (organisation: string) => Caller | CallerRefusal;
  companies?: readonly Company[];
  /** Whether it is asked once about an organisation, and what it said counts from then on. */
  keepsDecisions?: boolean;
}

/** The API over an authority that says what it is told to. */
function world({
  token = { kind: "system-user", id: USER },
  decide,
  companies = [SWEDISH, OWN, FOREIGN],
  keepsDecisions = false,
}: Told = {}) {
  const fake = fakeWorld({ companies });
  const kept = new Set<string>();
  const asked: (string | null)[] = [];
  const routes: CallerContext["route"][] = [];
  const decided = decide ?? ((organisation) => (organisation === OWN.identity ? token : refusal(403, "ACCESS_REFUSED", "PDP_DENIED")));
  const callers: Callers = {
    carriesToken: (authorization) => /^Bearer a\.b\.c/.test(authorization ?? ""),
    async authorise(headers, organisation, { route, account, keep }) {
      expect(headers.get("authorization")).toBe("Bearer a.b.c");
      asked.push(organisation);
      routes.push(route);
      const answer = organisation === null ? token : decided(organisation);
      const isKnown = answer.kind !== "refusal" || organisation !== null || answer.status === 403;
      const refused = answer.kind === "refusal" ? answer : null;
      await keep?.({
        principal: isKnown
          ? { kind: token.kind === "vendor" ? "vendor" : "system-user", id: token.kind === "refusal" ? USER : token.id }
          : null,
        onBehalfOf: account ?? null,
        outcome: refused ? (refused.status === 503 ? "unavailable" : "refused") : "allowed",
        reason: refused ? refused.reason : "PERMIT",
        anew: organisation !== null && !kept.has(organisation),
      });
      if (organisation !== null && keepsDecisions) kept.add(organisation);
      return answer;
    },
    async permitted(headers, candidates, context) {
      const accounts: AccountId[] = [];
      for (const { account, organisation } of candidates) {
        const answer = await callers.authorise(headers, organisation, { ...context, account });
        if (answer.kind === "refusal" && answer.status !== 403) return answer;
        if (answer.kind !== "refusal") accounts.push(account);
      }
      return { kind: "permitted", accounts };
    },
  };
  const api = createApi({ ...fake.ports, callers }, fakeOptions());
  async function request(path: string, method = "GET", body?: string) {
    const headers = { authorization: "Bearer a.b.c", ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const answer = await api.request(path, { method, headers, ...(body === undefined ? {} : { body }) });
    await check(method, path, answer);
    return answer;
  }
  const of = (company: Company, path = "") => request(`/v1/accounts/${fake.id(company.name)}${path}`);
  return { ...fake, asked, routes, request, of };
}

const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

describe("a system user", () => {
  it("reads the accounts of organisations it is permitted, and of no other", async () => {
    const { of } = world();
    expect((await of(OWN, "/forecast")).status).toBe(200);
    expect(await (await of(OWN)).json()).toMatchObject({ name: OWN.name, source: "skatteetaten" });
    const answers = [await of(FOREIGN), await of(SWEDISH), await world().request(`/v1/accounts/acc_${"0".repeat(20)}`)];
    for (const answer of answers) expect(answer.status).toBe(404);
    const [foreign, swedish, unknown] = (await Promise.all(answers.map((each) => each.json()))).map((document) => ({
      ...(document as object),
      requestId: "",
    }));
    expect(swedish).toEqual(foreign);
    expect(unknown).toEqual(foreign);
  });

  it("has nothing of Sweden's or of unknown accounts shown to the authority", async () => {
    const { of, request, asked } = world();
    await of(SWEDISH);
    await request(`/v1/accounts/acc_${"0".repeat(20)}`);
    await request("/v1/accounts/556000-0000");
    expect(asked).toEqual([null, null, null]);
  });

  it("lists the accounts it is permitted", async () => {
    const { request, asked } = world();
    const { accounts } = (await (await request("/v1/accounts")).json()) as { accounts: { name: string }[] };
    expect(accounts.map(({ name }) => name)).toEqual([OWN.name]);
    expect(asked).toEqual([null, OWN.identity, FOREIGN.identity]);
  });

  it("is told where there are too many to ask about", async () => {
    const companies = Array.from({ length: 201 }, (_, n) => ({ ...OWN, name: `AS ${n}`, identity: String(310_000_000 + n) }));
    const { request, asked } = world({ companies });
    const answer = await request("/v1/accounts");
    expect([answer.status, await codeOf(answer)]).toEqual([409, "LIST_TOO_LONG"]);
    expect(asked).toEqual([null]);
    expect((await world({ companies: companies.slice(1) }).request("/v1/accounts")).status).toBe(200);
  });

  it("is refused a list that cannot be decided to its end", async () => {
    const { request, audit, id } = world({ decide: () => refusal(503, "AUTHORISATION_UNAVAILABLE", "PDP_SLOW") });
    expect((await request("/v1/accounts")).status).toBe(503);
    expect(await audit()).toMatchObject([{ action: "accounts.list", account: id(OWN.name), outcome: "refused", reason: "PDP_SLOW" }]);
  });

  it("is answered 503 and when to come back, where nobody can say", async () => {
    for (const unavailable of [
      world({ decide: () => refusal(503, "AUTHORISATION_UNAVAILABLE", "PDP_SLOW") }),
      world({ token: refusal(503, "AUTHORISATION_UNAVAILABLE", "MP_KEYS") }),
    ]) {
      const answer = await unavailable.of(OWN, "/forecast");
      expect([answer.status, answer.headers.get("retry-after"), await codeOf(answer)]).toEqual([503, "17", "AUTHORISATION_UNAVAILABLE"]);
      const [line, ...others] = (await unavailable.audit()).map(({ outcome, reason }) => `${outcome} ${reason}`);
      expect([line, others]).toEqual([unavailable.asked.length > 1 ? "refused PDP_SLOW" : undefined, []]);
    }
  });

  it.each([
    [401, "TOKEN_EXPIRED"],
    [401, "TOKEN_REFUSED"],
    [403, "SCOPE_MISSING"],
    [403, "SYSTEM_USER_REQUIRED"],
  ] as const)("is answered %i %s, with the challenge, where the token does not do", async (status, code) => {
    const { request, of, audit } = world({ token: refusal(status, code) });
    for (const answer of [await request("/v1/accounts"), await of(OWN), await of(SWEDISH)]) {
      expect([answer.status, answer.headers.get("www-authenticate"), await codeOf(answer)]).toEqual([status, CHALLENGE, code]);
    }
    // Anybody could show one that was never signed.
    const lines = (await audit()).map(({ action, account, outcome, reason }) => [action, account, outcome, reason].join(" "));
    const once = [`account.read  refused ${code}`, `accounts.list  refused ${code}`];
    expect(lines).toEqual(status === 403 ? once : []);
  });

  it("is told so twenty times at once, then once a second, and fills no log, whatever it asks for", async () => {
    const { request, audit, ports } = world({ token: refusal(403, "SCOPE_MISSING") });
    ports.slots.reserveSlots = () => Promise.reject(new Error("the store shall keep nothing of a stranger but that line"));
    const answers: Response[] = [];
    for (let n = 0; n < 50; n++) answers.push(await request(`/v1/accounts/acc_${String(n).padStart(20, "0")}`));
    const codes = await Promise.all(answers.map(async (answer) => `${answer.status} ${await codeOf(answer)}`));
    expect(codes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => "403 SCOPE_MISSING"));
    expect(codes.slice(20)).toEqual(Array.from({ length: 30 }, () => "429 RATE_LIMITED"));
    expect(answers.at(-1)?.headers.get("retry-after")).toBe("1");
    expect(await audit()).toHaveLength(1);
  });

  it("is asked about for the route it asks at", async () => {
    const { of, request, routes } = world();
    await of(OWN, "/forecast.csv");
    await request("/v1/accounts");
    expect(routes).toEqual(["forecastCsv", "forecastCsv", "listAccounts", "listAccounts", "listAccounts"]);
  });

  it("is not let in by a decision about somebody else", async () => {
    const { of } = world({ decide: () => ({ kind: "system-user", id: "another" }) });
    expect(await codeOf(await of(OWN))).toBe("ACCOUNT_UNKNOWN");
  });

  it("reads nothing anew", async () => {
    const answer = await world().of(OWN, "/forecast?fresh=true");
    expect([answer.status, await codeOf(answer)]).toEqual([403, "SCOPE_MISSING"]);
  });

  it.each(Object.keys(ROUTES) as RouteName[])("at %s: its own account's reading, and nothing else", async (name) => {
    const { method, path, action } = ROUTES[name];
    const need = ACTIONS[action];
    const { request, id, asked } = world();
    const at = (company: Company): string => path.replace("{id}", id(company.name)).replace(/\{\w+\}/g, "x");
    const ask = (company: Company) => request(at(company), method, method === "GET" || method === "DELETE" ? undefined : "{}");
    const answer = await ask(OWN);
    if (need.on === "nothing") return expect(answer.status).toBe(200);
    // A calendar's address is a secret of its own: what is in the header has no part in it.
    if (name === "subscribedCalendar") return expect(await codeOf(answer)).toBe("CALENDAR_UNKNOWN");
    const reads = need.scope === "read" && path.startsWith("/v1/accounts");
    if (reads) expect([401, 403]).not.toContain(answer.status);
    else expect([name, answer.status]).toEqual([name, 403]);
    if (!path.includes("{id}")) return;
    expect(asked).toEqual(reads ? [null, OWN.identity] : [null]);
    expect((await ask(FOREIGN)).status).toBe(reads ? 404 : 403);
  });

  it("is written down by its id in Altinn, for whom it asked and why it was refused", async () => {
    const { of, id, audit, request } = world();
    await of(OWN, "/forecast");
    await of(FOREIGN, "/forecast");
    await request("/v1/accounts", "POST", "{}");
    const lines = (await audit()).map(({ id: _, at: __, requestId: ___, ...line }) => line);
    const principal = { kind: "system-user", id: USER };
    const [own, foreign] = [id(OWN.name), id(FOREIGN.name)];
    expect(lines).toHaveLength(3);
    expect(lines).toContainEqual({
      principal,
      onBehalfOf: own,
      action: "account.read",
      account: own,
      outcome: "permitted",
      reason: "PERMIT",
    });
    expect(lines).toContainEqual({
      ...{ principal, onBehalfOf: foreign, action: "account.read", account: foreign },
      ...{ outcome: "refused", reason: "PDP_DENIED" },
    });
    expect(lines).toContainEqual({ principal, action: "account.add", outcome: "refused", reason: "NOT_OFFERED" });
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${OWN.identity}|${FOREIGN.identity}`));
  });

  it("leaves a line for every account of a list, permitted or not, and one of the list when all are decided", async () => {
    const { request, id, audit } = world();
    for (let n = 0; n < 2; n++) await request("/v1/accounts");
    const lines = (await audit()).map(({ action, account, outcome, reason }) => [action, account, outcome, reason].join(" "));
    const decided = [`accounts.list ${id(OWN.name)} permitted PERMIT`, `accounts.list ${id(FOREIGN.name)} refused PDP_DENIED`];
    expect(lines.sort()).toEqual([...decided, ...decided, "accounts.list  permitted "].sort());
  });

  it("leaves a line each time it is decided, and one of what was decided before", async () => {
    const { of, audit } = world();
    for (let n = 0; n < 3; n++) await of(FOREIGN, "/forecast");
    expect((await audit()).map(({ reason }) => reason)).toEqual(["PDP_DENIED", "PDP_DENIED", "PDP_DENIED"]);
    const kept = world({ keepsDecisions: true });
    for (let n = 0; n < 3; n++) for (const company of [OWN, FOREIGN]) await kept.of(company, "/forecast");
    for (let n = 0; n < 3; n++) await kept.request("/v1/accounts");
    const lines = (await kept.audit()).map(({ action, account, reason = "" }) => [action, account, reason].join(" "));
    const [own, foreign] = [kept.id(OWN.name), kept.id(FOREIGN.name)];
    const read = [`account.read ${own} PERMIT`, `account.read ${foreign} PDP_DENIED`];
    const list = [`accounts.list ${own} PERMIT`, `accounts.list ${foreign} PDP_DENIED`, "accounts.list  "];
    expect(lines.sort()).toEqual([...read, ...list].sort());
  });

  it("has a rate of its own", async () => {
    const { of } = world();
    for (let n = 0; n < 100; n++) await of(SWEDISH);
    const answer = await of(OWN);
    expect([answer.status, await codeOf(answer)]).toEqual([429, "RATE_LIMITED"]);
  });
});

describe("a vendor", () => {
  it("reads its own organisation's account where whoever checks tokens lets it in, and no other; and is written down as a vendor", async () => {
    const { request, of, audit } = world({ token: { kind: "vendor", id: "hash" } });
    expect((await of(OWN, "/forecast")).status).toBe(200);
    for (const company of [FOREIGN, SWEDISH]) expect(await codeOf(await of(company, "/forecast"))).toBe("ACCOUNT_UNKNOWN");
    expect(await (await request("/v1/accounts")).json()).toMatchObject({ accounts: [{ name: OWN.name }] });
    expect((await request("/v1/accounts", "POST", "{}")).status).toBe(403);
    expect((await request("/v1/recipients")).status).toBe(403);
    const who = (await audit()).map(({ principal: { kind, id } }) => `${kind} ${id}`);
    expect(new Set(who)).toEqual(new Set(["vendor hash"]));
  });

  it("is not let in by a decision about a system user of the same id", async () => {
    const { of } = world({ token: { kind: "vendor", id: USER }, decide: () => ({ kind: "system-user", id: USER }) });
    expect(await codeOf(await of(OWN))).toBe("ACCOUNT_UNKNOWN");
  });
});

describe("where no tokens are taken", () => {
  it("answers one like a key nobody knows", async () => {
    const fake = fakeWorld();
    const answer = await createApi(fake.ports, fakeOptions()).request("/v1/accounts", { headers: { authorization: "Bearer a.b.c" } });
    expect([answer.status, await codeOf(answer)]).toEqual([401, "KEY_INVALID"]);
  });
});
