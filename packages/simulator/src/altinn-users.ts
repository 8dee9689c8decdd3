import type { Caller } from "./altinn-caller.ts";
import { forbidden } from "./altinn-problem.ts";
import type { AltinnRegister, Answer, SystemUserRecord } from "./altinn-types.ts";
import type { Call } from "./call.ts";
import { emptyReply, errorReply, jsonReply, type Reply } from "./reply.ts";

const PREFIX = "/authentication/api/v1/systemuser";
/** Small, so that a caller who follows no links is found out. */
const PAGE = 10;

const vendorOf = (user: SystemUserRecord, register: AltinnRegister): string => register.systems.get(user.systemId)?.vendorOrg ?? "";

function document(user: SystemUserRecord, register: AltinnRegister): Record<string, unknown> {
  return {
    id: user.id,
    integrationTitle: user.systemId,
    systemId: user.systemId,
    productName: user.systemId,
    reporteeOrgNo: user.org,
    created: user.created,
    isDeleted: false,
    supplierName: "",
    supplierOrgno: vendorOf(user, register),
    externalRef: user.externalRef,
    userType: user.kind,
  };
}

function byQuery(query: URLSearchParams, caller: Caller, register: AltinnRegister): Reply {
  const [systemId, org] = [query.get("system-id"), query.get("orgno")];
  if (!systemId || !org) return emptyReply(400);
  const externalRef = query.get("external-ref") ?? org;
  const user = [...register.users.values()].find(
    (each) => each.systemId === systemId && each.org === org && each.externalRef === externalRef && vendorOf(each, register) === caller.org,
  );
  return user ? jsonReply(200, document(user, register)) : emptyReply(404);
}

function bySystem(systemId: string, call: Call, caller: Caller, register: AltinnRegister): Reply {
  if (register.systems.get(systemId)?.vendorOrg !== caller.org) return emptyReply(404);
  const all = [...register.users.values()].filter((each) => each.systemId === systemId);
  const from = Number(call.query.get("token") ?? 0);
  const next = from + PAGE < all.length ? `https://${call.headers.host}${call.path}?token=${from + PAGE}` : null;
  return jsonReply(200, { links: { next }, data: all.slice(from, from + PAGE).map((each) => document(each, register)) });
}

/** The look-up Maskinporten makes for every token of a system user. */
function byExternalId(query: URLSearchParams, register: AltinnRegister): Reply {
  const names = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
  const [clientId, vendorOrg, org] = [names.get("clientid"), names.get("systemproviderorgno"), names.get("systemuserownerorgno")];
  if (!clientId || !vendorOrg || !org) return emptyReply(400);
  const found = register.findSystemUser({ clientId, vendorOrg, org, externalRef: names.get("externalref") || undefined });
  const user = found ? register.users.get(found.id) : undefined;
  return user ? jsonReply(200, document(user, register)) : emptyReply(404);
}

const ROUTES: readonly (readonly [
  path: RegExp,
  scope: string,
  answer: (call: Call, caller: Caller, register: AltinnRegister, part: string) => Reply,
])[] = [
  [
    /^\/vendor\/byquery$/,
    "altinn:authentication/systemuser.request.write",
    (call, caller, register) => byQuery(call.query, caller, register),
  ],
  [
    /^\/vendor\/bysystem\/([^/]+)$/,
    "altinn:authentication/systemregister.write",
    (call, caller, register, part) => bySystem(part, call, caller, register),
  ],
  [/^\/byExternalId$/i, "altinn:maskinporten/systemuser.read", (call, _, register) => byExternalId(call.query, register)],
];

/** System users (altinn-authentication, `SystemUserController`). */
export function answerUsers(call: Call, caller: Caller, register: AltinnRegister): Answer {
  if (!call.path.startsWith(PREFIX)) return null;
  for (const [path, scope, answer] of ROUTES) {
    const route = path.exec(call.path.slice(PREFIX.length));
    if (!route) continue;
    if (call.method !== "GET") return errorReply(405, "method_not_allowed");
    return caller.scopes.includes(scope) ? answer(call, caller, register, decodeURIComponent(route[1] ?? "")) : forbidden;
  }
  return null;
}
