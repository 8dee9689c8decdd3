import type { Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { ageOfPayment, finality } from "../retention.ts";
import { type Commits, text } from "./commits.ts";
import { IF_ACCOUNT_STANDS } from "./readings.ts";

type Payments = Pick<Store, "putPayment" | "payments" | "removePayment">;

export function payments(db: Commits): Payments {
  return {
    putPayment: async (id, payment) => {
      await db.write(() => {
        const unlessMoreFinal =
          "ON CONFLICT DO UPDATE SET made_on = excluded.made_on, finality = excluded.finality, aged_at = excluded.aged_at, " +
          "body = excluded.body WHERE finality <= excluded.finality";
        const columns = "(account, id, made_on, finality, aged_at, body)";
        const sql = `INSERT INTO payment ${columns} SELECT ?, ?, ?, ?, ?, ? ${IF_ACCOUNT_STANDS} ${unlessMoreFinal}`;
        db.run(sql, id, payment.id, payment.madeOn, finality(payment), ageOfPayment(payment), encode(payment), id);
      });
    },
    payments: (id) =>
      db.read(() => {
        const rows = db.all("SELECT body FROM payment WHERE account = ? ORDER BY made_on, id", id);
        return rows.map((row) => decode(text(row, "body"), "payment"));
      }),
    removePayment: (id, paymentId) => db.write(() => db.run("DELETE FROM payment WHERE account = ? AND id = ?", id, paymentId) > 0),
  };
}
