import { type Account, type AccountAccess, SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import type { SystemUser, SystemUserKey, SystemUserOrderState } from "@saldovakt/maskinporten";
import { tokenRequest } from "../../wiring/skatteetaten.ts";
import { isWatched } from "../../wiring/state.ts";
import type { KnownOrder } from "./memory.ts";
import type { Desk } from "./onboarding.ts";
import { faultStanding, type Stage, type Standing, standing } from "./stages.ts";

/** A system user that is looked for. */
export type Customer = Pick<KnownOrder, "org" | "externalRef" | "kind"> & Partial<Pick<KnownOrder, "id" | "at">>;

/** What came of one step; null where it was not reached. */
export type Step = "ok" | SaldovaktError | null;

/** One organisation whose figures the system user is to open. */
export interface Reading {
  readonly org: string;
  readonly claims: Step;
  readonly account: (Pick<Account, "id" | "name"> & { readonly watched: boolean }) | null;
}

export interface CustomerStatus {
  readonly customer: Customer;
  readonly order: SystemUserOrderState | null;
  readonly systemUser: SystemUser | null;
  readonly token: Step;
  /** The customer's own figures; of an agent, those of the clients named. */
  readonly readings: readonly Reading[];
  readonly standing: Standing;
}

/** An order not answered within this time has ended, and Altinn tells nothing of it any more (Altinn, "Opprette systembruker"). */
const ORDER_DAYS = 10;
const DAY_MS = 86_400_000;

const keyOf = (systemId: string, { org, externalRef }: Customer): SystemUserKey => ({ systemId, org, externalRef });

/** The order by its id, else by what was asked for: another machine may have made it. */
export async function orderOf(
  { norway }: Pick<Desk, "norway">,
  systemId: string,
  customer: Customer,
): Promise<SystemUserOrderState | null> {
  const { id, kind } = customer;
  const known = id ? await norway.altinn.order(id, kind) : null;
  return known ?? norway.altinn.orderFor(keyOf(systemId, customer), kind);
}

/** How the figures are asked for with this system user. */
export const accessWith = ({ org, externalRef }: Customer): Required<Pick<AccountAccess, "systemUser">> => ({
  systemUser: { org, ...(externalRef !== undefined && { externalRef }) },
});

/**
 * Follows one customer as far as it has come. What keeps it from going on is told in the status; thrown are faults that would meet every customer alike,
 * those of the installation.
 */
export async function look(desk: Desk, systemId: string, customer: Customer, clients: readonly string[]): Promise<CustomerStatus> {
  try {
    return await follow(desk, systemId, customer, clients);
  } catch (thrown) {
    const fault = toSaldovaktError(thrown);
    if (fault.scope !== "transient" && fault.scope !== "account") throw fault;
    return { customer, order: null, systemUser: null, token: null, readings: [], standing: faultStanding(fault) };
  }
}

async function follow(desk: Desk, systemId: string, customer: Customer, clients: readonly string[]): Promise<CustomerStatus> {
  const { altinn } = desk.norway;
  const order = await orderOf(desk, systemId, customer);
  const systemUser = await altinn.systemUser(keyOf(systemId, customer));
  const found = { customer: { ...customer, kind: systemUser?.kind ?? customer.kind }, order, systemUser };
  if (!systemUser) return { ...found, token: null, readings: [], standing: standing(stageWithout(order, customer, desk)) };
  const token = await tryToken(desk, customer);
  if (token !== "ok") return { ...found, token, readings: [], standing: faultStanding(token) };
  const readings: Reading[] = [];
  for (const org of found.customer.kind === "agent" ? clients : [customer.org]) readings.push(await readingOf(desk, org, customer));
  return { ...found, token, readings, standing: standingOf(found.customer, readings) };
}

/** How far an order has come that has led to no system user. */
function stageWithout(order: SystemUserOrderState | null, { at, id }: Customer, { context }: Desk): Stage {
  switch (order?.status) {
    case "new":
      return "WAITING";
    case "rejected":
    case "denied":
      return "REJECTED";
    case "timedOut":
      return "TIMED_OUT";
    case "accepted":
      return "REMOVED";
    case "unknown":
      return "ORDER_UNKNOWN";
    default: {
      if (at === undefined) return "NOT_ASKED";
      if (id === null) return "REMOVED";
      const age = Date.parse(context.real.now()) - Date.parse(at);
      return age >= ORDER_DAYS * DAY_MS ? "TIMED_OUT" : "REMOVED";
    }
  }
}

async function tryToken({ norway }: Desk, customer: Customer): Promise<NonNullable<Step>> {
  const request = tokenRequest(norway.access, customer.org, accessWith(customer));
  return norway.maskinporten.token(request).then(() => "ok" as const, toSaldovaktError);
}

async function readingOf(desk: Desk, org: string, customer: Customer): Promise<Reading> {
  desk.norway.readAs(org, accessWith(customer));
  const claims: Step = await desk.norway.source.read(org).then(() => "ok" as const, toSaldovaktError);
  return { org, claims, account: await accountOf(desk, org) };
}

export async function accountOf({ store, loaded }: Desk, org: string): Promise<Reading["account"]> {
  const account = await store.findAccount("skatteetaten", org);
  return account && { id: account.id, name: account.name, watched: isWatched(loaded.configuration)(account) };
}

/** The first reading that fails decides. */
export function standingOf({ kind }: Pick<Customer, "kind">, readings: readonly Reading[]): Standing {
  if (readings.length === 0) return standing("AGENT_READY");
  const fault = readings.map(({ claims }) => claims).find((claims) => claims instanceof SaldovaktError);
  if (fault instanceof SaldovaktError) {
    // The authority's own words are for any reading; here the system user is known to exist, and what it lacks can be said more closely.
    return fault.code === "SKE_NOT_AUTHORISED" ? standing(kind === "agent" ? "CLIENT_NOT_OPENED" : "NOT_OPENED") : faultStanding(fault);
  }
  return standing(readings.every(({ account }) => account?.watched) ? "WATCHED" : "READY");
}
