import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountId, isAccountId } from "./account.ts";

const coded = (code: string) => expect.objectContaining({ code });

describe("account ids", () => {
  test("every id made is recognised", () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 20, maxLength: 40 }), (bytes) => isAccountId(accountId(bytes))));
  });

  test("the first twenty bytes decide, each evenly over 32 letters", () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);
    expect(accountId(bytes)).toBe("acc_0123456789abcdefghjk");
    expect(accountId(bytes.subarray(12))).toBe("acc_cdefghjkmnpqrstvwxyz");
    expect(accountId(Uint8Array.from({ length: 20 }, () => 255))).toBe(`acc_${"z".repeat(20)}`);
  });

  test("too few bytes are refused: a short id would be guessable and recognised nowhere", () => {
    for (const length of [0, 1, 19]) expect(() => accountId(new Uint8Array(length))).toThrow(coded("ACCOUNT_ID_BYTES"));
  });

  test.each([
    "",
    "acc_",
    `acc_${"0".repeat(19)}`,
    `acc_${"0".repeat(21)}`,
    `acc_${"i".repeat(20)}`,
    `acc_${"A".repeat(20)}`,
    `x acc_${"0".repeat(20)}`,
  ])("%j is none", (text) => expect(isAccountId(text)).toBe(false));
});
