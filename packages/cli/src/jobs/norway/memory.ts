import type { Configuration } from "@saldovakt/configuration";
import { type Instant, SaldovaktError } from "@saldovakt/domain";
import { ENVIRONMENTS, type SystemUserKind } from "@saldovakt/maskinporten";
import { factsOf, type Store } from "@saldovakt/store";

/** A system user that a customer was asked for. */
export interface KnownOrder {
  /** Altinn's id of the order; null when the customer had the system user already. */
  readonly id: string | null;
  /** Nine digits: the customer. */
  readonly org: string;
  /** Only where it was asked for with one. */
  readonly externalRef?: string;
  readonly kind: SystemUserKind;
  readonly at: Instant;
}

/** What is kept of our system and of whom it was offered to, between commands. */
export interface Memory {
  /** The registered system's id; null before `register-system`. */
  system(): Promise<string | null>;
  keepSystem(id: string): Promise<void>;
  /** Oldest first. */
  orders(): Promise<readonly KnownOrder[]>;
  /** In place of an earlier one for the same system user. */
  keepOrder(order: KnownOrder): Promise<void>;
  /** Forgets one order, or all of an organisation's. Resolves to the number forgotten. */
  forget(which: Pick<KnownOrder, "org" | "externalRef"> | string): Promise<number>;
}

type Facts = Pick<Store, "fact" | "putFact">;

/** Somebody else who writes at the same time is let go first so many times. */
const MOST_TRIES = 20;

const same = (a: Pick<KnownOrder, "org" | "externalRef">, b: Pick<KnownOrder, "org" | "externalRef">): boolean =>
  a.org === b.org && a.externalRef === b.externalRef;

/** Test and production are different registers with different customers, so each issuer has a memory of its own. */
export function memoryOf(store: Facts, issuer: string): Memory {
  const facts = factsOf(store, `norway.${new URL(issuer).host}`);

  async function change(name: string, changed: (before: string | null) => string | null): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const standing = await facts.fact(name);
      const value = changed(standing?.value ?? null);
      if (value === null || value === standing?.value || (await facts.putFact(name, value, standing?.version ?? 0))) return;
    }
    throw new SaldovaktError("the state is changed by others all the time", {
      code: "STORE_UNREACHABLE",
      scope: "transient",
      remedy: "try again in a moment",
    });
  }

  return {
    system: async () => (await facts.fact("system"))?.value ?? null,
    keepSystem: (id) => change("system", () => id),
    orders: async () => read((await facts.fact("orders"))?.value ?? null),
    keepOrder: (order) => change("orders", (before) => JSON.stringify([...read(before).filter((each) => !same(each, order)), order])),
    async forget(which) {
      let forgotten = 0;
      await change("orders", (before) => {
        const all = read(before);
        const left = all.filter((each) => (typeof which === "string" ? each.org !== which : !same(each, which)));
        forgotten = all.length - left.length;
        return forgotten === 0 ? null : JSON.stringify(left);
      });
      return forgotten;
    },
  };
}

/** With an account goes what is kept of its organisation's orders. What the organisation has approved in Altinn is for itself to take back. */
export async function forgetOrders(store: Facts, { maskinporten }: Pick<Configuration, "maskinporten">, org: string): Promise<void> {
  if (maskinporten) await memoryOf(store, maskinporten.issuer ?? ENVIRONMENTS[maskinporten.environment].issuer).forget(org);
}

/** What cannot be read, which only damage from outside can bring about, is nothing: Altinn finds an order by its organisation too. */
function read(value: string | null): readonly KnownOrder[] {
  try {
    const orders: unknown = JSON.parse(value ?? "[]");
    return Array.isArray(orders) ? orders.filter((each) => typeof each?.org === "string") : [];
  } catch {
    return [];
  }
}
