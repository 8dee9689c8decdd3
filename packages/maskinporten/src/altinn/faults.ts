import { type FaultTable, faultsOf, type SaldovaktError } from "@saldovakt/domain";

/**
 * Everything Altinn can answer instead of what was asked for. Altinn's own code, where it gives one, stands in brackets at the end of the message;
 * its words never do: they hold organisation numbers.
 */
const FAULTS = {
  ALTINN_TOKEN_REFUSED: [
    "installation",
    "Altinn refuses the token, a new one too",
    "check that `issuer` and the Altinn platform belong to the same environment, test or production",
  ],
  ALTINN_FORBIDDEN: [
    "installation",
    "Altinn does not let our organisation do this",
    "ask Digdir for the scope, and check that the system's id begins with the organisation number of the client's owner",
  ],
  ALTINN_SYSTEM_EXISTS: ["input", "a system with this id is registered already", "replace it, or choose another name"],
  ALTINN_CLIENT_TAKEN: [
    "input",
    "the client id belongs to another system already",
    "take another client, or remove it from the other system first",
  ],
  ALTINN_SYSTEM_INVALID: [
    "input",
    "Altinn does not take the system as described",
    "check id, rights, access packages and redirect addresses",
  ],
  ALTINN_SYSTEM_UNKNOWN: ["input", "Altinn knows no system with this id", "register the system first"],
  ALTINN_SYSTEM_USER_EXISTS: [
    "input",
    "the customer has this system user already",
    "use it; for a second one give another external reference",
  ],
  ALTINN_RIGHTS_REFUSED: [
    "input",
    "the rights or access packages asked for are not among the system's",
    "ask for those the system was registered with, or for some of them",
  ],
  ALTINN_REDIRECT_REFUSED: ["input", "the address to return to is not among the system's", "register it with the system, or leave it out"],
  ALTINN_REQUEST_INVALID: ["input", "Altinn does not take the request", "check the system's id and the customer's organisation number"],
  ALTINN_RATE_LIMITED: ["transient", "Altinn answers that the calls come too often", "try again later"],
  ALTINN_UNAVAILABLE: ["transient", "Altinn is out of order", "try again later"],
  ALTINN_HTML: ["transient", "a web page came in place of Altinn's answer", "try again later; if it stays so, check `platformUrl`"],
  ALTINN_MALFORMED: ["transient", "Altinn's answer is cut short or malformed", "try again later"],
  ALTINN_ANSWER_UNEXPECTED: [
    "installation",
    "Altinn's answer is not what its documentation promises",
    "check `platformUrl`; if it is right, report it",
  ],
  ALTINN_REFUSED: ["installation", "Altinn refuses the call for a reason not known here", "check `platformUrl` and what was asked for"],
} as const satisfies FaultTable;

export type AltinnFaultCode = keyof typeof FAULTS;

/** Altinn's own codes, of its problem details and of their validation errors. */
const BY_OWN_CODE: Readonly<Record<string, AltinnFaultCode>> = {
  "AUTH-00001": "ALTINN_RIGHTS_REFUSED",
  "AUTH-00004": "ALTINN_SYSTEM_USER_EXISTS",
  "AUTH-00006": "ALTINN_SYSTEM_USER_EXISTS",
  "AUTH-00011": "ALTINN_SYSTEM_UNKNOWN",
  "AUTH-00021": "ALTINN_REDIRECT_REFUSED",
  "AUTH-00023": "ALTINN_TOKEN_REFUSED",
  "AUTH-00026": "ALTINN_REDIRECT_REFUSED",
  "AUTH-00052": "ALTINN_RIGHTS_REFUSED",
  "AUTH-00058": "ALTINN_RIGHTS_REFUSED",
  "AUTH-00059": "ALTINN_RIGHTS_REFUSED",
  "AUTH-00063": "ALTINN_RIGHTS_REFUSED",
  "AUTH-00064": "ALTINN_RIGHTS_REFUSED",
  "AUTH-00065": "ALTINN_RIGHTS_REFUSED",
  "AUTH.VLD-00002": "ALTINN_SYSTEM_EXISTS",
  "AUTH.VLD-00004": "ALTINN_CLIENT_TAKEN",
};

/** The coded error, with what is particular to this case in place of the general words. @internal */
export const fault = faultsOf(FAULTS);

/** The fault for codes of Altinn's own; the first that is known decides, then the first that has the right form. */
export function faultByOwnCode(codes: readonly string[], status: number): SaldovaktError {
  const known = codes.find((code) => Object.hasOwn(BY_OWN_CODE, code));
  if (known !== undefined) {
    const code = BY_OWN_CODE[known] ?? "ALTINN_REFUSED";
    return fault(code, { message: `${FAULTS[code][1]} (${known})` });
  }
  const validation = codes.find((code) => /^AUTH\.VLD-\d{5}$/.test(code));
  if (validation !== undefined) return fault("ALTINN_SYSTEM_INVALID", { message: `${FAULTS.ALTINN_SYSTEM_INVALID[1]} (${validation})` });
  const told = codes.find((code) => /^[A-Z]{2,6}-\d{5}$/.test(code)) ?? `HTTP ${status}`;
  if (status === 401) return fault("ALTINN_TOKEN_REFUSED");
  if (status === 403) return fault("ALTINN_FORBIDDEN", { message: `${FAULTS.ALTINN_FORBIDDEN[1]} (${told})` });
  if (status === 400 || status === 404)
    return fault("ALTINN_REQUEST_INVALID", { message: `${FAULTS.ALTINN_REQUEST_INVALID[1]} (${told})` });
  return fault("ALTINN_REFUSED", { message: `Altinn refuses the call for a reason not known here (${told})` });
}
