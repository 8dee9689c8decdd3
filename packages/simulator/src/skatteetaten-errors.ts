import { jsonReply, type Reply } from "./reply.ts";

/** The service's own codes, and those all services of the authority share: HTTP status and words. */
const CODES = {
  "KB-001": [500, "Uventet feil på tjenesten."],
  "KB-002": [500, "Uventet feil i et bakenforliggende system."],
  "KB-003": [404, "Ukjent url benyttet."],
  "KB-004": [401, "Feil i forbindelse med autentisering."],
  "KB-005": [403, "Feil i forbindelse med samtykketoken."],
  "KB-006": [400, "Feil i forbindelse med validering av inputdata."],
  "KB-007": [404, "Fant ingen krav/betalinger på angitt identifikator og periode."],
  "KB-008": [406, "Feil tilknyttet dataformat. Kun json eller xml er støttet."],
  "KB-009": [404, "Ingen treff på oppgitt identifikator."],
  "DAS-001": [500, "Det var en uventet feil på tjenesten."],
  "DAS-003": [500, "Den forespurte informasjonen er for øyeblikket utilgjengelig, vennligst prøv igjen senere!"],
  "DAS-008": [403, "Du er ikke autorisert for tilgang til den forespurte ressursen."],
} as const satisfies Record<string, readonly [status: number, melding: string]>;

export type ClaimsErrorCode = keyof typeof CODES;

/** The words vary while the code stays, as documented: `detail` is added to them. */
export function claimsError(kode: ClaimsErrorCode, korrelasjonsid: string, detail?: string): Reply {
  const [status, melding] = CODES[kode];
  return jsonReply(status, { kode, melding: detail === undefined ? melding : `${melding} ${detail}`, korrelasjonsid });
}
