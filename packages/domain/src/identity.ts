import { luhnValid, mod11Digit } from "./checkdigit.ts";
import type { SaldovaktError } from "./errors.ts";
import { inputError } from "./errors.ts";

/** Whose account it is. `number` is personal data when it is a person's, and often when it is not: a dödsbo keeps the dead person's number under 16. */
export interface Identity {
  readonly country: "SE" | "NO";
  readonly kind: "organisation" | "person";
  /** Twelve digits for Sweden, nine for Norway. */
  readonly number: string;
}

const TWELVE = "write all twelve digits: 16 before an organisation number, 19 or 20 before a personnummer";
const NINE_OR_TWELVE = `write nine digits for a Norwegian organisation; for a Swedish account ${TWELVE}`;

const wrongLength = (remedy: string): SaldovaktError =>
  inputError("IDENTITY_LENGTH", "an identity number has the wrong number of digits", remedy);

const wrongCheckDigit = (): SaldovaktError =>
  inputError(
    "IDENTITY_CHECK_DIGIT",
    "the check digit of an identity number is wrong",
    "compare the number with the registration, digit by digit",
  );

/**
 * Whether the eight digits can begin a personnummer or, with 60 added to the day, a samordningsnummer (folkbokföringslagen 18 and 18 a §).
 * A samordningsnummer has zeros for a month or day of birth nobody knew; Skatteverket's published test numbers have such ones.
 */
function isBirthDate(digits: string): boolean {
  const year = Number(digits.slice(0, 4));
  const month = Number(digits.slice(4, 6));
  const written = Number(digits.slice(6, 8));
  const coordination = written >= 60;
  const day = coordination ? written - 60 : written;
  if (month > 12 || (!coordination && (month === 0 || day === 0))) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= ([31, 31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] ?? 0);
}

function swedish(number: string): Identity {
  const prefix = number.slice(0, 2);
  if (prefix !== "16" && prefix !== "19" && prefix !== "20") {
    throw inputError("IDENTITY_PREFIX", "a Swedish identity number begins with neither 16, 19 nor 20", TWELVE);
  }
  // Nothing but the check digit is asked of a 16 number: dödsbon and GD numbers stand there too, in series of their own.
  const person = prefix !== "16";
  if (person && !isBirthDate(number.slice(0, 8))) {
    throw inputError("IDENTITY_DATE", "an identity number beginning with 19 or 20 does not begin with a date of birth", TWELVE);
  }
  if (!luhnValid(number.slice(2))) throw wrongCheckDigit();
  return { country: "SE", kind: person ? "person" : "organisation", number };
}

function norwegian(number: string): Identity {
  if (mod11Digit(number.slice(0, 8)) !== number.slice(8)) throw wrongCheckDigit();
  return { country: "NO", kind: "organisation", number };
}

/**
 * Reads an identity as the authorities take it: twelve digits mean Sweden, nine Norway; white space around it is ignored, nothing else is.
 * Checks the form, not that the number has been given to anyone, nor that a date of birth has passed.
 * Throws `IDENTITY_LENGTH`, `IDENTITY_CHARACTERS`, `IDENTITY_PREFIX`, `IDENTITY_DATE` or `IDENTITY_CHECK_DIGIT`; none repeats the number.
 */
export function parseIdentity(text: string): Identity {
  const number = text.trim();
  const digits = number.replace(/[\s+-]/g, "");
  if (number === "") throw wrongLength(NINE_OR_TWELVE);
  if (/^\d{10}$/.test(digits)) throw wrongLength(TWELVE);
  if (!/^\d+$/.test(number)) {
    throw inputError("IDENTITY_CHARACTERS", "an identity number holds something else than digits", "leave out hyphens, spaces and letters");
  }
  if (number.length === 12) return swedish(number);
  if (number.length === 9) return norwegian(number);
  throw wrongLength(NINE_OR_TWELVE);
}

/**
 * The identity for people's eyes, such as `SE organisation …62`: enough to tell apart the accounts of one installation, and shared by a hundredth of
 * all numbers. For terminals and pages only: logs, metrics and URLs carry the account's opaque id.
 */
export function maskIdentity(identity: Identity): string {
  return `${identity.country} ${identity.kind} …${identity.number.slice(-2)}`;
}
