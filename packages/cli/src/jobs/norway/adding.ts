import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Account, AccountAccess } from "@saldovakt/domain";
import { addWatchedAccount } from "@saldovakt/service";
import { noted, notedMade } from "../../wiring/noted.ts";
import { accessWith, accountOf, type Customer, type CustomerStatus, type Reading, standingOf } from "./look.ts";
import type { Desk } from "./onboarding.ts";

/** What an account must say of its access; nothing where its organisation's own system user is asked for as a matter of course. */
function needed(org: string, customer: Customer): AccountAccess | undefined {
  return customer.org === org && customer.externalRef === undefined ? undefined : accessWith(customer);
}

/** Watches the organisations that can be read, with the system user that opens them. What cannot be read is left out. */
export async function addReadable(desk: Desk, status: CustomerStatus, name: string | undefined): Promise<CustomerStatus> {
  const readings: Reading[] = [];
  for (const reading of status.readings)
    readings.push(reading.claims === "ok" ? await added(desk, reading, status.customer, name) : reading);
  return readings.length === 0 ? status : { ...status, readings, standing: standingOf(status.customer, readings) };
}

/** An account that is there already gets the access it is read with, unless the configuration says it, which goes before the state. */
async function added(desk: Desk, reading: Reading, customer: Customer, name: string | undefined): Promise<Reading> {
  const { store, context, loaded } = desk;
  const access = needed(reading.org, customer);
  const book = {
    addAccount: (account: Account) => store.addAccount({ ...account, ...(access && { access }) }),
    updateAccount: store.updateAccount.bind(store),
  };
  const watch = () =>
    addWatchedAccount(
      { identity: reading.org, ...(name !== undefined && { name }) },
      { book, clock: context.clock, random: randomBytes, offered: ["skatteetaten"] },
    );
  const isNew = (await store.findAccount("skatteetaten", reading.org)) === null;
  const outcome = isNew ? await noted(store, context, { action: "account.add" }, watch) : await watch();
  if (isNew) await notedMade(store, context, { action: "account.add", account: outcome.account.id });
  const listed = loaded.configuration.accounts.some(({ identity }) => identity === reading.org);
  if (!outcome.added && !listed) {
    const changes = {
      // One that the configuration has ceased to list is watched again, as one added by hand.
      ...(outcome.account.origin === "command" ? {} : { origin: "command" as const }),
      ...(isDeepStrictEqual(outcome.account.access, access) ? {} : { access: access ?? null }),
    };
    const deed = { action: "account.change", changes: ["access"], account: outcome.account.id } as const;
    if (Object.keys(changes).length > 0) await noted(store, context, deed, () => store.updateAccount(outcome.account.id, changes));
  }
  return { ...reading, account: await accountOf(desk, reading.org) };
}
