import type { Severity } from "@saldovakt/domain";
import { type Html, markup } from "./escape.ts";

/**
 * Colours, light and dark, the pages' own. Mail programs that know no dark mode show the light ones; some (Gmail) turn them over by themselves, and so
 * every text has a colour of its own on a background of its own.
 */
export const COLOURS = {
  page: ["#f6f5f1", "#12171a"],
  card: ["#ffffff", "#1a2124"],
  ink: ["#1b2326", "#e9ebe7"],
  muted: ["#586266", "#a5afb1"],
  line: ["#dedcd4", "#2e373b"],
  box: ["#ecebe5", "#242d31"],
  accent: ["#14555f", "#86cbd6"],
  accentInk: ["#ffffff", "#0d2226"],
  owed: ["#a01f1a", "#ffa194"],
  held: ["#255c3b", "#8fd3a8"],
  guess: ["#c98d89", "#8a5a54"],
} as const;

type Colour = keyof typeof COLOURS;

export const colour = (name: Colour): string => COLOURS[name][0];

const SEVERITY: Readonly<Record<Severity, readonly [light: string, dark: string]>> = {
  critical: ["#a01f1a", "#ffa194"],
  warning: ["#7d4a00", "#f2c477"],
  notice: ["#22527f", "#a3c9f3"],
  ok: ["#255c3b", "#8fd3a8"],
};

export const severityColour = (severity: Severity): string => SEVERITY[severity][0];

export const FONT = "-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif";
export const FIGURES = "Consolas,SFMono-Regular,Menlo,monospace";

const rule = (selector: string, declarations: string): string => `${selector}{${declarations}}`;

const dark = (prefix: string): string =>
  [
    rule(`${prefix}.page`, `background-color:${COLOURS.page[1]}!important`),
    rule(`${prefix}.card`, `background-color:${COLOURS.card[1]}!important;border-color:${COLOURS.line[1]}!important`),
    rule(`${prefix}.box`, `background-color:${COLOURS.box[1]}!important`),
    rule(`${prefix}.ink`, `color:${COLOURS.ink[1]}!important`),
    rule(`${prefix}.muted`, `color:${COLOURS.muted[1]}!important`),
    rule(`${prefix}.rule`, `border-color:${COLOURS.line[1]}!important`),
    rule(`${prefix}.link`, `color:${COLOURS.accent[1]}!important`),
    rule(`${prefix}.button`, `background-color:${COLOURS.accent[1]}!important`),
    rule(`${prefix}.on-accent`, `color:${COLOURS.accentInk[1]}!important`),
    ...(["owed", "held", "guess"] as const).map((name) => rule(`${prefix}.${name}`, `background-color:${COLOURS[name][1]}!important`)),
    ...Object.entries(SEVERITY).map(([name, [, shade]]) => rule(`${prefix}.${name}`, `color:${shade}!important`)),
    ...Object.entries(SEVERITY).map(([name, [, shade]]) => rule(`${prefix}.bar-${name}`, `background-color:${shade}!important`)),
  ].join("");

/** For programs that read a style sheet; whoever does not has everything inline. */
export const SHEET: Html = markup(
  [
    ":root{color-scheme:light dark;supported-color-schemes:light dark}",
    "body{margin:0;padding:0;-webkit-text-size-adjust:100%;text-size-adjust:100%}",
    "@media (max-width:480px){.pad{padding-left:18px!important;padding-right:18px!important}.outer{padding:0!important}.figure{display:block!important;width:auto!important;padding:0 0 10px 0!important}.wide{width:100%!important}}",
  ].join("\n"),
);

/** Apart from the other, which a program that does not know these may then keep. `data-ogsc` is Outlook's own dark mode on the web and on phones. */
export const DARK_SHEET: Html = markup([`@media (prefers-color-scheme:dark){${dark("")}}`, dark("[data-ogsc] ")].join("\n"));
