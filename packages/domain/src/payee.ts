import { ibanValid } from "./iban.ts";
import type { Payee } from "./observation.ts";
import { norwegianAccountValid } from "./reference.ts";

/** Whether the account's own check digits say that there is no such account. A bankgiro has been looked up, and is taken as it is. */
export const payeeDoubtful = ({ scheme, number }: Pick<Payee, "scheme" | "number">): boolean =>
  scheme === "bban" && number !== null && !norwegianAccountValid(number) && !ibanValid(number);

/** An account number as people write it, `1234 56 78903` in Norway and an IBAN in fours; any other as it stands. Null where there is none. */
export function printedNumber({ scheme, number }: Pick<Payee, "scheme" | "number">): string | null {
  if (number === null || scheme !== "bban") return number;
  if (/^\d{11}$/.test(number)) return number.replace(/^(\d{4})(\d{2})(\d{5})$/, "$1 $2 $3");
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number) ? number.replace(/(.{4})(?=.)/g, "$1 ") : number;
}
