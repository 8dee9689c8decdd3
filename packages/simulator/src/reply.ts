/** An answer before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const JSON_TYPE = "application/json;charset=UTF-8";

export function jsonReply(status: number, document: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { "content-type": JSON_TYPE, ...headers }, body: JSON.stringify(document) };
}

/** The flat error of gateway and token endpoint. */
export const errorReply = (status: number, error: string, headers?: Readonly<Record<string, string>>): Reply =>
  jsonReply(status, { error }, headers);

export const emptyReply = (status: number): Reply => ({ status, headers: {}, body: "" });

export type Felkod = 1 | 2 | 3 | 4 | 5 | 6;

/** The service's own errors: HTTP status and text (service description 4.1.1–4.1.4). */
const FELKODER: Readonly<Record<Felkod, readonly [status: number, text: string]>> = {
  1: [400, "Felaktigt organisationsnummer"],
  2: [400, "Felaktigt datum"],
  3: [404, "Registrerat skattekonto saknas"],
  4: [500, "Internt fel"],
  5: [503, "Skattekontot är stängt"],
  6: [403, "Auktorisation saknas"],
};

export function felkodReply(felkod: Felkod): Reply {
  const [status, felmeddelande] = FELKODER[felkod];
  return jsonReply(status, { felkod, felmeddelande });
}

/** The page the gateway shows instead of an answer. */
export function pageReply(status: number): Reply {
  const page =
    '<!DOCTYPE html>\n<html lang="sv"><head><title>Tjänsten är inte tillgänglig</title></head>' +
    "<body><h1>Tjänsten är inte tillgänglig just nu</h1><p>Försök igen senare.</p></body></html>\n";
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body: page };
}
