import { type Alert, NOTHING_REMEMBERED, type Remembered } from "@saldovakt/domain";
import { type CertificatePorts, type Deliveries, type Delivery, INSTALLATION } from "@saldovakt/service";
import type { DeliveryRecord, Store } from "@saldovakt/store";

/** The fact under which is remembered what was told of the installation itself. */
const FACT = "installation.record";

interface Kept {
  readonly remembered: Remembered;
  readonly outbox: readonly Alert[];
}

/**
 * The record of alerts about the installation (its certificate), which belongs to no account. It is kept as a fact of the store, under
 * the same rule as an account's: written whole, and only over the version that was read.
 */
export function installationRecords(store: Pick<Store, "fact" | "putFact">): CertificatePorts["records"] {
  return {
    async record() {
      const fact = await store.fact(FACT);
      const kept: Kept = fact ? JSON.parse(fact.value) : { remembered: NOTHING_REMEMBERED, outbox: [] };
      return { ...kept, version: fact?.version ?? 0 };
    },
    putRecord: (_, expected, kept) => store.putFact(FACT, JSON.stringify(kept), expected),
    // Alerts are kept for reading back with their account; this one has none, and its deliveries tell that it went out.
    putAlert: async () => {},
  };
}

/** Deliveries as the store keeps them: those about the installation belong to no account. */
export function deliveriesOf(store: Store): Deliveries {
  const stored = (record: Delivery): DeliveryRecord => ({
    ...record,
    accountId: record.accountId === INSTALLATION.id ? null : record.accountId,
  });
  const told = (record: DeliveryRecord): Delivery => ({ ...record, accountId: record.accountId ?? INSTALLATION.id });
  return {
    async delivery(id) {
      const record = await store.delivery(id);
      return record && told(record);
    },
    putDelivery: async (record) => told(await store.putDelivery(stored(record))),
    disableRecipient: (recipient, at) => store.disableRecipient(recipient, at),
    isRecipientDisabled: (recipient) => store.isRecipientDisabled(recipient),
  };
}
