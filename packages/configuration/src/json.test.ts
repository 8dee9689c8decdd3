import { SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "./json.ts";

const faultOf = (text: string): SaldovaktError => {
  try {
    parseJson(text);
  } catch (thrown) {
    if (thrown instanceof SaldovaktError) return thrown;
  }
  throw new Error("it was read");
};

describe("parseJson", () => {
  it("reads what the runtime reads, with or without a byte order mark", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 2);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    expect(parseJson('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it.each([
    ["", 1, 1],
    ["{", 1, 2],
    ['{\n  "a": 1,\n}', 3, 1],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{ "a": "unended }', 1, 8],
    ["{ a: 1 }", 1, 3],
    ["[1, 2", 1, 6],
    ["[1 2]", 1, 4],
    ["[,]", 1, 2],
    ["{]", 1, 2],
    ["[}", 1, 2],
    ['{"a"}', 1, 5],
    ['{"a":}', 1, 6],
    ["{} {}", 1, 4],
    ['{"a": 01}', 1, 8],
    ['{"a": tru}', 1, 7],
    ["// saldovakt\n{}", 1, 1],
  ])("tells where %j breaks off", (text, line, column) => {
    const fault = faultOf(text);
    expect(fault).toMatchObject({ code: "CONFIGURATION_NOT_JSON", scope: "input" });
    expect(fault.message).toContain(`line ${line}, column ${column}`);
  });

  it("points no further than to where the text stops being the beginning of something", () => {
    const broken = fc.tuple(fc.jsonValue(), fc.nat(), fc.constantFrom("}", "]", ",", ":", '"', "x", ""));
    fc.assert(
      fc.property(broken, ([value, at, put]) => {
        const text = JSON.stringify(value);
        const index = at % (text.length + 1);
        const spoilt = text.slice(0, index) + put + text.slice(index + (put === "" ? 1 : 0));
        let readable = true;
        try {
          JSON.parse(spoilt);
        } catch {
          readable = false;
        }
        if (readable) return;
        const [, line, column] = /line (\d+), column (\d+)/.exec(faultOf(spoilt).message) ?? [];
        expect(Number(line)).toBe(1);
        expect(Number(column)).toBeGreaterThanOrEqual(1);
        expect(Number(column)).toBeLessThanOrEqual(spoilt.length + 1);
      }),
    );
  });

  it("shows nothing of the text, and keeps no cause that would", () => {
    const fault = faultOf('{ "secret": "topsecret" "identity": "165790000014" }');
    expect(`${fault.message} ${fault.remedy}`).not.toMatch(/topsecret|1657/);
    expect(fault.cause).toBeUndefined();
  });
});
