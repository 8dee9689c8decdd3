import { inputError } from "./errors.ts";

const DIGITS = /^\d+$/;

function requireDigits(text: string): void {
  if (!DIGITS.test(text)) throw inputError("CHECK_DIGIT_INPUT", "a check digit can only be computed over digits", "write digits only");
}

/** Sum of the digits, every second one doubled and cast out by nine, the doubling beginning with the last digit when `doubleLast`. */
function luhnSum(digits: string, doubleLast: boolean): number {
  let doubled = doubleLast;
  let total = 0;
  for (let i = digits.length - 1; i >= 0; i--) {
    const value = Number(digits[i]) * (doubled ? 2 : 1);
    total += value > 9 ? value - 9 : value;
    doubled = !doubled;
  }
  return total;
}

/**
 * The Luhn (MOD10) digit that belongs after `digits`: organisation numbers, personnummer, bankgiro, OCR and MOD10 KID.
 * Throws `CHECK_DIGIT_INPUT` for anything but digits.
 */
export function luhnDigit(digits: string): string {
  requireDigits(digits);
  return String((10 - (luhnSum(digits, true) % 10)) % 10);
}

/** Whether the last of the digits is the Luhn digit of those before it. False for anything but two or more digits. */
export function luhnValid(digits: string): boolean {
  return digits.length > 1 && DIGITS.test(digits) && luhnSum(digits, false) % 10 === 0;
}

/** The weights of every Norwegian MOD11 rule, as the authorities write them: the last stands under the last digit, and they repeat to the left. */
export const MOD11_WEIGHTS: readonly number[] = [7, 6, 5, 4, 3, 2];

/**
 * The MOD11 digit that belongs after `digits`, `-` where it would be ten (a KID may end so; an account or organisation number may not).
 * `weights` are aligned at the right and repeat to the left. Throws `CHECK_DIGIT_INPUT` for anything but digits.
 */
export function mod11Digit(digits: string, weights: readonly number[] = MOD11_WEIGHTS): string {
  requireDigits(digits);
  let total = 0;
  for (let i = 0; i < digits.length; i++) {
    const fromRight = (digits.length - 1 - i) % weights.length;
    total += Number(digits[i]) * (weights[weights.length - 1 - fromRight] ?? 0);
  }
  const rest = (11 - (total % 11)) % 11;
  return rest === 10 ? "-" : String(rest);
}
