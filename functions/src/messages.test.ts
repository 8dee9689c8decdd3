import { SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDeliveryBody, parseWatchBody } from "./messages.ts";

const ID = "acc_0123456789abcdefghjk";

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof SaldovaktError) return thrown.code;
    throw thrown;
  }
  return "read";
};

describe("a message of the watch queue", () => {
  it("names an account or a certificate", () => {
    expect(parseWatchBody(`{"accountId":"${ID}","day":"2026-11-23"}`)).toEqual({ accountId: ID, day: "2026-11-23" });
    expect(parseWatchBody('{"certificateOf":"skatteverket","day":"2026-11-23"}')).toEqual({
      certificateOf: "skatteverket",
      day: "2026-11-23",
    });
  });

  it("says at which authority an account is read", () => {
    const body = { accountId: ID, day: "2026-11-23", source: "skatteetaten" };
    expect(parseWatchBody(JSON.stringify(body))).toEqual(body);
  });

  it.each([
    "",
    "null",
    `{"accountId":"${ID}","day":"2026-11-23","source":"skatten"}`,
    "7",
    "[]",
    "{}",
    '{"accountId":"165781006662","day":"2026-11-23"}',
    `{"accountId":"${ID}"}`,
    '{"certificateOf":"me","day":"2026-11-23"}',
  ])("is not %s", (body) => expect(codeOf(() => parseWatchBody(body))).toBe("MESSAGE_MALFORMED"));

  it("never shows what stands in it, nor fails otherwise", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(["read", "MESSAGE_MALFORMED"]).toContain(codeOf(() => parseWatchBody(body)));
        expect(["read", "MESSAGE_MALFORMED"]).toContain(codeOf(() => parseDeliveryBody(body)));
      }),
    );
  });
});

describe("a message of the delivery queue", () => {
  const message = { id: "msg_1", recipient: "r1", account: { id: ID, name: "Exempel AB" }, alert: { id: "a", type: "shortfall.detected" } };
  it("is taken whole", () => {
    expect(parseDeliveryBody(JSON.stringify(message))).toEqual(message);
  });
  it.each(["id", "recipient", "account", "alert"])("has its %s", (part) => {
    expect(codeOf(() => parseDeliveryBody(JSON.stringify({ ...message, [part]: undefined })))).toBe("MESSAGE_MALFORMED");
  });
});
