import type { Instant, SaldovaktError } from "@saldovakt/domain";
import { type HttpResponse, type Json, jsonObject } from "@saldovakt/http";
import { closed, infrastructureFault } from "./answer.ts";
import { fault } from "./faults.ts";

/** The service's own errors, `{"felkod": n, "felmeddelande": "…"}` (service description 4.1). */
function felkodFault(felkod: number, now: Instant): SaldovaktError | null {
  switch (felkod) {
    case 1:
      return fault("SKV_IDENTITY_REFUSED");
    case 2:
      return fault("SKV_DATE_REFUSED");
    case 3:
      return fault("SKV_ACCOUNT_UNKNOWN");
    case 4:
      return fault("SKV_INTERNAL");
    case 5:
      return closed(now);
    case 6:
      return fault("SKV_NOT_AUTHORISED");
    default:
      return null;
  }
}

const felkodOf = (json: Json | undefined): number => Number(json?.felkod ?? 0);

/** What the gateway says is wrong, from the fields its several shapes use. Read to tell faults apart, never shown. */
const complaintOf = (json: Json): string =>
  [json.error, json.error_description, json.message, json.moreInformation].filter((text) => typeof text === "string").join(" ");

const CERTIFICATE_REMEDY = "set `mutualTlsOnApi` to true in the configuration, so that the API is shown the certificate too";

/**
 * A 401 or 403 of the gateway, told apart by its body (seen in production): the API keys, the scope, or the token; or that it wants the
 * certificate too, which some say it does. An empty 401 speaks of the token. Null when the body says nothing known.
 */
export function gatewayFault(response: HttpResponse, json: Json | undefined): SaldovaktError | null {
  const complaint = json ? complaintOf(json) : response.body;
  if (/certifi/i.test(complaint)) return fault("SKV_CERTIFICATE_REFUSED", { remedy: CERTIFICATE_REMEDY });
  if (/client.?id or (client.?)?secret|invalid_client/i.test(complaint)) return fault("SKV_KEYS_REFUSED");
  if (/scope/i.test(complaint)) return fault("SKV_SCOPE_REFUSED");
  const challenge = response.headers["www-authenticate"] ?? "";
  if (/token/i.test(complaint) || /invalid_token/i.test(challenge)) return fault("SKV_TOKEN_REFUSED");
  if (response.status === 401 && response.body.trim() === "") return fault("SKV_TOKEN_REFUSED");
  return null;
}

/** A refusal nobody has described. Only what must concern every account alike may stop a whole pass: a 401 does, the rest may be this account's. */
function unknownRefusal(status: number): SaldovaktError {
  const scope = status === 401 ? "installation" : status === 408 || status === 425 ? "transient" : "account";
  return fault("SKV_REFUSED", { scope, message: `Skatteverket refuses the call for a reason it does not give (HTTP ${status})` });
}

/**
 * The JSON object of a good answer to one of the four operations; whatever else came is thrown as its own coded error. Whether the object
 * holds what it should is not looked at here. `now` tells whether the service is in its nightly window.
 */
export function judgeAnswer(response: HttpResponse, now: Instant): Json {
  const json = jsonObject(response.body);
  const own = felkodFault(felkodOf(json), now);
  if (own) throw own;
  const infrastructure = infrastructureFault(response, now);
  if (infrastructure) throw infrastructure;

  const { status } = response;
  if (status === 200) {
    if (felkodOf(json) !== 0)
      throw fault("SKV_ANSWER_UNEXPECTED", { message: "Skatteverket's answer carries an error code not known here" });
    if (json) return json;
    throw isJson(response.body) ? fault("SKV_ANSWER_UNEXPECTED") : fault("SKV_MALFORMED");
  }
  if (status < 300) {
    throw fault("SKV_ANSWER_UNEXPECTED", { message: `Skatteverket's answer has a status not known here (HTTP ${status})` });
  }
  const refusal = status === 401 || status === 403 ? gatewayFault(response, json) : null;
  throw refusal ?? unknownRefusal(status);
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
