import { type Instant, SaldovaktError } from "@saldovakt/domain";
import { type HttpResponse, isObject, jsonObject } from "@saldovakt/http";
import * as z from "zod/mini";
import { infrastructureFault } from "../answer.ts";
import { fault } from "../faults.ts";
import { gatewayFault } from "../judge.ts";
import { ombudFault } from "./faults.ts";

const Role = z.object({ roll: z.string().check(z.minLength(1)), rollbeskrivning: z.nullish(z.string()) });
const Link = z.object({ djuplank: z.string().check(z.minLength(1)) });

/** What the role is called in the register, in whatever case and spacing. */
const WANTED = "juridiskt läsombud";

const plain = (text: string): string => text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();

/** The document of a good answer; whatever else came is thrown as its own coded error. How the service writes its own errors is not known to us. */
function judged(response: HttpResponse, now: Instant): unknown {
  const infrastructure = infrastructureFault(response, now);
  if (infrastructure) throw infrastructure;
  const { status } = response;
  if (status === 401 || status === 403) {
    const known = gatewayFault(response, jsonObject(response.body));
    throw known && known.code !== "SKV_SCOPE_REFUSED" ? known : ombudFault("SKV_OMBUD_NOT_ALLOWED");
  }
  if (status >= 400) throw ombudFault("SKV_OMBUD_REFUSED", `HTTP ${status}`);
  try {
    return JSON.parse(response.body);
  } catch {
    throw fault("SKV_MALFORMED");
  }
}

/** A list, bare or as the only list of an object: which of the two is sent is not known to us. */
function listIn(document: unknown): readonly unknown[] | null {
  if (Array.isArray(document)) return document;
  const lists = isObject(document) ? Object.values(document).filter(Array.isArray) : [];
  return lists.length === 1 ? (lists[0] ?? null) : null;
}

/** The code of the one role of that name. */
export function roleIn(response: HttpResponse, now: Instant): string {
  const roles = z.array(Role).safeParse(listIn(judged(response, now)));
  if (!roles.success) throw ombudFault("SKV_OMBUD_ANSWER", "the list of roles");
  const found = roles.data.filter(({ rollbeskrivning }) => plain(rollbeskrivning ?? "") === WANTED);
  const [role] = found;
  if (found.length !== 1 || role === undefined) throw ombudFault("SKV_OMBUD_ROLE_UNKNOWN");
  return role.roll;
}

/**
 * The link's address. People are sent there to sign, so nothing else than the authority's own pages is taken: https, at Skatteverket or at the very host that was
 * asked.
 */
export function linkIn(response: HttpResponse, now: Instant, apiUrl: string): string {
  const read = Link.safeParse(judged(response, now));
  const url = read.success ? URL.parse(read.data.djuplank) : null;
  if (url === null) throw ombudFault("SKV_OMBUD_ANSWER", "no link");
  const own = url.hostname === "skatteverket.se" || url.hostname.endsWith(".skatteverket.se") || url.hostname === new URL(apiUrl).hostname;
  if (url.protocol !== "https:" || !own || url.username !== "" || url.password !== "")
    throw ombudFault("SKV_OMBUD_ANSWER", "a link elsewhere");
  return url.href;
}

/** A refused scope is told as this API's, not as Skattekonto's. */
export function ownFault(thrown: unknown): unknown {
  return thrown instanceof SaldovaktError && thrown.code === "SKV_SCOPE_REFUSED" ? ombudFault("SKV_OMBUD_NOT_ALLOWED") : thrown;
}
