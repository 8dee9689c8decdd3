import { ibanValid, kidValid, norwegianAccountValid, type Payee } from "@saldovakt/domain";
import { masked } from "./values.ts";
import type { WireDue } from "./wire.ts";

export interface Destination {
  /** Null when the authority gave no account. */
  readonly payTo: Payee | null;
  /** No account, or numbers whose check digits are not what they should be: worth a look, no reason to refuse. */
  readonly unusual: readonly ("ACCOUNT_MISSING" | "ACCOUNT_UNUSUAL" | "KID_UNUSUAL")[];
}

const digitsOf = (value: string | number | null | undefined): string => String(value ?? "").replace(/[\s.]/g, "");

/** A Norwegian IBAN holds the account number: NO, two check digits, eleven digits. One whose check digits are wrong vouches for none. */
const accountInIban = (iban: string): string => (ibanValid(iban) && /^NO\d{2}(\d{11})$/.exec(iban)?.[1]) || "";

const looksLikeIban = (text: string): boolean => /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text);

const printed = (account: string): string => {
  if (/^\d{11}$/.test(account)) return account.replace(/^(\d{4})(\d{2})(\d{5})$/, "$1 $2 $3");
  return looksLikeIban(account) ? account.replace(/(.{4})(?=.)/g, "$1 ") : account;
};

/**
 * Where one due date of a claim is paid, and with which KID; both may be missing. An account abroad has no Norwegian number: its IBAN stands in the
 * number's place.
 */
export function destinationOf({ betalingsinformasjon }: WireDue): Destination {
  const konto = betalingsinformasjon?.konto;
  const given = digitsOf(konto?.kontonummer).toUpperCase();
  const iban = digitsOf(konto?.iban).toUpperCase() || (looksLikeIban(given) ? given : "");
  const number = looksLikeIban(given) ? accountInIban(given) || given : given || accountInIban(iban) || iban;
  if (number === "") return { payTo: null, unusual: ["ACCOUNT_MISSING"] };
  const kid = digitsOf(betalingsinformasjon?.kidnummer);
  const bic = (konto?.swiftBIC ?? "").trim();
  const payTo: Payee = {
    scheme: "bban",
    number: printed(number),
    name: masked((konto?.kontoeiersNavn ?? "").trim()) || "Skatteetaten",
    reference: kid === "" ? null : kid,
    referenceType: "KID",
    ...(iban === "" ? {} : { iban }),
    ...(bic === "" ? {} : { bic }),
  };
  const sound = (norwegianAccountValid(number) || ibanValid(number)) && (iban === "" || ibanValid(iban));
  return {
    payTo,
    unusual: [
      ...(sound ? [] : (["ACCOUNT_UNUSUAL"] as const)),
      ...(kid !== "" && kidValid(kid) === null ? (["KID_UNUSUAL"] as const) : []),
    ],
  };
}
