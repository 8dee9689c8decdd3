import { randomBytes } from "node:crypto";
import type { Call } from "./call.ts";
import { errorReply, type Reply } from "./reply.ts";
import type { SignInBook } from "./sign-in-book.ts";
import { refusalPage, signPage } from "./sign-in-page.ts";
import type { SignInPerson } from "./sign-in-types.ts";
import { OTHER_SCOPES, SKATTEKONTO_SCOPE } from "./token-endpoint.ts";
import type { Token } from "./tokens.ts";

export interface AuthorizeHouse {
  readonly kind: "per" | "org";
  readonly book: SignInBook;
  readonly clientId: string;
  readonly redirectUris: readonly string[];
  readonly people: readonly SignInPerson[];
  /** Named in the callback, if at all. */
  readonly issuer: () => string | null;
  readonly signPath: string;
  /** What an organisation may read that shows its certificate: the accounts it is ombud for. */
  readonly organisationOpens: NonNullable<Token["opens"]>;
}

/** An authorisation request found right, waiting for its person. */
interface Transaction {
  readonly redirectUri: string;
  readonly state: string | null;
  readonly scope: string;
  readonly challenge: string;
  readonly expiresAt: number;
}

/** As long as somebody may take to sign. */
const SIGNING_MS = 15 * 60_000;
const KEPT = 1_000;

const PARAMETERS = ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"];

export interface Authorize {
  ask(call: Call): Reply;
  sign(call: Call): Reply;
}

/** The authorisation endpoint (RFC 6749 4.1.1, RFC 7636): proof of possession by S256 or nothing. */
export function authorizeEndpoint(house: AuthorizeHouse): Authorize {
  const { kind, book, people } = house;
  const waiting = new Map<string, Transaction>();

  function back(redirectUri: string, state: string | null, answer: Readonly<Record<string, string>>): Reply {
    const url = new URL(redirectUri);
    const issuer = house.issuer();
    const all = { ...answer, ...(state !== null && { state }), ...(issuer !== null && { iss: issuer }) };
    for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
    return { status: 303, headers: { location: url.href, "cache-control": "no-store", "referrer-policy": "no-referrer" }, body: "" };
  }

  function giveCode({ redirectUri, state, scope, challenge }: Transaction, opens: NonNullable<Token["opens"]>, at: number): Reply {
    const code = book.code({ scope, opens, refreshable: kind === "per", redirectUri, challenge, at });
    return back(redirectUri, state, { code });
  }

  function ask(call: Call): Reply {
    if (call.method !== "GET") return errorReply(405, "Method not allowed", { allow: "GET" });
    const { query } = call;
    const redirectUri = query.get("redirect_uri") ?? "";
    const repeated = PARAMETERS.some((name) => query.getAll(name).length > 1);
    if (repeated) return refusalPage(400, "En parameter förekommer flera gånger.");
    if (query.get("client_id") !== house.clientId) return refusalPage(400, "Programmet är inte känt.");
    // Word for word (RFC 9700 2.1): not by its beginning, and not by its host.
    if (!house.redirectUris.includes(redirectUri)) return refusalPage(400, "Adressen att återvända till är inte registrerad.");
    if (kind === "org" && !call.certificate?.trusted) return refusalPage(401, "Organisationscertifikat saknas.");

    const state = query.get("state");
    const refuse = (error: string, description: string): Reply => back(redirectUri, state, { error, error_description: description });
    if (query.get("response_type") !== "code") return refuse("unsupported_response_type", "only code");
    const scope = query.get("scope") ?? "";
    if (![SKATTEKONTO_SCOPE, ...OTHER_SCOPES].includes(scope)) return refuse("invalid_scope", "unknown scope");
    const challenge = query.get("code_challenge") ?? "";
    if (query.get("code_challenge_method") !== "S256" || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
      return refuse("invalid_request", "code_challenge by S256 is required");
    }
    const transaction: Transaction = { redirectUri, state, scope, challenge, expiresAt: call.at + SIGNING_MS };
    if (kind === "org") return giveCode(transaction, house.organisationOpens, call.at);

    const oldest = waiting.size >= KEPT ? waiting.keys().next().value : undefined;
    if (oldest !== undefined) waiting.delete(oldest);
    const id = randomBytes(24).toString("base64url");
    waiting.set(id, transaction);
    return signPage(house.signPath, id, people, redirectUri);
  }

  function sign(call: Call): Reply {
    if (call.method !== "POST") return errorReply(405, "Method not allowed", { allow: "POST" });
    const form = new URLSearchParams(call.body);
    const id = form.get("transaction") ?? "";
    const transaction = waiting.get(id);
    waiting.delete(id);
    if (!transaction || call.at >= transaction.expiresAt) return refusalPage(400, "Inloggningen är redan avslutad.");
    if (form.get("act") !== "sign") {
      const { redirectUri, state } = transaction;
      return back(redirectUri, state, { error: "access_denied", error_description: "the person broke off" });
    }
    const person = people[Number(form.get("person") ?? Number.NaN)];
    if (!person) return refusalPage(400, "Personen är inte känd.");
    const { mayRead } = person;
    const opens = (identity: string): boolean => mayRead === "all" || (mayRead !== "none" && mayRead.includes(identity));
    return giveCode(transaction, opens, call.at);
  }

  return { ask, sign };
}
