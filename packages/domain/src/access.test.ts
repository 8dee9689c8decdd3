import * as fc from "fast-check";
import { expect, it } from "vitest";
import { checkedAccess } from "./access.ts";
import { SaldovaktError } from "./errors.ts";

const ORG = "313367002";

it("keeps what was said, in one form", () => {
  expect(checkedAccess({})).toBeUndefined();
  expect(checkedAccess({ systemUser: { org: ` ${ORG}` } })).toEqual({ systemUser: { org: ORG } });
  const whole = { systemUser: { org: ORG, externalRef: "avdeling 7" }, consumerOrg: ORG };
  expect(checkedAccess(whole)).toEqual(whole);
});

it.each([
  [{ consumerOrg: "165781006662" }, "ACCESS_INVALID"],
  [{ systemUser: { org: "313367003" } }, "IDENTITY_CHECK_DIGIT"],
  [{ systemUser: { org: ORG, externalRef: " " } }, "ACCESS_INVALID"],
  [{ systemUser: { org: ORG, externalRef: "a\nb" } }, "ACCESS_INVALID"],
  [{ systemUser: { org: ORG, externalRef: "x".repeat(256) } }, "ACCESS_INVALID"],
])("refuses %j", (access, code) => {
  expect(() => checkedAccess(access)).toThrow(expect.objectContaining({ code, scope: "input", remedy: expect.stringMatching(/\w/) }));
});

it("repeats nothing of what it refuses", () => {
  const text = fc.string({ minLength: 4, maxLength: 20 }).map((tail) => `7f3a${tail}`);
  fc.assert(
    fc.property(text, fc.boolean(), (value, system) => {
      try {
        checkedAccess(system ? { systemUser: { org: value } } : { consumerOrg: value });
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(SaldovaktError);
        const { message, remedy = "" } = thrown as SaldovaktError;
        expect(message + remedy).not.toContain(value);
      }
    }),
  );
});
