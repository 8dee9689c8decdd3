import { randomBytes } from "node:crypto";
import type { Configuration } from "@saldovakt/configuration";
import { delayBefore } from "@saldovakt/delivery";
import { type Instant, installationLanguage, policyOf } from "@saldovakt/domain";
import {
  type AccountList,
  type Clock,
  type DeliverPorts,
  type DeliveryMessage,
  type DeliveryQueue,
  type Journal,
  pageLinks,
  type Records,
  recipientByKey,
  recipientsFor,
  type SummaryPorts,
  type WatchPorts,
} from "@saldovakt/service";
import type { Context } from "../context.ts";
import type { Loaded } from "../load.ts";
import type { Authorities } from "./authority.ts";
import type { Recipients } from "./recipients.ts";
import { type LocalStore, watchedAccounts } from "./state.ts";

/** What was opened for a command, and is plugged into the use cases here. */
export interface Opened {
  readonly loaded: Loaded;
  readonly store: LocalStore;
  readonly recipients: Recipients;
}

/** The delivery queue in the state's file. Messages wait by the real clock. */
export const localDeliveryQueue = (store: LocalStore, real: Clock): DeliveryQueue => ({
  async send(messages) {
    if (messages.length === 0) return;
    const notBefore: Instant = real.now();
    await store.enqueue(messages.map((message) => ({ id: message.id, body: JSON.stringify(message), notBefore })));
  },
});

/** A queued message; null when it cannot be read, which only damage from outside can bring about. */
export function messageOf(body: string): DeliveryMessage | null {
  try {
    return JSON.parse(body) as DeliveryMessage;
  } catch {
    return null;
  }
}

/** With --verbose a line for each thing done, on standard error; ids and codes only. */
function journalOf({ verbose, stderr }: Pick<Context, "verbose" | "stderr">): Journal {
  const line = (text: string): void => {
    if (verbose) stderr.lines(stderr.style("dim", text));
  };
  return {
    accountRead: ({ id, shortfall, alerts }) => line(`read ${id}${shortfall ? ", short" : ""}${alerts > 0 ? `, ${alerts} alerts` : ""}`),
    accountFailed: ({ id, code }) => line(`failed ${id}: ${code}`),
    deliveryTried: ({ id, channel, outcome, fault }) => line(`${channel} ${id}: ${outcome}${fault ? ` (${fault})` : ""}`),
  };
}

export function watchPorts(
  context: Context,
  { loaded, store, recipients }: Opened,
  { sources }: Pick<Authorities, "sources">,
): WatchPorts & { readonly accounts: AccountList } {
  const { policy } = loaded.configuration;
  return {
    records: store,
    accounts: watchedAccounts(store, loaded.configuration),
    sources,
    policyFor: (account) => policyOf(policy, account),
    clock: context.clock,
    journal: journalOf(context),
    queue: localDeliveryQueue(store, context.real),
    recipients: recipientsFor(recipients.recipients, store),
  };
}

/** What the list of accounts is kept true by, for commands that read and tell nothing. */
export const summaryPorts = (context: Pick<Context, "clock">, store: Records, { policy }: Pick<Configuration, "policy">): SummaryPorts => ({
  records: store,
  policyFor: (account) => policyOf(policy, account),
  clock: context.clock,
});

/** Deliveries go by the real clock: receivers compare a message's stamp with theirs. */
export function deliverPorts(context: Context, { loaded, store, recipients }: Opened): DeliverPorts {
  const { policy, publicUrl } = loaded.configuration;
  return {
    deliveries: store,
    policyFor: (account) => policyOf(policy, account),
    accounts: store,
    recipient: recipientByKey(recipients.recipients, store),
    channel: recipients.channel,
    delayBefore: (number, afterMs) => delayBefore(number, Math.random, afterMs),
    clock: context.real,
    journal: journalOf(context),
    language: installationLanguage(loaded.configuration),
    discreet: policy.discreet,
    publicUrl,
    pages: true,
    ...(publicUrl === undefined ? {} : { linkFor: pageLinks(publicUrl, store, randomBytes, context.real) }),
  };
}
