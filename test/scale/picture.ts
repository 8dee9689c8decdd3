import { type AccountClass, CLASSES } from "./accounts.ts";
import { at } from "./clock.ts";
import type { DayResult } from "./day.ts";

/** From urgent to calm: red to pale, told apart by lightness too. */
const COLOUR: Readonly<Record<AccountClass, string>> = {
  unread: "#33306b",
  "act today": "#b3202c",
  "act within a week": "#e8703a",
  "missing later": "#f4c04e",
  "due within ten days": "#7fb8a4",
  calm: "#d3dde2",
};

const WIDTH = 960;
const LEFT = 60;
const RIGHT = 24;
const PANEL = 150;
/** Tops of the two panels. */
const TOPS = [124, 340] as const;
const HEIGHT = 548;
const BIN_MS = 10 * 60_000;

const [FROM, TO] = [at("05:00"), at("24:00")];
const x = (ms: number): number => LEFT + ((ms - FROM) / (TO - FROM)) * (WIDTH - LEFT - RIGHT);
const two = (value: number): string => value.toFixed(1);

/** Accounts read in each ten minutes, by class. */
function bins(day: DayResult): ReadonlyMap<number, ReadonlyMap<AccountClass, number>> {
  const all = new Map<number, Map<AccountClass, number>>();
  for (const { at: moment, class: kind } of day.readings) {
    const bin = Math.floor(moment / BIN_MS) * BIN_MS;
    const counts = all.get(bin) ?? new Map<AccountClass, number>();
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    all.set(bin, counts);
  }
  return all;
}

function panel(day: DayResult, top: number, title: string, most: number): string {
  const bottom = top + PANEL;
  const y = (count: number): number => (count / most) * PANEL;
  const parts = [`<text x="${LEFT}" y="${top - 12}" class="title">${title}</text>`];
  for (const [bin, counts] of bins(day)) {
    let base = bottom;
    for (const kind of CLASSES) {
      const height = y(counts.get(kind) ?? 0);
      base -= height;
      const width = x(bin + BIN_MS) - x(bin);
      if (height > 0)
        parts.push(`<rect x="${two(x(bin))}" y="${two(base)}" width="${two(width)}" height="${two(height)}" fill="${COLOUR[kind]}"/>`);
    }
  }
  parts.push(`<line x1="${LEFT}" y1="${bottom}" x2="${WIDTH - RIGHT}" y2="${bottom}" class="axis"/>`);
  for (let hour = 6; hour <= 24; hour += 2) {
    const place = two(x(at(`${hour}:00`)));
    parts.push(`<line x1="${place}" y1="${bottom}" x2="${place}" y2="${bottom + 5}" class="axis"/>`);
    parts.push(`<text x="${place}" y="${bottom + 20}" class="hour">${String(hour % 24).padStart(2, "0")}:00</text>`);
  }
  parts.push(`<text x="${LEFT - 8}" y="${top + 10}" class="count">${Math.round(most)}</text>`);
  parts.push(`<text x="${LEFT - 8}" y="${bottom}" class="count">0</text>`);
  const ends = x(day.endedAt);
  parts.push(`<text x="${two(ends)}" y="${top - 12}" class="note" text-anchor="middle">ends ${clockAt(day.endedAt)}</text>`);
  parts.push(`<line x1="${two(ends)}" y1="${top - 6}" x2="${two(ends)}" y2="${bottom}" class="mark"/>`);
  return parts.join("\n");
}

const clockAt = (ms: number): string => {
  const minutes = Math.floor((ms - at("00:00")) / 60_000);
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
};

function legend(): string {
  let left = LEFT;
  return CLASSES.map((kind) => {
    const text = `<rect x="${left}" y="56" width="14" height="14" fill="${COLOUR[kind]}"/><text x="${left + 20}" y="68" class="note">${kind}</text>`;
    left += 42 + kind.length * 7.2;
    return text;
  }).join("\n");
}

/** Two days of 100 000 accounts, ten minutes a bar: an ordinary one, and one with a closure from 12 to 14. */
export function picture(plain: DayResult, closed: DayResult): string {
  const most = Math.max(
    ...[plain, closed].flatMap((day) => [...bins(day).values()].map((counts) => [...counts.values()].reduce((a, b) => a + b))),
  );
  const [from, to] = [x(at("12:00")), x(at("14:00"))];
  const hole = `<rect x="${two(from)}" y="${TOPS[1]}" width="${two(to - from)}" height="${PANEL}" class="hole"/>
<text x="${two((from + to) / 2)}" y="${TOPS[1] + PANEL / 2 + 4}" class="note" text-anchor="middle">closed</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="t d" font-family="system-ui, sans-serif">
<title id="t">A day's pass over 100 000 accounts at four calls a second</title>
<desc id="d">Accounts read in each ten minutes, coloured by how they stand. The urgent ones are read first; a closure of two hours moves what follows by two hours, and the pass ends the same day.</desc>
<style>
text { fill: #24292f; font-size: 13px }
.heading { font-size: 17px; font-weight: 600 }
.title { font-size: 14px; font-weight: 600 }
.hour { text-anchor: middle; font-size: 12px; fill: #57606a }
.count { text-anchor: end; font-size: 12px; fill: #57606a }
.axis { stroke: #57606a }
.mark { stroke: #24292f; stroke-dasharray: 3 3 }
.hole { fill: none; stroke: #57606a; stroke-dasharray: 4 4 }
</style>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${LEFT}" y="34" class="heading">Accounts read in each ten minutes, by how they stand</text>
${legend()}
${panel(plain, TOPS[0], "An ordinary day", most)}
${panel(closed, TOPS[1], "A day on which Skatteverket is closed for two hours", most)}
${hole}
<text x="${LEFT}" y="${HEIGHT - 14}" class="hour" style="text-anchor: start">100 000 accounts at four calls a second; the pass begins at 05:30, Swedish time.</text>
</svg>
`;
}
