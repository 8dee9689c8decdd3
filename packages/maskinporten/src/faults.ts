import { type FaultTable, faultsOf } from "@saldovakt/domain";

/**
 * Everything Maskinporten can answer instead of a token: whose fault it is, what happened and what to do. The code Maskinporten itself gives
 * (Digdir, "Feilsøking i Maskinporten") stands in brackets at the end of the message. Its own words never do: they hold organisation numbers.
 */
const FAULTS = {
  MP_GRANT_MALFORMED: [
    "installation",
    "Maskinporten does not understand the grant (MP-011)",
    "check `clientId` and `kid` in the secret for stray characters or line breaks",
  ],
  MP_GRANT_REUSED: ["transient", "Maskinporten has seen the grant before (MP-012)", "try again: every try sends a new grant"],
  MP_CLIENT_UNKNOWN: [
    "installation",
    "Maskinporten does not know the client (MP-100)",
    "check `clientId` in the secret, and that the client was made in the same environment, test or production",
  ],
  MP_KEY_UNKNOWN: [
    "installation",
    "Maskinporten does not know the key of the client",
    "check `kid` in the secret, and that the key is registered on this client in this environment",
  ],
  MP_KEY_REQUIRED: [
    "installation",
    "Maskinporten wants a key registered on the client, and was shown a certificate",
    "put `kid` and `key` in the secret in place of `cert`, or remove the registered keys from the client",
  ],
  MP_AUDIENCE_REFUSED: [
    "installation",
    "Maskinporten is not the one the grant is for (MP-110)",
    "check `issuer` in the configuration, the slash at its end included",
  ],
  MP_CERTIFICATE_REFUSED: [
    "installation",
    "Maskinporten refuses the enterprise certificate (MP-120)",
    "check that it is a valid virksomhetssertifikat, a test one for test and a production one for production",
  ],
  MP_KEY_EXPIRED: [
    "installation",
    "the client's key has expired at Maskinporten (MP-121)",
    "register a new key on the client, or the same one again: a key lasts one year from the day it is registered",
  ],
  MP_CERTIFICATE_FOREIGN: [
    "installation",
    "the enterprise certificate belongs to another organisation than the client (MP-122)",
    "use the certificate of the organisation that owns the client, or make a client for the one that owns the certificate",
  ],
  MP_CHAIN_REFUSED: [
    "installation",
    "Maskinporten cannot read the certificate chain (MP-123)",
    "give `cert` in the secret as PEM, the own certificate first and its issuers after it",
  ],
  MP_SIGNATURE_REFUSED: [
    "installation",
    "Maskinporten finds the signature wrong (MP-124)",
    "check that `key` belongs to `kid` or `cert`, that the certificate has not expired and that it belongs to this environment",
  ],
  MP_CLOCK: [
    "transient",
    "Maskinporten finds the grant's time wrong (MP-130)",
    "let this machine set its clock by NTP: it may differ from Maskinporten's by ten seconds at most",
  ],
  MP_SCOPE_REFUSED: [
    "installation",
    "the scope is not registered on the client (MP-200)",
    "add the scope to the client in Digdir's self-service, and check its spelling in the configuration",
  ],
  MP_SCOPE_FOREIGN: [
    "installation",
    "the scope is not one for Maskinporten (MP-201)",
    "make the client anew with the integration type `maskinporten`, and check the scope's spelling",
  ],
  MP_NO_ACCESS: [
    "account",
    "the customer has no access to the scope (MP-250)",
    "have the customer ask the API's provider for access to the scope",
  ],
  MP_NOT_DELEGATED: [
    "account",
    "the customer has not delegated the scope (MP-251)",
    "have the customer delegate the API in Altinn to the organisation that owns the client",
  ],
  MP_CONSUMER_IS_CLIENT: [
    "account",
    "the customer named is the client's own organisation, which needs no delegation",
    "leave out `consumerOrg` for this account",
  ],
  MP_DETAILS_TYPE_UNKNOWN: [
    "installation",
    "Maskinporten knows no system users (MP-301)",
    "check `issuer` in the configuration: system users exist in Maskinporten's own environments only",
  ],
  MP_DETAILS_FIELD_UNKNOWN: [
    "installation",
    "Maskinporten does not understand the request for a system user (MP-302)",
    "report it: Maskinporten's protocol has changed",
  ],
  MP_SYSTEM_USER_MISSING: [
    "account",
    "Altinn has no system user of the customer for this system (MP-303)",
    "have the customer approve the system user in Altinn; check that `externalRef` is the one it was asked for with, and that the system lists this client id",
  ],
  MP_RATE_LIMITED: ["transient", "Maskinporten answers that the calls come too often", "try again later"],
  MP_UNAVAILABLE: ["transient", "Maskinporten is out of order", "try again later"],
  MP_HTML: [
    "transient",
    "a web page came in place of Maskinporten's answer",
    "try again later; if it stays so, check `issuer` and the network",
  ],
  MP_MALFORMED: ["transient", "Maskinporten's answer is cut short or malformed", "try again later"],
  MP_REFUSED: ["installation", "Maskinporten refuses the grant for a reason not known here", "check client, key, scope and environment"],
  MP_ANSWER_UNEXPECTED: [
    "installation",
    "Maskinporten's answer holds no token of a kind known here",
    "check `issuer` in the configuration",
  ],
  MP_METADATA_UNUSABLE: ["installation", "Maskinporten's metadata cannot be used", "check `issuer` in the configuration"],
  MP_ISSUER_MISMATCH: [
    "installation",
    "the metadata belongs to another issuer than the one configured",
    "write `issuer` exactly as Maskinporten does, the slash at its end included",
  ],
} as const satisfies FaultTable;

export type MaskinportenFaultCode = keyof typeof FAULTS;

/** The coded error, with what is particular to this case in place of the general words. @internal */
export const fault = faultsOf(FAULTS);

/** Maskinporten's own codes. */
export const BY_OWN_CODE: Readonly<Record<string, MaskinportenFaultCode>> = {
  "MP-011": "MP_GRANT_MALFORMED",
  "MP-012": "MP_GRANT_REUSED",
  "MP-100": "MP_CLIENT_UNKNOWN",
  "MP-110": "MP_AUDIENCE_REFUSED",
  "MP-120": "MP_CERTIFICATE_REFUSED",
  "MP-121": "MP_KEY_EXPIRED",
  "MP-122": "MP_CERTIFICATE_FOREIGN",
  "MP-123": "MP_CHAIN_REFUSED",
  "MP-124": "MP_SIGNATURE_REFUSED",
  "MP-130": "MP_CLOCK",
  "MP-200": "MP_SCOPE_REFUSED",
  "MP-201": "MP_SCOPE_FOREIGN",
  "MP-250": "MP_NO_ACCESS",
  "MP-251": "MP_NOT_DELEGATED",
  "MP-301": "MP_DETAILS_TYPE_UNKNOWN",
  "MP-302": "MP_DETAILS_FIELD_UNKNOWN",
  "MP-303": "MP_SYSTEM_USER_MISSING",
};
