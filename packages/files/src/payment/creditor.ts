import { bicValid, ibanValid, norwegianAccountValid, type Payee } from "@saldovakt/domain";
import { bankText, REMITTANCE_LENGTH } from "./characters.ts";

/** The account a payment goes to, as a file writes it: a number of the country's own, digits alone, or an IBAN with the bank's BIC where it is known. */
export type CreditorAccount =
  | { readonly scheme: "bankgiro" | "bban"; readonly number: string }
  | { readonly scheme: "iban"; readonly number: string; readonly bic?: string };

/** What people write between the digits of an account number. */
const SEPARATORS = /[\s.-]/g;

/** A bankgiro has seven or eight digits, a Norwegian account eleven (Bits, "Kontonummer i norske banker"): one whose check digit is wrong is nobody's. */
const DOMESTIC = { bankgiro: (number: string) => /^\d{7,8}$/.test(number), bban: norwegianAccountValid } as const;

/** Whether there can be such an account: a Norwegian IBAN holds a Norwegian number. */
const isIban = (text: string): boolean => ibanValid(text) && (!text.startsWith("NO") || norwegianAccountValid(text.slice(4)));

/**
 * Where to pay; by IBAN from an account `abroad`, where the payee has one. A number that is none of the country's own is never shortened to its digits, for
 * that would be somebody else's account: it is taken where it is an IBAN, or where the payee has one. Null where nothing can be written.
 */
export function creditorAccount(payTo: Payee, abroad: boolean): CreditorAccount | null {
  if (payTo.number === null) return null;
  const number = payTo.number.replace(SEPARATORS, "").toUpperCase();
  const domestic = DOMESTIC[payTo.scheme](number);
  if (domestic && !(abroad && payTo.iban !== undefined)) return { scheme: payTo.scheme, number };
  const iban = [payTo.iban ?? "", number].map((text) => text.replace(SEPARATORS, "").toUpperCase()).find(isIban);
  const bic = payTo.bic?.replace(/\s/g, "").toUpperCase() ?? "";
  // Banks find the payee's own by the IBAN; what is no BIC would make the file none either.
  if (iban !== undefined) return { scheme: "iban", number: iban, ...(bicValid(bic) ? { bic } : {}) };
  return domestic ? { scheme: payTo.scheme, number } : null;
}

/**
 * Whether a file can hold the reference as the authority gave it, in words with its kind before it too. In other characters it would be another
 * claim's, or nobody's.
 */
export const referenceHolds = ({ reference, referenceType }: Payee): boolean => {
  const inWords = `${referenceType} ${reference}`;
  return !reference || bankText(inWords, REMITTANCE_LENGTH) === inWords;
};

/** Whether a payment file can hold a payment to there. */
export const payableByFile = (payTo: Payee): boolean => creditorAccount(payTo, false) !== null && referenceHolds(payTo);
