import type { AuditRecord, Instant } from "@saldovakt/domain";
import type { AccessStore } from "../access-port.ts";
import { decode, encode } from "../remember.ts";
import { type Calls, key } from "./calls.ts";
import { ageing, string } from "./items.ts";

/** Read at a time where lines are picked out of a month: most are not among those asked for. */
const PICKED_AT_ONCE = 500;

/** A partition each month, so that none grows for ever and the newest is found first. */
const partitionOf = (month: string): string => `AUDIT#${month}`;

const monthOf = (at: Instant): string => at.slice(0, 7);

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return number > 1 ? `${year}-${String(number - 1).padStart(2, "0")}` : `${year - 1}-12`;
}

const sortOf = ({ at, id }: { readonly at: Instant; readonly id: string }): string => `${at}#${id}`;

/** Who did what. A line is one item, never changed. */
export function auditLog(calls: Calls, keptDays: number): Pick<AccessStore, "putAudit" | "audit"> {
  return {
    putAudit: async (record) => {
      const item = { ...key(partitionOf(monthOf(record.at)), sortOf(record)), ...ageing(record.at, keptDays), body: { S: encode(record) } };
      // Wins when it does not stand: a line is never changed.
      await calls.put(item, { expression: "attribute_not_exists(#PK)" });
    },

    audit: async ({ from, to, account, by, limit, before }) => {
      const found: AuditRecord[] = [];
      if (limit < 1 || from >= to) return found;
      const earliest = monthOf(from);
      // No sort key is a moment alone, so a bound that is one stands before every line of its moment.
      const last = before && before.at < to ? sortOf(before) : to;
      const picks = account !== undefined || by !== undefined;
      for (let month = last.slice(0, 7); month >= earliest; month = monthBefore(month)) {
        const until = last.startsWith(month) ? last : `${month}~`;
        for await (const page of calls.queryBack(partitionOf(month), month, picks ? PICKED_AT_ONCE : limit, until)) {
          for (const item of page) {
            const line = decode<AuditRecord>(string(item, "body"), "audit line");
            if (line.at < from) return found;
            if (account !== undefined && line.account !== account) continue;
            if (by !== undefined && line.principal.id !== by) continue;
            found.push(line);
            if (found.length >= limit) return found;
          }
        }
      }
      return found;
    },
  };
}
