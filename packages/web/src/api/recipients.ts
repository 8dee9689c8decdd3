import { mayForAll, type Principal, reachesAll } from "@saldovakt/domain";
import { type AddedRecipient, type Recipient, type Standing, standingOf } from "@saldovakt/service";
import type { Context } from "hono";
import { recipientAsked } from "../access/recipient-asked.ts";
import type { WebPorts } from "../ports.ts";
import { makersOf } from "./access.ts";
import { refuse } from "./problem.ts";

/** Who is told, as the API knows him: of the configuration, or added by hand. */
export type Known = { readonly added: AddedRecipient } | { readonly configured: Recipient };

export const recipientOf = (known: Known): Recipient => ("added" in known ? known.added : known.configured);

/** Whoever reaches some accounts sees those who are told of no other; whom the configuration lists is told of all. */
export const seesAdded = (principal: Principal, recipient: AddedRecipient): boolean =>
  mayForAll(principal, "recipients.read", recipient.accounts).permitted;

/**
 * The recipient in the path. Throws one and the same 404 `RECIPIENT_UNKNOWN` for one that is not there and one that is not theirs to see, after as many
 * look-ups.
 */
export async function requireRecipient(c: Context, principal: Principal, ports: WebPorts): Promise<Known> {
  const given = c.req.param("key") ?? "";
  const configured = reachesAll(principal) ? ports.configured.find((recipient) => recipient.key === given) : undefined;
  if (configured) return { configured };
  const added = await recipientAsked(c, ports);
  if (!added || !seesAdded(principal, added)) throw refuse(c, "RECIPIENT_UNKNOWN");
  return { added };
}

/** One that may be changed here. Throws the 409 `RECIPIENT_CONFIGURED` too. */
export async function requireAdded(c: Context, principal: Principal, ports: WebPorts): Promise<AddedRecipient> {
  const known = await requireRecipient(c, principal, ports);
  if ("configured" in known) throw refuse(c, "RECIPIENT_CONFIGURED");
  return known.added;
}

const hidden = (text: string, shown: number): string => `…${text.slice(-shown)}`;

const hostOf = (url: string): string => `${URL.parse(url)?.origin ?? ""}/…`;

/**
 * Enough of a target to tell it from another, and too little to reach it: the address of a chat room is a secret, and so may be the path of a
 * webhook.
 */
export function masked(channel: string, target: Readonly<Record<string, string>>): string {
  if (channel === "sms") return hidden(target.phoneNumber ?? "", 2);
  if (channel === "email") return `${(target.to ?? "").slice(0, 1)}…@${(target.to ?? "").split("@").at(-1) ?? ""}`;
  return hostOf(target.url ?? "");
}

/** Why the recipient is told of nothing though nobody switched it off; null where it is told of something. */
export async function untoldOf(known: Known, ports: Pick<WebPorts, "keys" | "people">): Promise<Standing["untold"]> {
  return "added" in known ? (await standingOf(known.added, makersOf(ports))).untold : null;
}

/** What is told of a recipient. */
export async function recipientDocument(known: Known, ports: WebPorts) {
  const { recipients, now } = ports;
  const recipient = recipientOf(known);
  const added = "added" in known ? known.added : null;
  const at = now();
  const disabled = await recipients.isRecipientDisabled(recipient.key);
  const untold = disabled ? "switched-off" : await untoldOf(known, ports);
  return {
    key: recipient.key,
    channel: recipient.channel,
    origin: added ? "command" : "configuration",
    target: added ? masked(added.channel, added.target) : null,
    accounts: added?.accounts ?? null,
    language: recipient.language ?? null,
    discreet: recipient.discreet ?? null,
    createdAt: added?.createdAt ?? null,
    by: added?.by ? { kind: added.by.kind, id: added.by.id } : null,
    disabled,
    told: untold === null,
    untold,
    ...(added?.secrets
      ? { secrets: added.secrets.filter(({ until }) => until === null || at < until).map(({ until }) => ({ until })) }
      : {}),
  };
}
