import { ibanValid, kidValid, norwegianAccountValid, type Payee } from "@saldovakt/domain";
import { masked } from "./values.ts";
import type { WireDue } from "./wire.ts";

export interface Destination {
  readonly payTo: Payee;
  /** No account, or numbers whose check digits are not what they should be: worth a look, no reason to refuse. */
  readonly unusual: readonly ("ACCOUNT_MISSING" | "ACCOUNT_UNUSUAL" | "KID_UNUSUAL")[];
}

/** A number too large for JSON's figures has lost digits on its way, and would be another's. */
const digitsOf = (value: string | number | null | undefined): string =>
  typeof value === "number" && !Number.isSafeInteger(value) ? "" : String(value ?? "").replace(/[\s.]/g, "");

/** A Norwegian IBAN holds the account number: NO, two check digits, eleven digits. One whose check digits are wrong vouches for none. */
const accountInIban = (iban: string): string => (ibanValid(iban) && /^NO\d{2}(\d{11})$/.exec(iban)?.[1]) || "";

const looksLikeIban = (text: string): boolean => /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text);

/** Whom claims are paid to as long as nothing says how. */
export const PAYEE: Payee = { scheme: "bban", number: null, name: "Skatteetaten", reference: null, referenceType: "KID" };

/**
 * Where one due date of a claim is paid, and with which KID; both may be missing. An account abroad has no Norwegian number: its IBAN stands in the
 * number's place.
 */
export function destinationOf({ betalingsinformasjon }: WireDue): Destination {
  const konto = betalingsinformasjon?.konto;
  const given = digitsOf(konto?.kontonummer).toUpperCase();
  const iban = digitsOf(konto?.iban).toUpperCase() || (looksLikeIban(given) ? given : "");
  const number = looksLikeIban(given) ? accountInIban(given) || given : given || accountInIban(iban) || iban;
  const kid = digitsOf(betalingsinformasjon?.kidnummer);
  const bic = (konto?.swiftBIC ?? "").trim();
  const payTo: Payee = {
    ...PAYEE,
    number: number === "" ? null : number,
    name: masked((konto?.kontoeiersNavn ?? "").trim()) || PAYEE.name,
    reference: kid === "" ? null : kid,
    ...(iban === "" ? {} : { iban }),
    ...(bic === "" ? {} : { bic }),
  };
  const sound = (norwegianAccountValid(number) || ibanValid(number)) && (iban === "" || ibanValid(iban));
  return {
    payTo,
    unusual: [
      ...(number === "" ? (["ACCOUNT_MISSING"] as const) : sound ? [] : (["ACCOUNT_UNUSUAL"] as const)),
      ...(kid !== "" && kidValid(kid) === null ? (["KID_UNUSUAL"] as const) : []),
    ],
  };
}
