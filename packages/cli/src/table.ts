import { oneLine } from "@saldovakt/domain";

/** What is printed fits a terminal of this width. */
export const WIDTH = 100;

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** A text that may be cut where room is short. Figures and numbers never are. */
  readonly flexible?: boolean;
}

const GAP = 2;
/** Below this a cut text says nothing any more. */
const LEAST = 8;

/** Characters that take two places on a terminal: East Asian wide forms and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Places the text takes on a terminal; combining marks take none. */
export function width(text: string): number {
  let places = 0;
  for (const character of text) if (!/\p{M}/u.test(character)) places += WIDE.test(character) ? 2 : 1;
  return places;
}

/** The text in at most `room` places, with `…` where it was cut. */
export function fit(text: string, room: number): string {
  if (width(text) <= room) return text;
  let cut = "";
  for (const character of text) {
    if (width(cut + character) > room - 1) break;
    cut += character;
  }
  return room > 0 ? `${cut.trimEnd()}…` : "";
}

const pad = (text: string, room: number, align: Column["align"]): string => {
  const space = " ".repeat(Math.max(0, room - width(text)));
  return align === "right" ? space + text : text + space;
};

/** The widths of the columns, flexible ones narrowed until all fit; null when they cannot. */
function fitted(columns: readonly Column[], rows: readonly (readonly string[])[], room: number): readonly number[] | null {
  const widths = columns.map((column, index) => Math.max(width(column.title), ...rows.map((row) => width(row[index] ?? ""))));
  const total = (): number => widths.reduce((sum, each) => sum + each, GAP * (columns.length - 1));
  while (total() > room) {
    const widest = columns
      .map((column, index) => ({ index, spare: column.flexible ? (widths[index] ?? 0) - Math.max(LEAST, width(column.title)) : 0 }))
      .sort((a, b) => b.spare - a.spare)[0];
    if (!widest || widest.spare <= 0) return null;
    widths[widest.index] = (widths[widest.index] ?? 0) - Math.min(widest.spare, total() - room);
  }
  return widths;
}

/**
 * A table as lines of at most `room` places. Control characters and direction marks in a cell are left out. Where the figures are too wide for a table, every
 * row is a block of its own, a line per field.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], room = WIDTH): readonly string[] {
  const clean = rows.map((row) => row.map(oneLine));
  const widths = fitted(columns, clean, room);
  if (!widths) return clean.flatMap((row) => [...block(columns, row, room), ""]);
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => pad(fit(cells[index] ?? "", widths[index] ?? 0), widths[index] ?? 0, column.align))
      .join(" ".repeat(GAP))
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...clean.map(line)];
}

/** The fields of one row under each other. */
function block(columns: readonly Column[], row: readonly string[], room: number): readonly string[] {
  const titles = Math.max(...columns.map(({ title }) => width(title)));
  return columns.flatMap(({ title, flexible }, index) => {
    const cell = row[index] ?? "";
    if (cell === "") return [];
    const label = `${pad(title, titles, "left")}${" ".repeat(GAP)}`;
    return [`${label}${flexible ? fit(cell, room - width(label)) : cell}`];
  });
}

/** A text of sentences in lines of at most `room` places, broken at spaces, each after `indent`. A word longer than a line is cut in pieces; an address never is, for it would lead nowhere. */
export function wrap(text: string, indent = "", room = WIDTH): readonly string[] {
  const most = room - width(indent);
  const lines: string[] = [];
  let line = "";
  for (const word of oneLine(text)
    .split(" ")
    .flatMap((each) => (isAddress(each) ? [each] : pieces(each, most)))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (width(longer) > most && line !== "") {
      lines.push(indent + line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, indent + line];
}

const isAddress = (word: string): boolean => /[a-z]:\/\//i.test(word);

function pieces(word: string, most: number): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (width(part + character) > most) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}

/** A text of paragraphs: lines longer than `room` places are broken, each part after the line's own indent; the others stay as they are. */
export const letter = (text: string, room = WIDTH): readonly string[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/\p{Cc}/gu, " "))
    .flatMap((line) => (width(line) <= room ? [line] : wrap(line, /^ */.exec(line)?.[0] ?? "", room)));
