import { addDays, plainDate } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { ERROR_SCHEMA, SCHEMAS } from "./claims-schema.fixture.ts";
import type { SkatteetatenSimulatorOptions } from "./skatteetaten-types.ts";
import { client, orgOf, SCOPE, start, today, tokenOf, VENDOR } from "./test-claims.ts";

const YEAR = "fraOgMed=2025-11-23&tilOgMed=2026-11-22";

/** Status and code of a refusal, whose form is checked on the way. */
async function refusal(answering: Promise<{ status: number; headers: object; json(): unknown }>): Promise<[number, string]> {
  const answer = await answering;
  const { kode, korrelasjonsid } = ERROR_SCHEMA.parse(answer.json());
  expect(answer.headers).toMatchObject({ korrelasjonsid });
  return [answer.status, kode];
}

describe("a right caller", () => {
  test("gets all four answers, for every company of the demo, on a connection checked by the simulator's own authority", async () => {
    const skatteetaten = await start();
    const get = client(skatteetaten);
    expect(skatteetaten.apiUrl).toMatch(/^https:\/\/localhost:\d+\/v1$/);
    expect(skatteetaten.companies).toHaveLength(7);
    for (const { org, profile } of skatteetaten.companies) {
      for (const resource of ["aapnekrav", "krav", "innbetalinger", "utbetalinger"] as const) {
        const answer = await get(`/regnskapssystem/${org}/${resource}${resource === "aapnekrav" ? "" : `?${YEAR}`}`);
        if (answer.status === 404) {
          expect(ERROR_SCHEMA.parse(answer.json()).kode).toBe("KB-007");
          continue;
        }
        expect(answer.status).toBe(200);
        expect(answer.headers["content-type"]).toMatch(/^application\/json/);
        (profile === "shielded" ? SCHEMAS.shielded : SCHEMAS[resource]).parse(answer.json());
      }
    }
    expect(skatteetaten.requests).toHaveLength(28);
    expect(skatteetaten.requests[0]).toMatchObject({ method: "GET", kind: "aapnekrav", status: 200, correlationId: null, atOnce: 1 });
  });

  test("finds the same companies and answers with the same seed and day, and others with another seed", async () => {
    const read = async (seed: number): Promise<string[]> => {
      const skatteetaten = await start({ seed });
      const get = client(skatteetaten);
      return Promise.all(skatteetaten.companies.slice(0, 5).map(async ({ org }) => (await get(`/regnskapssystem/${org}/aapnekrav`)).body));
    };
    const [once, again, other] = await Promise.all([read(7), read(7), read(8)]);
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  test("sees a claim paid on its day, interest grow and a credit go", async () => {
    const skatteetaten = await start();
    const get = client(skatteetaten);
    const org = orgOf(skatteetaten, "upcoming");
    const read = async () => SCHEMAS.aapnekrav.parse((await get(`/regnskapssystem/${org}/aapnekrav`)).json());
    const [claim] = (await read()).aapentKravMedGjenstaaendeBeloep ?? [];
    const [due] = claim?.kravforfall ?? [];
    if (!due?.betalingsinformasjon.kidnummer) return expect.unreachable();
    const unpaid = async (): Promise<number | undefined> =>
      (await read()).aapentKravMedGjenstaaendeBeloep
        ?.flatMap((each) => each.kravforfall)
        .find((each) => each.kravforfallsIdentifikator === due.kravforfallsIdentifikator)?.gjenstaaendeBeloep;
    skatteetaten.pay(org, due.gjenstaaendeBeloep - 100.5, addDays(today, 1), due.betalingsinformasjon.kidnummer);
    expect(await unpaid()).toBe(due.gjenstaaendeBeloep);
    skatteetaten.setToday(addDays(today, 1));
    expect(await unpaid()).toBe(100.5);
    expect((await read()).totalOversikt.sumStipulerteRenter).toBe(0);
    skatteetaten.setToday(addDays(plainDate(due.forfallsdato), 30));
    expect((await read()).totalOversikt.sumStipulerteRenter).toBeGreaterThan(0);
    expect(skatteetaten.today).toBe(addDays(plainDate(due.forfallsdato), 30));
  });
});

describe("the correlation id", () => {
  test("comes back as it was sent, in header or query, in answers and errors; without one the service makes its own", async () => {
    const skatteetaten = await start();
    const get = client(skatteetaten);
    const path = `/regnskapssystem/${orgOf(skatteetaten, "upcoming")}/aapnekrav`;
    const id = "13a865f5-28f9-47db-9abd-ab78977c79fe";
    expect((await get(path, { headers: { Korrelasjonsid: id } })).headers).toMatchObject({ korrelasjonsid: id });
    expect((await get(`${path}?Korrelasjonsid=${id}`)).headers).toMatchObject({ korrelasjonsid: id });
    const nothing = await get(`/regnskapssystem/${orgOf(skatteetaten, "settled")}/aapnekrav`, { headers: { Korrelasjonsid: id } });
    expect([nothing.status, nothing.json()]).toEqual([404, { kode: "KB-007", melding: expect.any(String), korrelasjonsid: id }]);
    expect((await get(path)).headers.korrelasjonsid).toMatch(/^[0-9a-f-]{36}$/);
    expect(skatteetaten.requests.map(({ correlationId }) => correlationId)).toEqual([id, id, id, null]);
  });

  test("that could not stand in a header is refused", async () => {
    const skatteetaten = await start();
    const path = `/regnskapssystem/${orgOf(skatteetaten, "upcoming")}/aapnekrav`;
    for (const id of ["%0d%0aSet-Cookie:%20a=b", "%E2%82%AC", "a".repeat(65), ""]) {
      expect(await refusal(client(skatteetaten)(`${path}?Korrelasjonsid=${id}`))).toEqual([400, "KB-006"]);
    }
  });
});

describe("what is refused", () => {
  test("KB-003: paths that are none; and other methods than GET", async () => {
    const get = client(await start());
    for (const path of [
      "/",
      "/regnskapssystem",
      "/bank/512345018/aapnekrav",
      "/regnskapssystem/512345018/saldo",
      "/regnskapssystem/512345018/aapnekrav/",
    ]) {
      expect(await refusal(get(path))).toEqual([404, "KB-003"]);
    }
    const posted = await get("/regnskapssystem/512345018/aapnekrav", { method: "POST" });
    expect([posted.status, posted.headers.allow]).toEqual([405, "GET"]);
  });

  test("KB-004: no token, one that is not good, another scheme", async () => {
    const get = client(await start());
    const path = "/regnskapssystem/512345018/aapnekrav";
    expect(await refusal(get(path, { token: "" }))).toEqual([401, "KB-004"]);
    expect(await refusal(get(path, { token: "bad" }))).toEqual([401, "KB-004"]);
    expect(await refusal(get(path, { token: "", headers: { authorization: "Basic YTpi" } }))).toEqual([401, "KB-004"]);
  });

  test("DAS-008: a token without the scope, be it one that only begins like it", async () => {
    const skatteetaten = await start();
    const org = orgOf(skatteetaten, "upcoming");
    const ask = (scope: string) =>
      client(skatteetaten)(`/regnskapssystem/${org}/aapnekrav`, { token: tokenOf({ systemUserOrg: org, scope }) });
    for (const scope of ["", "skatteetaten:mva", `${SCOPE}2`, SCOPE.toUpperCase()]) {
      expect(await refusal(ask(scope))).toEqual([403, "DAS-008"]);
    }
    expect((await ask(`skatteetaten:mva ${SCOPE}`)).status).toBe(200);
  });

  test("KB-005: a token without a system user, or with another organisation's", async () => {
    const skatteetaten = await start();
    const [org, other] = [orgOf(skatteetaten, "upcoming"), orgOf(skatteetaten, "overdue")];
    const ask = (token: string) => client(skatteetaten)(`/regnskapssystem/${org}/aapnekrav`, { token });
    expect(await refusal(ask(tokenOf({})))).toEqual([403, "KB-005"]);
    expect(await refusal(ask(tokenOf({ consumer: org })))).toEqual([403, "KB-005"]);
    expect(await refusal(ask(tokenOf({ systemUserOrg: other })))).toEqual([403, "KB-005"]);
    expect((await ask(tokenOf({ systemUserOrg: org }))).status).toBe(200);
  });

  test("KB-005 not for an agent and its client, where somebody says whose agent it is", async () => {
    const skatteetaten = await start({ permits: ({ systemUserOrg }, org) => systemUserOrg === VENDOR && org !== VENDOR });
    const org = orgOf(skatteetaten, "upcoming");
    const ask = (asked: string) =>
      client(skatteetaten)(`/regnskapssystem/${asked}/aapnekrav`, { token: tokenOf({ systemUserOrg: VENDOR }) });
    expect((await ask(org)).status).toBe(200);
    expect(await refusal(ask(VENDOR))).toEqual([403, "KB-005"]);
  });

  test("KB-005: a bank without the organisation's consent, whatever system user it has", async () => {
    const skatteetaten = await start({ consents: ({ consumer }) => consumer === VENDOR });
    const org = orgOf(skatteetaten, "upcoming");
    const ask = (consumer: string) =>
      client(skatteetaten)(`/finans/${org}/aapnekrav`, { token: tokenOf({ consumer, systemUserOrg: org }) });
    expect((await ask(VENDOR)).status).toBe(200);
    expect(await refusal(ask(org))).toEqual([403, "KB-005"]);
  });

  test("KB-006: numbers that are no organisation's, and periods that are none or longer than a year", async () => {
    const skatteetaten = await start();
    const get = client(skatteetaten);
    for (const org of ["51234500", "512345019", "5123450180", "04827896468", "abc"]) {
      expect(await refusal(get(`/regnskapssystem/${org}/aapnekrav`))).toEqual([400, "KB-006"]);
    }
    const path = `/regnskapssystem/${orgOf(skatteetaten, "upcoming")}`;
    const wrong = [
      ...["", "fraOgMed=2026-01-01", "tilOgMed=2026-01-01", "fraOgMed=2026-01-01&tilOgMed=", "fraOgMed=2026-02-30&tilOgMed=2026-03-01"],
      ...["fraOgMed=2026-03-02&tilOgMed=2026-03-01", "fraOgMed=2025-01-01&tilOgMed=2026-01-02", "fraOgMed=20250101&tilOgMed=20250201"],
      ...[`${YEAR}&fraOgMed=2026-01-01`, `${YEAR}&side=2`],
    ];
    for (const query of wrong) {
      for (const resource of ["krav", "innbetalinger", "utbetalinger"]) {
        expect(await refusal(get(`${path}/${resource}?${query}`)), query).toEqual([400, "KB-006"]);
      }
    }
    expect(await refusal(get(`${path}/aapnekrav?${YEAR}`))).toEqual([400, "KB-006"]);
    // The samples ask for a whole year from 1 January to 1 January.
    expect((await get(`${path}/krav?fraOgMed=2026-01-01&tilOgMed=2027-01-01`)).status).toBe(200);
    expect((await get(`${path}/krav?fraOgMed=2024-02-29&tilOgMed=2025-02-28`)).status).toBe(200);
    expect(await refusal(get(`${path}/krav?fraOgMed=2024-02-29&tilOgMed=2025-03-01`))).toEqual([400, "KB-006"]);
  });

  test("KB-007: nothing open, and nothing in the period; KB-009: nobody's number", async () => {
    const skatteetaten = await start();
    const get = client(skatteetaten);
    const settled = `/regnskapssystem/${orgOf(skatteetaten, "settled")}`;
    expect(await refusal(get(`${settled}/aapnekrav`))).toEqual([404, "KB-007"]);
    expect((await get(`${settled}/krav?${YEAR}`)).status).toBe(200);
    expect(await refusal(get(`${settled}/krav?fraOgMed=2001-01-01&tilOgMed=2001-12-31`))).toEqual([404, "KB-007"]);
    expect(await refusal(get(`${settled}/utbetalinger?${YEAR}`))).toEqual([404, "KB-007"]);
    expect(await refusal(get("/regnskapssystem/598765448/aapnekrav"))).toEqual([404, "KB-009"]);
  });

  test("KB-008: another format than JSON", async () => {
    const skatteetaten = await start();
    const path = `/regnskapssystem/${orgOf(skatteetaten, "upcoming")}/aapnekrav`;
    const ask = (accept: string) => client(skatteetaten)(path, { headers: { accept } });
    expect(await refusal(ask("text/csv"))).toEqual([406, "KB-008"]);
    for (const accept of ["application/json", "*/*", "text/html, application/*;q=0.5"]) expect((await ask(accept)).status).toBe(200);
  });
});

describe("calls at once", () => {
  /** A simulator whose connections to a caller are open already, and whose answers take so long from now on that calls overlap. */
  async function warm(calls: number, options: Partial<SkatteetatenSimulatorOptions> = {}) {
    const skatteetaten = await start(options);
    const get = client(skatteetaten);
    const [one, two] = [orgOf(skatteetaten, "upcoming"), orgOf(skatteetaten, "overdue")];
    skatteetaten.setFaults([{ fault: { kind: "slow", ms: 1 } }]);
    await Promise.all(Array.from({ length: calls }, () => get("/")));
    skatteetaten.setFaults([{ fault: { kind: "slow", ms: 250 } }]);
    return { skatteetaten, get, one, two };
  }

  test("five go, the sixth is refused and the next after an answer goes; callers are counted each for itself", async () => {
    const { skatteetaten, get, one } = await warm(7, { retryAfter: 1 });
    const ask = (consumer = VENDOR) => get(`/regnskapssystem/${one}/aapnekrav`, { token: tokenOf({ consumer, systemUserOrg: one }) });
    const answers = await Promise.all([...Array.from({ length: 6 }, () => ask()), ask(one)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect([refused?.headers["retry-after"], refused?.body]).toEqual(["1", "Too Many Requests"]);
    const counted = skatteetaten.requests.filter(({ kind }) => kind === "aapnekrav");
    expect(counted.map(({ atOnce }) => atOnce).sort()).toEqual([1, 1, 2, 3, 4, 5, 6]);
    expect((await ask()).status).toBe(200);
  });

  test("a supplier's calls count as its own, for whomever it makes them; the limit is the starter's to set", async () => {
    const { get, one, two } = await warm(2, { callsAtOnce: 1 });
    const ask = (org: string) =>
      get(`/regnskapssystem/${org}/aapnekrav`, { token: tokenOf({ consumer: org, supplier: VENDOR, systemUserOrg: org }) });
    const answers = await Promise.all([ask(one), ask(two)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
    expect(answers.find(({ status }) => status === 429)?.headers).not.toHaveProperty("retry-after");
  });

  test("a caller that hangs up holds its place no longer than its answer would have taken", async () => {
    const skatteetaten = await start({ callsAtOnce: 1, faults: [{ when: { nth: 1 }, fault: { kind: "slow", ms: 300 } }] });
    const path = `/regnskapssystem/${orgOf(skatteetaten, "upcoming")}/aapnekrav`;
    const [patient, hasty] = [client(skatteetaten), client(skatteetaten)];
    const gone = hasty(path, { giveUpAfterMs: 5 });
    await expect(gone).rejects.toThrow(/socket hang up|aborted/);
    let answer = await patient(path);
    for (let tries = 0; answer.status === 429 && tries < 300; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      answer = await patient(path);
    }
    expect(answer.status).toBe(200);
  });
});

describe("faults", () => {
  test("each kind reaches the caller as what it is, once, and the next call is answered rightly", async () => {
    const skatteetaten = await start();
    const get = client(skatteetaten);
    const path = `/regnskapssystem/${orgOf(skatteetaten, "upcoming")}/aapnekrav`;
    const right = (await get(path)).body;
    const meet = async (fault: Parameters<typeof skatteetaten.setFaults>[0][number]["fault"]): Promise<[number, string]> => {
      skatteetaten.setFaults([{ when: { times: 1 }, fault }]);
      const { status, body } = await get(path);
      return [status, body];
    };
    const codes = { "KB-001": 500, "KB-002": 500, "KB-005": 403, "KB-009": 404, "DAS-001": 500, "DAS-003": 500, "DAS-008": 403 } as const;
    for (const [code, status] of Object.entries(codes)) {
      const [got, body] = await meet({ kind: "kode", code: code as keyof typeof codes });
      expect([got, ERROR_SCHEMA.parse(JSON.parse(body)).kode]).toEqual([status, code]);
    }
    expect(await meet({ kind: "http429", retryAfter: 3 })).toEqual([429, "Too Many Requests"]);
    expect(await meet({ kind: "slow", ms: 5 })).toEqual([200, right]);
    expect(await meet({ kind: "html" })).toEqual([503, expect.stringMatching(/^<!DOCTYPE html>/)]);
    expect((await meet({ kind: "halfJson" }))[1].length).toBe(Math.floor(right.length / 2));
    expect(await meet({ kind: "emptyBody401" })).toEqual([401, ""]);
    expect(await meet({ kind: "status", status: 502, body: "{}" })).toEqual([502, "{}"]);
    await expect(meet({ kind: "cut" })).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(skatteetaten.requests.at(-1)).toMatchObject({ kind: "aapnekrav", status: 0 });
    await expect(meet({ kind: "cut", at: "body" })).rejects.toThrow(/aborted|ECONNRESET/);
    expect((await get(path)).body).toBe(right);
  });

  test("strike by organisation and resource; a revoked token stays revoked, another goes", async () => {
    const skatteetaten = await start();
    const get = client(skatteetaten);
    const [one, two] = [orgOf(skatteetaten, "upcoming"), orgOf(skatteetaten, "overdue")];
    skatteetaten.setFaults([{ when: { identity: one, operation: "krav" }, fault: { kind: "kode", code: "DAS-003" } }]);
    expect((await get(`/regnskapssystem/${one}/aapnekrav`)).status).toBe(200);
    expect((await get(`/regnskapssystem/${two}/krav?${YEAR}`)).status).toBe(200);
    expect(await refusal(get(`/regnskapssystem/${one}/krav?${YEAR}`))).toEqual([500, "DAS-003"]);
    skatteetaten.setFaults([{ when: { nth: 1 }, fault: { kind: "revokedToken" } }]);
    const ask = (token: string) => get(`/regnskapssystem/${one}/aapnekrav`, { token });
    const token = tokenOf({ systemUserOrg: one });
    expect(await refusal(ask(token))).toEqual([401, "KB-004"]);
    expect(await refusal(ask(token))).toEqual([401, "KB-004"]);
    expect((await ask(tokenOf({ systemUserOrg: one, systemUserId: "new" }))).status).toBe(200);
  });
});

test("twenty thousand companies start as fast as seven and any of them answers; stated ones answer as stated", async () => {
  const many = await start({ companies: 20_000 });
  for (const index of [0, 9_997, 19_994]) {
    const org = many.companies[index]?.org ?? "";
    expect((await client(many)(`/regnskapssystem/${org}/aapnekrav`)).status, many.companies[index]?.profile).toBe(200);
  }
  await expect(start({ companies: 500_001 })).rejects.toThrow(expect.objectContaining({ code: "SIMULATOR_COMPANIES" }));

  const dues = [{ dueDate: plainDate("2026-12-10"), amount: 12.34, kid: null, account: null, extra: { utsattIverksettelse: true } }];
  const stated = await start({
    companies: [
      { org: VENDOR, claims: [{ dues, interest: 0.1 }], totals: { saldo: 5 }, emptyArrays: "omitted" },
      { org: "598765448", registered: false },
    ],
  });
  const get = client(stated);
  expect((await get(`/regnskapssystem/${VENDOR}/aapnekrav`)).json()).toMatchObject({
    aapentKravMedGjenstaaendeBeloep: [
      { stipulerteRenter: 0.1, kravforfall: [{ gjenstaaendeBeloep: 12.34, betalingsinformasjon: {}, utsattIverksettelse: true }] },
    ],
    totalOversikt: { sumIkkeForfalteKrav: 12.34, saldo: 5 },
  });
  expect(await refusal(get("/regnskapssystem/598765448/aapnekrav"))).toEqual([404, "KB-009"]);
});
