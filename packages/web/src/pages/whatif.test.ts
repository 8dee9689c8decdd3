import { addDays, DEFAULT_POLICY, forecast, type Minor } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOW, row, swedish, swedishNumber, TODAY } from "../companies.fixture.ts";
import { all, byClass, type Element, textOf } from "../markup.fixture.ts";
import { tryPayment } from "./whatif.ts";
import { pagesWorld, SHORT } from "./world.fixture.ts";

const asked = async (query: string) => {
  const { page, id } = pagesWorld();
  return page(`/accounts/${id(SHORT)}?${query}`);
};

const tables = (page: Element) => byClass(page, "compare").flatMap((part) => all(part, "tr").map(textOf));

describe("what if we pay", () => {
  it("offers the first payment that is missing", async () => {
    const page = await asked("");
    const inputs = Object.fromEntries(all(page, "input").map((input) => [input.attributes.name, input.attributes]));
    expect(inputs.pay?.value).toBe("45650,00");
    expect(inputs.on).toMatchObject({ value: "2026-12-09", min: "2026-11-23", max: "2027-01-22" });
    expect(tables(page)).toEqual([]);
    expect(byClass(page, "tried")).toEqual([]);
  });

  it("draws a second curve and compares", async () => {
    const page = await asked("pay=20+000&on=2026-12-08");
    expect(tables(page)).toEqual([
      "Utan betalningenMed 20 000 kr tis 8 dec",
      "Saknas64 050 kr44 050 kr",
      "Betala senastons 9 decons 9 dec",
      "Lägsta saldo−64 050 kr−44 050 kr",
    ]);
    expect(byClass(page, "tried")).toHaveLength(2);
    expect(byClass(page, "key-tried").map(textOf)).toEqual(["med betalningen"]);
    expect(textOf(byClass(page, "compare")[0] as Element)).toContain("Betalningen räknas in fre 11 dec.");
    const register = byClass(page, "compare").flatMap((part) =>
      all(part, "input").map((input) => [input.attributes.name, input.attributes.value]),
    );
    expect(register).toEqual([
      ["amount", "20000,00"],
      ["madeOn", "2026-12-08"],
      ["once", expect.stringMatching(/^[0-9a-f]{16}$/)],
    ]);
  });

  it("changes nothing that is told above", async () => {
    const page = await asked("pay=100000&on=2026-11-23");
    expect(textOf(byClass(page, "verdict")[0] as Element)).toContain("64 050 kr saknas");
    expect(tables(page)[1]).toBe("Saknas64 050 kr–");
  });

  it.each([
    ["pay=abc&on=2026-12-08", ["Ange beloppet som 12500 eller 12 500,50."]],
    ["pay=100&on=igår", ["Ange dagen som 2026-12-09."]],
    ["pay=&on=", ["Ange beloppet som 12500 eller 12 500,50.", "Ange dagen som 2026-12-09."]],
    ["pay=100&on=2026-11-22", ["Välj en dag från mån 23 nov till fre 22 jan 2027."]],
    ["pay=100&on=2027-01-23", ["Välj en dag från mån 23 nov till fre 22 jan 2027."]],
    ["pay=100", ["Ange dagen som 2026-12-09."]],
    ["on=2026-12-08", ["Ange beloppet som 12500 eller 12 500,50."]],
  ])("says beside the field what is wrong with ?%s", async (query, told) => {
    const page = await asked(query);
    expect(byClass(page, "wrong").map(textOf)).toEqual(told);
    for (const input of all(page, "input").filter((each) => each.attributes["aria-invalid"] === "true")) {
      expect(all(page, "p").some((p) => p.attributes.id === input.attributes["aria-describedby"])).toBe(true);
    }
    expect(byClass(page, "tried")).toEqual([]);
  });

  it("is not asked of claims that are paid one by one, nor before the first reading", async () => {
    const { page, id } = pagesWorld();
    for (const name of ["Fjellrypa Friluft AS", "Älvsippans Instrument AB"]) {
      const shown = await page(`/accounts/${id(name)}?pay=100&on=2026-12-08`);
      expect(byClass(shown, "what-if").length + byClass(shown, "tried").length).toBe(0);
    }
  });

  it("never makes anything worse, and enough in time leaves nothing missing", () => {
    const charges = fc.array(fc.tuple(fc.integer({ min: 5, max: 59 }), fc.integer({ min: -9_000_000, max: 4_000_000 })), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.integer({ min: -5_000_000, max: 9_000_000 }),
        charges,
        fc.integer({ min: 1, max: 20_000_000 }),
        fc.nat({ max: 59 }),
        (balance, rows, amount, days) => {
          const observation = {
            ...swedish(
              swedishNumber(1),
              0,
              rows.map(([day, each]) => row(addDays(TODAY, day), 0, "Moms", { amount: each as Minor })),
            ),
            balance: balance as Minor,
          };
          const made = forecast(observation, DEFAULT_POLICY, TODAY);
          const account = {
            id: "acc_00000000000000000000",
            source: "skatteverket",
            identity: "",
            name: "",
            origin: "command",
            addedAt: NOW,
          } as never;
          const basis = { account, forecast: made, observation, policy: DEFAULT_POLICY, payments: [] };
          const tried = tryPayment(amount as Minor, addDays(TODAY, days), basis);
          expect(tried.expectedOn > tried.madeOn).toBe(true);
          expect(tried.forecast.shortfall).toBeLessThanOrEqual(made.shortfall);
          if (made.shortfall > 0) expect(tryPayment(made.shortfall, TODAY, basis).forecast.shortfall).toBe(0);
        },
      ),
    );
  });
});
