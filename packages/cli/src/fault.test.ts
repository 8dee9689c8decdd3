import { luhnDigit, SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { causeLines, exitStatus, faultLines, redact } from "./fault.ts";

const fault = (over: Partial<ConstructorParameters<typeof SaldovaktError>[1]> = {}, message = "the keys\nare refused") =>
  new SaldovaktError(message, { code: "SKV_KEYS_REFUSED", scope: "installation", remedy: "check them", ...over });

const identities = fc.integer({ min: 100_000_000, max: 999_999_999 }).map((nine) => `16${nine}${luhnDigit(String(nine))}`);

describe("faultLines", () => {
  it("says what in one line with the code, then what to do", () => {
    expect(faultLines(fault())).toEqual(["saldovakt: the keys are refused (SKV_KEYS_REFUSED)", "  Check them."]);
    expect(faultLines(fault({ remedy: "did you mean read?" }))[1]).toBe("  Did you mean read?");
  });

  it.each(["input", "installation", "account", "transient", "internal"] as const)("has a remedy for every fault of scope %s", (scope) => {
    const { code } = fault();
    expect(faultLines(new SaldovaktError("x", { code, scope }))[1]).toMatch(/^ {2}\S.*\.$/);
  });

  it("sends nobody with an account that cannot be read back to the command that reads it", () => {
    expect(faultLines(new SaldovaktError("x", { code: "MONEY_NOT_WHOLE", scope: "account" }))[1]).not.toContain("saldovakt forecast");
  });

  it("tells a fault of the program without its stack or its words", () => {
    const lines = faultLines(new TypeError("cannot read 165790000011 of undefined"));
    expect(lines[0]).toBe("saldovakt: an unexpected fault in the program (INTERNAL)");
    expect(lines.join("\n")).not.toMatch(/1657|\bat /);
  });
});

describe("exitStatus", () => {
  it.each([
    ["input", 2],
    ["installation", 2],
    ["account", 3],
    ["transient", 3],
    ["internal", 1],
  ] as const)("of scope %s is %i", (scope, status) => expect(exitStatus(fault({ scope }))).toBe(status));
});

describe("causeLines", () => {
  it("follows the chain and redacts it", () => {
    const root = Object.assign(new Error("socket for 165790000011\nclosed"), { code: "ECONNRESET" });
    const lines = causeLines(fault({ cause: new Error("outer", { cause: root }) }));
    expect(lines).toEqual(["  caused by Error: outer", "  caused by Error ECONNRESET: socket for … closed"]);
  });

  it("ends in a circle of causes, and where there is none", () => {
    const circle = new Error("round");
    circle.cause = circle;
    expect(causeLines(fault({ cause: circle })).length).toBeLessThanOrEqual(8);
    expect(causeLines(fault())).toEqual([]);
  });

  it("shows frames of the program's own faults only", () => {
    expect(causeLines(new TypeError("x")).join("\n")).toMatch(/ at .*fault\.test\.ts/);
    expect(causeLines(fault({ cause: new Error("x") })).join("\n")).not.toMatch(/ at /);
  });
});

describe("redact", () => {
  it("leaves no identity, reference, key or token in any text", () => {
    const secrets = fc.oneof(
      identities,
      identities.map((identity) => identity + luhnDigit(identity)),
      identities.map((identity) => `${identity.slice(2, 8)}-${identity.slice(8)}`),
      fc.string({ minLength: 24, maxLength: 60, unit: fc.constantFrom(..."abcdefABCDEF0123456789_-") }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."abc .:/") }), secrets, (around, secret) => {
        expect(redact(`${around} ${secret} ${around}`)).not.toContain(secret);
      }),
    );
  });
});
