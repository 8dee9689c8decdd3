import { afterEach, beforeEach, describe } from "vitest";
import { accessContract } from "./contract/access.contract.ts";
import { accountsContract } from "./contract/accounts.contract.ts";
import { auditContract } from "./contract/audit.contract.ts";
import { deliveriesContract } from "./contract/deliveries.contract.ts";
import { erasureContract } from "./contract/erasure.contract.ts";
import { installationContract } from "./contract/installation.contract.ts";
import { markContract } from "./contract/mark.contract.ts";
import { paymentsContract } from "./contract/payments.contract.ts";
import { readingsContract } from "./contract/readings.contract.ts";
import { retentionContract } from "./contract/retention.contract.ts";
import { signInsContract } from "./contract/sign-ins.contract.ts";
import type { Store } from "./port.ts";

/** One empty state, made for one test, and how to look at it from outside. */
export interface Opened {
  readonly store: Store;
  /** Another store over the same state, as another process would have it; the same one where the state cannot be shared. */
  another(): Store;
  /** Everything that is stored, unpacked, one text an item; absent where nobody else can look. */
  texts?(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The state of the test that is running. */
export type Current = () => Opened;

/** Every promise of the port, over one implementation. `open` gives an empty state each time. */
export function storeContract(name: string, open: () => Promise<Opened>): void {
  describe(`the store's contract over ${name}`, () => {
    let opened: Opened;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    const current = () => opened;
    accountsContract(current);
    accessContract(current);
    auditContract(current);
    readingsContract(current);
    paymentsContract(current);
    deliveriesContract(current);
    installationContract(current);
    signInsContract(current);
    markContract(current);
    retentionContract(current);
    erasureContract(current);
  });
}
