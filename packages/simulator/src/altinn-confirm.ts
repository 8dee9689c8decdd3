import type { AltinnRegister, Answer, OrderRecord, OrderStatus, SystemUserKind } from "./altinn-types.ts";
import type { Call } from "./call.ts";
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

function orderPage(order: OrderRecord, status = 200): Reply {
  const asked = [...order.resources, ...order.accessPackages].map((each) => `<li>${escaped(each)}</li>`).join("");
  const facts = `<p>Prøvemiljø: ingen logger inn her. Systemet ${escaped(order.systemId)} ber ${escaped(order.org)} om:</p><ul>${asked}</ul>`;
  const buttons = `<form method="post"><button name="act" value="approve">Godkjenn</button> <button name="act" value="reject">Avvis</button></form>`;
  return page(status, TITLES[order.status], order.status === "New" ? facts + buttons : facts);
}

/**
 * The page at which a customer answers an order, without ID-porten before it: whoever has the link may answer. A form of `act=approve` or `act=reject`
 * posted to the same address answers too. Null for other addresses.
 */
export function answerConfirm(call: Call, register: AltinnRegister): Answer {
  if (!call.path.startsWith(PATH)) return null;
  const order = register.orders.get(call.query.get("id") ?? "");
  if (!order || call.path !== PATH + PAGES[order.kind]) return page(404, "Forespørselen finnes ikke", "");
  if (call.method === "GET") return orderPage(order);
  if (call.method !== "POST") return errorReply(405, "method_not_allowed", { allow: "GET, POST" });
  if (order.status !== "New") return orderPage(order, 409);
  const act = new URLSearchParams(call.body).get("act");
  if (act === "approve") register.approve(order.id);
  else if (act === "reject") register.reject(order.id);
  else return emptyReply(400);
  return orderPage(order);
}
