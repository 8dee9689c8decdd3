import type { RecipientSection } from "@saldovakt/configuration";
import { createChannel, createWebhookClient } from "@saldovakt/delivery";
import { SaldovaktError } from "@saldovakt/domain";
import { checkPublicUrl } from "@saldovakt/http";
import { standingOf } from "@saldovakt/service";
import { counted } from "../figures.ts";
import { emailSettings } from "../wiring/email.ts";
import { targetOf } from "../wiring/recipients.ts";
import { openExistingState, openTable, tableName } from "../wiring/state.ts";
import { type Bench, present, type Well } from "./check.ts";

/** Whether everyone can be served from here, and webhooks have addresses that may be called. Nobody is called. */
export async function checkRecipients(bench: Bench): Promise<Well | string> {
  const loaded = present(bench.loaded);
  const { recipients } = loaded.configuration;
  const added = await countAdded(bench);
  const byHand = added === 0 ? "" : counted(added, "recipient added over the HTTP API", "recipients added over the HTTP API");
  if (recipients.length === 0) return added === 0 ? "none are configured" : { what: `none are configured; ${byHand}` };
  const http = createWebhookClient();
  const email = await emailSettings(bench.context, loaded);
  try {
    for (const [index, section] of recipients.entries()) {
      await inField(`recipients[${index}]`, async () => {
        const target = await targetOf(bench.context, loaded, section, index);
        if ("url" in target) checkPublicUrl(target.url);
        createChannel(target, { http, write: () => {}, ...(email ? { email } : {}), sns: notCalled });
      });
    }
  } finally {
    await http.close();
  }
  const which = recipients.map(({ channel }: RecipientSection) => channel).join(", ");
  return { what: `${which}: all can be served from here; none was called${added === 0 ? "" : `; and ${byHand}`}` };
}

/** How many were added by hand and are told of something. */
async function countAdded({ context, loaded }: Bench): Promise<number> {
  const table = tableName(present(loaded));
  const store = table === null ? await openExistingState(present(loaded)) : await openTable(table, context);
  if (!store) return 0;
  try {
    const standings = await Promise.all((await store.recipients()).map((recipient) => standingOf(recipient, store)));
    return standings.filter(({ untold }) => untold === null).length;
  } finally {
    await store.close();
  }
}

/** A channel that is only made needs no client. */
const notCalled = (): never => {
  throw new Error("a check that calls nobody was about to send");
};

/** A fault told with the field it stands in. As a fault of the configuration it is the user's to mend, whosever it would be in a pass. */
async function inField(field: string, look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (thrown) {
    if (!(thrown instanceof SaldovaktError) || thrown.message.startsWith(field)) throw thrown;
    const { code, remedy } = thrown;
    throw new SaldovaktError(`${field}: ${thrown.message}`, { code, scope: "input", ...(remedy === undefined ? {} : { remedy }) });
  }
}
