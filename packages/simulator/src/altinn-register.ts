import { randomUUID } from "node:crypto";
import { inputError } from "@saldovakt/domain";
import type {
  AccessPackageSpec,
  AccessRights,
  AltinnRegister,
  OrderRecord,
  ResourceSpec,
  SystemRecord,
  SystemUserRecord,
} from "./altinn-types.ts";

export interface RegisterOptions {
  /** Default: Krav og betalinger, and our own API. */
  readonly resources?: readonly ResourceSpec[];
  readonly accessPackages?: readonly AccessPackageSpec[];
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

export const NORWEGIAN_RESOURCES: readonly ResourceSpec[] = [
  { id: "ske-krav-og-betalinger", actions: ["read", "access"] },
  { id: "saldovakt", actions: ["read"] },
];

export const NORWEGIAN_PACKAGES: readonly AccessPackageSpec[] = [
  { urn: "urn:altinn:accesspackage:skattegrunnlag", resources: ["ske-krav-og-betalinger"] },
];

const unknown = (what: string): Error =>
  inputError("SIMULATOR_ALTINN", `the simulated Altinn has no such ${what}`, "take an id it has given out");

/** An empty register. */
export function altinnRegister(options: RegisterOptions = {}): AltinnRegister {
  const { now = Date.now } = options;
  const resources = new Map((options.resources ?? NORWEGIAN_RESOURCES).map((each) => [each.id, each]));
  const accessPackages = new Map((options.accessPackages ?? NORWEGIAN_PACKAGES).map((each) => [each.urn, each]));
  const systems = new Map<string, SystemRecord>();
  const orders = new Map<string, OrderRecord>();
  const users = new Map<string, SystemUserRecord>();

  function order(id: string): OrderRecord {
    const found = orders.get(id);
    if (found?.status !== "New") throw unknown("open order");
    return found;
  }

  function addUser(of: Pick<SystemUserRecord, "kind" | "systemId" | "org" | "externalRef"> & AccessRights): string {
    const id = randomUUID();
    users.set(id, { ...of, id, created: new Date(now()).toISOString(), clients: new Set() });
    return id;
  }

  const covers = ({ resources: single, accessPackages: packages }: AccessRights, resource: string): boolean =>
    single.includes(resource) || packages.some((urn) => accessPackages.get(urn)?.resources.includes(resource));

  return {
    resources,
    accessPackages,
    systems,
    orders,
    users,
    findSystemUser({ clientId, vendorOrg, org, externalRef = org }) {
      for (const user of users.values()) {
        const system = systems.get(user.systemId);
        if (user.org !== org || user.externalRef !== externalRef || system?.vendorOrg !== vendorOrg) continue;
        if (system.clientIds.includes(clientId)) return { id: user.id, systemId: user.systemId };
      }
      return null;
    },
    addSystemUser({ clientId, vendorOrg, org, externalRef = org, kind = "standard", ...wanted }) {
      const own: AccessRights = {
        resources: kind === "agent" ? [] : (wanted.resources ?? [...resources.keys()]),
        accessPackages: wanted.accessPackages ?? [...accessPackages.keys()],
      };
      const registered = [...systems.values()].find(({ clientIds }) => clientIds.includes(clientId));
      const systemId = registered?.id ?? `${vendorOrg}_system${systems.size + 1}`;
      if (!registered) systems.set(systemId, { id: systemId, vendorOrg, clientIds: [clientId], redirectUrls: [], ...own, body: {} });
      return addUser({ kind, systemId, org, externalRef, ...own });
    },
    approve(orderId) {
      const { kind, systemId, org, externalRef, resources: single, accessPackages: packages } = order(orderId);
      order(orderId).status = "Accepted";
      return addUser({ kind, systemId, org, externalRef, resources: single, accessPackages: packages });
    },
    reject(orderId) {
      order(orderId).status = "Rejected";
    },
    timeOut(orderId) {
      order(orderId).status = "Timedout";
    },
    removeSystemUser(id) {
      const user = users.get(id);
      if (!user) throw unknown("system user");
      users.delete(id);
      for (const each of orders.values()) {
        if (each.systemId === user.systemId && each.org === user.org && each.externalRef === user.externalRef) orders.delete(each.id);
      }
    },
    delegateClient(systemUserId, clientOrg) {
      const user = users.get(systemUserId);
      if (user?.kind !== "agent") throw unknown("agent");
      user.clients.add(clientOrg);
    },
    permits(systemUserId, resource, org, action) {
      const known = resources.get(resource);
      if (!known) return null;
      const user = users.get(systemUserId);
      if (!user || !known.actions.includes(action) || !covers(user, resource)) return false;
      return user.kind === "agent" ? user.clients.has(org) : user.org === org;
    },
  };
}
