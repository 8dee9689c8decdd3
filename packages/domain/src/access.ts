import type { AccountAccess } from "./account.ts";
import { inputError } from "./errors.ts";
import { parseIdentity } from "./identity.ts";

const LONGEST_REFERENCE = 255;

function organisation(text: string): string {
  const { country, number } = parseIdentity(text);
  if (country === "NO") return number;
  throw inputError("ACCESS_INVALID", "the organisation that gives access is not a Norwegian one", "write its nine digits");
}

/**
 * What somebody said of a Norwegian account's access, fit to be kept; undefined where nothing was said. Throws `ACCESS_INVALID`, and what `parseIdentity`
 * throws for an organisation number; nothing of it is repeated.
 */
export function checkedAccess({ systemUser, consumerOrg }: AccountAccess): AccountAccess | undefined {
  if (systemUser === undefined && consumerOrg === undefined) return undefined;
  const { org, externalRef } = systemUser ?? {};
  if (externalRef !== undefined && (externalRef.trim() === "" || externalRef.length > LONGEST_REFERENCE || /\p{Cc}/u.test(externalRef))) {
    const remedy = "write it exactly as the system user was asked for with, or leave it out";
    throw inputError("ACCESS_INVALID", "the system user's reference is not a text of one line", remedy);
  }
  return {
    ...(org !== undefined && { systemUser: { org: organisation(org), ...(externalRef !== undefined && { externalRef }) } }),
    ...(consumerOrg !== undefined && { consumerOrg: organisation(consumerOrg) }),
  };
}
