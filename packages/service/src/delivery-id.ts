import { createHash } from "node:crypto";

/** A delivery's id: opaque, and the same for the same alert and recipient however often it is made. Stands as `webhook-id`. */
export function deliveryId(accountId: string, alertId: string, recipient: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([accountId, alertId, recipient]))
    .digest("hex");
  return `msg_${digest.slice(0, 32)}`;
}
