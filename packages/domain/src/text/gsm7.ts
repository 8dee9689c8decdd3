import { reduce } from "./plain.ts";

/** The default alphabet of text messages, and its extension, whose characters take two septets (3GPP TS 23.038, 6.2.1). */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");

/** What fits in a text message of one part. */
export const SMS_SEPTETS = 160;

/** How many septets the text takes; null when a character is outside the alphabet, so that all of it would be sent at 70 characters a part. */
export function septets(text: string): number | null {
  let count = 0;
  for (const character of text) {
    if (BASIC.has(character)) count += 1;
    else if (EXTENSION.has(character)) count += 2;
    else return null;
  }
  return count;
}

/** The text in the default alphabet: typographic quotes and dashes made plain, unknown accents dropped, emoji and other scripts left out. */
export const toGsm7 = (text: string): string => reduce(text, (character) => BASIC.has(character) || EXTENSION.has(character));
