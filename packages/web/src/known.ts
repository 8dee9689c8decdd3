import type { DueDate } from "@saldovakt/domain";

/** Whether nothing is decided for that day. */
export const isGuess = (entry: DueDate): boolean => entry.charges.length > 0 && entry.charges.every((charge) => charge.estimated);
