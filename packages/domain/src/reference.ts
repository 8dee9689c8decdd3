import { luhnDigit, luhnValid, mod11Digit } from "./checkdigit.ts";
import { inputError } from "./errors.ts";

/**
 * The OCR number of a Swedish tax account: the identity's twelve digits and one Luhn digit over them all. The authority's own `ocrNummer`
 * is what is shown; this one serves to notice a difference. Throws `OCR_IDENTITY`.
 */
export function ocrFor(swedishIdentityNumber: string): string {
  if (!/^\d{12}$/.test(swedishIdentityNumber)) {
    throw inputError("OCR_IDENTITY", "an OCR number is made of a Swedish identity number", "write all twelve digits");
  }
  return swedishIdentityNumber + luhnDigit(swedishIdentityNumber);
}

/** Whether the text is an OCR number by Bankgirot's rule: 2–25 digits, the last a Luhn digit. Says nothing of whose it is. */
export const ocrValid = (text: string): boolean => /^\d{2,25}$/.test(text) && luhnValid(text);

/**
 * Which check digit a KID has: 2–25 digits, the last by MOD10, or by MOD11 where it may be `-`. Null when neither fits. Roughly one
 * MOD11 KID in ten fits MOD10 by chance and is called `mod10`. A payer is warned of a null, never refused.
 */
export function kidValid(text: string): "mod10" | "mod11" | null {
  if (!/^\d{1,24}[\d-]$/.test(text)) return null;
  if (luhnValid(text)) return "mod10";
  return mod11Digit(text.slice(0, -1)) === text.slice(-1) ? "mod11" : null;
}

function requireKidBase(digits: string): void {
  if (!/^\d{1,24}$/.test(digits)) throw inputError("KID_LENGTH", "a KID has 1 to 24 digits before its check digit", "write 1 to 24 digits");
}

/** The digits with their MOD10 check digit: `1234` → `12344`. Throws `KID_LENGTH`. */
export function kidMod10(digits: string): string {
  requireKidBase(digits);
  return digits + luhnDigit(digits);
}

/** The digits with their MOD11 check digit, which may be `-`: `1234` → `12343`. Throws `KID_LENGTH`. */
export function kidMod11(digits: string): string {
  requireKidBase(digits);
  return digits + mod11Digit(digits);
}

/** Whether the text is a bankgiro number: 7 or 8 digits, the last a Luhn digit, a hyphen before the last four or none. */
export const bankgiroValid = (text: string): boolean => /^\d{3,4}-?\d{4}$/.test(text) && luhnValid(text.replace("-", ""));

/**
 * Whether the text is a Norwegian account number: 11 digits, the last by MOD11, plain or as printed (`1234.56.78903`, dots or spaces). Where the fifth
 * and sixth digit are zeros the digit may be that of the four after them alone (ECBS TR201, Norway).
 */
export function norwegianAccountValid(text: string): boolean {
  if (!/^\d{4}([. ]?)\d{2}\1\d{5}$/.test(text)) return false;
  const digits = text.replace(/\D/g, "");
  const covered = [digits.slice(0, 10), ...(digits.slice(4, 6) === "00" ? [digits.slice(6, 10)] : [])];
  return covered.some((part) => mod11Digit(part) === digits.slice(10));
}
