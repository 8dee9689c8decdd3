import type { AuditRecord, Instant } from "@saldovakt/domain";
import type { AuditQuery } from "../access-port.ts";
import { sampleUser } from "./people.fixture.ts";
import { at } from "./samples.fixture.ts";

let lines = 0;
/** A line of the audit log, each with an id after the one before. */
export const sampleLine = (moment: Instant, change: Partial<AuditRecord> = {}): AuditRecord => ({
  id: `a${String(lines++).padStart(6, "0")}`,
  at: moment,
  principal: { kind: "user", id: sampleUser(1).id },
  action: "account.read",
  outcome: "permitted",
  ...change,
});

/** Whatever the log holds of the samples. */
export const ALL: AuditQuery = { from: at(-10_000), to: at(10_000), limit: 1_000 };
