import { type AuditRecord, instant, type UserId } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Current } from "../store.contract.ts";
import { ALL, sampleLine } from "./lines.fixture.ts";
import { sampleUser } from "./people.fixture.ts";
import { at, sampleAccount } from "./samples.fixture.ts";

export function auditContract(current: Current): void {
  describe("the audit log", () => {
    test("is read newest first, page by page, over the months", async () => {
      const { store } = current();
      const hours = [-2_000, -1_000, -900, -20, 0, 0, 1, 300, 301, 1_200];
      const written = hours.map((hour) => sampleLine(at(hour)));
      for (const each of written.toReversed()) await store.putAudit(each, "lightly");
      const expected = written.toReversed();
      expect(await store.audit(ALL)).toEqual(expected);
      const found: AuditRecord[] = [];
      for (;;) {
        const last = found.at(-1);
        const page = await store.audit({ ...ALL, limit: 3, ...(last && { before: { at: last.at, id: last.id } }) });
        found.push(...page);
        if (page.length < 3) break;
      }
      expect(found).toEqual(expected);
      expect(await store.audit({ ...ALL, limit: 0 })).toEqual([]);
    });

    test("is bounded by its first moment, and by the one after its last", async () => {
      const { store } = current();
      const written = [0, 1, 2, 3].map((hour) => sampleLine(at(hour)));
      for (const each of written) await store.putAudit(each);
      expect(await store.audit({ ...ALL, from: at(1), to: at(3) })).toEqual([written[2], written[1]]);
      expect(await store.audit({ ...ALL, from: at(3), to: at(3) })).toEqual([]);
    });

    test("is picked by account and by who it was", async () => {
      const { store } = current();
      const [first, second] = [sampleAccount(1).id, sampleAccount(2).id];
      const other = { kind: "key", id: "key_1" } as const;
      const written = [
        sampleLine(at(1), { account: first, onBehalfOf: second }),
        sampleLine(at(2), { account: second, outcome: "refused", reason: "ACCOUNT_UNKNOWN", requestId: "r-1" }),
        sampleLine(at(3), { account: first, principal: other }),
        sampleLine(at(4), { about: sampleUser(2).id }),
      ];
      for (const each of written) await store.putAudit(each);
      expect(await store.audit({ ...ALL, account: first })).toEqual([written[2], written[0]]);
      expect(await store.audit({ ...ALL, account: first, by: "key_1" })).toEqual([written[2]]);
      expect(await store.audit({ ...ALL, by: sampleUser(1).id, limit: 2 })).toEqual([written[3], written[1]]);
    });

    test("never changes a line, and forgets what is old", async () => {
      const { store } = current();
      const written = [sampleLine(at(1)), sampleLine(at(2))];
      for (const each of written) await store.putAudit(each);
      await store.putAudit({ ...(written[0] as AuditRecord), outcome: "refused" });
      expect(await store.audit(ALL)).toEqual(written.toReversed());
      expect(await store.prune(at(2))).toBe(1);
      expect(await store.audit(ALL)).toEqual([written[1]]);
    });

    test("holds whatever is written, whatever the order", async () => {
      const { store } = current();
      const base = 20_000;
      let run = 0;
      const moments = fc.array(fc.integer({ min: 0, max: 80 * 24 }), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(moments, fc.integer({ min: 1, max: 4 }), async (hours, limit) => {
          const by = sampleUser(run++ % 30).id as UserId;
          const start = base + run * 3_000;
          const written = hours.map((hour) => sampleLine(at(start + hour), { principal: { kind: "user", id: by } }));
          for (const each of written) await store.putAudit(each, "lightly");
          const sorted = written.toSorted((a, b) => (`${b.at}${b.id}` < `${a.at}${a.id}` ? -1 : 1));
          const to = instant(Date.parse(at(start + 3_000)));
          expect(await store.audit({ from: at(start), to, by, limit })).toEqual(sorted.slice(0, limit));
        }),
        { numRuns: 6 },
      );
    });
  });
}
