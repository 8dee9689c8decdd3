import { inputError, SaldovaktError } from "./errors.ts";

export type Currency = "SEK" | "NOK";

declare const minorBrand: unique symbol;
/** An amount in minor units (öre, øre): a safe integer, negative for what is owed. */
export type Minor = number & { readonly [minorBrand]: true };

/** An amount as the contract writes it: `{ "currency": "SEK", "amount": "-33250.00" }`. */
export interface AmountDocument {
  readonly currency: Currency;
  readonly amount: string;
}

export const ZERO = 0 as Minor;

/** The integer as minor units. Throws `MONEY_OVERFLOW` beyond ±(2^53 − 1), where integers stop being exact, and for fractions. */
export function minor(value: number): Minor {
  if (!Number.isSafeInteger(value)) {
    throw new SaldovaktError("an amount is outside what can be counted exactly", {
      code: "MONEY_OVERFLOW",
      scope: "account",
      remedy: "compare the amounts with those the authority shows; report it if it shows the same",
    });
  }
  return (value === 0 ? 0 : value) as Minor; // −0 would print as "-0.00"
}

/** Whole kronor as minor units. Throws `MONEY_NOT_WHOLE` or `MONEY_OVERFLOW`. */
export function fromWhole(kronor: number): Minor {
  if (!Number.isInteger(kronor)) {
    throw new SaldovaktError("an amount in whole kronor has decimals", { code: "MONEY_NOT_WHOLE", scope: "account" });
  }
  return minor(kronor * 100);
}

const DECIMAL = /^(-?)(\d{1,16})(?:\.(\d{1,2}))?$/;

/** Reads an exact decimal string with at most two decimals (`"-33250.00"`, `"12"`, `"12.5"`). Throws `MONEY_FORMAT` or `MONEY_OVERFLOW`. */
export function parseDecimal(text: string): Minor {
  const match = DECIMAL.exec(text);
  if (!match) throw inputError("MONEY_FORMAT", "an amount is not a decimal number with at most two decimals", 'write it as "1250.00"');
  const [, sign, whole, fraction = ""] = match;
  const value = Number(BigInt(whole ?? "0") * 100n + BigInt(fraction.padEnd(2, "0")));
  return minor(sign === "-" ? -value : value);
}

/** The amount as an exact decimal string with two decimals. */
export function formatDecimal(amount: Minor): string {
  const digits = Math.abs(amount).toString().padStart(3, "0");
  return `${amount < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function amountDocument(currency: Currency, amount: Minor): AmountDocument {
  return { currency, amount: formatDecimal(amount) };
}

/** Sums are exact or refused: every one of these throws `MONEY_OVERFLOW` rather than round. */
export const add = (a: Minor, b: Minor): Minor => minor(a + b);
export const subtract = (a: Minor, b: Minor): Minor => minor(a - b);
export const negate = (a: Minor): Minor => minor(-a);
export const sum = (amounts: Iterable<Minor>): Minor => {
  let total = 0n; // only the end counts: whether a sum is refused must not hang on the order of its parts
  for (const amount of amounts) total += BigInt(amount);
  return minor(Number(total));
};
export const larger = (a: Minor, b: Minor): Minor => (a > b ? a : b);
export const smaller = (a: Minor, b: Minor): Minor => (a < b ? a : b);
