import { describe, expect, it } from "vitest";
import type { Described } from "./descriptions/described.ts";
import { DESCRIPTIONS } from "./descriptions/index.ts";
import { alertMessage } from "./examples.ts";
import { AlertMessage } from "./schemas.ts";

const contents = Object.entries(DESCRIPTIONS).flatMap(([name, { body, answers }]: [string, Described]) => [
  ...(body ? [{ what: `${name}: body`, content: body }] : []),
  ...Object.entries(answers).flatMap(([status, { content }]) => (content ? [{ what: `${name}: ${status}`, content }] : [])),
]);

describe("the examples", () => {
  it.each(contents.filter(({ content }) => content.schema))("of $what are as described, to the last field", ({ content }) => {
    expect(content.example).toBeDefined();
    content.schema?.parse(content.example);
  });

  it("of a webhook's message are as described", () => {
    expect(AlertMessage.parse(alertMessage)).toEqual(alertMessage);
  });
});
