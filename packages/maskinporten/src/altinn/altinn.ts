import { parseIdentity, SaldovaktError } from "@saldovakt/domain";
import { createHttpClient, type HttpResponse, type RetryOptions, retrying, THREE_TRIES, type Timer } from "@saldovakt/http";
import { authorityClient } from "../authority-client.ts";
import { normalised, type TokenRequest } from "../grant.ts";
import type { Maskinporten } from "../maskinporten.ts";
import { callWithToken, tokenBook } from "../token-book.ts";
import { type AltinnCall, isNothing, vendorRequest } from "./call.ts";
import { exchangeRequest, judgeExchange } from "./exchange.ts";
import { fault } from "./faults.ts";
import { judgeAnswer } from "./judge.ts";
import { type RegisteredSystem, type SystemDescription, systemBody, systemIdOf, systemOf } from "./systems.ts";
import {
  orderBody,
  orderState,
  type SystemUser,
  type SystemUserKey,
  type SystemUserKind,
  type SystemUserOrder,
  type SystemUserOrderState,
  systemUserOf,
} from "./users.ts";
import { REQUEST, read, SYSTEM, SYSTEM_USER, SYSTEM_USERS } from "./wire.ts";

export interface AltinnOptions {
  /** `https://platform.altinn.no`, without a slash at the end. */
  readonly platformUrl: string;
  /** PEM certificates trusted beside the built-in roots. */
  readonly ca?: string;
  readonly maskinporten: Pick<Maskinporten, "withToken">;
  readonly timer: Timer;
  readonly random: () => number;
  readonly createClient?: typeof createHttpClient;
}

/** Scopes Digdir grants a system's vendor. */
export const ALTINN_SCOPES = {
  register: "altinn:authentication/systemregister.write",
  order: "altinn:authentication/systemuser.request.write",
  follow: "altinn:authentication/systemuser.request.read",
} as const;

/**
 * Altinn's platform, as a system's vendor and as an API's provider call it. Errors are SaldovaktErrors: the codes of `faults.ts` beside this file,
 * Maskinporten's and the HTTP client's.
 */
export interface Altinn {
  /** Registers a system. Resolves to its id. */
  registerSystem(system: SystemDescription): Promise<string>;
  /** Replaces everything a registered system says of itself. */
  replaceSystem(system: SystemDescription): Promise<void>;
  /** Null when there is none of that id; `ALTINN_FORBIDDEN` when it is another vendor's. */
  system(systemId: string): Promise<RegisteredSystem | null>;
  /** Asks a customer for a system user. Asked again for the same one, Altinn answers with the order it has. */
  orderSystemUser(order: SystemUserOrder): Promise<SystemUserOrderState>;
  /** What has become of an order, by its id. Null when there is none. */
  order(id: string, kind?: SystemUserKind): Promise<SystemUserOrderState | null>;
  /** The same, by what was asked for. */
  orderFor(key: SystemUserKey, kind?: SystemUserKind): Promise<SystemUserOrderState | null>;
  /** The customer's system user for our system; null when it has none. */
  systemUser(key: SystemUserKey): Promise<SystemUser | null>;
  /** Every system user of our system. */
  systemUsers(systemId: string): Promise<readonly SystemUser[]>;
  /** Makes one call with a token of Altinn's own, got in exchange for one of Maskinporten's; once more with a new one after a 401. */
  withAltinnToken(request: TokenRequest, call: (token: string) => Promise<HttpResponse>): Promise<HttpResponse>;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

const REGISTER = "/authentication/api/v1/systemregister/vendor";
const ORDERS = "/authentication/api/v1/systemuser/request/vendor";
const USERS = "/authentication/api/v1/systemuser/vendor";
/** Pages of system users followed at most; a page holds some dozens. */
const MOST_PAGES = 1_000;

const segment = encodeURIComponent;

/** Nothing is loaded or opened before the first call. Throws `ALTINN_ADDRESS_INVALID`. */
export function createAltinn(options: AltinnOptions): Altinn {
  const { ca, maskinporten, timer, random, createClient = createHttpClient } = options;
  if (!URL.canParse(options.platformUrl)) {
    const remedy = "write it as https://host, or leave it out for the platform of the environment";
    throw new SaldovaktError("`platformUrl` is not a complete URL", { code: "ALTINN_ADDRESS_INVALID", scope: "installation", remedy });
  }
  const platformUrl = options.platformUrl.replace(/\/+$/, "");
  const http = authorityClient(createClient, ca);
  const retry: RetryOptions = { ...THREE_TRIES, timer, random };
  const book = tokenBook(timer.now);

  /** A good answer, or in a look-up none. Passing faults are tried again. */
  async function send(call: AltinnCall): Promise<HttpResponse> {
    const once = async (): Promise<HttpResponse> => {
      const response = await maskinporten.withToken({ scopes: [call.scope] }, (token) =>
        http.send(vendorRequest(platformUrl, call, token)),
      );
      return call.mayBeMissing && isNothing(response) ? response : judgeAnswer(response, timer.now());
    };
    return call.onceOnly ? once() : retrying(once, retry);
  }

  const orderPath = (kind: SystemUserKind): string => (kind === "agent" ? `${ORDERS}/agent` : ORDERS);

  async function foundOrder(path: string): Promise<SystemUserOrderState | null> {
    const response = await send({ scope: ALTINN_SCOPES.follow, method: "GET", path, mayBeMissing: true });
    return isNothing(response) ? null : orderState(read(REQUEST, response, "the order"));
  }

  return {
    async registerSystem(system) {
      // Not tried again: when only the answer was lost, the second try would be told that the system exists.
      await send({ scope: ALTINN_SCOPES.register, method: "POST", path: REGISTER, body: systemBody(system), onceOnly: true });
      return systemIdOf(system);
    },
    async replaceSystem(system) {
      const path = `${REGISTER}/${segment(systemIdOf(system))}`;
      await send({ scope: ALTINN_SCOPES.register, method: "PUT", path, body: systemBody(system) });
    },
    async system(systemId) {
      const path = `${REGISTER}/${segment(systemId)}`;
      const response = await send({ scope: ALTINN_SCOPES.register, method: "GET", path, mayBeMissing: true });
      return isNothing(response) ? null : systemOf(read(SYSTEM, response, "the system"));
    },
    async orderSystemUser(order) {
      const response = await send({
        scope: ALTINN_SCOPES.order,
        method: "POST",
        path: orderPath(order.kind ?? "standard"),
        body: orderBody(order),
      });
      return orderState(read(REQUEST, response, "the order"));
    },
    order: (id, kind = "standard") => foundOrder(`${orderPath(kind)}/${segment(id)}`),
    orderFor({ systemId, org, externalRef }, kind = "standard") {
      const { number } = parseIdentity(org);
      const parts = [systemId, number, externalRef ?? number].map(segment).join("/");
      return foundOrder(`${orderPath(kind)}/byexternalref/${parts}`);
    },
    async systemUser({ systemId, org, externalRef }) {
      const query = new URLSearchParams({ "system-id": systemId, orgno: parseIdentity(org).number });
      if (externalRef !== undefined) query.set("external-ref", externalRef);
      const response = await send({ scope: ALTINN_SCOPES.order, method: "GET", path: `${USERS}/byquery?${query}`, mayBeMissing: true });
      if (isNothing(response)) return null;
      const found = read(SYSTEM_USER, response, "the system user");
      return found.isDeleted ? null : systemUserOf(found);
    },
    async systemUsers(systemId) {
      const all: SystemUser[] = [];
      let path: string | undefined = `${USERS}/bysystem/${segment(systemId)}`;
      for (let page = 0; path !== undefined && page < MOST_PAGES; page++) {
        const response: HttpResponse = await send({ scope: ALTINN_SCOPES.register, method: "GET", path });
        const { data, links } = read(SYSTEM_USERS, response, "the list of system users");
        all.push(...data.filter(({ isDeleted }) => !isDeleted).map(systemUserOf));
        path = links?.next ? nextPage(links.next, platformUrl) : undefined;
      }
      return all;
    },
    async withAltinnToken(request, call) {
      const key = JSON.stringify(normalised(request));
      const exchanged = () =>
        retrying(async () => {
          const response = await maskinporten.withToken(request, (token) => http.send(exchangeRequest(platformUrl, token)));
          return judgeExchange(response, timer.now());
        }, retry);
      return callWithToken(book, async () => ({ key, token: await book.get(key, exchanged) }), call);
    },
    close: () => http.close(),
  };
}

/** The path of the next page. The token goes to the platform and nowhere else, whatever host an answer names. */
function nextPage(next: string, platformUrl: string): string {
  const url = URL.parse(next, `${platformUrl}/`);
  if (!url?.pathname.startsWith(USERS)) throw fault("ALTINN_ANSWER_UNEXPECTED");
  return `${url.pathname}${url.search}`;
}
