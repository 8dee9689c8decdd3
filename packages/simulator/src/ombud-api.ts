import { randomUUID } from "node:crypto";
import { type Call, type Handled, promptly } from "./call.ts";
import { type Door, type Form, refuseForm, refuseToken, tokenOf } from "./gateway.ts";
import { isIdentity } from "./identities.ts";
import { errorReply, jsonReply, type Reply } from "./reply.ts";
import type { Tokens } from "./tokens.ts";
import type { OmbudApiOptions } from "./types.ts";

// What is known of this API is second-hand (`@saldovakt/skatteverket/ombud` says what from whom): a stand-in for trying the way a link takes, no proof of it.

export const OMBUD_PATH = "/behorighet/ombudshantering/v2";
export const OMBUD_SCOPE = "obr";

export interface OmbudApi extends Door, OmbudApiOptions {
  readonly tokens: Tokens;
  knows(identity: string): boolean;
}

/** Codes of our own: the register's are not public. */
const ROLES = { X1: "Deklarationsombud", X2: "Juridiskt läsombud", X3: "Momsdeklaration, ombud" };
const ROLLER = `${OMBUD_PATH}/roller`;
const LINK = new RegExp(`^${OMBUD_PATH}/ombud/autentisieratOmbud/huvudman/([^/]+)/djuplank/utseombud$`);
const CORRELATION_HEADER = "skv_client_correlation_id";

/** The wanted roles, if the body is what it must be. */
function wanted(body: string): readonly unknown[] | null {
  try {
    const { ombudsroller, ...rest } = JSON.parse(body) as Record<string, unknown>;
    return Array.isArray(ombudsroller) && ombudsroller.length > 0 && Object.keys(rest).every((name) => name === "giltigTom")
      ? ombudsroller
      : null;
  } catch {
    return null;
  }
}

/** Lists the roles, and makes links that lead nowhere, each another; they name nobody. */
export function ombudApi(house: OmbudApi): (call: Call) => Handled {
  const { roles = ROLES, listIn } = house;
  const list = Object.entries(roles).map(([roll, rollbeskrivning]) => ({ roll, rollbeskrivning }));

  function link(call: Call, identity: string): Reply {
    const asked = wanted(call.body);
    if (!call.headers["content-type"]?.startsWith("application/json") || asked === null) return errorReply(400, "Bad request");
    if (!isIdentity(identity) || asked.some((role) => !Object.hasOwn(roles, String(role)))) return errorReply(400, "Bad request");
    if (!house.knows(identity)) return errorReply(404, "Not found");
    return jsonReply(200, { djuplank: `https://localhost/ombudochbehorigheter/${randomUUID()}` });
  }

  return (call) => {
    const found = LINK.exec(call.path);
    if (!found && call.path !== ROLLER) return { kind: "unknown", delivery: promptly(errorReply(404, "Not found")) };
    const form: Form = { method: found ? "POST" : "GET", correlationHeader: CORRELATION_HEADER };
    const token = tokenOf(call, house.tokens);
    const refused = refuseForm(house, call, form) ?? refuseToken(token, call.at, OMBUD_SCOPE);
    const right = (): Reply => (found ? link(call, found[1] ?? "") : jsonReply(200, listIn === undefined ? list : { [listIn]: list }));
    return {
      kind: found ? "djuplank" : "roller",
      ...(token ? { tokenGeneration: token.generation } : {}),
      delivery: promptly(refused ?? right()),
    };
  };
}
