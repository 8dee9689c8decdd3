import { type AmountDocument, type Minor, parseDecimal } from "@saldovakt/domain";

/** An amount for a table: `-33 250`, with öre where there are some `-33 250,50`. The heading names the currency. */
export function figure(amount: Minor): string {
  const digits = Math.abs(amount).toString().padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, " ");
  const fraction = digits.endsWith("00") ? "" : `,${digits.slice(-2)}`;
  return `${amount < 0 ? "-" : ""}${whole}${fraction}`;
}

/** The same of an amount as documents carry it; a dash for none. */
export const documentFigure = (amount: AmountDocument | null): string => (amount === null ? "–" : figure(parseDecimal(amount.amount)));

/** `1 account`, `2 accounts`, `3 deliveries`. */
export const counted = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
