import { inputError } from "@saldovakt/domain";

/**
 * Reads the configuration's JSON; a byte order mark is passed over. Throws `CONFIGURATION_NOT_JSON` with the line and column at which it
 * cannot be read, and nothing of what stands there.
 */
export function parseJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(json);
  } catch {
    const before = json.slice(0, faultPosition(json));
    const line = before.split("\n").length;
    const column = before.length - before.lastIndexOf("\n");
    throw inputError(
      "CONFIGURATION_NOT_JSON",
      `the configuration is not JSON: it cannot be read at line ${line}, column ${column}`,
      "look there, and just before, for a missing comma, quote or bracket; JSON has neither comments nor trailing commas",
    );
  }
}

/** One piece of JSON text. Strings hold no raw control characters; anything else is a piece that cannot be. */
const PIECE =
  /[ \t\n\r]+|[[\]{}:,]|"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

/**
 * Where a text stops being JSON: the beginning of the first piece that cannot stand there, or the end of the text. The runtime says this too, but only
 * in the words of an error message that quotes the text and changes between versions.
 */
function faultPosition(text: string): number {
  const open: string[] = [];
  let expected = "value";
  let at = 0;
  while (at < text.length) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text)?.[0];
    if (piece === undefined) return at;
    if (/\S/.test(piece)) {
      const next = after(piece, expected, open);
      if (next === null) return at;
      expected = next;
    }
    at += piece.length;
  }
  return text.length;
}

/** What may follow a piece, given what was expected in its place; null when it may not stand there. */
function after(piece: string, expected: string, open: string[]): string | null {
  const closes = expected === "comma" || expected === "first key" || expected === "first value";
  const value = expected === "value" || expected === "first value";
  const inside = (): string => (open.length === 0 ? "end" : "comma");
  if (piece === "}" || piece === "]") {
    const opener = piece === "}" ? "{" : "[";
    if (!closes || open.at(-1) !== opener) return null;
    open.pop();
    return inside();
  }
  if (piece === ",") return expected === "comma" ? (open.at(-1) === "{" ? "key" : "value") : null;
  if (piece === ":") return expected === "colon" ? "value" : null;
  if (expected === "key" || expected === "first key") return piece.startsWith('"') ? "colon" : null;
  if (!value) return null;
  if (piece === "{" || piece === "[") {
    open.push(piece);
    return piece === "{" ? "first key" : "first value";
  }
  return inside();
}
