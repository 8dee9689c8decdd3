import {
  addDays,
  DEFAULT_POLICY,
  type Forecast,
  forecast,
  fromWhole,
  type Minor,
  nextSwedishDueDate,
  plainDate,
  ymd,
} from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPANIES, row, swedish, swedishNumber, TODAY } from "../companies.fixture.ts";
import { all, byClass, type Element, parseMarkup, textOf } from "../markup.fixture.ts";
import { printedAmount } from "../written.ts";
import { type ChartOptions, chart } from "./chart.ts";
import { chartDocument } from "./document.ts";
import { BOLD_CHARACTER, CHARACTER, clearLabels, decidedSteps, estimatedSteps, NARROW, stepsOf, WIDE } from "./layout.ts";
import { linear, roundTicks } from "./scale.ts";
import { spark } from "./spark.ts";

const anyForecast: fc.Arbitrary<Forecast> = fc
  .record({
    balance: fc.integer({ min: -900_000_000, max: 900_000_000 }),
    reserve: fc.integer({ min: 0, max: 5_000_000 }),
    charges: fc.array(fc.tuple(fc.integer({ min: -10, max: 70 }), fc.integer({ min: -50_000_000, max: 20_000_000 })), { maxLength: 12 }),
  })
  .map(({ balance, reserve, charges }) => {
    const rows = charges.map(([days, amount]) => row(addDays(TODAY, days), 0, "Moms", { amount: amount as Minor }));
    const observation = { ...swedish(swedishNumber(1), 0, rows), balance: balance as Minor };
    return forecast(observation, { ...DEFAULT_POLICY, reserve: reserve as Minor }, TODAY);
  });

const options = (more: Partial<ChartOptions> = {}): ChartOptions => ({
  name: "Exempel AB",
  language: "sv",
  horizonDays: 60,
  size: WIDE,
  id: "c",
  ...more,
});

const drawn = (made: Forecast, more: Partial<ChartOptions> = {}): Element => parseMarkup(String(chart(made, options(more))));

const number = (element: Element, name: string): number => Number(element.attributes[name]);

const short = forecast(swedish(swedishNumber(2), 29_150, [row("2026-12-14", -62_400, "Moms")]), DEFAULT_POLICY, TODAY);

describe("the chart of an account known by a statement alone", () => {
  it("draws nothing ahead as if it were certain", () => {
    const history = Array.from({ length: 16 }, (_, i) => ({
      date: nextSwedishDueDate(ymd(2025, 8 + i, 10)),
      text: "Arbetsgivaravgift",
      amount: fromWhole(-20_000),
      kind: "employer-tax" as const,
    }));
    const warnings = [{ code: "STATEMENT_ONLY", date: plainDate("2026-11-20") }];
    const made = forecast(swedish(swedishNumber(3), 25_000, [], { history, warnings }), DEFAULT_POLICY, TODAY);
    expect(made.withEstimates).toBeDefined();
    const steps = decidedSteps(made, 60);
    expect(steps).toEqual([{ from: addDays(TODAY, -1), until: TODAY, balance: made.balance }]);
    expect(estimatedSteps(made, 60)[0]).toMatchObject({ from: TODAY, balance: made.balance });
    const picture = drawn(made);
    const solid = byClass(picture, "balance")[0]?.attributes.d ?? "";
    const dashed = byClass(picture, "estimated")[0]?.attributes.d ?? "";
    expect(solid.match(/[HV]/g)).toEqual(["H"]);
    expect(Number(/^M([\d.]+)/.exec(dashed)?.[1])).toBe(Number(/H([\d.]+)$/.exec(solid)?.[1]));
    const small = parseMarkup(String(spark(made, 60)));
    expect([byClass(small, "balance"), byClass(small, "estimated")].map((each) => each.length)).toEqual([1, 1]);
  });
});

describe("roundTicks", () => {
  it("gives round numbers, zero among them", () => {
    expect(roundTicks(-11_000_000, 4_000_000, 6)).toEqual([-10_000_000, -5_000_000, 0]);
    expect(roundTicks(0, 100, 6)).toEqual([0, 100]);
    expect(roundTicks(0, 700, 4)).toEqual([0, 500]);
    expect(roundTicks(-4_000_000, 6_000_000, 6)).toEqual([-4_000_000, -2_000_000, 0, 2_000_000, 4_000_000, 6_000_000]);
    expect(roundTicks(-1_000_000, 11_000_000, 6)).toEqual([0, 2_500_000, 5_000_000, 7_500_000, 10_000_000]);
  });

  it("gives at most as many as asked for, whole kronor within the range and evenly apart", () => {
    const bound = fc.integer({ min: -1e13, max: 1e13 });
    fc.assert(
      fc.property(bound, bound, fc.integer({ min: 2, max: 9 }), (a, b, most) => {
        const [low, high] = [Math.min(a, b, 0), Math.max(a, b, 100)];
        const ticks = roundTicks(low, high, most);
        expect(ticks.length).toBeLessThanOrEqual(most);
        expect(ticks).toContain(0);
        expect(ticks.every((tick) => tick >= low && tick <= high && tick % 100 === 0)).toBe(true);
        expect(new Set(ticks.slice(1).map((tick, i) => tick - (ticks[i] as number))).size).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("linear", () => {
  it("keeps ends and puts a domain without extent in the middle", () => {
    const scale = linear([10, 20], [100, 0]);
    expect([scale(10), scale(15), scale(20)]).toEqual([100, 50, 0]);
    expect(linear([5, 5], [0, 80])(5)).toBe(40);
  });
});

describe("stepsOf", () => {
  it("leads without a gap from yesterday through every due date to the horizon's end", () => {
    fc.assert(
      fc.property(anyForecast, (made) => {
        const steps = stepsOf(made, 60);
        expect(steps[0]).toMatchObject({ from: addDays(TODAY, -1), balance: made.balance });
        expect(steps.slice(1).map((step) => step.from)).toEqual(steps.slice(0, -1).map((step) => step.until));
        expect(steps.slice(1).map((step) => [step.from, step.balance])).toEqual(
          made.dueDates.map((due) => [due.dueDate, due.balanceAfter]),
        );
        expect((steps.at(-1)?.until ?? "") >= addDays(TODAY, 60)).toBe(true);
        expect(steps.every((step) => step.from <= step.until)).toBe(true);
      }),
    );
  });
});

describe("clearLabels", () => {
  it("keeps the more important of two that overlap", () => {
    const labels = [
      { from: 10, to: 20 },
      { from: 19, to: 30 },
      { from: 30, to: 40 },
    ];
    expect(clearLabels(labels)).toEqual([labels[0], labels[2]]);
  });
});

describe("the chart", () => {
  it("is named and described for those who do not see it", () => {
    const svg = drawn(short);
    expect(svg.attributes).toMatchObject({ role: "img", "aria-labelledby": "c-title c-desc" });
    expect(
      svg.children.flatMap((child) => (typeof child === "string" ? [] : [[child.name, child.attributes.id, textOf(child)]])).slice(0, 2),
    ).toEqual([
      ["title", "c-title", "Prognos för saldot: Exempel AB"],
      [
        "desc",
        "c-desc",
        "Saldot är 29 150 kr i dag, som lägst −33 250 kr, måndag 14 december 2026. 33 250 kr saknas. Betala senast onsdag 9 december 2026.",
      ],
    ]);
  });

  it.each([
    ["nb", "Saldoen er 29 150 SEK i dag", "Betal senest ons 9. des"],
    ["en", "The balance is SEK 29,150 today", "Pay by Wed 9 Dec"],
  ] as const)("speaks %s", (language, sentence, mark) => {
    const svg = drawn(short, { language });
    expect(textOf(all(svg, "desc")[0] as Element)).toContain(sentence);
    expect(byClass(svg, "pay-label").map(textOf)).toEqual([mark]);
  });

  it("marks due dates, the day to pay by and the lowest balance", () => {
    const svg = drawn(short);
    expect(byClass(svg, "due")).toHaveLength(1);
    expect(all(svg, "text").map(textOf)).toEqual(
      expect.arrayContaining(["mån 14 dec", "I dag", "Betala senast ons 9 dec", "−33 250 kr", "0"]),
    );
    expect(byClass(svg, "reserve")).toHaveLength(0);
  });

  it("marks nothing to pay where nothing is missing", () => {
    const svg = drawn(forecast(swedish(swedishNumber(2), 90_000, [row("2026-12-14", -62_400, "Moms")]), DEFAULT_POLICY, TODAY));
    for (const name of ["pay-line", "short", "uncovered"]) expect(byClass(svg, name)).toHaveLength(0);
    expect(textOf(all(svg, "desc")[0] as Element)).toContain("Inget saknas.");
  });

  it("draws the reserve and counts what is missing up to it", () => {
    const policy = { ...DEFAULT_POLICY, reserve: fromWhole(15_000) };
    const svg = drawn(forecast(swedish(swedishNumber(2), 61_000, [row("2026-12-14", -50_000, "Moms")]), policy, TODAY));
    const line = byClass(svg, "reserve")[0] as Element;
    const shaded = byClass(svg, "short")[0] as Element;
    expect(number(shaded, "y")).toBe(number(line, "y1"));
    expect(number(shaded, "height")).toBeGreaterThan(0);
    expect(byClass(svg, "reserve-label").map(textOf)).toEqual(["Reserv 15 000 kr"]);
  });

  it("keeps everything inside the picture and labels clear of each other", () => {
    fc.assert(
      fc.property(anyForecast, fc.constantFrom(WIDE, NARROW), (made, size) => {
        const svg = drawn(made, { size });
        for (const element of all(svg, "rect")) {
          expect(number(element, "width")).toBeGreaterThanOrEqual(0);
          expect(number(element, "height")).toBeGreaterThanOrEqual(0);
          expect(number(element, "y") + number(element, "height")).toBeLessThanOrEqual(size.height);
        }
        for (const circle of all(svg, "circle")) {
          expect(number(circle, "cx")).toBeLessThanOrEqual(size.width);
          expect(number(circle, "cy")).toBeGreaterThanOrEqual(0);
          expect(number(circle, "cy")).toBeLessThanOrEqual(size.height);
        }
        const under = all(svg, "text").filter(
          (text) => number(text, "y") > size.height - 20 && text.attributes["text-anchor"] === "middle",
        );
        const spans = under
          .map((text) => {
            const half = (textOf(text).length * (text.attributes.class === "uncovered" ? BOLD_CHARACTER : CHARACTER)) / 2;
            return [number(text, "x") - half, number(text, "x") + half] as const;
          })
          .sort((a, b) => a[0] - b[0]);
        spans.forEach(([from, to], i) => {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(size.width);
          if (i > 0) expect(from).toBeGreaterThan((spans[i - 1] as readonly [number, number])[1]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("writes the year of a day that is not of this one", () => {
    const rows = [row("2026-12-14", -5_000, "Moms"), row("2027-01-12", -5_000, "Moms")];
    const svg = drawn(forecast(swedish(swedishNumber(2), 29_150, rows), DEFAULT_POLICY, TODAY));
    expect(byClass(svg, "day").map(textOf)).toEqual(expect.arrayContaining(["mån 14 dec", "tis 12 jan 2027"]));
  });

  it("draws a tried payment from the day it changes anything, and nothing where it changes nothing", () => {
    const rows = [row("2026-12-14", -62_400, "Moms"), row("2027-01-12", -5_000, "Moms")];
    const observation = swedish(swedishNumber(2), 29_150, rows);
    const paid = (day: string): Forecast => {
      const payment = { id: "p", amount: fromWhole(10_000), madeOn: plainDate(day), expectedOn: plainDate(day), expiresOn: plainDate(day) };
      const underWay = { ...payment, registeredAt: observation.readAt, status: "under-way" as const };
      return forecast(observation, DEFAULT_POLICY, TODAY, [underWay]);
    };
    const made = forecast(observation, DEFAULT_POLICY, TODAY);
    const from = (whatIf: Forecast): number =>
      Number(/^M([\d.]+) /.exec(byClass(drawn(made, { whatIf }), "tried")[0]?.attributes.d ?? "")?.[1]);
    const [december = 0, january = 0] = byClass(drawn(made), "due").map((mark) => number(mark, "cx"));
    expect(from(paid("2026-12-08"))).toBeLessThan(december);
    expect(from(paid("2026-12-20"))).toBeGreaterThan(december);
    expect(from(paid("2026-12-20"))).toBeLessThan(january);
    expect(byClass(drawn(made, { whatIf: made }), "tried")).toEqual([]);
    expect(byClass(drawn(made), "tried")).toEqual([]);
  });

  it("scales by what is decided where something is missing, and marks where estimates leave the picture", () => {
    const history = Array.from({ length: 16 }, (_, i) => ({
      date: nextSwedishDueDate(ymd(2025, 8 + i, 10)),
      text: "Arbetsgivaravgift",
      amount: fromWhole(-900_000),
      kind: "employer-tax" as const,
    }));
    const made = forecast(swedish(swedishNumber(3), 20_000, [row("2026-12-14", -62_400, "Moms")], { history }), DEFAULT_POLICY, TODAY);
    expect(made.withEstimates?.lowest.balance).toBeLessThan(fromWhole(-900_000));
    for (const size of [WIDE, NARROW]) {
      const svg = drawn(made, { size });
      const heights = byClass(svg, "short").map((box) => number(box, "height"));
      expect(Math.max(...heights)).toBeGreaterThan(size.height / 6);
      expect(byClass(svg, "beyond")).toHaveLength(1);
      const lowest = printedAmount(made.withEstimates?.lowest.balance as Minor, "SEK", "sv");
      expect(byClass(svg, "estimate-label").map(textOf)).toEqual([`uppskattat ${lowest}`.replace(/\s/g, " ")]);
      const heightsOf = [...(byClass(svg, "estimated")[0]?.attributes.d ?? "").matchAll(/(?:V|M\S+ )([-\d.]+)/g)].map(([, y]) => Number(y));
      expect(heightsOf.every((y) => y >= 0 && y <= size.height)).toBe(true);
      // No line along the edge: it would read as a balance.
      expect(byClass(svg, "estimated")[0]?.attributes.d).not.toMatch(/H[\d.]+$/);
    }
    // Where nothing decided is missing, what is estimated is the news, and stands in full.
    const calm = forecast(swedish(swedishNumber(3), 20_000, [], { history }), DEFAULT_POLICY, TODAY);
    expect(calm.withEstimates?.shortfall).toBeGreaterThan(0);
    expect(byClass(drawn(calm), "beyond")).toEqual([]);
  });

  it("shades exactly the steps below the reserve", () => {
    fc.assert(
      fc.property(anyForecast, (made) => {
        const below = stepsOf(made, 60).filter((step) => step.balance < made.reserve);
        expect(byClass(drawn(made), "short")).toHaveLength(below.length);
      }),
      { numRuns: 60 },
    );
  });
});

/** Any UTF-16 at all, halves of characters and control characters among it. */
const anyUnits = fc.array(fc.nat({ max: 0xffff }), { maxLength: 30 }).map((units) => String.fromCharCode(...units));

/** Characters XML does not allow, however they are written. */
const FORBIDDEN = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

describe("the chart as a picture of its own", () => {
  it("is well-formed whatever the account is called", () => {
    const name = fc.oneof(anyUnits, fc.constantFrom("A & B <C> \"D\" 'E'", "]]>", "\u0000\u0008", "</svg>"));
    fc.assert(
      fc.property(name, (called) => {
        const { svg } = chartDocument(short, { name: called, language: "sv", horizonDays: 60 });
        expect(svg.isWellFormed()).toBe(true);
        expect(FORBIDDEN.test(svg)).toBe(false);
        expect(parseMarkup(svg).name).toBe("svg");
      }),
      { numRuns: 60 },
    );
  });

  it("carries its own style, light and dark, and loads nothing", () => {
    const { svg, policy } = chartDocument(short, { name: "Exempel AB", language: "sv", horizonDays: 60 });
    const [style] = all(parseMarkup(svg), "style");
    expect(textOf(style as Element)).toContain("prefers-color-scheme:dark");
    expect(svg).not.toMatch(/url\(|@import|href=|<script| style="/);
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });

  it.each(COMPANIES.flatMap(({ name, observation }) => (observation ? [[name, observation] as const] : [])))(
    "is drawn of %s",
    (name, observation) => {
      const made = forecast(observation, DEFAULT_POLICY, plainDate(TODAY));
      const svg = parseMarkup(chartDocument(made, { name, language: "sv", horizonDays: 60 }).svg);
      expect(byClass(svg, "balance")).toHaveLength(1);
      expect(byClass(svg, "due")).toHaveLength(made.dueDates.length);
    },
  );
});
