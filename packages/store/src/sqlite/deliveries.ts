import type { DeliveryRecord, Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { ageOfDelivery, isFinal } from "../retention.ts";
import { type Commits, type Row, text } from "./commits.ts";

type Deliveries = Pick<Store, "delivery" | "putDelivery" | "deliveriesOf" | "disableRecipient" | "isRecipientDisabled" | "enableRecipient">;

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
          "ON CONFLICT DO UPDATE SET account = excluded.account, final = excluded.final, aged_at = excluded.aged_at, body = excluded.body, " +
          "recipient = excluded.recipient, first_at = excluded.first_at WHERE final = 0";
        const ifAccountStands = "WHERE ?2 IS NULL OR EXISTS (SELECT 1 FROM account WHERE id = ?2)";
        const columns = "(id, account, final, aged_at, body, recipient, first_at)";
        const sql = `INSERT INTO delivery ${columns} SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 ${ifAccountStands} ${unlessFinal}`;
        const { id, accountId, recipient, firstAt } = record;
        db.run(sql, id, accountId, isFinal(record.status) ? 1 : 0, ageOfDelivery(record), encode(record), recipient, firstAt);
        return standing(record.id) ?? record;
      }),

    deliveriesOf: (recipient, limit, before) =>
      db.read(() => {
        const following = before ? "AND (first_at, id) < (?, ?)" : "";
        const sql = `SELECT body FROM delivery WHERE recipient = ? ${following} ORDER BY first_at DESC, id DESC LIMIT ?`;
        return db.all(sql, recipient, ...(before ? [before.at, before.id] : []), limit).map(deliveryOf);
      }),

    disableRecipient: async (recipient, at) => {
      await db.write(() => db.run("INSERT INTO recipient (id, disabled_at) VALUES (?, ?) ON CONFLICT DO NOTHING", recipient, at));
    },
    isRecipientDisabled: (recipient) => db.read(() => db.get("SELECT 1 FROM recipient WHERE id = ?", recipient) !== undefined),
    enableRecipient: async (recipient) => {
      await db.write(() => db.run("DELETE FROM recipient WHERE id = ?", recipient));
    },
  };
}
