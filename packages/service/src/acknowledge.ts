import { type Account, type AccountId, type Alert, acknowledge, type Instant, inputError, SaldovaktError } from "@saldovakt/domain";
import { handOver, type OutboxPorts, referenceOf } from "./outbox.ts";
import type { Clock, Records } from "./ports.ts";

export interface AlertHistory {
  alert(id: AccountId, alertId: string): Promise<Alert | null>;
}

export interface AcknowledgePorts extends OutboxPorts {
  readonly records: Pick<Records, "record" | "putRecord" | "putAlert">;
  readonly alerts: AlertHistory;
  readonly clock: Clock;
}

/** How often it is tried anew when the account's record is written by another in between. */
const CONTENTION_LIMIT = 5;

/**
 * Somebody has the matter of an alert in hand: its reminders stay unsaid until its pay-by day, or until its amount changes. Saying so twice changes
 * nothing. Resolves to when it was first said. Throws `ALERT_UNKNOWN` and, for a matter that is over, `ALERT_OVER` (input), and `RECORD_CONTENDED` (transient).
 */
export async function acknowledgeAlert(
  account: Account,
  alertId: string,
  { by }: { readonly by?: string },
  ports: AcknowledgePorts,
): Promise<{ readonly acknowledgedAt: Instant }> {
  const alert = await ports.alerts.alert(account.id, alertId);
  if (!alert) throw inputError("ALERT_UNKNOWN", "the account has no such alert", "take the id from the list of the account's alerts");
  const now = ports.clock.now();
  for (let attempt = 0; attempt < CONTENTION_LIMIT; attempt++) {
    const { version, remembered, outbox } = await handOver(ports, referenceOf(account), await ports.records.record(account.id));
    const acknowledged = acknowledge(remembered, alert.episode, now, by);
    if (!acknowledged)
      throw inputError("ALERT_OVER", "the alert's matter is over, or has nothing to remind of", "there is nothing left to do");
    const { acknowledgedAt = now } = acknowledged.episode;
    if (acknowledgedAt !== now) return { acknowledgedAt };
    // What another worker has decided and not yet queued stays in the outbox.
    if (await ports.records.putRecord(account.id, version, { remembered: acknowledged.remembered, outbox })) return { acknowledgedAt };
  }
  throw new SaldovaktError("an account's record is written by too many at once", { code: "RECORD_CONTENDED", scope: "transient" });
}
