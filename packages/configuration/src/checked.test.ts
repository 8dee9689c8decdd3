import { SaldovaktError } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { readChecked, writeChecked } from "./checked.ts";
import { parseConfiguration } from "./parse.ts";

const SECRET = "arn:aws:secretsmanager:eu-north-1:000000000000:secret:skatteverket-AbCdEf";
const GIVEN = {
  skatteverket: { environment: "test", secret: SECRET },
  policy: { reserve: "12500.00", language: "nb" },
  recipients: [
    { channel: "webhook", url: "https://example.se/hook", secret: SECRET },
    { channel: "sms", phoneNumber: "+46701740605", discreet: true },
  ],
  accounts: [{ identity: "165781006662" }],
  publicUrl: "https://saldovakt.example.se/",
};

it("reads what it wrote as it was checked, without what belongs to one machine", () => {
  const { accounts, state, ...kept } = parseConfiguration(GIVEN);
  expect([accounts.length, state]).toEqual([1, "saldovakt.db"]);
  const text = writeChecked(parseConfiguration(GIVEN));
  expect(text).not.toContain("165781006662");
  expect(readChecked(text)).toEqual(kept);
});

it.each([
  ["saldovakt.json as it is", JSON.stringify(GIVEN)],
  ["another form", '{"checked":2}'],
  ["no object", "null"],
  ["no JSON", '{"a":'],
])("refuses %s, and repeats nothing of it", (_, text) => {
  const fault = (() => {
    try {
      return readChecked(text);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(fault).toBeInstanceOf(SaldovaktError);
  expect(fault).toMatchObject({ code: "CONFIGURATION_INVALID", remedy: "deploy again" });
  expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain("5781006662");
});
