import { type FaultTable, faultsOf, type SaldovaktError } from "@saldovakt/domain";

/**
 * Everything Skatteetaten can answer instead of figures, each with its own code. The authority's own words never stand in a message: nobody
 * promises that they hold no identity.
 */
const FAULTS = {
  SKE_INTERNAL: ["transient", "Skatteetaten reports an internal fault", "try again later"],
  SKE_ADDRESS_UNKNOWN: [
    "installation",
    "Skatteetaten knows no such address",
    "check `skatteetaten.apiUrl` and `skatteetaten.package` in the configuration",
  ],
  SKE_TOKEN_REFUSED: [
    "installation",
    "Skatteetaten refuses the access token, a new one too",
    "check that `maskinporten.environment` and `skatteetaten.environment` belong together, and that the scope is granted to the client",
  ],
  SKE_NOT_AUTHORISED: [
    "account",
    "Skatteetaten does not let us read this organisation",
    "have the organisation approve the system user with the access package for Krav og betalinger; `saldovakt norway status` shows where it stands",
  ],
  SKE_REQUEST_REFUSED: ["account", "Skatteetaten does not take the request", "check the organisation number; report it if it is right"],
  SKE_FORMAT_REFUSED: ["installation", "Skatteetaten does not answer in JSON", "check `skatteetaten.apiUrl` in the configuration"],
  SKE_ACCOUNT_UNKNOWN: [
    "account",
    "Skatteetaten knows no organisation under this number",
    "compare the number with Brønnøysundregistrene, digit by digit",
  ],
  SKE_WITHHELD: [
    "account",
    "Skatteetaten withholds this organisation's figures (skjermet)",
    "ask Skatteetaten: the figures are shielded and cannot be read by machine",
  ],
  SKE_RATE_LIMITED: ["transient", "Skatteetaten answers that the calls come too often", "wait; five calls at once are allowed"],
  SKE_HTML: ["transient", "Skatteetaten answered with a web page instead of data", "try again later; if it stays so, check `apiUrl`"],
  SKE_MALFORMED: ["transient", "Skatteetaten's answer is cut short or malformed", "try again later"],
  SKE_ANSWER_UNEXPECTED: [
    "account",
    "Skatteetaten's answer is not what its documentation promises",
    "report it: the figures of this organisation cannot be trusted until it is understood",
  ],
  SKE_BAD_GATEWAY: ["transient", "Skatteetaten's servers are out of order", "try again later"],
  SKE_REFUSED: [
    "account",
    "Skatteetaten refuses the call for a reason it does not give",
    "check `apiUrl` and `package` in the configuration",
  ],
} as const satisfies FaultTable;

export type SkatteetatenFaultCode = keyof typeof FAULTS;

/** The coded error, with what is particular to this case in place of the general words. */
export const fault = faultsOf(FAULTS);

/** An answer in which that field is garbled. The path is made of the authority's field names and row numbers, never of values. */
export function unexpected(answer: string, path: string): SaldovaktError {
  const where = path === "" ? `the answer ${answer} is not an object` : `the answer ${answer} garbles the field ${path}`;
  return fault("SKE_ANSWER_UNEXPECTED", { message: `Skatteetaten's answer is not understood: ${where}` });
}
