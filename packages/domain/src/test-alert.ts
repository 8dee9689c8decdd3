import type { Alert } from "./alert.ts";
import type { Instant, PlainDate } from "./dates.ts";
import { ZERO } from "./money.ts";

/** What is sent to see whether messages arrive: of no account, no episode and no figure. One a moment. */
export const testAlert = (today: PlainDate, now: Instant): Alert => ({
  id: `test:${now}`,
  type: "test",
  at: now,
  today,
  episode: "test",
  severity: "ok",
  dueDate: null,
  currency: "SEK",
  shortfall: ZERO,
  payments: [],
  missing: ZERO,
  balance: ZERO,
});
