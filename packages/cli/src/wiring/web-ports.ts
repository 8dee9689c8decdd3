import { randomBytes } from "node:crypto";
import { type Recipient, recipientKey } from "@saldovakt/delivery";
import { appointeeOf } from "@saldovakt/domain";
import { checkPublicUrl } from "@saldovakt/http";
import type { WebPorts } from "@saldovakt/web";
import type { Context } from "../context.ts";
import { configured } from "./authorities.ts";
import type { Authorities } from "./authority.ts";
import { type Opened, watchPorts } from "./ports.ts";
import { sharedSlots } from "./state.ts";

/** Ways in that only some installations have. */
export interface WaysIn extends Pick<WebPorts, "callers" | "signIns"> {
  readonly signedIn?: WebPorts["watch"]["signedIn"];
}

/** What the pages and the HTTP API work with, over what was opened. */
export function webPorts(context: Context, opened: Opened, authorities: Authorities, waysIn: WaysIn = {}): WebPorts {
  const { store, recipients, loaded } = opened;
  const { signedIn, ...ways } = waysIn;
  const clientLink: NonNullable<WebPorts["clientLinks"]>["link"] = async (identity) => {
    const { withClientLinks } = await import("./client-links.ts");
    return withClientLinks(context, loaded, sharedSlots(store), async (links) => {
      if (!links) throw new Error("the section was there when this was opened");
      return links.link(identity);
    });
  };
  return {
    watch: { ...watchPorts(context, opened, authorities), ...(signedIn ? { signedIn } : {}) },
    alerts: store,
    keys: store,
    slots: store,
    book: store,
    payments: store,
    recipients: store,
    configured: recipients.recipients,
    recipientKey: (channel, target) => recipientKey({ channel, ...target } as Recipient),
    checkAddress: checkPublicUrl,
    channels: ["webhook", "slack", "teams", "sms", ...(loaded.configuration.email ? ["email"] : [])],
    async readStatement(file) {
      const { parseStatement } = await import("@saldovakt/skatteverket/statement");
      return parseStatement(file);
    },
    offered: configured(loaded.configuration),
    now: context.real.now,
    appointee: appointeeOf(loaded.configuration.skatteverket?.ombud),
    ...(loaded.configuration.skatteverket?.ombud?.api ? { clientLinks: { link: clientLink } } : {}),
    people: store,
    ...ways,
    log: store,
    sessions: store,
    facts: store,
    random: randomBytes,
    operations: authorities.operations,
    onFault: ({ status, route, code, requestId, frames }) =>
      context.stderr.lines(`answered ${status} ${code} on ${route}, request ${requestId}`, ...(frames ?? []).map((frame) => `  ${frame}`)),
  };
}
