import { expect, test } from "vitest";
import { parseMailCredentials } from "./credentials.ts";

test("a mail server's credentials are read as JSON, and what is more is left", () => {
  expect(parseMailCredentials('{ "user": "saldovakt", "pass": "pä ss", "note": 1 }\n')).toEqual({ user: "saldovakt", pass: "pä ss" });
});

test.each([
  "",
  "hush",
  "hush:hush",
  '"hush"',
  "null",
  "[]",
  "{}",
  '{ "user": "hush" }',
  '{ "user": "hush", "pass": "" }',
  '{ "user": 1, "pass": "hush" }',
])("what is none is refused and not repeated: %j", (text) => {
  expect(() => parseMailCredentials(text)).toThrow(expect.objectContaining({ code: "MAIL_CREDENTIALS_INVALID", scope: "input" }));
  expect(() => parseMailCredentials(text)).not.toThrow(/hush/);
});
