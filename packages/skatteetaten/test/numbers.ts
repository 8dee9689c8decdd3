import { type Instant, kidMod11 as kid, norwegianAccountValid } from "@saldovakt/domain";

export const instant = (text: string): Instant => text as Instant;

export const kidMod11 = kid;

/** The account number that begins with these ten digits or, where no check digit fits them, with the next. */
export function mod11Account(ten: string): string {
  for (let from = Number(ten); ; from++) {
    for (let check = 0; check < 10; check++) {
      const number = `${String(from).padStart(10, "0")}${check}`;
      if (norwegianAccountValid(number)) return number;
    }
  }
}
