import { randomUUID } from "node:crypto";
import { type Caller, jsonBody, packagesOf, resourcesOf, texts } from "./altinn-caller.ts";
import { badRequest, forbidden, invalid, type ValidationCode } from "./altinn-problem.ts";
import type { AltinnRegister, Answer, SystemRecord } from "./altinn-types.ts";
import type { Call } from "./call.ts";
import { emptyReply, errorReply, jsonReply, type Reply } from "./reply.ts";

const ROUTE = /^\/authentication\/api\/v1\/systemregister\/vendor(?:\/([^/]+))?$/;
const SCOPE = "altinn:authentication/systemregister.write";

type Body = Readonly<Record<string, unknown>>;

const vendorOf = (body: Body): string => String((body.vendor as { readonly ID?: unknown } | undefined)?.ID);

/** The registration, read; a reply when it lacks what every registration has. */
function recordOf(body: Body): SystemRecord | Reply {
  const [resources, accessPackages] = [resourcesOf(body.rights), packagesOf(body.accesspackages)];
  const [clientIds, redirectUrls] = [texts(body.clientid ?? []), texts(body.allowedredirecturls ?? [])];
  const described = [body.name, body.description].every((each) => typeof each === "object" && each !== null);
  if (typeof body.id !== "string" || !body.vendor || !described) return badRequest("a required field is missing");
  if (!resources || !accessPackages || !clientIds || !redirectUrls) return badRequest("a field has the wrong form");
  return { id: body.id, vendorOrg: vendorOf(body).split(":")[1] ?? "", clientIds, redirectUrls, resources, accessPackages, body };
}

/** What is wrong with a registration, all at once, in Altinn's order. */
function faultsOf(record: SystemRecord, register: AltinnRegister, replaced?: SystemRecord): ValidationCode[] {
  const { id, vendorOrg, clientIds, redirectUrls, resources, accessPackages } = record;
  const others = [...register.systems.values()].filter((each) => each !== replaced);
  const checks: readonly (readonly [ValidationCode, boolean])[] = [
    ["AUTH.VLD-00013", /\s/.test(id)],
    ["AUTH.VLD-00001", id.split("_")[0] !== vendorOrg],
    ["AUTH.VLD-00002", !replaced && register.systems.has(id)],
    ["AUTH.VLD-00005", redirectUrls.some((url) => URL.parse(url)?.protocol !== "https:")],
    ["AUTH.VLD-00004", clientIds.some((client) => others.some((other) => other.clientIds.includes(client)))],
    ["AUTH.VLD-00011", new Set(clientIds).size !== clientIds.length],
    ["AUTH.VLD-00003", resources.some((resource) => !register.resources.has(resource))],
    ["AUTH.VLD-00006", new Set(resources).size !== resources.length],
    ["AUTH.VLD-00008", accessPackages.some((urn) => !register.accessPackages.has(urn))],
  ];
  return checks.filter(([, wrong]) => wrong).map(([code]) => code);
}

function create(body: Body, caller: Caller, register: AltinnRegister): Reply {
  if (!vendorOf(body).startsWith("0192:")) return invalid(["AUTH.VLD-00000"]);
  const record = recordOf(body);
  if ("status" in record) return record;
  if (record.vendorOrg !== caller.org) return forbidden;
  const faults = faultsOf(record, register);
  if (faults.length > 0) return invalid(faults);
  register.systems.set(record.id, record);
  return jsonReply(200, randomUUID());
}

function replace(id: string, body: Body, caller: Caller, register: AltinnRegister): Reply {
  const present = register.systems.get(id);
  if (!present) return emptyReply(404);
  if (present.vendorOrg !== caller.org) return forbidden;
  const record = recordOf(body);
  if ("status" in record) return record;
  if (record.vendorOrg !== present.vendorOrg) return emptyReply(404);
  if (record.id !== id) return invalid(["AUTH.VLD-00012"]);
  const faults = faultsOf(record, register, present);
  if (faults.length > 0) return invalid(faults);
  register.systems.set(id, record);
  return jsonReply(200, { success: true });
}

function show(id: string, caller: Caller, register: AltinnRegister): Reply {
  const system = register.systems.get(id);
  if (!system) return emptyReply(404);
  if (system.vendorOrg !== caller.org) return forbidden;
  return jsonReply(200, {
    id,
    vendor: { ID: `0192:${system.vendorOrg}` },
    name: system.body.name ?? {},
    description: system.body.description ?? {},
    rights: system.resources.map((value) => ({ resource: [{ id: "urn:altinn:resource", value }] })),
    accessPackages: system.accessPackages.map((urn) => ({ urn })),
    isDeleted: false,
    clientId: system.clientIds,
    isVisible: system.body.isvisible ?? true,
    allowedRedirectUrls: system.redirectUrls,
  });
}

/** The system register, as a vendor sees it (altinn-authentication, `SystemRegisterController`). */
export function answerSystems(call: Call, caller: Caller, register: AltinnRegister): Answer {
  const route = ROUTE.exec(call.path);
  if (!route) return null;
  if (!caller.scopes.includes(SCOPE)) return forbidden;
  const id = route[1] === undefined ? undefined : decodeURIComponent(route[1]);
  if (call.method === "GET" && id !== undefined) return show(id, caller, register);
  const body = jsonBody(call);
  if (call.method === "POST" && id === undefined) return body ? create(body, caller, register) : badRequest("no JSON");
  if (call.method === "PUT" && id !== undefined) return body ? replace(id, body, caller, register) : badRequest("no JSON");
  return errorReply(405, "method_not_allowed");
}
