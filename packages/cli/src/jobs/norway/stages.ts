import type { SaldovaktError } from "@saldovakt/domain";
import { type Explanation, explain } from "../../explain.ts";
import { EXIT, exitStatus } from "../../fault.ts";

/** How far a customer has come. Codes are part of the JSON document. */
export const STAGES = {
  READY: ["nobody", "everything works: the figures can be read", "watch the account with `--add`, unless it is watched already"],
  WATCHED: ["nobody", "everything works, and the account is watched", "read it with `saldovakt watch`"],
  AGENT_READY: [
    "customer",
    "the accountant's system user works; it sees those of the accountant's clients that are added to it in Altinn",
    "have the accountant add clients to it, and try one with `--client ORGNO --add`",
  ],
  NOT_ASKED: [
    "operator",
    "Altinn has neither a system user of this customer's nor an open order for one",
    "ask with `saldovakt norway request-system-user ORGNO`",
  ],
  WAITING: ["customer", "the customer has not answered yet; an order is good for ten days", "send the customer the link, or remind of it"],
  REJECTED: [
    "operator",
    "the customer has turned the order down, and Altinn keeps it so",
    "talk with the customer, and ask anew with another --external-ref",
  ],
  TIMED_OUT: [
    "operator",
    "the customer did not answer within ten days, so the order has ended",
    "ask anew with `saldovakt norway request-system-user ORGNO`",
  ],
  REMOVED: [
    "operator",
    "the customer had approved, and has taken the system user away since",
    "talk with the customer, and ask anew with `saldovakt norway request-system-user ORGNO`",
  ],
  NOT_OPENED: [
    "customer",
    "Skatteetaten does not let the system user read the organisation, though Altinn has it",
    "wait five minutes if it was approved just now; else have the customer see in Altinn that it has Krav og betalinger",
  ],
  CLIENT_NOT_OPENED: [
    "customer",
    "Skatteetaten does not let the accountant's system user read this client",
    "have the accountant add the client to the system user in Altinn; it takes up to five minutes",
  ],
  ORDER_UNKNOWN: ["nobody", "Altinn gives the order a status not known here", "look again later; update Saldovakt if it stays so"],
} as const satisfies Record<string, readonly [Explanation["turn"], means: string, next: string]>;

export type Stage = keyof typeof STAGES;

/** Where a customer stands: in words, and as an exit status. */
export interface Standing extends Explanation {
  readonly exit: number;
}

export function standing(stage: Stage): Standing {
  const [turn, means, next] = STAGES[stage];
  const well = stage === "READY" || stage === "WATCHED" || stage === "AGENT_READY";
  return { code: stage, own: null, means, turn, next, exit: well ? EXIT.ok : EXIT.someFailed };
}

export const faultStanding = (fault: SaldovaktError): Standing => ({ ...explain(fault), exit: exitStatus(fault) });
