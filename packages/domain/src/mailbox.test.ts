import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMailAddress, parseMailbox } from "./mailbox.ts";

describe("an address", () => {
  test.each([
    "a@b.se",
    "ekonomi@example.se",
    "kalle.anka+skatt@post.example.se",
    "o'brien@example.ie",
    "info@åkeri.example",
    "a@xn--keri-qoa.example",
  ])("is %s", (text) => expect(isMailAddress(text)).toBe(true));

  test.each([
    ...[
      "",
      "a",
      "@",
      "a@",
      "@b.se",
      "a@b",
      "a@b@c.se",
      "a b@c.se",
      "a@b .se",
      ".a@b.se",
      "a.@b.se",
      "a..b@c.se",
      "a@-b.se",
      "a@b-.se",
      "a@.se",
    ],
    ...["a@b.se\r\nBcc: c@d.se", "a@b.se,c@d.se", "<a@b.se>", '"a b"@c.se', "a@[127.0.0.1]", "å@b.se", `${"a".repeat(65)}@b.se`],
    `a@${"b".repeat(64)}.se`,
    `a@${"b.".repeat(130)}se`,
  ])("is not %j", (text) => expect(isMailAddress(text)).toBe(false));
});

describe("a mailbox", () => {
  test.each([
    ["Saldovakt <alarm@example.se>", { name: "Saldovakt", address: "alarm@example.se" }],
    ['"Redovisning, Exempel AB" <alarm@example.se>', { name: "Redovisning, Exempel AB", address: "alarm@example.se" }],
    ["Åke Öst<alarm@example.se>", { name: "Åke Öst", address: "alarm@example.se" }],
    [" alarm@example.se ", { name: "", address: "alarm@example.se" }],
  ])("is read from %j", (text, mailbox) => expect(parseMailbox(text)).toEqual(mailbox));

  test.each([
    "Saldovakt",
    "Saldovakt <alarm>",
    "a <b@c.se> d",
    "a\nb <c@d.se>",
    "<a@b.se>, <c@d.se>",
    'a"b <c@d.se>',
    `${"n".repeat(101)} <a@b.se>`,
  ])("is not read from %j", (text) => expect(parseMailbox(text)).toBeNull());

  test("never holds what would break a header, whatever is read", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.constantFrom("<a@b.se>", "", " <a@b.se>"), (text, rest) => {
        const mailbox = parseMailbox(text + rest);
        if (mailbox) expect(`${mailbox.name}${mailbox.address}`).not.toMatch(/[\r\n\0"<>]/);
      }),
    );
  });
});
