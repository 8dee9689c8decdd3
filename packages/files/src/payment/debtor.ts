import { bicValid, type Identity, ibanValid, inputError, parseIdentity } from "@saldovakt/domain";
import { bankText } from "./characters.ts";

/** Who pays, and from which account. */
export interface Debtor {
  readonly name: string;
  /** As `parseIdentity` takes it. */
  readonly identity: string;
  readonly iban: string;
  readonly bic: string;
}

/** The debtor as a file writes it. */
export interface CheckedDebtor {
  readonly name: string;
  readonly identity: Identity;
  /** As the payer's own bank and authority write it: ten digits in Sweden, nine in Norway. */
  readonly number: string;
  readonly iban: string;
  readonly bic: string;
}

/** Banks pass on 70 characters of a name, though the schema takes 140. */
export const NAME_LENGTH = 70;

/**
 * Throws `PAY_FROM_IBAN`, `PAY_FROM_BIC` or `PAY_FROM_NAME`, each naming the field and repeating nothing of it, and what `parseIdentity` throws.
 */
export function checkedDebtor(debtor: Debtor): CheckedDebtor {
  const iban = debtor.iban.replace(/ /g, "").toUpperCase();
  if (!ibanValid(iban)) {
    throw inputError("PAY_FROM_IBAN", "payFrom.iban is not an IBAN", "copy the paying account's IBAN from the bank, all characters");
  }
  const bic = debtor.bic.trim().toUpperCase();
  if (!bicValid(bic)) {
    throw inputError("PAY_FROM_BIC", "payFrom.bic is not a BIC", "write the bank's eight or eleven characters, for example ESSESESS");
  }
  const name = bankText(debtor.name, NAME_LENGTH);
  if (name === "") {
    throw inputError(
      "PAY_FROM_NAME",
      "the account's name holds no character that banks take",
      "give the account its name in Latin letters",
    );
  }
  const identity = parseIdentity(debtor.identity);
  return { name, identity, number: identity.number.slice(identity.country === "SE" ? 2 : 0), iban, bic };
}
