/** Characters that neither Unicode's decomposition nor a phone's alphabet brings down to plain letters. */
const PLAIN: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "‚": "'",
  "‛": "'",
  "′": "'",
  "´": "'",
  "`": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "″": '"',
  "«": '"',
  "»": '"',
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "–": "-",
  "—": "-",
  "―": "-",
  "−": "-",
  "•": "-",
  "·": "-",
  "…": "...",
  "⁄": "/",
  "×": "x",
  "€": "EUR",
  "£": "GBP",
  æ: "ae",
  Æ: "AE",
  ø: "o",
  Ø: "O",
  œ: "oe",
  Œ: "OE",
  ß: "ss",
  ð: "d",
  Ð: "D",
  đ: "d",
  Đ: "D",
  þ: "th",
  Þ: "Th",
  ł: "l",
  Ł: "L",
  ı: "i",
};

/**
 * The text in characters that `allowed` takes: kept where it takes them, otherwise replaced by their plain likeness (`–` by `-`, `ê` by `e`),
 * otherwise left out (emoji, other scripts).
 */
export function reduce(text: string, allowed: (character: string) => boolean): string {
  let reduced = "";
  for (const character of text.normalize("NFC")) {
    if (allowed(character)) reduced += character;
    else if (/\s/.test(character)) reduced += " ";
    else {
      const plain = PLAIN[character] ?? [...character.normalize("NFKD")].map((part) => PLAIN[part] ?? part).join("");
      for (const part of plain) if (allowed(part)) reduced += part;
    }
  }
  return reduced;
}

/** The text in printable ASCII, for subjects: `å` becomes `a`, `æ` becomes `ae`. */
export const toAscii = (text: string): string => reduce(text, (character) => character >= " " && character <= "~");

/**
 * Text from outside as one line: line breaks and control characters become spaces, and marks that are never seen but turn or hide what
 * follows (direction marks, joiners, stray surrogates) go.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Z}]+/gu, " ")
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, "")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** The text cut to `room` as `measure` counts it, with three dots where something was cut. */
export function shorten(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length - 1;
  const cut = (length: number): string => `${characters.slice(0, length).join("").trimEnd()}...`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(cut(middle)) <= room) low = middle;
    else high = middle - 1;
  }
  return low > 0 ? cut(low) : "";
}

/** Room below which a name cut short says nothing any more. */
const TELLING_NAME = 24;

/**
 * `wordings` are ways to say one thing, the fullest first; the name alone is ever cut, never what is said. Takes the first that leaves the
 * name whole or tellingly cut; failing that the tersest, with what room it leaves the name, were it none. Within `limit` if the tersest is.
 */
export function fitName(name: string, limit: number, measure: (text: string) => number, wordings: readonly string[]): string {
  const room = (wording: string): number => limit - measure(`: ${wording}`);
  const wording = wordings.find((candidate) => room(candidate) >= Math.min(measure(name), TELLING_NAME)) ?? wordings.at(-1) ?? "";
  const who = shorten(name, room(wording), measure);
  return who === "" ? wording : `${who}: ${wording}`;
}
