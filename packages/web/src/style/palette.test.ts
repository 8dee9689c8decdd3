import { describe, expect, it } from "vitest";
import { DOCS_CSS } from "../api/docs/style.ts";
import { PAGES_CSS } from "./pages.ts";
import { DARK, LIGHT, type Palette } from "./palette.ts";

type Colour = readonly [red: number, green: number, blue: number];

const read = (hex: string): Colour => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as unknown as Colour;

/** Relative luminance (WCAG 2.2). */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Colour;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Colour, b: Colour): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** A colour laid over another one. */
const over = (top: Colour, opacity: number, ground: Colour): Colour =>
  top.map((value, i) => value * opacity + (ground[i] as number) * (1 - opacity)) as unknown as Colour;

/** Text and what it stands on. */
const TEXT: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ["ink", "paper"],
  ["ink", "surface"],
  ["ink", "noticeTint"],
  ["ink", "criticalTint"],
  ["ink", "idleTint"],
  ["muted", "paper"],
  ["muted", "surface"],
  ["accent", "paper"],
  ["accent", "surface"],
  ["accentInk", "accent"],
  ["critical", "paper"],
  ["critical", "surface"],
  ["critical", "criticalTint"],
  ["warning", "paper"],
  ["warning", "surface"],
  ["warning", "warningTint"],
  ["notice", "surface"],
  ["notice", "noticeTint"],
  ["ok", "okTint"],
  ["idle", "idleTint"],
];

/** Marks that carry a meaning, and what they stand on. */
const MARKS: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ["edge", "surface"],
  ["edge", "paper"],
  ["accent", "paper"],
  ["critical", "surface"],
  ["ok", "surface"],
];

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
] as const)("the %s palette", (_name, palette) => {
  it.each(TEXT)("has %s readable on %s", (text, ground) => {
    expect(contrast(read(palette[text]), read(palette[ground]))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS)("has %s visible on %s", (mark, ground) => {
    expect(contrast(read(palette[mark]), read(palette[ground]))).toBeGreaterThanOrEqual(3);
  });

  it("keeps the chart's labels readable on what is shaded", () => {
    const shaded = over(read(palette.critical), 0.16, read(palette.surface));
    for (const text of ["critical", "notice", "warning"] as const)
      expect(contrast(read(palette[text]), shaded)).toBeGreaterThanOrEqual(4.5);
    const held = over(read(palette.accent), 0.09, read(palette.surface));
    for (const text of ["notice", "warning"] as const) expect(contrast(read(palette[text]), held)).toBeGreaterThanOrEqual(4.5);
  });
});

describe.each([
  ["pages", PAGES_CSS],
  ["documentation", DOCS_CSS],
])("the style sheet of the %s", (_name, css) => {
  it("loads nothing and names no colour outside the palette", () => {
    expect(css).not.toMatch(/url\(|@import|@font-face/);
    const palettes = new Set([...Object.values(LIGHT), ...Object.values(DARK)]);
    const own = [...css.matchAll(/#[0-9a-f]{3,8}\b/gi)].map(([colour]) => colour);
    expect(own.filter((colour) => !palettes.has(colour) && colour !== "#fff")).toEqual([]);
  });

  it("uses only custom properties that there are", () => {
    const used = new Set([...css.matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name));
    for (const name of used) expect(css).toContain(`--${name}:#`);
  });

  it("closes what it opens", () => {
    expect(css.split("{").length).toBe(css.split("}").length);
  });
});
