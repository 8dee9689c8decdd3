import type { AltinnRegister, Answer, OrderRecord, OrderStatus, SystemUserKind, SystemUserRecord } from "./altinn-types.ts";
import type { Call } from "./call.ts";
import { isOrganisationNumber } from "./claims-identities.ts";
import { emptyReply, errorReply, type Reply } from "./reply.ts";

const PATH = "/accessmanagement/ui/systemuser/";
const PAGES: Readonly<Record<SystemUserKind, string>> = { standard: "request", agent: "agentrequest" };

/** Where the customer answers an order. Altinn's own stands on a host beside the platform's; here it is the platform's. */
export const confirmUrlOf = (platformUrl: string, { id, kind }: Pick<OrderRecord, "id" | "kind">): string =>
  `${platformUrl}${PATH}${PAGES[kind]}?id=${id}&DONTCHOOSEREPORTEE=true`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function page(status: number, title: string, body: string): Reply {
  const html =
    `<!DOCTYPE html>\n<html lang="nb"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>\n`;
  const policy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'";
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy, "cache-control": "no-store" },
    body: html,
  };
}

const TITLES: Readonly<Record<OrderStatus, string>> = {
  New: "Godkjenn systemtilgang",
  Accepted: "Systemtilgangen er godkjent",
  Rejected: "Systemtilgangen er avvist",
  Timedout: "Forespørselen er utløpt",
};

/** Whom an agent acts for, and where its owner adds one more: Altinn has a page of its own for that. */
function clientsForm(user: SystemUserRecord): string {
  const clients = [...user.clients].map((org) => `<li>${escaped(org)}</li>`).join("");
  return (
    `<h2>Klienter</h2><ul>${clients}</ul>` +
    `<form method="post"><label>Organisasjonsnummer <input name="org" required pattern="\\d{9}"></label> ` +
    `<button name="act" value="client">Legg til klient</button></form>`
  );
}

function orderPage(order: OrderRecord, user: SystemUserRecord | undefined, status = 200): Reply {
  const asked = [...order.resources, ...order.accessPackages].map((each) => `<li>${escaped(each)}</li>`).join("");
  const facts = `<p>Prøvemiljø: ingen logger inn her. Systemet ${escaped(order.systemId)} ber ${escaped(order.org)} om:</p><ul>${asked}</ul>`;
  const buttons = `<form method="post"><button name="act" value="approve">Godkjenn</button> <button name="act" value="reject">Avvis</button></form>`;
  const more = order.status === "New" ? buttons : order.status === "Accepted" && user?.kind === "agent" ? clientsForm(user) : "";
  return page(status, TITLES[order.status], facts + more);
}

function addClient(order: OrderRecord, user: SystemUserRecord | undefined, org: string, register: AltinnRegister): Reply {
  if (user?.kind !== "agent") return orderPage(order, user, 409);
  if (!isOrganisationNumber(org)) return emptyReply(400);
  register.delegateClient(user.id, org);
  return orderPage(order, user);
}

/**
 * The page at which a customer answers an order, without ID-porten before it: whoever has the link may answer. A form of `act=approve` or `act=reject`
 * posted to the same address answers too, and of an accountant's that is approved `act=client` with `org`, nine digits, adds a client. Null for other addresses.
 */
export function answerConfirm(call: Call, register: AltinnRegister): Answer {
  if (!call.path.startsWith(PATH)) return null;
  const order = register.orders.get(call.query.get("id") ?? "");
  if (!order || call.path !== PATH + PAGES[order.kind]) return page(404, "Forespørselen finnes ikke", "");
  const userOf = (): SystemUserRecord | undefined =>
    [...register.users.values()].find(
      ({ systemId, org, externalRef }) => systemId === order.systemId && org === order.org && externalRef === order.externalRef,
    );
  if (call.method === "GET") return orderPage(order, userOf());
  if (call.method !== "POST") return errorReply(405, "method_not_allowed", { allow: "GET, POST" });
  const form = new URLSearchParams(call.body);
  const act = form.get("act");
  if (act === "client") return addClient(order, userOf(), form.get("org") ?? "", register);
  if (order.status !== "New") return orderPage(order, userOf(), 409);
  if (act === "approve") register.approve(order.id);
  else if (act === "reject") register.reject(order.id);
  else return emptyReply(400);
  return orderPage(order, userOf());
}
