import { describe, expect, it, test } from "vitest";
import { fieldPath, isMarkup, isObject, jsonObject, retryAfterOf } from "./answer.ts";

const answer = (body: string, headers: Record<string, string> = {}) => ({ status: 200, headers, body, truncated: false });

test("a JSON object is told from whatever else JSON, or none, can be", () => {
  expect(jsonObject('{"a":[1]}')).toEqual({ a: [1] });
  for (const other of ["[1]", "null", '"a"', "1", "", "{", "<html>"]) expect(jsonObject(other)).toBeUndefined();
  expect([{}, [], null, "a", undefined].map(isObject)).toEqual([true, false, false, false, false]);
});

test.each([
  ["text/html", "", true],
  ["Text/HTML; charset=utf-8", "{}", true],
  ["application/json", "  \n<!doctype html>", true],
  ["application/xml", "<?xml version='1.0'?>", true],
  ["text/htmlx", "{}", false],
  ["application/json", '{"a":"<b>"}', false],
])("%s with %j: markup %s", (type, body, expected) => expect(isMarkup(answer(body, { "content-type": type }))).toBe(expected));

describe("Retry-After", () => {
  const now = Date.parse("2026-11-20T06:00:00Z");
  const wait = (headers: Record<string, string>) => retryAfterOf(answer("", headers), now);

  it("is measured by the server's own clock", () => {
    const until = "Fri, 20 Nov 2026 09:00:30 GMT";
    expect(wait({ date: "Fri, 20 Nov 2026 09:00:00 GMT", "retry-after": until })).toBe(30_000);
    expect(wait({ "retry-after": "Fri, 20 Nov 2026 06:00:09 GMT" })).toBe(9_000);
    expect(wait({ date: "some day", "retry-after": "Fri, 20 Nov 2026 06:00:09 GMT" })).toBe(9_000);
  });

  it("in seconds needs no clock, and need not be there", () => {
    expect(wait({ date: "Fri, 20 Nov 2026 09:00:00 GMT", "retry-after": "7" })).toBe(7_000);
    expect(wait({ date: "Fri, 20 Nov 2026 09:00:00 GMT" })).toBeUndefined();
  });
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", 3, "b"], "a[3].b"],
  [["a", 0, 1], "a[0][1]"],
])("the path %j is written %j", (path, written) => expect(fieldPath(path)).toBe(written));
