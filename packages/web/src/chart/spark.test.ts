import { addDays, DEFAULT_POLICY, forecast, fromWhole, type Minor } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { row, swedish, swedishNumber, TODAY } from "../companies.fixture.ts";
import { all, byClass, parseMarkup } from "../markup.fixture.ts";
import { stepsOf } from "./layout.ts";
import { spark } from "./spark.ts";

describe("the small curve", () => {
  it("stays within its picture and shades exactly what is below the reserve", () => {
    const amount = fc.integer({ min: -900_000_000, max: 900_000_000 });
    const charges = fc.array(fc.tuple(fc.integer({ min: -10, max: 70 }), amount), { maxLength: 8 });
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 5_000_000 }), charges, (balance, reserve, rows) => {
        const observation = {
          ...swedish(
            swedishNumber(1),
            0,
            rows.map(([days, each]) => row(addDays(TODAY, days), 0, "Moms", { amount: each as Minor })),
          ),
          balance: balance as Minor,
        };
        const made = forecast(observation, { ...DEFAULT_POLICY, reserve: reserve as Minor }, TODAY);
        const svg = parseMarkup(String(spark(made, 60)));
        expect(svg.attributes["aria-hidden"]).toBe("true");
        const numbers = [...(byClass(svg, "balance")[0]?.attributes.d ?? "").matchAll(/([MHV ])(-?[\d.]+)/g)];
        for (const [, kind, value] of numbers) {
          expect(Number(value)).toBeGreaterThanOrEqual(0);
          expect(Number(value)).toBeLessThanOrEqual(kind === "V" || kind === " " ? 30 : 120);
        }
        const below = stepsOf(made, 60).filter((step) => step.balance < made.reserve);
        expect(byClass(svg, "short")).toHaveLength(below.length);
        for (const rect of all(svg, "rect")) {
          expect(Number(rect.attributes.height)).toBeGreaterThanOrEqual(0);
          expect(Number(rect.attributes.width)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it("is a level line where nothing is decided", () => {
    const svg = parseMarkup(String(spark(forecast(swedish(swedishNumber(1), 0, []), DEFAULT_POLICY, TODAY), 60)));
    expect(byClass(svg, "balance")[0]?.attributes.d).toBe("M2.5 15H117.5");
    const held = parseMarkup(
      String(spark(forecast({ ...swedish(swedishNumber(1), 0, []), balance: fromWhole(500) }, DEFAULT_POLICY, TODAY), 60)),
    );
    expect(byClass(held, "balance")[0]?.attributes.d).toBe("M2.5 2.5H117.5");
  });
});
