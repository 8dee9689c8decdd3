import { expect, test } from "vitest";
import { token } from "../../test/provider-fakes.ts";
import { carriesToken } from "./form.ts";

test("a token is told from a key of our own by its dots, whether it is good or not", () => {
  for (const header of [`Bearer ${token()}`, `bearer  ${token()}`, "Bearer a.b.c", "Bearer ..", "Bearer a.b.c.d"]) {
    expect(carriesToken(header)).toBe(true);
  }
  for (const header of [undefined, null, "", "Bearer", "Bearer svk_0123456789abcdef", "Bearer a.b", `Basic ${token()}`, token()]) {
    expect(carriesToken(header)).toBe(false);
  }
});
