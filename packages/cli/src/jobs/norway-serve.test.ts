import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serving, TODAY } from "../../test/installation.ts";
import { installBoth, type NorwegianInstallation, ORG } from "../../test/norway.ts";

const PAY_FROM = { iban: "NO9386011117947", bic: "DNBANOKK" };

let here: NorwegianInstallation;
let at: string;
let stop: () => Promise<void>;
let headers: Record<string, string>;
let writing: Record<string, string>;
let norwegian: string;
let swedish: string;

beforeAll(async () => {
  here = await installBoth();
  const { accounts } = JSON.parse(await here.read("saldovakt.json"));
  const paying = accounts.map((account: { identity: string }) => (account.identity === ORG ? { ...account, payFrom: PAY_FROM } : account));
  await here.configure({ accounts: paying, policy: { language: "nb" } });
  await here.run(["watch", "--today", TODAY]);
  const key = async (scope: string) => JSON.parse((await here.run(["keys", "add", "--scope", scope, "--json"])).stdout).key;
  headers = { authorization: `Bearer ${await key("read:fresh")}` };
  writing = { authorization: `Bearer ${await key("write")}`, "content-type": "application/json" };
  ({ at, stop } = await serving(here.dir, "--today", TODAY));
  const { accounts: listed } = await json("/v1/accounts");
  const idOf = (source: string): string => listed.find((each: { source: string; name: string }) => each.source === source).id;
  norwegian = listed.find(({ name }: { name: string }) => name === "Eksempel AS").id;
  swedish = idOf("skatteverket");
});
afterAll(async () => {
  await stop?.();
  await here?.close();
});

const get = (path: string): Promise<Response> => fetch(`${at}${path}`, { headers });
// biome-ignore lint/suspicious/noExplicitAny: what comes is looked at field by field
const bodyOf = async (answer: Response | Promise<Response>): Promise<any> => (await answer).json();
const json = (path: string) => bodyOf(get(path));

describe("saldovakt serve, with both countries", () => {
  it("reads either of them anew", async () => {
    for (const [id, currency] of [
      [norwegian, "NOK"],
      [swedish, "SEK"],
    ] as const) {
      expect(await json(`/v1/accounts/${id}/forecast?fresh=true`)).toMatchObject({ today: TODAY, shortfall: { currency } });
    }
  });

  it("offers of Skatteetaten what it has: transactions, and nothing of balances and payouts", async () => {
    const transactions = await json(`/v1/accounts/${norwegian}/transactions`);
    expect(JSON.stringify(transactions)).toContain('"NOK"');
    expect(transactions.upcoming.length).toBeGreaterThan(1);
    for (const operation of ["balance", "payout-account", "payout-blocks"]) {
      const answer = await get(`/v1/accounts/${norwegian}/${operation}`);
      expect([answer.status, (await bodyOf(answer)).code]).toEqual([404, "NOT_OFFERED_BY_SOURCE"]);
      expect((await get(`/v1/accounts/${swedish}/${operation}`)).status).toBe(200);
    }
  });

  it("makes one call at a time, which leaves four to a pass beside it", async () => {
    const { skatteetaten } = here.norway;
    skatteetaten.setFaults([{ fault: { kind: "slow", ms: 40 } }]);
    const since = skatteetaten.requests.length;
    await Promise.all([json(`/v1/accounts/${norwegian}/transactions`), json(`/v1/accounts/${norwegian}/forecast?fresh=true`)]);
    expect(skatteetaten.requests.slice(since).map(({ atOnce }) => atOnce)).toEqual([1, 1, 1, 1, 1]);
    await here.run(["watch", "--today", TODAY]);
    skatteetaten.setFaults([]);
    expect(Math.max(...skatteetaten.requests.map(({ atOnce }) => atOnce))).toBeLessThanOrEqual(4);
  });

  it("pays a claim by its KID, in kroner, from one Norwegian account to another", async () => {
    const file = await (await get(`/v1/accounts/${norwegian}/payment.xml?dueDate=2026-12-10`)).text();
    expect(file).toContain("urn:iso:std:iso:20022:tech:xsd:pain.001.001.03");
    expect(file).toMatch(/<InstdAmt Ccy="NOK">18420\.50<\/InstdAmt>/);
    expect(file).toMatch(/<Cd>SCOR<\/Cd>[\s\S]*<Ref>12343<\/Ref>/);
    expect(file).toContain(PAY_FROM.iban);
    expect(file).toMatch(/<ReqdExctnDt>2026-12-09<\/ReqdExctnDt>/);
    expect(file).not.toMatch(/SEK|BGNR|OCR/);
  });

  it("puts each claim's account and KID into calendar and table", async () => {
    const calendar = (await (await get(`/v1/accounts/${norwegian}/calendar.ics`)).text()).replace(/\r\n[ \t]/g, "");
    expect(calendar).toContain("KID 12343");
    expect(calendar).not.toMatch(/OCR|saldo(?!vakt)/i);
    const table = await (await get(`/v1/accounts/${norwegian}/forecast.csv`)).text();
    expect(table).toContain("12343");
    expect(table).toContain("NOK");
  });

  it("shows pages of claims without a balance, and never adds kronor and kroner", async () => {
    const page = await (await get(`/accounts/${norwegian}`)).text();
    const text = page.replace(/<(style|script|footer)[\s\S]*?<\/\1>/g, "").replace(/<[^>]+>/g, " ");
    expect(text).toContain("12343");
    expect(text).not.toMatch(/saldo(?!vakt)|skattekonto|kronofogden|\bOCR\b/i);
    const overview = await (await get("/")).text();
    const totals = /<section class="totals"[\s\S]*?<\/section>/.exec(overview)?.[0] ?? "";
    expect(totals.match(/<dl>/g)).toHaveLength(2);
  });

  it("takes a Norwegian account over the API", async () => {
    const body = JSON.stringify({ identity: "974760673", name: "Ny AS", systemUser: { org: ORG } });
    const answer = await fetch(`${at}/v1/accounts`, { method: "POST", headers: writing, body });
    expect(answer.status).toBe(201);
    const { id } = await bodyOf(answer);
    const refused = await get(`/v1/accounts/${id}/forecast?fresh=true`);
    expect([refused.status, (await bodyOf(refused)).code]).toEqual([expect.any(Number), expect.stringMatching(/^(MP|SKE)_/)]);
  });
});
