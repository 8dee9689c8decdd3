import { alertDocument } from "@saldovakt/domain";
import { expect, test } from "vitest";
import { account, manyPayments, message } from "../test/message.ts";
import { PAYLOAD_BYTES, payloadOf } from "./payload.ts";

test("is the contract's document", () => {
  const { document } = message();
  expect(payloadOf(document)).toBe(JSON.stringify(document));
});

test.each([0, 1, 60, 120, 1_000])("stays below 20 kB with %d payments, and says how many are left out", (count) => {
  const document = alertDocument(manyPayments(count), account, null);
  const payload = payloadOf(document) ?? "";
  expect(Buffer.byteLength(payload)).toBeLessThan(PAYLOAD_BYTES);
  const { data } = JSON.parse(payload) as { data: { payments: unknown[]; paymentsOmitted?: number } };
  expect(data.payments.length + (data.paymentsOmitted ?? 0)).toBe(count);
  expect(data.payments).toEqual(document.data.payments.slice(0, data.payments.length));
  if (count > 100) {
    expect(data.paymentsOmitted).toBeGreaterThan(0);
    // As many as fit: one more would not.
    expect(Buffer.byteLength(payload)).toBeGreaterThan(PAYLOAD_BYTES - 300);
  }
});

test("what is too large for another reason is refused", () => {
  expect(payloadOf(alertDocument(manyPayments(3), { ...account, name: "å".repeat(PAYLOAD_BYTES) }, null))).toBeNull();
});
