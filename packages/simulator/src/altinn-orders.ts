import { randomUUID } from "node:crypto";
import { type Caller, jsonBody, packagesOf, resourcesOf } from "./altinn-caller.ts";
import { confirmUrlOf } from "./altinn-confirm.ts";
import { badRequest, forbidden, problem } from "./altinn-problem.ts";
import type { AccessRights, AltinnRegister, Answer, OrderRecord, SystemRecord, SystemUserKind } from "./altinn-types.ts";
import type { Call } from "./call.ts";
import { errorReply, jsonReply, type Reply } from "./reply.ts";

const PREFIX = "/authentication/api/v1/systemuser/request/vendor";
const READ = "altinn:authentication/systemuser.request.read";
const WRITE = "altinn:authentication/systemuser.request.write";

function document(order: OrderRecord, platformUrl: string): Record<string, unknown> {
  const { id, kind, externalRef, systemId, org, status, redirectUrl, created } = order;
  return {
    id,
    externalRef,
    systemId,
    partyOrgNo: org,
    ...(kind === "standard" && { rights: order.resources.map((value) => ({ resource: [{ id: "urn:altinn:resource", value }] })) }),
    accessPackages: order.accessPackages.map((urn) => ({ urn })),
    status,
    ...(redirectUrl !== null && { redirectUrl }),
    confirmUrl: confirmUrlOf(platformUrl, order),
    escalated: false,
    created,
    timedOut: status === "Timedout",
  };
}

/** What is wrong with what is asked for, given what the system is registered with. */
function refusalOf(wanted: AccessRights, kind: SystemUserKind, redirectUrl: string | null, system: SystemRecord): Reply | null {
  const { resources, accessPackages } = wanted;
  if (kind === "agent" && accessPackages.length === 0) return problem("AUTH-00058");
  if (resources.length + accessPackages.length === 0) return problem("AUTH-00059");
  if (!resources.every((each) => system.resources.includes(each))) return problem("AUTH-00001");
  if (!accessPackages.every((each) => system.accessPackages.includes(each))) return problem("AUTH-00063");
  if (redirectUrl && !system.redirectUrls.includes(redirectUrl)) return problem("AUTH-00021");
  return null;
}

/** The register, and the address under which customers answer. */
interface Desk {
  readonly register: AltinnRegister;
  readonly platformUrl: string;
}

function create(call: Call, kind: SystemUserKind, caller: Caller, { register, platformUrl }: Desk): Reply {
  const body = jsonBody(call);
  const { systemid: systemId, partyorgno: org } = body ?? {};
  const [resources, accessPackages] = [resourcesOf(body?.rights), packagesOf(body?.accesspackages)];
  if (!body || typeof systemId !== "string" || typeof org !== "string") return badRequest("a required field is missing");
  if (!resources || !accessPackages || (kind === "agent" && resources.length > 0)) return badRequest("a field has the wrong form");
  const externalRef = typeof body.externalref === "string" ? body.externalref : org;
  const same = (each: { systemId: string; org: string; externalRef: string }): boolean =>
    each.systemId === systemId && each.org === org && each.externalRef === externalRef;
  if ([...register.users.values()].some(same)) return problem("AUTH-00004");
  const present = [...register.orders.values()].find((each) => each.kind === kind && same(each) && each.status !== "Timedout");
  if (present) return jsonReply(200, document(present, platformUrl));
  const system = register.systems.get(systemId);
  if (system?.vendorOrg !== caller.org) return problem("AUTH-00011");
  const redirectUrl = typeof body.redirecturl === "string" && body.redirecturl !== "" ? body.redirecturl : null;
  const refusal = refusalOf({ resources, accessPackages }, kind, redirectUrl, system);
  if (refusal) return refusal;
  const created = new Date(call.at).toISOString();
  const order: OrderRecord = {
    ...{ id: randomUUID(), kind, systemId, org, externalRef, resources, accessPackages, redirectUrl, created },
    status: "New",
  };
  register.orders.set(order.id, order);
  return jsonReply(201, document(order, platformUrl), { location: `${PREFIX}/${order.id}` });
}

function find(parts: readonly string[], kind: SystemUserKind, caller: Caller, { register, platformUrl }: Desk): Reply {
  const [first = "", ...key] = parts;
  const fits = (order: OrderRecord): boolean =>
    first === "byexternalref" && key.length === 3
      ? order.systemId === key[0] && order.org === key[1] && order.externalRef === key[2]
      : parts.length === 1 && order.id === first;
  const order = [...register.orders.values()].find((each) => each.kind === kind && fits(each));
  if (!order || register.systems.get(order.systemId)?.vendorOrg !== caller.org) {
    return problem(kind === "agent" ? "AUTH-00030" : "AUTH-00010");
  }
  return jsonReply(200, document(order, platformUrl));
}

/** Orders of system users, as a vendor sees them (altinn-authentication, `RequestSystemUserController`). */
export function answerOrders(call: Call, caller: Caller, desk: Desk): Answer {
  if (call.path !== PREFIX && !call.path.startsWith(`${PREFIX}/`)) return null;
  const all = call.path.slice(PREFIX.length).split("/").filter(Boolean).map(decodeURIComponent);
  const kind: SystemUserKind = all[0] === "agent" ? "agent" : "standard";
  const parts = kind === "agent" ? all.slice(1) : all;
  if (call.method === "POST" && parts.length === 0) {
    return caller.scopes.includes(WRITE) ? create(call, kind, caller, desk) : forbidden;
  }
  if (call.method === "GET" && parts.length > 0) return caller.scopes.includes(READ) ? find(parts, kind, caller, desk) : forbidden;
  return errorReply(405, "method_not_allowed");
}
