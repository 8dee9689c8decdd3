import { judgeDenied, minor, NO_APPOINTEE, NOTHING_REMEMBERED, type Observation, plainDate } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { NOW } from "../companies.fixture.ts";
import { all, byClass, type Element, parseMarkup, textOf } from "../markup.fixture.ts";
import { PAGES_CSS } from "../style/pages.ts";
import { pagesWorld, SHORT } from "./world.fixture.ts";

const CLAIMS = "Fjellrypa Friluft AS";

describe("an account's page", () => {
  it("promises nothing where claims are known that stand in no figure", async () => {
    const { account, observations, id, page } = pagesWorld();
    const standing = observations.get(id(CLAIMS)) as Observation;
    const warnings = [{ code: "CHARGE_WITHOUT_DUE_DATE", amount: minor(25_000_000) }];
    observations.set(id(CLAIMS), { ...standing, charges: [], warnings });
    const shown = textOf(await account(CLAIMS));
    expect(shown).toContain("Det kan finnas mer att betala än prognosen visar.");
    expect(shown).not.toMatch(/Inga obetalda krav|Inget saknas/);
    expect(byClass(await account(CLAIMS), "pill").map(textOf)).toEqual(["Se över"]);
    observations.set(id(CLAIMS), { ...standing, charges: [], warnings: [] });
    expect(textOf(await account(CLAIMS))).toContain("Inga obetalda krav");
    expect(textOf(await page("/"))).not.toContain("Allt ingår inte i prognosen");
  });

  it.each([
    [CLAIMS, "skatteetaten", "SKE_WITHHELD", "Skatteetaten har skyddat uppgifterna (skjermet)"],
    [CLAIMS, "skatteetaten", "SKE_NEW", "Vad som är att betala är okänt: se kontot hos Skatteetaten."],
    [SHORT, "skatteverket", "SKV_ACCOUNT_UNKNOWN", "Skatteverket känner inte till numret. Kontrollera det"],
    [SHORT, "skatteverket", "SKV_REFUSED", "Vad som är att betala är okänt: se kontot hos Skatteverket."],
  ] as const)("says why there is nothing to see where the authority refuses: %s, %s, %s", async (name, source, code, reason) => {
    const { account, observations, records, alerts, id } = pagesWorld({
      appointee: { ...NO_APPOINTEE, organisation: "165560000001" },
    });
    observations.delete(id(name));
    expect(textOf(await account(name))).toContain("Kontot är inte läst ännu");
    const denied = judgeDenied(source, code, NOTHING_REMEMBERED, plainDate("2026-11-23"), NOW);
    records.set(id(name), { version: 1, remembered: denied.remembered, outbox: [] });
    alerts.set(id(name), [...denied.alerts]);
    const shown = await account(name);
    expect(textOf(shown)).toContain(reason);
    expect(textOf(shown)).toMatch(new RegExp(`Läsningen nekas sedan 23 november 2026 kl\\. 09\\.30\\. Felkod: ${code}`));
    expect(textOf(shown)).not.toMatch(/Kontot är inte läst ännu|Kunden är inte tillfrågad|Så här gör kunden/);
    expect(byClass(shown, "pill").map(textOf)).toEqual(["Kan inte läsas"]);
  });

  it("says the same in the list", async () => {
    const { page, records, alerts, id } = pagesWorld();
    const name = "Älvsippans Instrument AB";
    const denied = judgeDenied("skatteverket", "SKV_ACCOUNT_UNKNOWN", NOTHING_REMEMBERED, plainDate("2026-11-23"), NOW);
    records.set(id(name), { version: 1, remembered: denied.remembered, outbox: [] });
    alerts.set(id(name), [...denied.alerts]);
    const rows = byClass(await page("/"), "list").flatMap((list) => all(list, "tr").map(textOf));
    const at = rows.findIndex((row) => row.includes(name));
    expect(rows[at]).toMatch(/^Kan inte läsas.*Skatteverket känner inte till numret\. Kontrollera det/);
    // Before what is merely to be looked at or paid later.
    expect(at).toBeLessThan(rows.findIndex((row) => /^(Se över|Senare)/.test(row)));
  });

  it("says beside the last figures that readings are refused by now", async () => {
    const { account, records, alerts, id } = pagesWorld();
    const denied = judgeDenied("skatteverket", "SKV_ACCOUNT_UNKNOWN", NOTHING_REMEMBERED, plainDate("2026-11-23"), NOW);
    records.set(id(SHORT), { version: 1, remembered: denied.remembered, outbox: [] });
    alerts.set(id(SHORT), [...denied.alerts]);
    const [first, second] = byClass(await account(SHORT), "verdict").map(textOf);
    expect(first).toMatch(/^Kontot kan inte läsas/);
    expect(second).toMatch(/^64 050 kr saknas/);
  });

  it("tells first what is missing and what to pay next", async () => {
    const [verdict] = byClass(await pagesWorld().account(SHORT), "verdict");
    expect(textOf(verdict as Element)).toBe("64 050 kr saknas Betala först 45 650 kr, senast onsdag 9 december 2026.");
  });

  it("gives every payment detail on its own, fit to be copied", async () => {
    const page = await pagesWorld().account(SHORT);
    expect(byClass(page, "copy").map(textOf)).toEqual([
      "5050-1055",
      "1655910027457",
      "SE5680000890119646240516",
      "SWEDSESS",
      "45650,00",
      "18400,00",
    ]);
    expect(PAGES_CSS).toMatch(/\.copy\{[^}]*user-select:all/);
  });

  it("keeps payments with references of their own apart", async () => {
    const page = await pagesWorld().account("Fjellrypa Friluft AS");
    const places = byClass(page, "pay").map((each) => byClass(each, "copy").map(textOf));
    expect(places.map((values) => values.length)).toEqual([3, 3]);
    expect(new Set(places.map((values) => values[1])).size).toBe(2);
    expect(places.map((values) => values[2])).toEqual(["18420,00", "42310,00"]);
  });

  it("lists due dates with their charges, marked where they are overdue", async () => {
    const { account } = pagesWorld();
    const dues = byClass(await account(SHORT), "dues").flatMap((table) => all(table, "tr").map(textOf));
    expect(dues).toContain("Moms oktober 2026 (beslutat tor 12 nov)−12 400 kr");
    const overdue = byClass(await account("Hjortronmyrens Åkeri AB"), "dues").flatMap((table) => byClass(table, "head").map(textOf));
    expect(overdue[0]).toBe("måndag 23 november 2026 Förfallet−19 300 kr−12 500 kr12 500 kr");
  });

  it("says of an overdue charge when it was due", async () => {
    const dues = byClass(await pagesWorld().account("Hjortronmyrens Åkeri AB"), "dues").flatMap((table) => all(table, "tr").map(textOf));
    expect(dues[2]).toMatch(/\(förföll \S+ \d+ nov\)/);
  });

  it("tells the year of a day that is not of this one", async () => {
    const { account, observations, id } = pagesWorld();
    const standing = observations.get(id(SHORT)) as Observation;
    const charges = standing.charges.map((charge, i) => (i === 0 ? { ...charge, decidedOn: plainDate("2025-12-01") } : charge));
    observations.set(id(SHORT), { ...standing, charges });
    expect(textOf(await account(SHORT))).toContain("beslutat mån 1 dec 2025");
  });

  it("tells of a deficit, of Kronofogden and of money that may be paid out", async () => {
    const { account } = pagesWorld();
    const deficit = byClass(await account("Nattskärrans Nattbageri AB"), "grave").map(textOf);
    expect(deficit[0]).toMatch(/underskott på 14 310 kr sedan torsdag 12 november 2026\. Ränta hittills: 96 kr\./);
    expect(deficit[1]).toMatch(/Kronofogden på 8 750 kr/);
    expect(byClass(await account("Kantarellens Kartor & Kompasser AB"), "notes").map(textOf)[0]).toMatch(/kan betalas ut/);
  });

  it("shows what has been told, the newest first", async () => {
    const { app, account, id, key } = pagesWorld();
    await app.request(`/v1/accounts/${id(SHORT)}/forecast?fresh=true`, { headers: key({ scopes: ["read:fresh"] }) });
    const told = byClass(await account(SHORT), "told").flatMap((list) => all(list, "li").map(textOf));
    expect(told).toHaveLength(2);
    expect(told[1]).toBe("23 november 2026 kl. 09.30Pengar saknas, 45 650 kr, förfaller måndag 14 december 2026Kvittera");
  });

  it("shows the latest rows with the balance each left", async () => {
    const booked = byClass(await pagesWorld().account(SHORT), "booked").flatMap((table) => all(table, "tr").map(textOf));
    expect(booked.slice(1, 3)).toEqual([
      "2026-11-14Inbetalning bokförd 26111458 000 kr29 150 kr",
      "2026-11-12Debiterad preliminärskatt−18 400 kr−28 850 kr",
    ]);
  });

  it("is there before the first reading", async () => {
    const page = await pagesWorld().account("Älvsippans Instrument AB");
    expect(textOf(byClass(page, "empty")[0] as Element)).toMatch(/^Kontot är inte läst ännu/);
    expect(all(page, "svg").filter((svg) => svg.attributes.role === "img")).toEqual([]);
  });

  it("is not there for an id nobody has", async () => {
    const { get } = pagesWorld();
    for (const id of ["acc_zzzzzzzzzzzzzzzzzzzz", "x", "165591001373", "%00"]) {
      const answer = await get(`/accounts/${id}`);
      expect(answer.status).toBe(404);
      const text = await answer.text();
      expect(textOf(all(parseMarkup(text), "h1")[0] as Element)).toBe("Sidan finns inte");
      expect(text).not.toContain("165591001373");
    }
  });
});
