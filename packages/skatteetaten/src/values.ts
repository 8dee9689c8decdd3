import { type Minor, minor, type PlainDate, plainDate } from "@saldovakt/domain";
import { unexpected } from "./faults.ts";

/**
 * Kroner with decimals, as JSON numbers, in øre. What has more than two decimals (interest does) is rounded half away from zero on its written
 * digits, not on the binary fraction. Throws `MONEY_OVERFLOW`.
 */
export function fromKroner(kroner: number): Minor {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(kroner));
  if (!match) return minor(Math.round(kroner * 100)); // 1e-7 is nothing; 1e21 is refused
  const [, sign, whole = "0", fraction = ""] = match;
  const ore = BigInt(whole) * 100n + BigInt(fraction.slice(0, 2).padEnd(2, "0")) + (Number(fraction[2] ?? 0) >= 5 ? 1n : 0n);
  return minor(Number(sign === "-" ? -ore : ore));
}

/** The amount, or undefined where none is stated: what is missing is not nought. */
export const amountOf = (kroner: number | null | undefined): Minor | undefined => (kroner == null ? undefined : fromKroner(kroner));

export const unsigned = (amount: Minor): Minor => minor(Math.abs(amount));

/** The day, or undefined when there is none. Throws `SKE_ANSWER_UNEXPECTED` for what is no day. */
export function dayOf(text: string | null | undefined, answer: string, path: string): PlainDate | undefined {
  if (text == null || text.trim() === "") return undefined;
  try {
    return plainDate(text.trim().slice(0, 10));
  } catch {
    throw unexpected(answer, path);
  }
}

/** A national identity number in a text is a person's: nobody needs it to pay. */
export const masked = (text: string): string => text.replace(/(?<!\d)(?:\d{6}|\d{2}\.\d{2}\.\d{2})[\s\p{Pd}]?\d{5}(?!\d)/gu, "…");
