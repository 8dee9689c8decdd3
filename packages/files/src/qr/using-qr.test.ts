import { type AdvisedPayment, bankgiroValid, formatDecimal, type Minor, plainDate } from "@saldovakt/domain";
import * as fc from "fast-check";
import jsqr from "jsqr";
import { describe, expect, it } from "vitest";
import { anyText, SKATTEVERKET, skatteetaten } from "../forecast.fixture.ts";
import { at, parseXml } from "../xml.fixture.ts";
import { usingQr } from "./using-qr.ts";

const PAYMENT: AdvisedPayment = { amount: 3_325_000 as Minor, payBy: plainDate("2026-12-09"), payTo: SKATTEVERKET };

/** CommonJS: what is imported is the function, whatever its types say. */
const jsQR = jsqr as unknown as typeof jsqr.default;

const SCALE = 4;

/** The picture's own path painted on its own ground, as a browser does it, and read by another's decoder. */
function decoded(svg: string): string | undefined {
  const picture = parseXml(svg);
  const size = Number(picture.attributes.viewBox?.split(" ")[2]);
  const side = size * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  const [path] = at(picture, "path");
  for (const [, x, y, width] of (path?.attributes.d ?? "").matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      for (let column = Number(x) * SCALE; column < (Number(x) + Number(width)) * SCALE; column++) {
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  const found = jsQR(pixels, side, side);
  return found === null ? undefined : Buffer.from(found.binaryData).toString("utf8");
}

describe("usingQr", () => {
  it("is dated the bank day on which the payment can be made", () => {
    const sunday = { ...PAYMENT, payBy: plainDate("2026-11-22") };
    expect(usingQr(sunday, "SEK", { language: "sv" })?.json).toContain('"ddt":"20261123"');
    expect(usingQr(sunday, "SEK", { language: "sv" })?.svg).toContain("23 nov");
  });

  it("writes the payment as bank apps read it", () => {
    const made = usingQr(PAYMENT, "SEK", { language: "sv" });
    expect(made?.json).toBe(
      `{"uqr":1,"tp":1,"nme":"Skatteverket","cid":"202100-5448","iref":"${SKATTEVERKET.reference}","ddt":"20261209","due":33250.00,"pt":"BG","acc":"5050-1055"}`,
    );
    expect(decoded(made?.svg ?? "")).toBe(made?.json);
  });

  it("is for bankgiro, kronor and a reference number only", () => {
    const payTo = { ...SKATTEVERKET, reference: null };
    expect(usingQr({ ...PAYMENT, payTo }, "SEK", { language: "sv" })).toBeNull();
    expect(usingQr({ ...PAYMENT, payTo: { ...SKATTEVERKET, number: null } }, "SEK", { language: "sv" })).toBeNull();
    expect(usingQr({ ...PAYMENT, payTo: skatteetaten(1) }, "NOK", { language: "nb" })).toBeNull();
    expect(usingQr(PAYMENT, "NOK", { language: "sv" })).toBeNull();
  });

  it("is named, described and apart from others on the page", () => {
    const svg = parseXml(usingQr(PAYMENT, "SEK", { language: "en", id: "pay-2" })?.svg ?? "");
    expect(svg.attributes).toMatchObject({ role: "img", "aria-labelledby": "pay-2-title pay-2-desc", "shape-rendering": "crispEdges" });
    expect(at(svg, "title")).toMatchObject([{ attributes: { id: "pay-2-title" }, text: "QR code for the payment, if your bank reads it" }]);
    expect(at(svg, "desc")).toMatchObject([
      { attributes: { id: "pay-2-desc" }, text: `SEK 33,250 to bankgiro 5050-1055, OCR ${SKATTEVERKET.reference}, to be paid Wed 9 Dec` },
    ]);
  });

  it.each([
    ["sv", "om din bank läser den"],
    ["nb", "hvis banken din leser den"],
  ] as const)("says in %s that not every bank reads it", (language, caveat) => {
    expect(usingQr(PAYMENT, "SEK", { language })?.svg).toContain(caveat);
  });

  it("is black on white with four light modules around, and brings no style, script or address of its own", () => {
    const svg = usingQr(PAYMENT, "SEK", { language: "sv" })?.svg ?? "";
    const picture = parseXml(svg);
    expect(at(picture, "rect")).toMatchObject([{ attributes: { fill: "#fff" } }]);
    expect(at(picture, "path")).toMatchObject([{ attributes: { fill: "#000" } }]);
    expect(svg).not.toMatch(/style|script|href|url\(/i);
    const size = Number(picture.attributes.viewBox?.split(" ")[2]);
    const edges = [...(at(picture, "path")[0]?.attributes.d ?? "").matchAll(/M(\d+) (\d+)h(\d+)/g)].flatMap(([, x, y, width]) => [
      Math.min(Number(x), Number(y)),
      size - Number(x) - Number(width),
      size - Number(y) - 1,
    ]);
    expect(Math.min(...edges)).toBe(4);
  });

  it("decodes to the payment for any amount, reference and name", () => {
    const anyPayment = fc.record({
      amount: fc.integer({ min: 1, max: 99_999_999_999 }) as fc.Arbitrary<Minor>,
      reference: fc.stringMatching(/^\d{2,25}$/),
      name: anyText.map((text) => text.slice(0, 60)),
    });
    fc.assert(
      fc.property(anyPayment, ({ amount, reference, name }) => {
        const made = usingQr({ ...PAYMENT, amount, payTo: { ...SKATTEVERKET, reference, name } }, "SEK", { language: "sv" });
        const read = decoded(made?.svg ?? "");
        expect(read).toBe(made?.json);
        expect(read).toContain(`"due":${formatDecimal(amount)},`);
        const { due, iref, acc } = JSON.parse(read ?? "") as { due: number; iref: string; acc: string };
        expect([Math.round(due * 100), iref]).toEqual([amount, reference]);
        expect(bankgiroValid(acc)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
