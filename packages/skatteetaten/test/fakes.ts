import { type createHttpClient, type HttpRequest, type HttpResponse, type Timer, virtualTimer } from "@saldovakt/http";
import { createSkatteetaten, type Skatteetaten } from "../src/skatteetaten.ts";
import type { Token, TokenSource } from "../src/token.ts";
import { instant, kidMod11, mod11Account } from "./numbers.ts";

/** The authorities publish this number as test data. */
export const ORG = "313367002";
export const READ_AT = instant("2026-11-23T05:00:00.000Z");
export const ACCOUNT = mod11Account("7694050001");
export const KID = kidMod11("123456789012");

export const response = (status: number, body: unknown = "", headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { ...(typeof body !== "string" && { "content-type": "application/json" }), ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
  truncated: false,
});

export const due = (forfallsdato: string, gjenstaaendeBeloep: number, more: object = {}) => ({
  kravforfallsIdentifikator: "1",
  forfallsdato,
  opprinneligBeloep: gjenstaaendeBeloep,
  gjenstaaendeBeloep,
  betalingsinformasjon: { kidnummer: KID, konto: { kontonummer: ACCOUNT, kontoeiersNavn: "Skatteetaten" } },
  ...more,
});

export const claim = (kravforfall: readonly object[], more: object = {}) => ({
  kravgruppe: "Arbeidsgiveravgift",
  kravtype: "X",
  kravforfall,
  kravbeskrivelse: { spraakTekst: [{ tekst: "Arbeidsgiveravgift", spraak: "nb" }] },
  kravperiode: { periodeBeskrivelse: "5. termin", aar: "2026" },
  opprettelsesdatoForKrav: "2026-11-01",
  ...more,
});

export type Answerer = (request: HttpRequest, n: number) => HttpResponse | Error | Promise<HttpResponse>;

export interface World {
  readonly source: Skatteetaten;
  readonly requests: HttpRequest[];
  readonly refused: string[];
  readonly timer: Timer;
}

/** The adapter over answers made up on the spot, in virtual time. */
export function world(answer: Answerer, tokens?: TokenSource): World {
  const requests: HttpRequest[] = [];
  const refused: string[] = [];
  const timer = virtualTimer(Date.parse(READ_AT));
  let given = 0;
  const own: TokenSource = {
    token: async (): Promise<Token> => ({ value: `token-${++given}` }),
    refuse: (_identity, token) => void refused.push(token.value),
  };
  const createClient: typeof createHttpClient = () => ({
    async send(request) {
      requests.push(request);
      const made = await answer(request, requests.length);
      if (made instanceof Error) throw made;
      return made;
    },
    close: async () => undefined,
  });
  let ids = 0;
  const source = createSkatteetaten({
    settings: { apiUrl: "https://api.example/v1", package: "regnskapssystem" },
    tokens: tokens ?? own,
    timer,
    random: () => 0.5,
    correlationId: () => `id-${++ids}`,
    createClient,
    now: () => READ_AT,
  });
  return { source, requests, refused, timer };
}
