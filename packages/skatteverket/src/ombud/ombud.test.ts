import { randomUUID } from "node:crypto";
import { instant, SaldovaktError } from "@saldovakt/domain";
import type { HttpRequest } from "@saldovakt/http";
import type { SimulatedSkatteverket } from "@saldovakt/simulator";
import { describe, expect, test } from "vitest";
import { fakeLimiter, refusal as refused, response, SECRET, script, token } from "../../test/fakes.ts";
import { COMPANY, NOON_MS, refusal, simulate, tokensIssued } from "../../test/simulated.ts";
import { createOmbudHandling, type OmbudHandling, type OmbudOptions } from "./ombud.ts";
import { OMBUD_CORRELATION_HEADER, OMBUD_SCOPE, OMBUD_URLS, type OmbudSettings } from "./settings.ts";

const SETTINGS: OmbudSettings = {
  apiUrl: "https://api.example/behorighet/ombudshantering/v2",
  tokenUrl: "https://token.example/token",
  scope: OMBUD_SCOPE,
  correlationHeader: OMBUD_CORRELATION_HEADER,
  requestsPerSecond: 4,
  mutualTlsOnApi: false,
};

function handling(settings: Partial<OmbudSettings>, more: Partial<OmbudOptions> = {}): OmbudHandling {
  return createOmbudHandling({
    settings: { ...SETTINGS, ...settings },
    secret: async () => SECRET,
    limiter: fakeLimiter(),
    timer: { now: () => NOON_MS, pause: async () => {} },
    random: Math.random,
    correlationId: randomUUID,
    now: () => instant(NOON_MS),
    ...more,
  });
}

async function using<T>(
  simulated: SimulatedSkatteverket,
  settings: Partial<OmbudSettings>,
  work: (ombud: OmbudHandling) => Promise<T>,
): Promise<T> {
  const { ombudUrl, tokenUrl, ca, secret } = simulated;
  const ombud = handling({ apiUrl: ombudUrl ?? simulated.apiUrl, tokenUrl, ca, ...settings }, { secret: async () => secret });
  try {
    return await work(ombud);
  } finally {
    await ombud.close();
  }
}

/** What one answer of the API's to the wish for a link comes to. */
async function answered(
  answer: ReturnType<typeof response>,
): Promise<{ readonly outcome: unknown; readonly sent: readonly HttpRequest[] }> {
  const steps = Array.from({ length: 3 }, () => ({ ...refused("utseombud", 0), answer }));
  const { createClient, requests } = script(token(), ...steps);
  const outcome = await handling({ role: "X2" }, { createClient })
    .link(COMPANY.identity)
    .catch((thrown: unknown) => thrown);
  return { outcome, sent: requests };
}

describe("a link for a client", () => {
  test("is made with the role that the register lists by its name, asked for once, and ends after three weeks", async () => {
    for (const ombudApi of [{}, { listIn: "rollbeskrivningsposter" }, { roles: { A: "Juridiskt  LÄSOMBUD " } }]) {
      const simulated = await simulate({ ombudApi });
      const [first, second, role] = await using(simulated, {}, async (ombud) => [
        await ombud.link(COMPANY.identity),
        await ombud.link(COMPANY.identity),
        await ombud.role(),
      ]);
      expect(first).toEqual({
        url: expect.stringMatching(/^https:\/\/localhost\/ombudochbehorigheter\//),
        expiresAt: "2026-12-11T11:00:00.000Z",
      });
      expect(second?.url).not.toBe(first?.url);
      expect(role).toBe("roles" in ombudApi ? "A" : "X2");
      expect(simulated.requests.map(({ kind, status }) => [kind, status])).toEqual([
        ["token", 200],
        ["roller", 200],
        ["djuplank", 200],
        ["djuplank", 200],
      ]);
    }
  });

  test("is asked for with the token of its own scope, the documented headers, and the role alone", async () => {
    const url = "https://sso.skatteverket.se/ombud?lank=1";
    const { outcome, sent } = await answered(response(200, { djuplank: url }));
    expect(outcome).toEqual({ url, expiresAt: "2026-12-11T11:00:00.000Z" });
    expect(sent[0]?.body).toContain("scope=obr");
    expect(sent[1]).toMatchObject({
      method: "POST",
      url: `${SETTINGS.apiUrl}/ombud/autentisieratOmbud/huvudman/${COMPANY.identity}/djuplank/utseombud`,
      body: '{"ombudsroller":["X2"]}',
    });
    expect(Object.keys(sent[1]?.headers ?? {})).toEqual([
      ...["Accept", "Authorization", "client_id", "client_secret", "skv_client_correlation_id", "Content-Type"],
    ]);
  });

  test("leads to the authority's own pages or is none", async () => {
    for (const djuplank of [
      "http://www.skatteverket.se/ombud",
      "https://skatteverket.se.example.com/",
      "https://skatteverket.se@example.com/",
      "https://x:y@www.skatteverket.se/",
      "https://xskatteverket.se/",
      "javascript:alert(1)",
      "//www.skatteverket.se/",
      "",
      7,
    ]) {
      const { outcome } = await answered(response(200, { djuplank }));
      expect([djuplank, outcome]).toEqual([djuplank, expect.objectContaining({ code: "SKV_OMBUD_ANSWER", scope: "installation" })]);
    }
    expect((await answered(response(200, { djuplank: "https://www7.skatteverket.se/a?b=c" }))).outcome).toHaveProperty("url");
    expect((await answered(response(200, { djuplank: "https://api.example/a" }))).outcome).toHaveProperty("url");
  });

  test("is told apart from every way of being refused", async () => {
    for (const [answer, code] of [
      [response(403, { error: "The required scopes are not authorized" }), "SKV_OMBUD_NOT_ALLOWED"],
      [response(403, { kod: "okänd" }), "SKV_OMBUD_NOT_ALLOWED"],
      [response(401, { error: "Invalid client id or secret" }), "SKV_KEYS_REFUSED"],
      [response(400, { fel: COMPANY.identity }), "SKV_OMBUD_REFUSED"],
      [response(404, ""), "SKV_OMBUD_REFUSED"],
      [response(429, ""), "SKV_RATE_LIMITED"],
      [response(500, { fel: 1 }), "SKV_BAD_GATEWAY"],
      [response(200, "<html></html>", { "content-type": "text/html" }), "SKV_HTML"],
      [response(200, '{"djuplank":'), "SKV_MALFORMED"],
      [response(200, []), "SKV_OMBUD_ANSWER"],
      [response(200, { lank: "https://www.skatteverket.se/" }), "SKV_OMBUD_ANSWER"],
    ] as const) {
      const { outcome } = await answered(answer);
      expect((outcome as SaldovaktError).code, JSON.stringify(answer)).toBe(code);
      expect(JSON.stringify(outcome, Object.getOwnPropertyNames(outcome))).not.toContain(COMPANY.identity.slice(2));
    }
  });

  test("is none where the agreement does not hold it, and says so without a name", async () => {
    const simulated = await simulate();
    await using(simulated, {}, async (ombud) => {
      expect(await refusal(ombud.link(COMPANY.identity))).toMatchObject({ code: "SKV_OMBUD_NOT_ALLOWED", scope: "installation" });
    });
    const agreed = await simulate({ ombudApi: {} });
    await using(agreed, { scope: "agd" }, async (ombud) => {
      expect(await refusal(ombud.link(COMPANY.identity))).toMatchObject({ code: "SKV_OMBUD_NOT_ALLOWED" });
    });
    await using(agreed, {}, async (ombud) => {
      expect(await refusal(ombud.link("165790000037"))).toMatchObject({ code: "SKV_OMBUD_REFUSED", scope: "account" });
      expect(await refusal(ombud.link("5781006662"))).toMatchObject({ code: "IDENTITY_LENGTH" });
    });
    expect(tokensIssued(agreed)).toBeGreaterThan(0);
  });
});

describe("the role's code", () => {
  test("is never guessed: none of that name, or two, are none", async () => {
    for (const roles of [
      { A: "Deklarationsombud" },
      { A: "Juridiskt läsombud", B: "juridiskt läsombud" },
      { A: "Ej juridiskt läsombud" },
    ]) {
      const simulated = await simulate({ ombudApi: { roles: roles as Record<string, string> } });
      await using(simulated, {}, async (ombud) => {
        expect(await refusal(ombud.role())).toMatchObject({ code: "SKV_OMBUD_ROLE_UNKNOWN", scope: "installation" });
      });
    }
  });

  test("is asked for again after it could not be had", async () => {
    const list = response(200, [{ roll: "A", rollbeskrivning: "Juridiskt läsombud" }]);
    const { createClient } = script(token(), refused("roller", 403, { error: "x" }), { ...refused("roller", 0), answer: list });
    const ombud = handling({}, { createClient });
    await expect(ombud.role()).rejects.toMatchObject({ code: "SKV_OMBUD_NOT_ALLOWED" });
    expect(await ombud.role()).toBe("A");
    expect(await ombud.role()).toBe("A");
  });
});

test("there is no address where none is known", () => {
  expect(OMBUD_URLS).not.toHaveProperty("mock");
  expect(() => handling({ apiUrl: "nowhere" })).toThrowError(SaldovaktError);
});
