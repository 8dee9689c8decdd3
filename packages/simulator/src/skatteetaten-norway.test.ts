import { plainDate } from "@saldovakt/domain";
import { afterEach, describe, expect, test } from "vitest";
import { type NorwayOptions, type SimulatedNorway, startNorway } from "./skatteetaten-norway.ts";
import { call, grant } from "./test-gate.ts";

const today = plainDate("2026-11-22");
const SCOPE = "skatteetaten:kravogbetalinger";
let norway: SimulatedNorway | undefined;

afterEach(async () => {
  await norway?.close();
  norway = undefined;
});

async function start(options: Partial<NorwayOptions> = {}): Promise<SimulatedNorway> {
  norway = await startNorway({ today, companies: 3, ...options });
  return norway;
}

const systemUser = (org: string) => [
  { type: "urn:altinn:systemuser", systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${org}` } },
];

/** A token of Maskinporten for the claims given, as the vendor's client asks for it. */
async function tokenFor({ maskinporten, secret, ca }: SimulatedNorway, claims: Readonly<Record<string, unknown>>): Promise<string> {
  const assertion = await grant(maskinporten, secret, Date.now(), { claims: { scope: SCOPE, ...claims } });
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
  const answer = await call(`${maskinporten.issuer}token`, ca, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });
  expect(answer.status).toBe(200);
  return answer.json.access_token;
}

async function ask({ skatteetaten, ca }: SimulatedNorway, org: string, token: string): Promise<[number, string | undefined]> {
  const { status, json } = await call(`${skatteetaten.apiUrl}/regnskapssystem/${org}/aapnekrav`, ca, {
    headers: { authorization: `Bearer ${token}` },
  });
  return [status, json.kode];
}

describe("Krav og betalinger behind Maskinporten", () => {
  test("opens to a system user's token for its own organisation, for no other", async () => {
    const started = await start();
    const [one, two] = started.skatteetaten.companies.map(({ org }) => org);
    if (!one || !two) return expect.unreachable();
    const token = await tokenFor(started, { authorization_details: systemUser(one) });
    expect(await ask(started, one, token)).toEqual([200, undefined]);
    expect(await ask(started, two, token)).toEqual([403, "KB-005"]);
    expect(await ask(started, one, await tokenFor(started, {}))).toEqual([403, "KB-005"]);
    expect(await ask(started, one, await tokenFor(started, { authorization_details: systemUser(one), scope: "saldovakt:read" }))).toEqual([
      403,
      "DAS-008",
    ]);
    expect(await ask(started, one, `${token.slice(0, -9)}AAAAAAAAA`)).toEqual([401, "KB-004"]);
  });

  test("closes when the customer takes its system user away, though the token is good", async () => {
    const started = await start();
    const [{ org } = { org: "" }] = started.skatteetaten.companies;
    const token = await tokenFor(started, { authorization_details: systemUser(org) });
    const user = [...started.altinn.register.users.values()].find((each) => each.org === org);
    started.altinn.register.removeSystemUser(user?.id ?? "");
    expect(await ask(started, org, token)).toEqual([403, "KB-005"]);
  });

  test("opens to an agent for its clients, not for itself", async () => {
    const started = await start();
    const [client, agent] = started.skatteetaten.companies.map(({ org }) => org);
    if (!client || !agent) return expect.unreachable();
    const { altinn, secret, vendor } = started;
    const spec = { clientId: secret.clientId, vendorOrg: vendor, org: agent, externalRef: "klienter", kind: "agent" } as const;
    altinn.register.delegateClient(altinn.register.addSystemUser(spec), client);
    const details = systemUser(agent).map((each) => ({ ...each, externalRef: "klienter" }));
    const token = await tokenFor(started, { authorization_details: details });
    expect(await ask(started, client, token)).toEqual([200, undefined]);
    expect(await ask(started, agent, token)).toEqual([403, "KB-005"]);
  });

  test("takes a token no longer once it has run out", async () => {
    let nowMs = Date.now();
    const started = await start({ now: () => nowMs });
    const [{ org } = { org: "" }] = started.skatteetaten.companies;
    const token = await tokenFor(started, { authorization_details: systemUser(org) });
    nowMs += 121_000;
    expect(await ask(started, org, token)).toEqual([401, "KB-004"]);
  });

  test("a delegated token counts as the supplier's", async () => {
    const started = await start({ companies: 1, consents: ({ consumer, supplier }) => consumer === "598765448" && supplier !== undefined });
    const { maskinporten, skatteetaten, vendor, ca } = started;
    maskinporten.delegate(SCOPE, "598765448", vendor);
    const token = await tokenFor(started, { consumer_org: "598765448" });
    const [{ org } = { org: "" }] = skatteetaten.companies;
    const { status } = await call(`${skatteetaten.apiUrl}/finans/${org}/aapnekrav`, ca, { headers: { authorization: `Bearer ${token}` } });
    expect(status).toBe(200);
  });
});

test("when one of the three cannot start, the others are closed", async () => {
  await expect(startNorway({ today, companies: -1 })).rejects.toThrow(expect.objectContaining({ code: "SIMULATOR_COMPANIES" }));
});
