import { type CheckedConfiguration, readChecked } from "@saldovakt/configuration/checked";
import { policyOf } from "@saldovakt/domain";
import { type AccountList, recipientsFor, type WatchPorts } from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import { secretCache } from "../secret-cache.ts";
import { systemClock } from "./clock.ts";
import { recipientOf } from "./configuration.ts";
import { meter } from "./invocation.ts";
import { createJournal } from "./journal.ts";
import { log } from "./log.ts";
import { readSecret } from "./secrets.ts";
import { senderTo } from "./sending.ts";
import { type OpenSource, openSkatteverket, sourcesOf } from "./source.ts";
import { openStore } from "./store.ts";

export interface Watching {
  readonly ports: WatchPorts & { readonly accounts: AccountList };
  readonly store: Store;
  /** Null when the configuration has no such section. */
  readonly skatteverket: OpenSource | null;
  readonly configuration: CheckedConfiguration;
}

/** Everything the main job needs, for the functions that do it. Opens and calls nothing. */
export function watching(
  environment: Readonly<Record<"SALDOVAKT_CONFIGURATION" | "SALDOVAKT_TABLE" | "DELIVERY_QUEUE_URL", string>>,
): Watching {
  const configuration = readChecked(environment.SALDOVAKT_CONFIGURATION);
  const store = openStore(environment.SALDOVAKT_TABLE);
  const section = configuration.skatteverket;
  const skatteverket = section ? openSkatteverket(section, store, secretCache(readSecret, Date.now)) : null;
  return {
    ports: {
      records: store,
      accounts: store,
      sources: sourcesOf(skatteverket),
      policyFor: (account) => policyOf(configuration.policy, account),
      clock: systemClock,
      journal: createJournal(log(), meter()),
      queue: { send: senderTo(environment.DELIVERY_QUEUE_URL) },
      recipients: recipientsFor(configuration.recipients.map(recipientOf), store),
    },
    store,
    skatteverket,
    configuration,
  };
}
