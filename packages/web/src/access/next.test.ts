import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownPath } from "./next.ts";

describe("where one goes after signing in", () => {
  it.each(["/", "/accounts/acc_0123456789abcdefghjk", "/?q=bageri&page=2", "/accounts/x?pay=100#pay", "/import"])(
    "is %s when asked for",
    (path) => {
      expect(ownPath(path)).toBe(path);
    },
  );

  it.each([
    undefined,
    "",
    "accounts",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/ /evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/..//evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/%5c%5cevil\\.example",
    "/sign-out",
    "/sign-in?next=/",
    "/x/../sign-out",
    "/link/abc",
    `/${"a".repeat(600)}`,
    "/å",
  ])("is the overview for %j", (path) => {
    expect(ownPath(path)).toBe("/");
  });

  it("is on this server, whatever is asked", () => {
    const part = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "@",
      ":",
      "?",
      "#",
      "%2f",
      "%5c",
      "\t",
      "\n",
      "\0",
      " ",
      "evil.example",
      "https:",
      "accounts",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 40 }),
          fc.array(part, { maxLength: 8 }).map((parts) => parts.join("")),
        ),
        (asked) => {
          const path = ownPath(asked);
          expect(path.startsWith("/")).toBe(true);
          expect(new URL(path, "https://saldo.example/sign-in").origin).toBe("https://saldo.example");
          expect(ownPath(path)).toBe(path);
        },
      ),
      { numRuns: 500 },
    );
  });
});
