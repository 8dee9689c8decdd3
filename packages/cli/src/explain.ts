import type { SaldovaktError } from "@saldovakt/domain";
import type { MaskinportenFaultCode } from "@saldovakt/maskinporten";

/** Whose turn it is: the installation's operator, the customer, the authority behind the API, or nobody's (it passes). */
export type Turn = "operator" | "customer" | "provider" | "nobody";

/** A fault in plain words. */
export interface Explanation {
  /** Ours, stable. */
  readonly code: string;
  /** Maskinporten's own, where it has one. */
  readonly own: string | null;
  readonly means: string;
  readonly turn: Turn;
  /** One imperative sentence to whoever reads it, the operator. */
  readonly next: string;
}

type Words = readonly [own: string | null, turn: Turn, means: string, next: string];

const SELF_SERVICE = "Digdir's self-service (sjolvbetjening.samarbeid.digdir.no)";

/** What each refusal of Maskinporten's means to whoever runs this installation (Digdir, "Feilsøking i Maskinporten"). */
const WORDS: Readonly<Record<MaskinportenFaultCode, Words>> = {
  MP_GRANT_MALFORMED: [
    "MP-011",
    "operator",
    "Maskinporten cannot read what it was sent: client id or key id hold something that does not belong there",
    `compare clientId and kid in the secret with ${SELF_SERVICE}, character by character`,
  ],
  MP_GRANT_REUSED: ["MP-012", "nobody", "Maskinporten has seen this very request before", "try again: every try is a new request"],
  MP_CLIENT_UNKNOWN: [
    "MP-100",
    "operator",
    "Maskinporten knows no client with this id: it is misspelt, deleted, or belongs to the other environment",
    "compare clientId in the secret and maskinporten.environment with the client in Digdir's self-service",
  ],
  MP_KEY_UNKNOWN: [
    null,
    "operator",
    "the client exists, but no key with this id is registered on it",
    "register the public key on the client, and write the kid it is given there into the secret",
  ],
  MP_KEY_REQUIRED: [
    null,
    "operator",
    "the client has registered keys, so Maskinporten takes no certificate from it",
    "put kid and key in the secret in place of cert, or remove the keys from the client",
  ],
  MP_AUDIENCE_REFUSED: [
    "MP-110",
    "operator",
    "the request was meant for another Maskinporten than the one that got it",
    "leave maskinporten.issuer out, or write it with the slash at its end, of the same environment as the client",
  ],
  MP_CERTIFICATE_REFUSED: [
    "MP-120",
    "operator",
    "Maskinporten does not accept the enterprise certificate: it has expired, is revoked, or is a test one in production or the other way round",
    "order a virksomhetssertifikat of the right environment from Buypass or Commfides, and put it in the secret",
  ],
  MP_KEY_EXPIRED: [
    "MP-121",
    "operator",
    "the key's time at Maskinporten is over: a registered key lasts a year at most",
    "register a new key on the client, and put it in the secret with its kid",
  ],
  MP_CERTIFICATE_FOREIGN: [
    "MP-122",
    "operator",
    "the certificate belongs to one organisation and the client to another",
    "use the certificate of the organisation that owns the client",
  ],
  MP_CHAIN_REFUSED: [
    "MP-123",
    "operator",
    "Maskinporten cannot read the chain of certificates",
    "give cert in the secret as PEM, the own certificate and its issuers",
  ],
  MP_SIGNATURE_REFUSED: [
    "MP-124",
    "operator",
    "the signature does not fit: the private key is not the other half of what kid or cert names",
    "check that key and kid (or cert) in the secret were made together",
  ],
  MP_CLOCK: [
    "MP-130",
    "operator",
    "this machine's clock differs from Maskinporten's by more than ten seconds",
    "let this machine set its clock by NTP; until then Maskinporten's own time is used",
  ],
  MP_SCOPE_REFUSED: [
    "MP-200",
    "operator",
    "the scope asked for is not on the client, or is misspelt",
    `add it to the client in ${SELF_SERVICE}, and compare skatteetaten.scope with it`,
  ],
  MP_SCOPE_FOREIGN: [
    "MP-201",
    "operator",
    "the scope is one for people who log in, not for Maskinporten, or the client was made for logging in",
    "make a client with the integration type Maskinporten, and compare skatteetaten.scope with the authority's documentation",
  ],
  MP_NO_ACCESS: [
    "MP-250",
    "customer",
    "the customer's organisation has not been given the scope by the authority behind it",
    "have the customer apply to Skatteetaten for the scope",
  ],
  MP_NOT_DELEGATED: [
    "MP-251",
    "customer",
    "the customer has the scope but has not delegated it to the organisation that owns the client, or has taken the delegation back",
    "have the customer delegate the API to your organisation in Altinn; where your own organisation has the scope, take consumerOrg out: a system user needs no delegation",
  ],
  MP_CONSUMER_IS_CLIENT: [
    null,
    "operator",
    "consumerOrg is the client's own organisation, which needs no delegation",
    "take consumerOrg out of the account",
  ],
  MP_DETAILS_TYPE_UNKNOWN: [
    "MP-301",
    "operator",
    "this Maskinporten knows no system users",
    "check maskinporten.issuer: system users exist in Maskinporten's own environments only",
  ],
  MP_DETAILS_FIELD_UNKNOWN: [
    "MP-302",
    "operator",
    "Maskinporten does not understand how a system user is asked for",
    "update Saldovakt; if it is up to date, report it",
  ],
  MP_SYSTEM_USER_MISSING: [
    "MP-303",
    "customer",
    "Altinn has no system user of this customer for this system: it was never approved, was taken away, has another external reference, or the system does not list this client",
    "see `saldovakt norway status`; ask with `saldovakt norway request-system-user`, and run `saldovakt norway register-system` after a change of client",
  ],
  MP_RATE_LIMITED: [null, "nobody", "Maskinporten is asked too often", "try again in a minute"],
  MP_UNAVAILABLE: [null, "nobody", "Maskinporten is out of order or out of reach", "try again later; status.digdir.no tells of outages"],
  MP_HTML: [
    null,
    "nobody",
    "a web page came in place of Maskinporten's answer: maintenance, or a proxy in between",
    "try again later; if it stays so, check maskinporten.issuer and the network",
  ],
  MP_MALFORMED: [null, "nobody", "Maskinporten's answer was cut off on its way", "try again later"],
  MP_REFUSED: [
    null,
    "operator",
    "Maskinporten refuses, and its reason is not one known here",
    "compare client, key, scopes and environment with Digdir's self-service",
  ],
  MP_ANSWER_UNEXPECTED: [
    null,
    "operator",
    "what answers is not Maskinporten, or it has changed",
    "leave maskinporten.issuer out, or compare it with Digdir's documentation",
  ],
  MP_METADATA_UNUSABLE: [
    null,
    "operator",
    "what Maskinporten says of itself cannot be used: something else answers at its address",
    "leave maskinporten.issuer out, or compare it with Digdir's documentation",
  ],
  MP_ISSUER_MISMATCH: [
    null,
    "operator",
    "the address answers, but as another issuer than the one configured",
    "write maskinporten.issuer exactly as Maskinporten does, with the slash at its end",
  ],
};

/** Without a customer, it is the organisation that owns the client which lacks the scope. */
const OWN_ACCESS: Words = [
  "MP-250",
  "provider",
  "the organisation that owns the client has not been given the scope by the authority behind it",
  "apply to Skatteetaten for the scope, and wait until it is granted",
];

const TURN_OF: Readonly<Record<SaldovaktError["scope"], Turn>> = {
  input: "operator",
  installation: "operator",
  account: "customer",
  transient: "nobody",
  internal: "operator",
};

const GENERAL_NEXT = "run `saldovakt doctor`, which looks at every part of the installation in turn";

/** A fault of reading a Norwegian account, or of setting that up: what it means, whose turn it is and what comes next. */
export function explain({ code, message, scope, remedy }: SaldovaktError): Explanation {
  const known = Object.hasOwn(WORDS, code) ? WORDS[code as MaskinportenFaultCode] : undefined;
  if (!known) return { code, own: null, means: message, turn: TURN_OF[scope], next: remedy ?? GENERAL_NEXT };
  const [own, turn, means, next] = code === "MP_NO_ACCESS" && scope === "installation" ? OWN_ACCESS : known;
  return { code, own, means, turn, next };
}

/** Whether Maskinporten is where the fault comes from: only of those is more known here than the fault says itself. */
export const isMaskinportens = ({ code }: Pick<SaldovaktError, "code">): boolean => Object.hasOwn(WORDS, code);

/** Whose turn it is, for tables and sentences. */
export const TURN_WORDS: Readonly<Record<Turn, string>> = {
  operator: "yours",
  customer: "the customer's",
  provider: "the authority's",
  nobody: "nobody's",
};
