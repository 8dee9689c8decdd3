import type { Store } from "@saldovakt/store";
import type { Customer } from "./look.ts";
import { type Desk, externalReference } from "./onboarding.ts";

/** A system user that is followed and, of an accountant's, the clients it is tried with. */
export interface Followed {
  readonly customer: Customer;
  readonly clients: readonly string[];
}

/** Whoever was asked from here. */
export async function everybody({ memory, store }: Desk): Promise<readonly Followed[]> {
  const read = await readByOthers(store);
  return (await memory.orders()).map((customer) => ({ customer, clients: read.get(customer.org) ?? [] }));
}

/**
 * One customer: as it was asked from here, else as the organisation's account says it is read, else as Altinn has it, of whichever kind. An accountant's
 * client is found by the accountant's system user.
 */
export async function oneCustomer(desk: Desk, systemId: string, org: string, ref: string | undefined): Promise<Followed> {
  const { externalRef } = externalReference(ref, org);
  const clients = (await readByOthers(desk.store)).get(org) ?? [];
  const known = (await desk.memory.orders()).filter((each) => each.org === org);
  const asked = known.find((each) => each.externalRef === externalRef) ?? (ref === undefined && known.length === 1 ? known[0] : undefined);
  if (asked) return { customer: asked, clients };
  const by = ref === undefined ? (await desk.store.findAccount("skatteetaten", org))?.access?.systemUser : undefined;
  if (by && by.org !== org) return { customer: { ...by, kind: "agent" }, clients: [org] };
  const meant = by ?? { org, ...(externalRef !== undefined && { externalRef }) };
  const agent = await desk.norway.altinn.orderFor({ systemId, ...meant }, "agent");
  return { customer: { ...meant, kind: agent ? "agent" : "standard" }, clients };
}

/** The organisations whose accounts are read by another's system user, under that other's number. */
async function readByOthers(store: Pick<Store, "accounts">): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for await (const { account } of store.accounts()) {
    const by = account.access?.systemUser?.org;
    if (by !== undefined && by !== account.identity) found.set(by, [...(found.get(by) ?? []), account.identity]);
  }
  return found;
}
