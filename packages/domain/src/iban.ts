/** Whether the text is an IBAN: country, check digits by ISO 7064 MOD 97-10 and 11 to 30 characters; spaces are ignored. */
export function ibanValid(text: string): boolean {
  const iban = text.replace(/ /g, "");
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const rearranged = iban.slice(4) + iban.slice(0, 4);
  let remainder = 0;
  for (const character of rearranged) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Whether the text is a BIC as payment files take one (ISO 9362, pain.001.001.03): eight or eleven capitals and digits. */
export const bicValid = (text: string): boolean => /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/.test(text);
