import type { PlainDate } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { swedishNumber } from "../../companies.fixture.ts";
import type { SourceOperations } from "../../ports.ts";
import * as schemas from "../openapi/schemas.ts";
import { apiWorld, OPERATIONS, SHORT, STAMP } from "../world.fixture.ts";

describe("the four operations", () => {
  it("tells the balance", async () => {
    const told = schemas.Balance.parse(await (await apiWorld().of(SHORT, "balance")).json());
    expect(told).toMatchObject({
      asOf: STAMP.asOf,
      balance: { amount: "29150.00" },
      accruedInterest: { amount: "-12.00" },
      referenceType: "OCR",
    });
    expect(told.information).toEqual(["Stängt 24 december."]);
  });

  it("tells booked and upcoming rows, amounts only where there are some", async () => {
    const told = schemas.Transactions.parse(await (await apiWorld().of(SHORT, "transactions")).json());
    expect(told.from).toBe("2025-05-17");
    expect(told.booked[1]).toEqual({
      date: "2026-11-13",
      text: "Överlämnad till Kronofogden",
      amount: { currency: "SEK", amount: "0.00" },
      enforcementAmount: { currency: "SEK", amount: "-50.00" },
    });
    expect(told.upcoming[1]).not.toHaveProperty("amount");
  });

  it("passes `from` on, and no day that is none", async () => {
    const asked: (PlainDate | undefined)[] = [];
    const operations: SourceOperations = {
      transactions(identity, from) {
        asked.push(from);
        return OPERATIONS.transactions?.(identity, from) as ReturnType<NonNullable<SourceOperations["transactions"]>>;
      },
    };
    const { of } = apiWorld({ operations });
    expect((await (await of(SHORT, "transactions?from=2026-01-31")).json()) as object).toMatchObject({ from: "2026-01-31" });
    for (const query of ["from=2026-02-30", "from=", "from=today", "from=20260101", "from=2026-01-01&from=2026-01-02", "to=2026-01-01"]) {
      const answer = await of(SHORT, `transactions?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
      expect(await answer.json()).toMatchObject({ code: "QUERY_INVALID" });
    }
    expect(asked).toEqual(["2026-01-31"]);
  });

  it("tells payout account and blocks", async () => {
    const { of } = apiWorld();
    expect(schemas.PayoutAccount.parse(await (await of(SHORT, "payout-account")).json()).payoutAccount).toBe(
      "Bankkonto 8327-9, 123 456 789-0",
    );
    expect(schemas.PayoutBlocks.parse(await (await of(SHORT, "payout-blocks")).json()).blocks).toEqual([
      { id: "1", from: "2026-01-01", total: true },
      { id: "2", from: "2026-01-01", to: "2027-01-01", amount: { currency: "SEK", amount: "5000.00" }, total: false },
    ]);
  });

  it.each(["balance", "transactions", "payout-account", "payout-blocks"])("says so where the source lacks %s", async (path) => {
    const answer = await apiWorld({ operations: {} }).of(SHORT, path);
    expect(answer.status).toBe(404);
    expect(schemas.Problem.parse(await answer.json())).toMatchObject({ code: "NOT_OFFERED_BY_SOURCE", instance: `/v1/accounts/-/${path}` });
  });

  it("asks by the account's identity, and keeps `this`", async () => {
    const asked: string[] = [];
    const operations = {
      asked,
      async payoutAccount(identity: string) {
        this.asked.push(identity);
        return { ...STAMP, payoutAccount: null };
      },
    };
    const answer = await apiWorld({ operations }).of(SHORT, "payout-account");
    expect(schemas.PayoutAccount.parse(await answer.json()).payoutAccount).toBeNull();
    expect(asked).toEqual([swedishNumber(2)]);
  });
});
