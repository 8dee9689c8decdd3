import type { DeliveryRecord, Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { ageOfDelivery, isFinal } from "../retention.ts";
import { type Commits, type Row, text } from "./commits.ts";

type Deliveries = Pick<Store, "delivery" | "putDelivery" | "disableRecipient" | "isRecipientDisabled">;

export const deliveryOf = (row: Row): DeliveryRecord => decode(text(row, "body"), "delivery");

export function deliveries(db: Commits): Deliveries {
  const standing = (id: string): DeliveryRecord | null => {
    const row = db.get("SELECT body FROM delivery WHERE id = ?", id);
    return row ? deliveryOf(row) : null;
  };

  return {
    delivery: (id) => db.read(() => standing(id)),

    putDelivery: (record) =>
      db.write(() => {
        // Wins when nothing stands, or something that is not final yet (pending, failed); a final outcome is never changed again.
        const unlessFinal =
          "ON CONFLICT DO UPDATE SET account = excluded.account, final = excluded.final, aged_at = excluded.aged_at, body = excluded.body WHERE final = 0";
        const ifAccountStands = "WHERE ?2 IS NULL OR EXISTS (SELECT 1 FROM account WHERE id = ?2)";
        const sql = `INSERT INTO delivery (id, account, final, aged_at, body) SELECT ?1, ?2, ?3, ?4, ?5 ${ifAccountStands} ${unlessFinal}`;
        db.run(sql, record.id, record.accountId, isFinal(record.status) ? 1 : 0, ageOfDelivery(record), encode(record));
        return standing(record.id) ?? record;
      }),

    disableRecipient: async (recipient, at) => {
      await db.write(() => db.run("INSERT INTO recipient (id, disabled_at) VALUES (?, ?) ON CONFLICT DO NOTHING", recipient, at));
    },
    isRecipientDisabled: (recipient) => db.read(() => db.get("SELECT 1 FROM recipient WHERE id = ?", recipient) !== undefined),
  };
}
