import { type ClientLink, epochMs, type Instant, instant } from "@saldovakt/domain";
import { createHttpClient, type HttpRequest, type RetryOptions, THREE_TRIES } from "@saldovakt/http";
import { createRequester } from "../caller.ts";
import { apiRequest, type CallCredentials, requireTwelveDigits } from "../request.ts";
import { createSessions } from "../sessions.ts";
import { requireAddresses } from "../settings.ts";
import type { SkatteverketOptions } from "../skatteverket.ts";
import type { OmbudSettings } from "./settings.ts";
import { linkIn, ownFault, roleIn } from "./wire.ts";

export interface OmbudOptions extends Omit<SkatteverketOptions, "settings"> {
  readonly settings: OmbudSettings;
}

/** A link ends three weeks after it was made. */
export const LINK_DAYS = 21;
const DAY_MS = 86_400_000;

/**
 * Ombudshantering 2.0, as far as this system asks it: for links. Errors are SaldovaktErrors: the codes of `faults.ts` here and beside it, the HTTP client's, and
 * `IDENTITY_LENGTH`.
 */
export interface OmbudHandling {
  /**
   * A link into the e-service in which the client, twelve digits, appoints the organisation in the certificate as juridiskt läsombud, until it is taken back. Made
   * anew with each call; it changes nothing until the client signs.
   */
  link(client: string): Promise<ClientLink>;
  /** The code of juridiskt läsombud, as configured or as the API lists it. */
  role(): Promise<string>;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/** Nothing is read, loaded or opened before the first call. Throws `SKV_ADDRESS_INVALID`. */
export function createOmbudHandling(options: OmbudOptions): OmbudHandling {
  const { settings, secret, limiter, timer, random, correlationId, createClient = createHttpClient, now } = options;
  requireAddresses(settings);
  const retry: RetryOptions = { ...THREE_TRIES, timer, random };
  const sessions = createSessions({ settings, secret, createClient, retry, now });
  const requester = createRequester({ now, sessions, limiter, retry, correlationId });
  const address = (path: string): string => `${settings.apiUrl.replace(/\/+$/, "")}${path}`;

  const get = (path: string, credentials: CallCredentials): HttpRequest =>
    apiRequest(address(path), credentials, settings.correlationHeader);

  const ask: typeof requester.ask = (request, judge) =>
    requester.ask(request, judge).catch((thrown: unknown) => {
      throw ownFault(thrown);
    });

  let asked: Promise<string> | undefined;
  function role(): Promise<string> {
    if (settings.role !== undefined) return Promise.resolve(settings.role);
    // What could not be asked is asked again by the next caller.
    asked ??= ask((credentials) => get("/roller", credentials), roleIn).catch((thrown: unknown) => {
      asked = undefined;
      throw thrown;
    });
    return asked;
  }

  function post(path: string, body: unknown, credentials: CallCredentials): HttpRequest {
    const { headers, ...request } = get(path, credentials);
    return { ...request, method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  }

  return {
    async link(client) {
      // Nothing else may come to stand in a path. The address holds personal data: it reaches neither a message nor a log.
      requireTwelveDigits(client);
      const path = `/ombud/autentisieratOmbud/huvudman/${client}/djuplank/utseombud`;
      const body = { ombudsroller: [await role()] };
      const before: Instant = now();
      const url = await ask(
        (credentials) => post(path, body, credentials),
        (response, at) => linkIn(response, at, settings.apiUrl),
      );
      return { url, expiresAt: instant(epochMs(before) + LINK_DAYS * DAY_MS) };
    },
    role,
    close: () => sessions.close(),
  };
}
