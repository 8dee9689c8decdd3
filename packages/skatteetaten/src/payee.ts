import { kidValid, norwegianAccountValid, type Payee } from "@saldovakt/domain";
import { masked } from "./values.ts";
import type { WireDue } from "./wire.ts";

export interface Destination {
  /** Null when the authority gave no account. */
  readonly payTo: Payee | null;
  /** A number whose check digit is not what it should be: worth a look, no reason to refuse. */
  readonly unusual: "KID_UNUSUAL" | "ACCOUNT_UNUSUAL" | null;
}

const digitsOf = (value: string | number | null | undefined): string => String(value ?? "").replace(/[\s.]/g, "");

/** A Norwegian IBAN holds the account number: NO, two check digits, eleven digits. */
const accountInIban = (iban: string): string => /^NO\d{2}(\d{11})$/.exec(iban)?.[1] ?? "";

const printed = (account: string): string => (/^\d{11}$/.test(account) ? account.replace(/^(\d{4})(\d{2})(\d{5})$/, "$1 $2 $3") : account);

/** Where one due date of a claim is paid, and with which KID; both may be missing. */
export function destinationOf({ betalingsinformasjon }: WireDue): Destination {
  const konto = betalingsinformasjon?.konto;
  const iban = digitsOf(konto?.iban).toUpperCase();
  const account = digitsOf(konto?.kontonummer) || accountInIban(iban);
  const kid = digitsOf(betalingsinformasjon?.kidnummer);
  if (account === "") return { payTo: null, unusual: null };
  const bic = (konto?.swiftBIC ?? "").trim();
  const payTo: Payee = {
    scheme: "bban",
    number: printed(account),
    name: masked((konto?.kontoeiersNavn ?? "").trim()) || "Skatteetaten",
    reference: kid === "" ? null : kid,
    referenceType: "KID",
    ...(iban === "" ? {} : { iban }),
    ...(bic === "" ? {} : { bic }),
  };
  if (!norwegianAccountValid(account)) return { payTo, unusual: "ACCOUNT_UNUSUAL" };
  return { payTo, unusual: kid !== "" && kidValid(kid) === null ? "KID_UNUSUAL" : null };
}
