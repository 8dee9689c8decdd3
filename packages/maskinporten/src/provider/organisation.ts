import { parseIdentity } from "@saldovakt/domain";
import { isObject } from "@saldovakt/http";

const AUTHORITY = "iso6523-actorid-upis";
/** Norway's organisation numbers among the registers of ISO 6523. */
const PARTICIPANT = /^0192:([0-9]{9})$/;

/** Whether the text is nine digits, the last of which is right. */
export function isOrganisation(text: unknown): text is string {
  if (typeof text !== "string" || !/^[0-9]{9}$/.test(text)) return false;
  try {
    return parseIdentity(text).country === "NO";
  } catch {
    return false;
  }
}

/** The nine digits of `{ authority, ID }`; null for anything else. */
export function organisationOf(value: unknown): string | null {
  if (!isObject(value) || value.authority !== AUTHORITY || typeof value.ID !== "string") return null;
  const number = PARTICIPANT.exec(value.ID)?.[1];
  return isOrganisation(number) ? number : null;
}

/** The same where `id` may stand for `ID`, as in `authorization_details`; null too when both stand there and differ. */
export function eitherOrganisationOf(value: unknown): string | null {
  if (!isObject(value)) return null;
  const { ID = value.id, id = ID } = value;
  return ID === id ? organisationOf({ ...value, ID }) : null;
}
