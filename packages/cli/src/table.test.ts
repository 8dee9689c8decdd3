import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figure } from "./figures.ts";
import { fit, letter, table, WIDTH, width, wrap } from "./table.ts";

const COLUMNS = [
  { title: "Due date" },
  { title: "What", flexible: true },
  { title: "Amount", align: "right" },
  { title: "Balance after", align: "right" },
  { title: "Company", flexible: true },
] as const;

/** Anything a name may hold: other scripts, pictures, marks that combine, control and direction characters. */
const anyText = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 120 }),
  fc.constantFrom("\u001b[31mred", "a\u202eb", "会社".repeat(60), "👩‍👩‍👧".repeat(30), "e\u0301".repeat(200), "a\tb\nc", ""),
);
const amounts = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }).map((value) => figure(value as never));
const rows = fc.array(
  fc.tuple(fc.constantFrom("2026-12-14", "overdue", ""), anyText, amounts, amounts, anyText).map((row) => [...row]),
  { maxLength: 6 },
);

describe("table", () => {
  it("fits 100 columns whatever the cells hold, and cuts no figure", () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const lines = table(COLUMNS, cells);
        for (const line of lines) {
          expect(width(line)).toBeLessThanOrEqual(WIDTH);
          expect(line).not.toMatch(/\p{Cc}|\u202e/u);
        }
        const text = lines.join("\n");
        for (const [, , ...figures] of cells) for (const each of figures.slice(0, 2)) expect(text).toContain(each);
      }),
    );
  });

  it("aligns figures to the right and gives texts the room that is left", () => {
    expect(
      table(
        [
          { title: "Company", flexible: true },
          { title: "Missing", align: "right" },
        ],
        [
          ["Blåklockans Bygg AB", "1 200"],
          ["Ö", "-33 250"],
        ],
      ),
    ).toEqual(["Company              Missing", "Blåklockans Bygg AB    1 200", "Ö                    -33 250"]);
  });

  it("puts the fields under each other where figures are too wide for a line", () => {
    const columns = Array.from({ length: 6 }, (_, index) => ({ title: `Figure ${index}`, align: "right" }) as const);
    const wide = "-90 071 992 547 409,91";
    const lines = table(columns, [columns.map(() => wide)]);
    expect(lines.filter((line) => line.endsWith(wide))).toHaveLength(6);
  });

  it("prints the heading alone of no rows", () => expect(table([{ title: "Id" }], [])).toEqual(["Id"]));
});

describe("fit", () => {
  it("cuts to the room and says so", () => {
    expect(fit("Exempelbolaget", 20)).toBe("Exempelbolaget");
    expect(fit("Exempelbolaget", 8)).toBe("Exempel…");
    expect(fit("会社会社", 5)).toBe("会社…");
    expect(fit("x", 0)).toBe("");
  });
});

describe("wrap and letter", () => {
  it("keep every word, in order, within the width", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 140, unit: fc.constantFrom(..."abcdåäö,.") }), { maxLength: 30 }),
        (words) => {
          const lines = wrap(words.join(" "), "  ");
          for (const line of lines) expect(width(line)).toBeLessThanOrEqual(WIDTH);
          expect(
            lines
              .map((line) => line.trim())
              .join("")
              .replaceAll(" ", ""),
          ).toBe(words.join(""));
        },
      ),
    );
  });

  it("cuts no address, however long", () => {
    const address = `https://example.se/${"a".repeat(200)}?org=5781006662`;
    expect(wrap(`Follow ${address} soon`)).toEqual(["Follow", address, "soon"]);
    expect(letter(`Dear client\n\n  ${address}\n`)).toEqual(["Dear client", "", `  ${address}`]);
  });

  it("keeps paragraphs and their indent", () => {
    expect(letter(`a\n\n  ${"word ".repeat(30)}`)).toEqual(["a", "", `  ${"word ".repeat(19).trim()}`, `  ${"word ".repeat(11).trim()}`]);
  });
});
