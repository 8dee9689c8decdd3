import { kidMod11, mod11Digit } from "@saldovakt/domain";
import { between, stream } from "./random.ts";

/*
 * Invented Norwegian numbers, unlike any in use. Organisation numbers of the register begin with 8 or 9 and those of the authorities' own test data with 2
 * or 3, so these begin with 5. National identity numbers have 80 added to the month, as all synthetic ones have, and a day of birth more than a century ago.
 * A company's place in the list and its number can be computed from each other.
 */
const ORGANISATIONS = 1_000_000;
/** Multiplying by one scatters neighbours, by the other gathers them again: 387 421 × 140 981 ≡ 1 modulo 10^6. */
const SPREAD = 387_421;
const GATHER = 140_981;
const SEED_STEP = 7_919;

const modulo = (value: number, size: number): number => ((value % size) + size) % size;

/** Six free digits and one that is 1 only where 0 would leave no check digit. */
function fromSerial(serial: number): string {
  for (const spare of ["0", "1"]) {
    const eight = `5${String(serial).padStart(6, "0")}${spare}`;
    const check = mod11Digit(eight);
    if (check !== "-") return eight + check;
  }
  throw new Error("two neighbours cannot both lack a check digit");
}

/** The number of the n-th organisation of a seed, n < 10^6. */
export const organisationNumber = (seed: number, n: number): string => fromSerial(modulo(n * SPREAD + seed * SEED_STEP, ORGANISATIONS));

/** Which organisation of a seed has the number; null when none can. */
export function placeOfOrganisation(seed: number, org: string): number | null {
  if (!/^5\d{8}$/.test(org)) return null;
  const serial = Number(org.slice(1, 7));
  if (fromSerial(serial) !== org) return null;
  return modulo(modulo(serial - seed * SEED_STEP, ORGANISATIONS) * GATHER, ORGANISATIONS);
}

/** Whether the text is nine digits with a right check digit. */
export const isOrganisationNumber = (text: string): boolean => /^\d{9}$/.test(text) && mod11Digit(text.slice(0, 8)) === text.slice(8);

/** The first check digit of a national identity number has weights of its own; the second those of an account number. */
const FIRST_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2];

/** The national identity number of the owner of a seed's n-th company: eleven digits. */
export function nationalIdentityNumber(seed: number, n: number): string {
  const random = stream(seed, n, 11);
  for (;;) {
    const day = String(between(random, 1, 28)).padStart(2, "0");
    const month = String(between(random, 1, 12) + 80);
    const year = `0${between(random, 0, 9)}`;
    const nine = `${day}${month}${year}${String(between(random, 0, 499)).padStart(3, "0")}`;
    const first = mod11Digit(nine, FIRST_WEIGHTS);
    const second = first === "-" ? "-" : mod11Digit(nine + first);
    if (second !== "-") return nine + first + second;
  }
}

/**
 * A KID (MOD11) of the digits, two more to choose from, and the check digit. `-` as the check digit, as one in eleven has, can be asked for.
 */
export function kidOf(digits: string, endsInHyphen = false): string {
  if (!endsInHyphen) return kidMod11(`${digits}01`);
  for (let spare = 0; spare < 100; spare++) {
    const kid = kidMod11(digits + String(spare).padStart(2, "0"));
    if (kid.endsWith("-")) return kid;
  }
  throw new Error("a hundred numbers in a row cannot all lack the remainder one");
}

/** An account that claims are paid to. */
export interface ReceivingAccount {
  readonly number: string;
  readonly iban: string;
  readonly bic: string;
  readonly owner: string;
}

function ibanOf(account: string): string {
  const rearranged = `${account}232400`; // NO00
  return `NO${String(98n - (BigInt(rearranged) % 97n)).padStart(2, "0")}${account}`;
}

/** Of a bank there is not: no registration number 9999 is in use. */
function accountNumber(serial: number): string {
  for (let next = serial; ; next++) {
    const ten = `9999${String(next).padStart(6, "0")}`;
    const check = mod11Digit(ten);
    if (check !== "-") return ten + check;
  }
}

const VAT_ACCOUNT = accountNumber(51_888);
const TAX_ACCOUNT = accountNumber(52_480);

/** VAT has an account of its own. The two systems behind the answers write IBAN and BIC each in its way. */
export const RECEIVING: Readonly<Record<"vat" | "tax", ReceivingAccount>> = {
  vat: { number: VAT_ACCOUNT, iban: ibanOf(VAT_ACCOUNT), bic: "OPPDNOKK", owner: "Skatteetaten" },
  tax: {
    number: TAX_ACCOUNT,
    iban: ibanOf(TAX_ACCOUNT).replace(/^(.{4})(.{4})(.{4})(.*)$/, "$1 $2 $3 $4"),
    bic: "OPPDNOKKXXX",
    owner: "SKATTEETATEN - SKATTEINNKREVING",
  },
};
