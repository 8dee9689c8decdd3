import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { septets, toGsm7 } from "./gsm7.ts";

const any = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.string());

describe("the phones' alphabet", () => {
  test.each([
    ["", 0],
    ["Åkeri Östman AB æøåÆØÅé", 23],
    ["{}", 4],
    ["5 €", 4],
    ["[~^|\\]", 12],
    ["a\nb\r", 4],
    ["–", null],
    ["ê", null],
    ["🙂", null],
    ["`", null],
    ["\t", null],
  ])("%j takes %s septets", (text, count) => expect(septets(text)).toBe(count));

  test.each([
    ["“Åre” – ‘Bolag’…", "\"Åre\" - 'Bolag'..."],
    ["e\u0301clair", "éclair"],
    ["crêpe À Ç ç", "crepe A Ç c"],
    ["12\u00a0500\u202fkr\t!", "12 500 kr !"],
    ["Smith & Søn 🙂 AB", "Smith & Søn  AB"],
    ["Łódź Œuvre", "Lodz OEuvre"],
    ["日本", ""],
    ["€ ok", "€ ok"],
    ["½", "1/2"],
  ])("%j becomes %j", (text, plain) => expect(toGsm7(text)).toBe(plain));

  test("whatever comes in, what goes out can be counted and stays as it is", () => {
    fc.assert(
      fc.property(any, (text) => {
        const plain = toGsm7(text);
        expect(septets(plain)).not.toBeNull();
        expect(toGsm7(plain)).toBe(plain);
        if (septets(text) !== null) expect(plain).toBe(text);
      }),
    );
  });
});
