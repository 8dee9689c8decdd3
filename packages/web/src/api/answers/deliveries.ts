import { may, type Principal, reachesAll } from "@saldovakt/domain";
import { type Clock, type Delivery, replayDelivery, sendTest } from "@saldovakt/service";
import { isDeliveryId } from "../../ids.ts";
import type { Before } from "../../ports.ts";
import { conditionalJson } from "../conditional.ts";
import { refuse } from "../problem.ts";
import { cursorOf, pageOf, readCount, readCursor, readQuery } from "../query.ts";
import { type Known, recipientOf, requireRecipient, untoldOf } from "../recipients.ts";
import type { Answer, Asking } from "./asking.ts";

const USUAL = 50;
const MOST = 200;

const deliveryDocument = (delivery: Delivery) => ({
  id: delivery.id,
  account: delivery.accountId,
  type: delivery.alertType,
  alert: delivery.alertId ?? null,
  status: delivery.status,
  attempts: delivery.attempts,
  firstAt: delivery.firstAt,
  lastAt: delivery.lastAt,
  fault: delivery.fault ?? null,
  of: delivery.of ?? null,
});

const placeOf = ({ firstAt, id }: Delivery): Before => ({ at: firstAt, id });

/** One that was told before, removed and added again begins anew: what went to that address earlier is over. */
const since = (known: Known, { firstAt }: Delivery): boolean => !("added" in known) || firstAt >= known.added.createdAt;

/** Whoever reaches some accounts sees what was told of those, and tests; a recipient may once have been told of others. */
const sees = (principal: Principal, { accountId, alertType }: Delivery): boolean =>
  accountId === null ? reachesAll(principal) || alertType === "test" : may(principal, "account.read", accountId).permitted;

/** What became of what was told, and telling it again. */
export const deliveryAnswers = (asking: Asking) => {
  const { ports } = asking;
  const { recipients, watch } = ports;
  // Deliveries go by the real clock, also where the day is stated.
  const real: Clock = { today: (zone) => watch.clock.today(zone), now: ports.now };

  /** The first `count` that are theirs to see. The others leave no trace, neither in the number nor in where the list goes on. */
  async function seen(principal: Principal, known: Known, count: number, before: Before | undefined): Promise<readonly Delivery[]> {
    const found: Delivery[] = [];
    for (let from = before; ; ) {
      const read = await recipients.deliveriesOf(recipientOf(known).key, count, from);
      found.push(...read.filter((delivery) => since(known, delivery) && sees(principal, delivery)));
      const last = read.at(-1);
      if (found.length >= count || read.length < count || !last) return found.slice(0, count);
      from = placeOf(last);
    }
  }

  return {
    async deliveries(c) {
      const { principal } = await asking.enter(c, "deliveries");
      const query = readQuery(c, ["limit", "before"]);
      const limit = readCount(c, "limit", query.limit, USUAL, MOST);
      const before = readCursor(c, "before", query.before);
      const known = await requireRecipient(c, principal, ports);
      const found = await seen(principal, known, limit + 1, before);
      const { page, next } = pageOf(found, limit, (last) => cursorOf(placeOf(last)));
      return conditionalJson(c, { deliveries: page.map(deliveryDocument), ...next });
    },

    async testRecipient(c) {
      const { principal } = await asking.enter(c, "testRecipient");
      readQuery(c, []);
      const known = await requireRecipient(c, principal, ports);
      const told = recipientOf(known).key;
      if (await recipients.isRecipientDisabled(told)) throw refuse(c, "RECIPIENT_SWITCHED_OFF");
      // A test that arrives would say that alerts do.
      if ((await untoldOf(known, ports)) !== null) throw refuse(c, "RECIPIENT_NOT_TOLD");
      return c.json(await sendTest({ key: told }, { ...watch, clock: real, deliveries: recipients }), 202);
    },

    async replay(c) {
      const { principal } = await asking.enter(c, "replay");
      readQuery(c, []);
      const known = await requireRecipient(c, principal, ports);
      const id = c.req.param("deliveryId") ?? "";
      const delivery = isDeliveryId(id) ? await recipients.delivery(id) : null;
      if (!delivery || delivery.recipient !== recipientOf(known).key || !since(known, delivery) || !sees(principal, delivery))
        throw refuse(c, "DELIVERY_UNKNOWN");
      return c.json(await replayDelivery(delivery, { ...watch, clock: real, alerts: ports.alerts, deliveries: recipients }), 202);
    },
  } satisfies Record<string, Answer>;
};
