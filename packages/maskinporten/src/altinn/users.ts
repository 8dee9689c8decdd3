import { parseIdentity } from "@saldovakt/domain";
import { isHttpUrl } from "../wire.ts";
import { fault } from "./faults.ts";
import { type Access, accessBody } from "./systems.ts";
import type { RequestWire, SystemUserWire } from "./wire.ts";

/** `standard`: for the customer's own affairs. `agent`: for an accountant, who then lets it act for clients. */
export type SystemUserKind = "standard" | "agent";

/** Which system user: one customer may have several for the same system, told apart by `externalRef`. */
export interface SystemUserKey {
  readonly systemId: string;
  /** Nine digits: the customer. */
  readonly org: string;
  /** Altinn takes the organisation number when none is given. */
  readonly externalRef?: string | undefined;
}

/** What a customer is asked for. An agent is asked for access packages only. */
export interface SystemUserOrder extends SystemUserKey, Access {
  readonly kind?: SystemUserKind;
  /** Where the customer is sent after answering; one of the system's addresses. */
  readonly redirectUrl?: string;
}

/** `unknown` stands for a status added since. */
export type RequestStatus = "new" | "accepted" | "rejected" | "denied" | "timedOut" | "unknown";

/** What has become of an order. */
export interface SystemUserOrderState {
  readonly id: string;
  readonly status: RequestStatus;
  readonly systemId: string;
  readonly org: string;
  readonly externalRef: string | null;
  /** Where somebody who may do so for the customer logs in and answers; null when Altinn tells none. */
  readonly confirmUrl: string | null;
}

/** A system user that exists. */
export interface SystemUser {
  /** A UUID; tokens and the PDP name the system user by it. */
  readonly id: string;
  readonly systemId: string;
  readonly org: string;
  /** As Altinn keeps it: the organisation number when it was asked for without one, and then to be left out of grants. */
  readonly externalRef: string | null;
  readonly kind: SystemUserKind;
}

/** The body of an order (Altinn, "Create System User"). */
export function orderBody(order: SystemUserOrder): Record<string, unknown> {
  return {
    systemId: order.systemId,
    partyOrgNo: parseIdentity(order.org).number,
    ...(order.externalRef !== undefined && { externalRef: order.externalRef }),
    ...accessBody(order),
    ...(order.redirectUrl !== undefined && { redirectUrl: order.redirectUrl }),
  };
}

const STATUSES: Readonly<Record<string, RequestStatus>> = {
  new: "new",
  accepted: "accepted",
  rejected: "rejected",
  denied: "denied",
  timedout: "timedOut",
};

export function orderState(wire: RequestWire): SystemUserOrderState {
  const { id, systemId, partyOrgNo: org, externalRef, confirmUrl } = wire;
  // The link goes to a customer: it must be one that can be followed, without characters that a URL takes and a terminal or a mail does not.
  if (typeof confirmUrl === "string" && !isHttpUrl(confirmUrl)) throw fault("ALTINN_ANSWER_UNEXPECTED");
  const link = typeof confirmUrl === "string" ? new URL(confirmUrl).href : null;
  const status = STATUSES[wire.status.toLowerCase()] ?? "unknown";
  return { id, status, systemId, org, externalRef: externalRef ?? null, confirmUrl: link };
}

export function systemUserOf({ id, systemId, reporteeOrgNo: org, externalRef, userType }: SystemUserWire): SystemUser {
  return { id, systemId, org, externalRef: externalRef ?? null, kind: userType?.toLowerCase() === "agent" ? "agent" : "standard" };
}
