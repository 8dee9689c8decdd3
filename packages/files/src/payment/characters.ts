import { toAscii } from "@saldovakt/domain";

/** Letters that Swedish and Norwegian banks take beside the common Latin set. */
const NORDIC = "åäöæøÅÄÖÆØéÉüÜ";

/** The characters that every bank takes in ISO 20022 messages (European Payments Council, EPC217-08). */
const COMMON = /^[A-Za-z0-9/\-?:().,'+ ]$/;

/** What stands for the printable characters that are not among them, by the same guidance. */
const INSTEAD: Readonly<Record<string, string>> = {
  "&": "+",
  ";": ",",
  "[": "(",
  "]": ")",
  "{": "(",
  "}": ")",
  "`": "'",
  '"': "'",
  _: "-",
  "~": "-",
  "|": "/",
};

/** What a payment may say in words (ISO 20022, `Max140Text`). */
export const REMITTANCE_LENGTH = 140;

const known = (character: string): boolean => COMMON.test(character) || NORDIC.includes(character);

function inSet(character: string): string {
  if (known(character)) return character;
  if (/\s/.test(character)) return " ";
  return Array.from(toAscii(character), (plain) => (COMMON.test(plain) ? plain : (INSTEAD[plain] ?? "."))).join("");
}

/**
 * The text in characters that banks take, at most `length` of them: `&` becomes `+`, `ê` becomes `e`, what has no likeness is left out. Without
 * slashes at its ends or two in a row, which banks refuse. May be empty.
 */
export function bankText(text: string, length: number): string {
  const tidy = (written: string): string =>
    written
      .replace(/ {2,}/g, " ")
      .replace(/\/{2,}/g, "/")
      .replace(/^[ /]+|[ /]+$/g, "");
  const written = tidy(Array.from(text.normalize("NFC"), inSet).join(""));
  return tidy(written.slice(0, length));
}
