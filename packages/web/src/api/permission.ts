import type { Account } from "@saldovakt/domain";

/** Whose permission is missing where Skatteverket answers felkod 6, by a code, and what to do about it. */
const MISSING_PERMISSIONS = {
  client:
    "Skatteverket answers felkod 6: the account's owner has not made your organisation juridiskt läsombud, or has taken the role back. `GET /v1/accounts/{id}/appointment` says who appoints it, and how.",
  certificate:
    "Skatteverket answers felkod 6 for the account of the organisation that reads: the certificate is another organisation's. The operator has to use that organisation's own.",
  person:
    "Skatteverket answers felkod 6: whoever signed in there may not read this account. Somebody who may has to sign in, on the account's page.",
} as const;

/**
 * What a problem says where felkod 6 stands between us and the account. `organisation`: the certificate's, where it is known. What is read by signing in is read by
 * nobody's appointment.
 */
export function missingPermission({ identity, reading }: Pick<Account, "identity" | "reading">, organisation: string | null) {
  const permission = reading === "interactive" ? "person" : identity === organisation ? "certificate" : "client";
  return { permission, detail: MISSING_PERMISSIONS[permission] } as const;
}
