import { dayNumber, fromDayNumber, luhnDigit, parseIdentity, ymd } from "@saldovakt/domain";

/*
 * Invented identities, unlike any in use. Organisation numbers stand in the 578 series, where Skatteverket's published test numbers are; personnummer have
 * a birth number of 980–999, which is kept for test data, and a day of birth more than a century ago. A company's place in the list and its identity can be
 * computed from each other, so that a hundred thousand companies take no memory.
 */
const ORGANISATIONS = 1_000_000;
/** Multiplying by one scatters neighbours, by the other gathers them again: 387 421 × 140 981 ≡ 1 modulo 10^6. */
const SPREAD = 387_421;
const GATHER = 140_981;

const FIRST_BIRTHDAY = dayNumber(ymd(1900, 1, 1));
const BIRTHDAYS = 3_652;
const FIRST_BIRTH_NUMBER = 980;
const PERSONS = BIRTHDAYS * 20;
/** The same for them: 1 009 × 31 489 ≡ 1 modulo 73 040. */
const PERSON_SPREAD = 1_009;
const PERSON_GATHER = 31_489;

const modulo = (value: number, size: number): number => ((value % size) + size) % size;

const withCheckDigit = (century: string, nine: string): string => century + nine + luhnDigit(nine);

/** The identity of the n-th organisation of a seed, n < 10^6. */
export function organisationIdentity(seed: number, n: number): string {
  const serial = modulo(n * SPREAD + seed * 7_919, ORGANISATIONS);
  return withCheckDigit("16", `578${String(serial).padStart(6, "0")}`);
}

/** The identity of the n-th sole trader of a seed, n < 73 040. */
export function personIdentity(seed: number, n: number): string {
  const serial = modulo(n * PERSON_SPREAD + seed * 104_729, PERSONS);
  const born = fromDayNumber(FIRST_BIRTHDAY + (serial % BIRTHDAYS)).replaceAll("-", "");
  return withCheckDigit(born.slice(0, 2), `${born.slice(2)}${FIRST_BIRTH_NUMBER + Math.floor(serial / BIRTHDAYS)}`);
}

/** Which organisation or sole trader of a seed has the identity; null when none can. */
export function placeOf(seed: number, identity: string): { readonly kind: "organisation" | "person"; readonly n: number } | null {
  if (!isIdentity(identity)) return null;
  if (identity.startsWith("16578")) {
    const serial = Number(identity.slice(5, 11));
    return { kind: "organisation", n: modulo(modulo(serial - seed * 7_919, ORGANISATIONS) * GATHER, ORGANISATIONS) };
  }
  if (identity.startsWith("16")) return null;
  const birthday =
    dayNumber(ymd(Number(identity.slice(0, 4)), Number(identity.slice(4, 6)), Number(identity.slice(6, 8)))) - FIRST_BIRTHDAY;
  const birthNumber = Number(identity.slice(8, 11)) - FIRST_BIRTH_NUMBER;
  if (birthday < 0 || birthday >= BIRTHDAYS || birthNumber < 0) return null;
  const serial = birthNumber * BIRTHDAYS + birthday;
  return { kind: "person", n: modulo(modulo(serial - seed * 104_729, PERSONS) * PERSON_GATHER, PERSONS) };
}

/** Whether the text is what the API takes for an identity: twelve digits with a right check digit. */
export function isIdentity(text: string): boolean {
  if (!/^\d{12}$/.test(text)) return false;
  try {
    parseIdentity(text);
    return true;
  } catch {
    return false;
  }
}
