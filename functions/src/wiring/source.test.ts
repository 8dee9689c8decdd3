import { expect, it } from "vitest";
import { sourcesOf } from "./source.ts";

it("fails an account whose authority is not configured, and only that account", async () => {
  for (const source of ["skatteverket", "skatteetaten"] as const) {
    await expect(sourcesOf(null)(source).read("165781006662")).rejects.toMatchObject({ code: "SOURCE_NOT_CONFIGURED", scope: "account" });
  }
});
