import { type CheckedConfiguration, readChecked } from "@saldovakt/configuration/checked";
import { policyOf } from "@saldovakt/domain";
import { type AccountList, type Facts, recipientsFor, type WatchPorts } from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import { secretCache } from "../secret-cache.ts";
import type { Turn } from "../shared-turn.ts";
import { systemClock } from "./clock.ts";
import { recipientOf } from "./configuration.ts";
import { meter } from "./invocation.ts";
import { createJournal } from "./journal.ts";
import { log } from "./log.ts";
import { readSecret } from "./secrets.ts";
import { senderTo } from "./sending.ts";
import { type OpenSource, openSkatteetaten, openSkatteverket, sourcesOf } from "./source.ts";
import { openStore } from "./store.ts";

export interface Watching {
  readonly ports: WatchPorts & { readonly accounts: AccountList };
  readonly store: Store;
  /** Those the configuration has a section for. */
  readonly opened: readonly OpenSource[];
  readonly configuration: CheckedConfiguration;
}

/**
 * Everything the main job needs, for the functions that do it. Opens and calls nothing. `turnOver`: for a function of which Lambda runs as many as are asked,
 * what keeps its calls to Skatteetaten to one at a time.
 */
export function watching(
  environment: Readonly<Record<"SALDOVAKT_CONFIGURATION" | "SALDOVAKT_TABLE" | "DELIVERY_QUEUE_URL", string>>,
  turnOver?: (facts: Facts) => Turn,
): Watching {
  const configuration = readChecked(environment.SALDOVAKT_CONFIGURATION);
  const store = openStore(environment.SALDOVAKT_TABLE);
  const { skatteverket, maskinporten, skatteetaten } = configuration;
  const secrets = secretCache(readSecret, Date.now);
  const opened = [
    ...(skatteverket ? [openSkatteverket(skatteverket, store, secrets)] : []),
    ...(maskinporten && skatteetaten ? [openSkatteetaten({ maskinporten, skatteetaten }, store, secrets, turnOver?.(store))] : []),
  ];
  return {
    ports: {
      records: store,
      accounts: store,
      sources: sourcesOf(opened),
      policyFor: (account) => policyOf(configuration.policy, account),
      clock: systemClock,
      journal: createJournal(log(), meter()),
      queue: { send: senderTo(environment.DELIVERY_QUEUE_URL) },
      recipients: recipientsFor(configuration.recipients.map(recipientOf), store),
    },
    store,
    opened,
    configuration,
  };
}
