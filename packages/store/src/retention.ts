import type { Alert, Instant, RegisteredPayment } from "@saldovakt/domain";
import type { DeliveryRecord } from "./port.ts";

/**
 * Days for which alerts, deliveries and settled payments are kept unless configured: a year's due dates and a month to look back at them.
 */
export const KEPT_DAYS = 400;

/** The moment from which an alert's age counts. */
export const ageOfAlert = (alert: Alert): Instant => alert.at;

/** The moment from which a delivery's age counts. */
export const ageOfDelivery = (record: DeliveryRecord): Instant => record.lastAt;

/** The moment from which a payment's age counts; null while it is under way, when it must not be forgotten. */
export function ageOfPayment(payment: RegisteredPayment): Instant | null {
  if (payment.status === "under-way") return null;
  return `${payment.seenOn ?? payment.expiresOn}T00:00:00.000Z` as Instant;
}

/**
 * How final a payment's status is: a write wins unless a more final one stands. A late sighting beats an expiry, and a registration that
 * arrives a second time beats neither.
 */
export const finality = (payment: RegisteredPayment): number => ["under-way", "expired", "seen"].indexOf(payment.status);

/** Whether a delivery is over for good. */
export const isFinal = (status: DeliveryRecord["status"]): boolean => status === "delivered" || status === "disabled";
