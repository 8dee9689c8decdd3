import { describe, expect, test } from "vitest";
import { faultsOf, inputError, SaldovaktError, toSaldovaktError } from "./errors.ts";

describe("SaldovaktError", () => {
  test("carries what the contract promises", () => {
    const cause = new Error("socket closed");
    const error = new SaldovaktError("the source did not answer", {
      code: "SOURCE_TIMEOUT",
      scope: "transient",
      remedy: "wait",
      retryAfterMs: 1500,
      cause,
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "SaldovaktError", code: "SOURCE_TIMEOUT", scope: "transient", remedy: "wait", retryAfterMs: 1500 });
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe("SaldovaktError: the source did not answer");
  });

  test("has no cause property when there is none, and no remedy or delay of its own making", () => {
    const error = new SaldovaktError("x", { code: "X", scope: "internal" });
    expect(Object.hasOwn(error, "cause")).toBe(false);
    expect(error.remedy).toBeUndefined();
    expect(error.retryAfterMs).toBeUndefined();
  });

  test("only a transient fault is worth the same call again", () => {
    const retryable = (["input", "installation", "account", "transient", "internal"] as const).filter(
      (scope) => new SaldovaktError("x", { code: "X", scope }).retryable,
    );
    expect(retryable).toEqual(["transient"]);
  });
});

test("inputError is the reader's to mend", () => {
  expect(inputError("PORT_RANGE", "a port is out of range", "choose 1 to 65535")).toMatchObject({
    code: "PORT_RANGE",
    scope: "input",
    remedy: "choose 1 to 65535",
    retryable: false,
  });
});

describe("toSaldovaktError", () => {
  test("returns one of ours untouched", () => {
    const error = inputError("A", "b", "c");
    expect(toSaldovaktError(error)).toBe(error);
  });

  test.each([
    ["an error", new TypeError("secret 123")],
    ["a string", "secret 123"],
    ["null", null],
  ])("wraps %s without quoting it", (_, thrown) => {
    const error = toSaldovaktError(thrown);
    expect(error).toMatchObject({ code: "INTERNAL", scope: "internal", cause: thrown });
    expect(error.message).not.toContain("secret");
  });
});

describe("faultsOf", () => {
  const fault = faultsOf({
    SHUT: ["transient", "the service is closed", "try again later"],
    REFUSED: ["account", "the service refuses", "ask why"],
  });

  test("speaks the table's words", () => {
    expect(fault("REFUSED")).toBeInstanceOf(SaldovaktError);
    expect(fault("REFUSED")).toMatchObject({ code: "REFUSED", scope: "account", message: "the service refuses", remedy: "ask why" });
    expect(Object.hasOwn(fault("REFUSED"), "cause")).toBe(false);
    expect(fault("REFUSED").retryAfterMs).toBeUndefined();
  });

  test("lets what is particular to a case stand in their place", () => {
    const cause = new Error("socket closed");
    const particular = { scope: "installation", message: "the service is shut for good", remedy: "move", retryAfterMs: 5, cause } as const;
    expect(fault("SHUT", particular)).toMatchObject({ code: "SHUT", ...particular });
    expect(fault("SHUT", { retryAfterMs: 5 })).toMatchObject({ scope: "transient", message: "the service is closed", retryAfterMs: 5 });
  });

  test("takes what is undefined for nothing particular", () => {
    expect(Object.hasOwn(fault("SHUT", { cause: undefined }), "cause")).toBe(false);
    expect(fault("SHUT", { message: undefined, retryAfterMs: undefined })).toMatchObject({ message: "the service is closed" });
  });
});
