import { type FaultTable, faultsOf, type SaldovaktError } from "@saldovakt/domain";

/**
 * Everything Skatteverket can answer instead of figures, each with its own code: whose fault it is, what happened, and what to do. The
 * authority's own words never stand in a message: nobody promises that they hold no identity.
 */
const FAULTS = {
  SKV_IDENTITY_REFUSED: [
    "account",
    "Skatteverket does not take the account's identity number",
    "compare the number with the registration: twelve digits, 16 before an organisation number",
  ],
  SKV_DATE_REFUSED: ["input", "Skatteverket does not take the date", "ask for a day that exists and is not in the future"],
  SKV_ACCOUNT_UNKNOWN: [
    "account",
    "Skatteverket knows no tax account under this identity number",
    "check the identity number; the account may have been closed, or not yet registered",
  ],
  SKV_INTERNAL: ["transient", "Skatteverket reports an internal fault", "try again later"],
  SKV_CLOSED: [
    "transient",
    "Skatteverket's service is closed for now",
    "try again after 05.00 Swedish time; it closes 03.00–05.00 every night",
  ],
  SKV_NOT_AUTHORISED: [
    "account",
    "Skatteverket does not let us read this account",
    "have the account's owner appoint as juridiskt läsombud the organisation number in the certificate: `saldovakt ombud link ACCOUNT` prints what to send; one's own account needs none, so there the certificate is another organisation's",
  ],
  SKV_KEYS_REFUSED: [
    "installation",
    "Skatteverket's gateway refuses the API keys",
    "check `apigw.clientId` and `apigw.clientSecret` in the secret, and that they belong to this environment",
  ],
  SKV_SCOPE_REFUSED: [
    "installation",
    "Skatteverket does not grant the scope",
    "check `scope` in the configuration, and that the agreement covers Skattekonto",
  ],
  SKV_TOKEN_REFUSED: [
    "installation",
    "Skatteverket refuses the access token, a new one too",
    "check that `tokenUrl` and `apiUrl` belong to the same environment, and that the keys of both pairs belong together",
  ],
  SKV_CREDENTIALS_REFUSED: [
    "installation",
    "Skatteverket's token endpoint refuses the client",
    "check `oauth2.clientId` and `oauth2.clientSecret` (a designated certificate must be the one named in the agreement), and that they belong to this environment",
  ],
  SKV_CERTIFICATE_REFUSED: [
    "installation",
    "Skatteverket refuses the organisation certificate",
    "check with `saldovakt doctor` that the certificate is valid, issued by Expisoft for this environment and complete with its chain",
  ],
  SKV_RATE_LIMITED: [
    "transient",
    "Skatteverket answers that the calls come too often",
    "wait; if it stays so, lower `requestsPerSecond` in the configuration",
  ],
  SKV_HTML: [
    "transient",
    "Skatteverket answered with a web page instead of data",
    "try again later; if it stays so, check `apiUrl` and `tokenUrl`",
  ],
  SKV_MALFORMED: ["transient", "Skatteverket's answer is cut short or malformed", "try again later"],
  SKV_ANSWER_UNEXPECTED: [
    "account",
    "Skatteverket's answer is not what its service description promises",
    "report it: the figures of this account cannot be trusted until it is understood",
  ],
  SKV_BAD_GATEWAY: ["transient", "Skatteverket's servers are out of order", "try again later"],
  SKV_REFUSED: [
    "account",
    "Skatteverket refuses the call for a reason it does not give",
    "check `apiUrl` and the paths in the configuration",
  ],
} as const satisfies FaultTable;

export type SkatteverketFaultCode = keyof typeof FAULTS;

/** The coded error, with what is particular to this case in place of the general words. */
export const fault = faultsOf(FAULTS);

/** An answer in which that field is missing or garbled. The path is made of the authority's field names and row numbers, never of values. */
export function unexpected(answer: string, path: string, cause?: unknown): SaldovaktError {
  const where = path === "" ? `the answer ${answer} is not an object` : `the answer ${answer} lacks or garbles the field ${path}`;
  return fault("SKV_ANSWER_UNEXPECTED", { message: `Skatteverket's answer is not understood: ${where}`, cause });
}
