/** The colours of the pages, the documentation and the chart, by what they mean. Every pair that meets is tested for contrast. */
export interface Palette {
  readonly paper: string;
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  /** Hairlines that part and carry no meaning. */
  readonly line: string;
  /** Borders of what can be operated, and the marks of a chart. */
  readonly edge: string;
  readonly accent: string;
  readonly accentInk: string;
  readonly critical: string;
  readonly criticalTint: string;
  readonly warning: string;
  readonly warningTint: string;
  readonly notice: string;
  readonly noticeTint: string;
  readonly ok: string;
  readonly okTint: string;
  readonly idle: string;
  readonly idleTint: string;
}

export const LIGHT: Palette = {
  paper: "#f6f5f1",
  surface: "#ffffff",
  ink: "#1b2326",
  muted: "#586266",
  line: "#dedcd4",
  edge: "#7f888b",
  accent: "#14555f",
  accentInk: "#ffffff",
  critical: "#a01f1a",
  criticalTint: "#fbe9e6",
  warning: "#7d4a00",
  warningTint: "#fcf0d9",
  notice: "#22527f",
  noticeTint: "#e7eff8",
  ok: "#255c3b",
  okTint: "#e5f2e9",
  idle: "#525b5e",
  idleTint: "#ecebe5",
};

export const DARK: Palette = {
  paper: "#12171a",
  surface: "#1a2124",
  ink: "#e9ebe7",
  muted: "#a5afb1",
  line: "#2e373b",
  edge: "#6f7b80",
  accent: "#86cbd6",
  accentInk: "#0d2226",
  critical: "#ffa194",
  criticalTint: "#45211d",
  warning: "#f2c477",
  warningTint: "#3d2f15",
  notice: "#a3c9f3",
  noticeTint: "#1b3049",
  ok: "#97d6ab",
  okTint: "#183627",
  idle: "#b3bcbe",
  idleTint: "#2a3236",
};

const property = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const declarations = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `${property(name)}:${colour}`)
    .join(";");

/** The palettes as custom properties, the dark one where the reader's system asks for it. */
export const PALETTE_CSS = `:root{color-scheme:light dark;${declarations(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${declarations(DARK)}}}`;
