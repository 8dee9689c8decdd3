import type { Journal } from "@saldovakt/service";
import type { Log } from "./log.ts";
import type { Meter } from "./metrics.ts";

/** What the use cases did, as log lines and metrics. A reading that went well is one of thousands: counted, and logged for debugging only. */
export function createJournal(log: Log, meter: Meter): Journal {
  return {
    accountRead({ id, ageSeconds, shortfall, alerts }) {
      meter.count("AccountsRead");
      if (shortfall) meter.count("Shortfalls");
      meter.gauge("SourceAgeSeconds", ageSeconds);
      log.debug("account read", { account: id, ageSeconds, shortfall, alerts });
    },
    accountFailed({ id, code, scope }) {
      meter.count("AccountsFailed", 1, { code });
      log.warn("account not read", { account: id, code, scope });
    },
    deliveryTried({ id, channel, outcome, fault }) {
      meter.count("Deliveries", 1, { outcome });
      const fields = { delivery: id, channel, outcome, ...(fault === undefined ? {} : { code: fault }) };
      if (outcome === "delivered") log.info("delivered", fields);
      else log.warn("not delivered", fields);
    },
  };
}
